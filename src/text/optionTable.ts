/** @module What a table of options holds, and its values: read from JSON or a command line, checked, described. */

import { didYouMean } from "../errors.ts";
import { shown } from "../shown.ts";
import type { Translated } from "./lang.ts";

/** The bounds of a number; `least` and `most` belong to the domain, `above` and `below` do not. */
export interface Bounds {
  /** The least value. */
  readonly least?: number;
  /** Values are greater than this. */
  readonly above?: number;
  /** The greatest value. */
  readonly most?: number;
  /** Values are less than this. */
  readonly below?: number;
}

/** The values of an option. `none` is what a command line calls null, where null is one of them. */
export type Domain =
  | { readonly kind: "text" | "texts" | "switch" }
  | { readonly kind: "choice" | "choices"; readonly values: readonly string[] }
  | ({ readonly kind: "whole" | "number"; readonly none?: string } & Bounds)
  /** `count` is how many there may be, from and to; `note` follows in messages. */
  | ({
      readonly kind: "numbers";
      readonly count?: readonly [number, number];
      readonly note?: string;
    } & Bounds);

/** A value of an option, as plain JSON. */
export type Value = string | number | boolean | null | readonly string[] | readonly number[];

/** An option. Its name is its key in the table. */
export interface OptionEntry {
  /** Which values it may have. */
  readonly domain: Domain;
  /** What help prints for the value, as `n` in `--epochs <n>`, where the domain does not suggest it. */
  readonly value?: string;
  /** Whether a command line takes several words for it: `--static region area`. */
  readonly isSeveral?: true;
  /** Absent where the default depends on the data, and where there is none. */
  readonly default?: Value;
  /** The default of those models for which it is another. */
  readonly defaults?: Readonly<Partial<Record<string, Value>>>;
  /** The default in words, where it depends on the data. */
  readonly found?: Translated<string>;
  /** The models that use it: all of them where it is absent. */
  readonly models?: readonly string[];
  /** One line without a full stop. */
  readonly help: Translated<string>;
  /** The field on the page *Your data*; absent where there is none. */
  readonly field?: {
    readonly label: Translated<string>;
    /** Instead of the help. */
    readonly hint?: Translated<string>;
    /** The least and the greatest number that the field accepts, where the domain has others. */
    readonly least?: number;
    readonly most?: number;
  };
}

export type OptionTable = Readonly<Record<string, OptionEntry>>;

/** The domains that values of a type may have. */
export type DomainOf<V> = Domain &
  ([V] extends [boolean]
    ? { kind: "switch" }
    : [V] extends [number | null]
      ? { kind: "whole" | "number"; none?: null extends V ? string : never }
      : [V] extends [readonly number[]]
        ? { kind: "numbers" }
        : [V] extends [string]
          ? string extends V
            ? { kind: "text" }
            : { kind: "choice"; values: readonly V[] }
          : V extends readonly (infer Item)[]
            ? string extends Item
              ? { kind: "texts" }
              : { kind: "choices"; values: readonly Item[] }
            : never);

/** The table of the options of a type; those that are found in the data have no default. */
export type TableOf<T, Found extends keyof T = never> = {
  readonly [Name in keyof T]: OptionEntry & {
    readonly domain: DomainOf<T[Name]>;
    readonly defaults?: Readonly<Partial<Record<string, T[Name]>>>;
  } & (Name extends Found ? unknown : { readonly default: T[Name] });
};

/** The values of those options of a table that have a default. */
export type DefaultsOf<T> = {
  readonly [Name in keyof T as T[Name] extends { default: unknown } ? Name : never]: T[Name] extends {
    default: infer V;
  }
    ? V
    : never;
};

export function optionNames<T extends OptionTable>(table: T): (keyof T & string)[] {
  return Object.keys(table);
}

/** Those of some values that are of a table's options, in its order; what is undefined is left out. */
export function pickOptions<T extends OptionTable, Values extends object>(
  table: T,
  values: Values,
): Pick<Values, keyof Values & keyof T> {
  const named = new Map(Object.entries(values).filter(([, value]) => value !== undefined));
  const names = optionNames(table).filter((name) => named.has(name));
  return Object.fromEntries(names.map((name) => [name, named.get(name)])) as Pick<
    Values,
    keyof Values & keyof T
  >;
}

/** The defaults of a table, for a model where it matters. */
export function defaultsOf<T extends OptionTable>(table: T, model = ""): DefaultsOf<T> {
  const own = Object.entries<OptionEntry>(table).flatMap(([name, entry]) => {
    const value = Object.hasOwn(entry.defaults ?? {}, model) ? entry.defaults?.[model] : entry.default;
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(own) as DefaultsOf<T>;
}

export function isIn(domain: Domain, value: unknown): value is Value {
  if (value === null) return "none" in domain && domain.none !== undefined;
  switch (domain.kind) {
    case "text":
      return typeof value === "string";
    case "texts":
      return Array.isArray(value) && value.every((one) => typeof one === "string");
    case "choice":
      return domain.values.some((one) => one === value);
    case "choices":
      return Array.isArray(value) && value.every((one) => domain.values.includes(one));
    case "whole":
      return Number.isSafeInteger(value) && isWithin(domain, Number(value));
    case "number":
      return isWithin(domain, value);
    case "numbers": {
      const [least, most] = domain.count ?? [0, Number.POSITIVE_INFINITY];
      if (!Array.isArray(value) || value.length < least || value.length > most) return false;
      return value.every((one) => isWithin(domain, one));
    }
    case "switch":
      return typeof value === "boolean";
  }
}

function isWithin({ least, above, most, below }: Bounds, value: unknown): value is number {
  if (typeof value !== "number" || !Number.isFinite(value)) return false;
  const isHighEnough = (least === undefined || value >= least) && (above === undefined || value > above);
  return isHighEnough && (most === undefined || value <= most) && (below === undefined || value < below);
}

/** The value that JSON holds, undefined where it is outside the domain. A list of one may be written without brackets. */
export function fromJson(domain: Domain, value: unknown): Value | undefined {
  const isList = ["texts", "choices", "numbers"].includes(domain.kind);
  const read = isList && !Array.isArray(value) ? [value] : value;
  return isIn(domain, read) ? read : undefined;
}

/** The value that a command line gives, with commas between those of a list; undefined where it is outside the domain. */
export function fromWord(domain: Domain, word: string): Value | undefined {
  const items = word.split(",").map((item) => item.trim());
  switch (domain.kind) {
    case "text":
    case "choice":
      return fromJson(domain, word);
    case "texts":
      return [word]; // names may contain commas: only the file's columns tell
    case "choices":
      return fromJson(domain, items);
    case "whole":
    case "number":
      return word === domain.none ? null : fromJson(domain, numberOf(word));
    case "numbers":
      return fromJson(domain, items.map(numberOf));
    case "switch":
      return undefined; // it takes no word
  }
}

/** NaN where a text is no plain number: `Number` takes "", "0x10" and "Infinity" too. */
function numberOf(text: string): number {
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : Number.NaN;
}

/** A domain in words that follow "must be"; `none` is how null is written. */
export function describeDomain(domain: Domain, none = "null"): string {
  const orNone = "none" in domain && domain.none !== undefined ? `, or ${none}` : "";
  switch (domain.kind) {
    case "text":
      return "a string";
    case "texts":
      return "a list of strings";
    case "choice":
      return `one of ${domain.values.join(", ")}`;
    case "choices":
      return `one or more of ${domain.values.join(", ")}`;
    case "whole":
      return `a whole number${describeBounds(domain)}${orNone}`;
    case "number":
      return `a number${describeBounds(domain)}${orNone}`;
    case "numbers": {
      const { count, note } = domain;
      const numbers = count === undefined ? "numbers" : `${count[0]} to ${count[1]} numbers`;
      return `${numbers}${describeBounds(domain)}${note === undefined ? "" : ` (${note})`}`;
    }
    case "switch":
      return "true or false";
  }
}

function describeBounds({ least, above, most, below }: Bounds): string {
  if (above !== undefined) return below === undefined ? ` above ${above}` : ` between ${above} and ${below}`;
  if (least === undefined) return "";
  return most === undefined ? ` from ${least}` : ` from ${least} to ${most}`;
}

/** What follows a misspelt name in a message: the name that was probably meant, or nothing. */
export function suggestName(name: string, known: readonly string[]): string {
  const plain = (text: string): string => text.replace(/[-_]/g, "").toLowerCase();
  const meant = didYouMean(name, known) ?? known.find((one) => plain(one) === plain(name));
  return meant === undefined ? "" : `, did you mean ${JSON.stringify(meant)}?`;
}

/** A value as a message shows it, not longer than a line. */
export function showValue(value: unknown): string {
  return shown(value);
}
