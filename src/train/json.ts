/** @module JSON values, and a reader of objects whose errors name the field. */

import { FormatError, ValueError } from "../errors.ts";
import { shown } from "../shown.ts";

/** A JSON value. Numbers are represented exactly; NaN and infinities are not allowed. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** The fields of a JSON object; whatever is missing or of another type is named with its path. */
export class Fields {
  readonly #path: string;
  readonly #values: Readonly<Record<string, unknown>>;

  /** Throws FormatError unless the value is an object. `path` locates it in error messages. */
  constructor(value: unknown, path: string) {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw new FormatError(`${path} is ${shownField(value)} but must be an object`);
    this.#path = path;
    this.#values = { ...value };
  }

  /** The value of a field; undefined if it is missing. */
  raw(name: string): unknown {
    return Object.hasOwn(this.#values, name) ? this.#values[name] : undefined;
  }

  /** The object as it is. */
  all(): Readonly<Record<string, unknown>> {
    return this.#values;
  }

  /** A field that is an object. */
  object(name: string): Fields {
    return new Fields(this.raw(name), this.pathOf(name));
  }

  /** A field that is a list. */
  list(name: string): readonly unknown[] {
    const value = this.raw(name);
    return Array.isArray(value) ? value : this.refuse(name, "an array");
  }

  /** A field that is a string. */
  text(name: string): string {
    const value = this.raw(name);
    return typeof value === "string" ? value : this.refuse(name, "a text");
  }

  /** A field that is a number. */
  number(name: string): number {
    const value = this.raw(name);
    return typeof value === "number" ? value : this.refuse(name, "a number");
  }

  /** A field that is a number or null. */
  numberOrNull(name: string): number | null {
    return this.raw(name) === null ? null : this.number(name);
  }

  /** An integer from 0 to `most`. */
  whole(name: string, most: number = Number.MAX_SAFE_INTEGER): number {
    const value = this.raw(name);
    if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= most) return value;
    const limit = most === Number.MAX_SAFE_INTEGER ? "from 0" : `from 0 to ${most}`;
    return this.refuse(name, `a whole number ${limit}`);
  }

  /** One of the choices, which may include null. */
  oneOf<Choice extends string | null>(name: string, choices: readonly Choice[]): Choice {
    const found = choices.find((choice) => choice === this.raw(name));
    return found === undefined
      ? this.refuse(name, `one of ${choices.map((choice) => shown(choice)).join(", ")}`)
      : found;
  }

  /** Throws FormatError unless the field has the value of this run. */
  same(name: string, own: Json, why: string): void {
    const text = JSON.stringify(own);
    if (shown(this.raw(name), text.length) === text) return;
    this.refuse(name, `${shown(own)}, ${why}`);
  }

  /** Throws FormatError with the actual value and what it must be. */
  refuse(name: string, wanted: string): never {
    throw new FormatError(`${this.pathOf(name)} is ${shownField(this.raw(name))} but must be ${wanted}`);
  }

  /** The path of a field, for messages. */
  pathOf(name: string): string {
    return `${this.#path}.${name}`;
  }
}

/** Runs a function, and prefixes its errors, as FormatErrors, with a path. */
export function within<Result>(path: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    const what = error instanceof ValueError ? error.what : error instanceof Error ? error.message : error;
    throw new FormatError(`${path}: ${what}`, { cause: error });
  }
}

function shownField(value: unknown): string {
  return value === undefined ? "missing" : shown(value);
}
