/** @module Tensors as they come from outside: from a file, from JSON, or as Python's `tolist()` prints them. */
import { described, isList } from "../arguments.ts";
import { FormatError } from "../errors.ts";
import { numelOf } from "./shape.ts";
import { type TensorValues, valuesOf } from "./values.ts";

/** The values of a typed array after JSON: an object with the indices 0 … n − 1 as keys. */
export type Indexed = Readonly<Record<string, number>>;

/** A tensor, or its shape and values, also after JSON. */
export interface SavedTensor {
  /** The sizes, outermost first. */
  readonly shape: readonly number[];
  /** The values, row by row. */
  readonly data: ArrayLike<number> | Indexed;
}

/** A tensor, one after JSON, or nested numbers. */
export type SavedValues = SavedTensor | TensorValues | Indexed;

/** A shape and as many values. */
interface ReadValues {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** The values, of a `Float32Array` without a copy. Throws FormatError or ShapeError for anything else; `what` is its name. */
export function readSaved(value: unknown, what: string): ReadValues {
  if (typeof value === "number" || isList(value)) return valuesOf(value, what);
  if (typeof value !== "object" || value === null) throw notTensor(value, what);
  if (!("shape" in value && "data" in value)) {
    const list = listOfIndexed(value);
    if (list === null || list.length === 0) throw notTensor(value, what);
    return { shape: [list.length], data: floatsOf(list, what) };
  }
  const { shape, data } = value;
  const list = isList(data) ? data : listOfIndexed(data);
  if (!isShape(shape) || list === null) throw notTensor(value, what);
  const size = numelOf(shape);
  if (list.length !== size) {
    throw new FormatError(
      `${what} has ${list.length} values but its shape (${shape.join(", ")}) requires ${size}`,
    );
  }
  return { shape, data: floatsOf(list, what) };
}

/** A flat list of numbers. Throws FormatError for anything else. */
export function valuesAs(value: unknown, what: string): Float32Array {
  if (isList(value)) return floatsOf(value, what);
  throw new FormatError(`${what} must be a list of numbers (got ${described(value)})`);
}

function notTensor(value: unknown, what: string): FormatError {
  return new FormatError(`${what} must be a tensor (got ${described(value)})`);
}

function isShape(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/** The values in the order of their indices; null for an object with other keys. */
function listOfIndexed(value: unknown): unknown[] | null {
  if (typeof value !== "object" || value === null) return null;
  const entries = Object.entries(value); // integer keys come first and in order
  return entries.every(([key], i) => key === String(i)) ? entries.map(([, number]) => number) : null;
}

function floatsOf(list: ArrayLike<unknown>, what: string): Float32Array {
  if (list instanceof Float32Array) return list;
  const floats = new Float32Array(list.length);
  for (let i = 0; i < floats.length; i++) {
    const value = list[i];
    if (typeof value !== "number") throw notNumber(value, what);
    floats[i] = value;
  }
  return floats;
}

function notNumber(value: unknown, what: string): FormatError {
  const got =
    value === null
      ? "\n  JSON cannot represent NaN and Infinity; it turns them into null"
      : ` (got ${described(value)})`;
  return new FormatError(`${what} contains a value that is not a number${got}`);
}
