/** @module Validation of arguments: options objects that are closed, and values of the wrong type named briefly. */
import { didYouMean, ValueError } from "./errors.ts";
import { shown } from "./shown.ts";

/** Every option by name; the order is that of the positional arguments in PyTorch. */
export type OptionNames<Options> = { readonly [Name in keyof Options]-?: unknown };

/**
 * The options, all of which are known. Throws ValueError for an unknown one, with the most similar known name, which may
 * differ in case and underscores (`num_layers`), and for a value that is not an options object, such as `0.9` or `true`.
 */
export function closed<Options extends object>(
  owner: string,
  options: Options,
  known: NoInfer<OptionNames<Options>>,
): Options {
  if (!isPlain(options) && !isOptions(options)) throw noOptions(owner, options, Object.keys(known));
  for (const name in options)
    if (!Object.hasOwn(known, name)) throw unknownOption(owner, name, Object.keys(known));
  return options;
}

/** As `closed`, by the names of the known options. */
export function checkNames(owner: string, options: object, known: readonly string[]): void {
  if (!isOptions(options)) throw noOptions(owner, options, known);
  for (const name in options) if (!known.includes(name)) throw unknownOption(owner, name, known);
}

function unknownOption(owner: string, name: string, known: readonly string[]): ValueError {
  const plain = (text: string): string => text.replaceAll("_", "").toLowerCase();
  const meant = known.find((one) => plain(one) === plain(name)) ?? didYouMean(name.slice(0, MOST), known);
  const all = known.length === 0 ? "it takes none" : `it must be one of ${known.join(", ")}`;
  const remedy = meant === undefined ? all : `did you mean '${meant}'?`;
  return new ValueError(`${owner} got an unknown option '${cut(name)}'\n  ${remedy}`);
}

/** An object that was written as a literal; the check of most options then takes nanoseconds. */
function isPlain(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** An object that is neither a list nor a tensor, whose class is on a higher floor. */
function isOptions(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Symbol.iterator in value) return false;
  return !("data" in value && "requiresGrad" in value);
}

function noOptions(owner: string, options: unknown, [first]: readonly string[]): ValueError {
  const example = `{ ${first ?? ""}: … }`;
  const isNone = options === null || options === undefined;
  const meant = isNone ? `they look like ${example}` : `did you mean ${example}?`;
  return new ValueError(`${owner}: options must be an object (got ${described(options)})\n  ${meant}`);
}

/** A value of the wrong type as an error names it, briefly: `0.9`, `"adam"`, `[1,2,3]`, `a Tensor`, `a Float64Array of 9`. */
export function described(value: unknown): string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return shown(value);
  const type: unknown = Reflect.get(value, "constructor");
  if (typeof type !== "function" || type === Object || type.name === "") return shown(value);
  const count = isList(value) ? ` of ${value.length}` : "";
  return `${/^[AEIOU]/.test(type.name) ? "an" : "a"} ${cut(type.name)}${count}`;
}

/** An array or a typed array. */
export function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);
}

const MOST = 40; // letters

/** A text of at most 40 letters. */
export function cut(text: string): string {
  return text.length <= MOST ? text : `${text.slice(0, MOST)}…`;
}
