/** @module Arrays with a shape, and validation of the two. */
import { ShapeError } from "../errors.ts";
import { shownName } from "../shown.ts";
import type { FileType } from "./fileTypes.ts";

/** Values with a shape, row-major; a Tensor is one. */
export interface NamedArray {
  readonly shape: readonly number[];
  readonly data: Float32Array;
  /** The number type in the file, if it was not float32 and the values were converted. */
  readonly storedAs?: FileType;
}

/** Whether a value is a `NamedArray`. */
export function isNamedArray(value: unknown): value is NamedArray {
  return isRecord(value) && value.data instanceof Float32Array && isSizes(value.shape);
}

/** Throws ShapeError unless the shape matches the number of values; `format` starts the message. */
export function checkNamedArray(format: string, name: string, { shape, data }: NamedArray): void {
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
