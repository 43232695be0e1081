/** @module Values that JSON holds, and reading them back with errors that name the field. */
import { FormatError } from "../errors.ts";

/** What JSON can hold. Numbers keep all their bits; NaN and infinities are not among them. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** The fields of an object that was read from a checkpoint. */
export class Fields {
  readonly #path: string;
  readonly #values: Readonly<Record<string, unknown>>;

  /** Throws FormatError when the value is no object; `path` says in errors where it stands. */
  constructor(value: unknown, path: string) {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw new FormatError(`${path} is ${shown(value)} but must be an object`);
    this.#path = path;
    this.#values = { ...value };
  }

  /** Whatever stands there; undefined when nothing does. */
  raw(name: string): unknown {
    return Object.hasOwn(this.#values, name) ? this.#values[name] : undefined;
  }

  /** Every field. */
  all(): Readonly<Record<string, unknown>> {
    return this.#values;
  }

  object(name: string): Fields {
    return new Fields(this.raw(name), this.pathOf(name));
  }

  list(name: string): readonly unknown[] {
    const value = this.raw(name);
    return Array.isArray(value) ? value : this.refuse(name, "an array");
  }

  text(name: string): string {
    const value = this.raw(name);
    return typeof value === "string" ? value : this.refuse(name, "a text");
  }

  number(name: string): number {
    const value = this.raw(name);
    return typeof value === "number" ? value : this.refuse(name, "a number");
  }

  numberOrNull(name: string): number | null {
    return this.raw(name) === null ? null : this.number(name);
  }

  /** A whole number from 0 up to a greatest. */
  whole(name: string, most: number = Number.MAX_SAFE_INTEGER): number {
    const value = this.raw(name);
    if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= most) return value;
    const limit = most === Number.MAX_SAFE_INTEGER ? "from 0" : `from 0 to ${most}`;
    return this.refuse(name, `a whole number ${limit}`);
  }

  /** One of some words, or null where that is among them. */
  oneOf<Choice extends string | null>(name: string, choices: readonly Choice[]): Choice {
    const found = choices.find((choice) => choice === this.raw(name));
    return found === undefined ? this.refuse(name, `one of ${choices.map(shown).join(", ")}`) : found;
  }

  /** Refuses a field whose value is not that of the run which is to go on. */
  same(name: string, own: Json, why: string): void {
    if (JSON.stringify(this.raw(name)) === JSON.stringify(own)) return;
    this.refuse(name, `${shown(own)}, ${why}`);
  }

  /** Throws FormatError: what is, and what must be. */
  refuse(name: string, wanted: string): never {
    throw new FormatError(`${this.pathOf(name)} is ${shown(this.raw(name))} but must be ${wanted}`);
  }

  pathOf(name: string): string {
    return `${this.#path}.${name}`;
  }
}

/** A value as an error shows it: not longer than a line. */
function shown(value: unknown): string {
  if (value === undefined) return "missing";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
