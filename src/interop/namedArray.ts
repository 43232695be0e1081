/** @module Values with a shape, and whether the two fit together. */
import { ShapeError } from "../errors.ts";
import type { FileType } from "./fileTypes.ts";

/** Values with a shape, row-major; a Tensor is one. */
export interface NamedArray {
  readonly shape: readonly number[];
  readonly data: Float32Array;
  /** The number type in the file, where that was not float32 and the values were converted. */
  readonly storedAs?: FileType;
}

/** Whether a value is an array of the kind that files hold. */
export function isNamedArray(value: unknown): value is NamedArray {
  return isRecord(value) && value.data instanceof Float32Array && isSizes(value.shape);
}

/** Throws ShapeError unless a shape counts its values; `format` opens the message. */
export function checkNamedArray(format: string, name: string, { shape, data }: NamedArray): void {
  const count = countOf(shape);
  if (isSizes(shape) && count === data.length) return;
  throw new ShapeError(
    `${format}: "${name}" has ${data.length} values, but its shape (${shape.join(", ")}) counts ${count}`,
  );
}

/** How many values a shape counts. */
export function countOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Whether a value is a list of sizes: whole numbers from 0. */
export function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/** Whether a value is an object with names, no array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
