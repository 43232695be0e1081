/** @module Arithmetic of shapes: sizes, strides, axes, broadcasting. */
import { described, isList } from "../arguments.ts";
import { MemoryError, ShapeError } from "../errors.ts";
import { formatBytes } from "../text/format.ts";

/** Sizes or axes, as one list or one by one: `([2, 3])` or `(2, 3)`. */
export type Sizes = number[] | [list: readonly number[]];

/** The numbers of `Sizes`. Throws ShapeError for values that are not numbers, and for a list among numbers. */
export function listOf(what: string, given: readonly unknown[]): readonly number[] {
  const list = given.length === 1 && isList(given[0]) ? given[0] : given;
  if (isNumbers(list)) return Array.isArray(list) ? list.slice() : Array.from(list);
  const got = given.slice(0, 4).map(described).join(", ");
  throw new ShapeError(
    `${what} takes numbers, one by one or in one list: (2, 3) or ([2, 3]) (got ${got}${given.length > 4 ? ", …" : ""})`,
  );
}

function isNumbers(list: ArrayLike<unknown>): list is ArrayLike<number> {
  for (let i = 0; i < list.length; i++) if (typeof list[i] !== "number") return false;
  return true;
}

/** The number of values in a shape, or in its axes `from` to `to` (exclusive). */
export function numelOf(shape: readonly number[], from = 0, to: number = shape.length): number {
  let count = 1;
  for (let dim = from; dim < to; dim++) count *= shape[dim];
  return count;
}

/** As in NumPy; PyTorch's iterators have the same limit. */
const MOST_AXES = 64;

/** 4 GiB, twice as much as kernels can work in. */
const MOST_VALUES = 2 ** 30;

/** Throws ShapeError for more axes than a tensor may have, MemoryError for more values. */
export function checkAxes(what: string, shape: readonly number[]): void {
  if (shape.length > MOST_AXES)
    throw new ShapeError(`${what}: a tensor has at most ${MOST_AXES} axes (got ${shape.length} or more)`);
  const count = numelOf(shape);
  if (count > MOST_VALUES)
    throw new MemoryError(
      `${what}: a tensor of shape (${shape.join(", ")}) needs ${formatBytes(4 * count)} but may take at most ${formatBytes(4 * MOST_VALUES)}`,
      "use smaller sizes, or several tensors",
    );
}

/** Zeros of a shape that has been checked as `checkAxes` does. */
export function zerosOf(what: string, shape: readonly number[]): Float32Array {
  checkAxes(what, shape);
  return new Float32Array(numelOf(shape));
}

/** A shape as PyTorch prints it. */
export function torchSize(shape: readonly number[]): string {
  return `torch.Size([${shape.join(", ")}])`;
}

/** The axis counted from 0; a negative one counts from the end. */
export function normalizeDim(dim: number, dims: number): number {
  const reach = Math.max(dims, 1); // axes 0 and −1 are valid for a scalar, as in PyTorch
  if (!Number.isInteger(dim) || dim < -reach || dim >= reach) {
    throw new ShapeError(
      `Dimension out of range (expected to be in range of [${-reach}, ${reach - 1}], but got ${dim})`,
    );
  }
  return dim < 0 ? dim + reach : dim;
}

/** The shape with an entry of −1 replaced by the size that `numel` implies. */
export function inferShape(shape: readonly number[], numel: number): number[] {
  checkAxes("view", shape);
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

/** The shape that two shapes broadcast to; sizes, aligned at the end, must be equal or 1. */
export function broadcastShapes(a: readonly number[], b: readonly number[]): readonly number[] {
  if (b.length === 0 || sameShape(a, b)) return a;
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
  checkAxes("broadcasting", shape);
  return shape;
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/**
 * The offset of each value of `shape`, in row-major order, in an array with the given strides. A stride of 0 repeats
 * values, as broadcasting does.
 */
export function offsetsOf(shape: readonly number[], strides: readonly number[]): Int32Array {
  const offsets = new Int32Array(numelOf(shape));
  let filled = 1; // offsets of the trailing axes so far
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

/** Row-major strides: the distance between neighbours along each axis. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let dim = shape.length - 1; dim >= 0; dim--) {
    strides[dim] = stride;
    stride *= shape[dim];
  }
  return strides;
}

/** The strides that read an array of shape `from` as if it had shape `to`. */
export function broadcastStrides(from: readonly number[], to: readonly number[]): number[] {
  const strides = stridesOf(from);
  const missing = to.length - from.length;
  return to.map((_, dim) => (dim < missing || from[dim - missing] === 1 ? 0 : strides[dim - missing]));
}
