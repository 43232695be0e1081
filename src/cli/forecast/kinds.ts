/** @module What a setting may be, as a word of the command line and as a value of a JSON file. */

/** The kinds of settings. */
export type Kind =
  | { readonly kind: "text" }
  | { readonly kind: "texts" }
  | { readonly kind: "choice"; readonly options: readonly string[] }
  | { readonly kind: "choices"; readonly options: readonly string[] }
  | { readonly kind: "whole"; readonly least: number; readonly none?: string }
  | { readonly kind: "number"; readonly none?: string }
  | { readonly kind: "numbers" }
  | { readonly kind: "switch" };

/** What a setting can come to; null where it is told to be none. */
export type Value = string | number | boolean | null | readonly string[] | readonly number[];

/** What a setting must be, to be said behind "must be". */
export function wanted(kind: Kind): string {
  switch (kind.kind) {
    case "text":
      return "a text";
    case "texts":
      return "texts";
    case "choice":
      return `one of ${kind.options.join(", ")}`;
    case "choices":
      return `some of ${kind.options.join(", ")}`;
    case "whole":
      return `a whole number from ${kind.least}${orNone(kind.none)}`;
    case "number":
      return `a number${orNone(kind.none)}`;
    case "numbers":
      return "numbers";
    case "switch":
      return "true or false";
  }
}

function orNone(none: string | undefined): string {
  return none === undefined ? "" : `, or ${none}`;
}

/** A word of the command line; lists are separated by commas. Undefined where it is nothing of that kind. */
export function fromWord(kind: Kind, word: string): Value | undefined {
  switch (kind.kind) {
    case "text":
    case "choice":
      return fromJson(kind, word);
    case "texts":
      return [word]; // names may have commas: who knows the columns takes them apart
    case "choices":
      return fromJson(kind, word.split(",").map(trimmed));
    case "whole":
    case "number":
      return word === kind.none ? null : fromJson(kind, numberOf(word));
    case "numbers":
      return fromJson(kind, word.split(",").map(numberOf));
    case "switch":
      return undefined; // it takes no word
  }
}

/** A value of a JSON file. Undefined where it is nothing of that kind. */
export function fromJson(kind: Kind, value: unknown): Value | undefined {
  const list = Array.isArray(value) ? value : [value];
  switch (kind.kind) {
    case "text":
      return typeof value === "string" ? value : undefined;
    case "texts":
      return list.every((one) => typeof one === "string") ? list : undefined;
    case "choice":
      return kind.options.find((option) => option === value);
    case "choices":
      return list.every((one) => kind.options.includes(one)) ? list : undefined;
    case "whole":
      if (value === null && kind.none !== undefined) return null;
      return Number.isSafeInteger(value) && Number(value) >= kind.least ? Number(value) : undefined;
    case "number":
      if (value === null && kind.none !== undefined) return null;
      return Number.isFinite(value) ? Number(value) : undefined;
    case "numbers":
      return list.length > 0 && list.every(Number.isFinite) ? list : undefined;
    case "switch":
      return typeof value === "boolean" ? value : undefined;
  }
}

function trimmed(text: string): string {
  return text.trim();
}

/** NaN where a text is no plain number: `Number` takes "", "0x10" and "Infinity" too. */
function numberOf(text: string): number {
  return /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : Number.NaN;
}
