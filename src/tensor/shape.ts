/** @module Shapes: sizes, strides, axes, broadcasting. Plain numbers in, plain numbers out. */
import { ShapeError } from "../errors.ts";

/** How many values a shape holds, or its axes from one up to another (not included). */
export function numelOf(shape: readonly number[], from = 0, to: number = shape.length): number {
  let count = 1;
  for (let dim = from; dim < to; dim++) count *= shape[dim];
  return count;
}

/** The axis from 0 that a possibly negative one names. */
export function normalizeDim(dim: number, dims: number): number {
  const reach = Math.max(dims, 1); // a scalar may be asked for axis 0 or −1, as in PyTorch
  if (!Number.isInteger(dim) || dim < -reach || dim >= reach) {
    throw new ShapeError(
      `Dimension out of range (expected to be in range of [${-reach}, ${reach - 1}], but got ${dim})`,
    );
  }
  return dim < 0 ? dim + reach : dim;
}

/** A shape in which one entry may be −1: what is left over. */
export function inferShape(shape: readonly number[], numel: number): number[] {
  let open = -1;
  let known = 1;
  for (let dim = 0; dim < shape.length; dim++) {
    const size = shape[dim];
    if (size !== -1) {
      if (!(Number.isInteger(size) && size >= 0)) throw misfit(shape, numel);
      known *= size;
    } else if (open === -1) open = dim;
    else throw new ShapeError("only one dimension can be inferred");
  }
  const fits = open === -1 ? known === numel : known > 0 && numel % known === 0;
  if (!fits) throw misfit(shape, numel);
  const result = shape.slice();
  if (open !== -1) result[open] = numel / known;
  return result;
}

function misfit(shape: readonly number[], numel: number): ShapeError {
  return new ShapeError(`shape '[${shape.join(", ")}]' is invalid for input of size ${numel}`);
}

/** The shape that two shapes broadcast to: aligned at the end, sizes equal or 1. */
export function broadcastShapes(a: readonly number[], b: readonly number[]): readonly number[] {
  if (sameShape(a, b)) return a;
  const dims = Math.max(a.length, b.length);
  const shape = new Array<number>(dims);
  for (let dim = dims - 1; dim >= 0; dim--) {
    const sizeA = a[dim - dims + a.length] ?? 1;
    const sizeB = b[dim - dims + b.length] ?? 1;
    if (sizeA !== sizeB && sizeA !== 1 && sizeB !== 1) {
      throw new ShapeError(
        `The size of tensor a (${sizeA}) must match the size of tensor b (${sizeB}) at non-singleton dimension ${dim}\n  a is (${a.join(", ")}), b is (${b.join(", ")})`,
      );
    }
    shape[dim] = sizeA === 1 ? sizeB : sizeA;
  }
  return shape;
}

/** Whether two shapes are equal. */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/**
 * Where each value of `shape` comes from in an array with the given strides: the offsets in row-major order.
 * A stride of 0 repeats values, which is how broadcasting and expanding read.
 */
export function offsetsOf(shape: readonly number[], strides: readonly number[]): Int32Array {
  const offsets = new Int32Array(numelOf(shape));
  let filled = 1; // offsets of the trailing axes done so far, all starting from 0
  for (let dim = shape.length - 1; dim >= 0; dim--) {
    if (offsets.length === 0) break;
    for (let i = 1; i < shape[dim]; i++) {
      const shift = i * strides[dim];
      for (let j = 0; j < filled; j++) offsets[i * filled + j] = offsets[j] + shift;
    }
    filled *= shape[dim];
  }
  return offsets;
}

/** Row-major strides: how far apart neighbours along each axis lie. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let dim = shape.length - 1; dim >= 0; dim--) {
    strides[dim] = stride;
    stride *= shape[dim];
  }
  return strides;
}

/** The strides with which an array of shape `from` is read as if it had shape `to`. */
export function broadcastStrides(from: readonly number[], to: readonly number[]): number[] {
  const strides = stridesOf(from);
  const missing = to.length - from.length;
  return to.map((_, dim) => (dim < missing || from[dim - missing] === 1 ? 0 : strides[dim - missing]));
}
