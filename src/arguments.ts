/** @module Validation of arguments: options objects that are closed, and values of the wrong type named briefly. */
import { didYouMean, ValueError } from "./errors.ts";

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
  checkObject(owner, options, Object.keys(known));
  for (const name in options)
    if (!Object.hasOwn(known, name)) throw unknownOption(owner, name, Object.keys(known));
  return options;
}

/** As `closed`, by the names of the known options. */
export function checkNames(owner: string, options: object, known: readonly string[]): void {
  checkObject(owner, options, known);
  for (const name in options) if (!known.includes(name)) throw unknownOption(owner, name, known);
}

function unknownOption(owner: string, name: string, known: readonly string[]): ValueError {
  const plain = (text: string): string => text.replaceAll("_", "").toLowerCase();
  const meant = known.find((one) => plain(one) === plain(name)) ?? didYouMean(name.slice(0, MOST), known);
  const all = known.length === 0 ? "it takes none" : `it must be one of ${known.join(", ")}`;
  const remedy = meant === undefined ? all : `did you mean '${meant}'?`;
  return new ValueError(`${owner} got an unknown option '${cut(name)}'\n  ${remedy}`);
}

function checkObject(owner: string, options: unknown, [first]: readonly string[]): void {
  const isObject = typeof options === "object" && options !== null;
  if (isObject && !(Symbol.iterator in options) && !isTensor(options)) return;
  const example = `{ ${first ?? ""}: … }`;
  const meant = isObject || options === null ? `they look like ${example}` : `did you mean ${example}?`;
  throw new ValueError(`${owner}: options must be an object (got ${shown(options)})\n  ${meant}`);
}

/** A tensor, whose class is on a higher floor. */
function isTensor(value: object): boolean {
  return "data" in value && "requiresGrad" in value;
}

/** The longest text that an error quotes. */
const MOST = 40;

/** A value as an error names it, briefly: `0.9`, `"adam"`, `an array of 3`, `a Float64Array of 200000`, `a Tensor`. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(cut(value));
  if (typeof value === "bigint") return cut(`${value}n`);
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return cut(String(value));
  if (Array.isArray(value)) return `an array of ${value.length}`;
  const type = typeName(value);
  const article = /^[AEIOU]/.test(type) ? "an" : "a";
  return `${article} ${type}${"length" in value && ArrayBuffer.isView(value) ? ` of ${String(value.length)}` : ""}`;
}

function typeName(value: object): string {
  const type: unknown = Reflect.get(value, "constructor");
  return typeof type === "function" && type !== Object && type.name !== "" ? cut(type.name) : "object";
}

/** A text of at most 40 letters. */
export function cut(text: string): string {
  return text.length <= MOST ? text : `${text.slice(0, MOST)}…`;
}
