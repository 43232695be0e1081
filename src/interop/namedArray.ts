/** @module Arrays with a shape, and validation of the two. */
import { described } from "../arguments.ts";
import { FormatError, ShapeError, ValueError } from "../errors.ts";
import { shownName } from "../shown.ts";
import type { FileType } from "./fileTypes.ts";
import { TorchOpaque } from "./torch/torchOpaque.ts";

/** Values with a shape, row-major; a Tensor is one. */
export interface NamedArray {
  /** The sizes, outermost first. */
  readonly shape: readonly number[];
  /** The values, row by row. */
  readonly data: Float32Array;
  /** The number type in the file, if it was not float32 and the values were converted. */
  readonly storedAs?: FileType;
}

/** Whether a value is a `NamedArray`. */
export function isNamedArray(value: unknown): value is NamedArray {
  return (
    isRecord(value) &&
    !(value instanceof TorchOpaque) &&
    value.data instanceof Float32Array &&
    isSizes(value.shape)
  );
}

/**
 * Throws ValueError for anything but float32 values with a shape, ShapeError unless the shape matches the number of values;
 * `format` starts the message.
 */
export function checkNamedArray(format: string, name: string, array: NamedArray): void {
  if (!isNamedArray(array)) {
    throw new ValueError(
      `${format}: ${shownName(name)} must be a tensor, { shape, data } with a Float32Array (got ${described(array)})\n  tensor(…) makes one of numbers`,
    );
  }
  const { shape, data } = array;
  const count = countOf(shape);
  if (isSizes(shape) && count === data.length) return;
  throw new ShapeError(
    `${format}: ${shownName(name)} has ${data.length} values, but its shape (${shape.join(", ")}) counts ${count}`,
  );
}

export function countOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** The most axes of an array, as in NumPy and in many operations of PyTorch. */
const MOST_AXES = 64;

/** Whether a value is an array of sizes: at most 64 nonnegative integers. */
export function isSizes(value: unknown): value is readonly number[] {
  return (
    Array.isArray(value) &&
    value.length <= MOST_AXES &&
    value.every((size) => Number.isSafeInteger(size) && size >= 0)
  );
}

/** Whether a value is an object but not an array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Throws ValueError for anything but a plain object, such as a Map, of which there would be no entries. */
export function checkDict(what: string, dict: unknown): void {
  if (isRecord(dict) && !(Symbol.iterator in dict)) return;
  throw new ValueError(`${what} must be an object (got ${described(dict)})`);
}

/** The bytes of a file. Throws FormatError for anything else, such as a text or a list of numbers. */
export function bytesIn(format: string, source: unknown): Uint8Array {
  if (source instanceof Uint8Array) return source;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  throw new FormatError(
    `${format}: the file must be a Uint8Array or an ArrayBuffer (got ${described(source)})`,
  );
}
