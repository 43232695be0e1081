/** @module Views and rearrangements: operations that preserve the order of the values share them, others copy. */

import { ShapeError } from "../errors.ts";
import { floatsOf } from "../wasm/pool.ts";
import { eachBlock } from "./blocks.ts";
import { addRepeated, addStrided, copyStrided } from "./runs.ts";
import { inferShape, listOf, normalizeDim, numelOf, stridesOf } from "./shape.ts";
import { gradOf, recordShape, recordView, writeGrad } from "./tape.ts";
import { Tensor } from "./tensor.ts";
import { shareVersion } from "./version.ts";

export function view(x: Tensor, shape: readonly number[]): Tensor {
  return share("view", x, inferShape(shape, x.data.length), 0);
}

export function select(x: Tensor, dim: number, index: number): Tensor {
  const axis = axisOf(x, dim);
  const size = x.shape[axis];
  if (!Number.isInteger(index) || index < -size || index >= size) {
    throw new ShapeError(
      `select(): index ${index} out of range for tensor of size [${x.shape.join(", ")}] at dimension ${axis}`,
    );
  }
  const start = index < 0 ? index + size : index;
  return part("select", x, axis, start, start + 1, x.shape.toSpliced(axis, 1));
}

/** The slice from start to end (exclusive) of an axis; negative indices count from its end. */
export function slice(x: Tensor, dim: number, start = 0, end?: number): Tensor {
  const axis = axisOf(x, dim);
  const size = x.shape[axis];
  const clamp = (index: number): number => Math.min(size, Math.max(0, index < 0 ? index + size : index));
  const from = clamp(start);
  const to = Math.max(from, clamp(end ?? size));
  return part("slice", x, axis, from, to, x.shape.with(axis, to - from));
}

export function unsqueeze(x: Tensor, dim: number): Tensor {
  const axis = normalizeDim(dim, x.shape.length + 1);
  return share("unsqueeze", x, x.shape.toSpliced(axis, 0, 1), 0);
}

export function squeeze(x: Tensor, dim?: number | readonly number[]): Tensor {
  const axes =
    dim === undefined ? null : listOf("squeeze", [dim]).map((d) => normalizeDim(d, x.shape.length));
  const keeps = (size: number, d: number): boolean => size !== 1 || axes?.includes(d) === false;
  return share("squeeze", x, x.shape.filter(keeps), 0);
}

export function transpose(x: Tensor, a: number, b: number): Tensor {
  const [first, second] = [normalizeDim(a, x.shape.length), normalizeDim(b, x.shape.length)];
  const order = x.shape.map((_, d) => (d === first ? second : d === second ? first : d));
  return permute(x, order);
}

/** Reorders the axes: axis d of the result is axis order[d] of x. */
export function permute(x: Tensor, order: readonly number[]): Tensor {
  const axes = order.map((dim) => normalizeDim(dim, x.shape.length));
  if (axes.length !== x.shape.length || new Set(axes).size !== axes.length) {
    throw new ShapeError(
      `permute: the order must contain each axis from 0 to ${x.shape.length - 1} once (got [${order.join(", ")}])`,
    );
  }
  const shape = axes.map((axis) => x.shape[axis]);
  if (keepsOrder(axes, x.shape)) return share("permute", x, shape, 0);
  const strides = stridesOf(x.shape);
  const reordered = axes.map((axis) => strides[axis]);
  const y = new Tensor(floatsOf(x.data.length), shape);
  copyStrided(y.data, x.data, shape, reordered);
  return recordShape("permute", y, [x], (dy) => {
    const back = stridesOf(shape);
    const inverse = x.shape.map((_, d) => back[axes.indexOf(d)]);
    writeGrad(x, (dx) => copyStrided(dx, dy, x.shape, inverse));
  });
}

/** Whether the values stay in order; axes of size 1 may move anywhere. */
function keepsOrder(axes: readonly number[], shape: readonly number[]): boolean {
  const long = axes.filter((axis) => shape[axis] !== 1);
  return long.every((axis, i) => i === 0 || axis > long[i - 1]);
}

/** The values between two indices of an axis, shared if they are contiguous. */
function part(
  op: string,
  x: Tensor,
  axis: number,
  from: number,
  to: number,
  shape: readonly number[],
): Tensor {
  const inner = numelOf(x.shape, axis + 1);
  if (numelOf(x.shape, 0, axis) === 1) return share(op, x, shape, from * inner);
  return strided(op, x, shape, x.shape.with(axis, to - from), stridesOf(x.shape), from * inner);
}

/** A view: the same memory from an offset on, with another shape. */
export function share(op: string, x: Tensor, shape: readonly number[], offset: number): Tensor {
  const count = numelOf(shape);
  const whole = count === x.data.length;
  const y = new Tensor(whole ? x.data : x.data.subarray(offset, offset + count), shape);
  recordView(op, y, x, offset);
  if (y.node === null) shareVersion(y, x);
  return y;
}

/** A copy of another shape: in the order of `walked`, values come from x at an offset plus the strides. */
export function strided(
  op: string,
  x: Tensor,
  shape: readonly number[],
  walked: readonly number[],
  strides: readonly number[],
  offset = 0,
): Tensor {
  const y = new Tensor(floatsOf(numelOf(shape)), shape);
  copyStrided(y.data, x.data, walked, strides, offset);
  return recordShape(op, y, [x], (dy) => {
    if (strides.includes(0)) addRepeated(gradOf(x), dy, walked, strides);
    else addStrided(gradOf(x), dy, walked, strides, offset);
  });
}

/** A copy: value i comes from x at offsets[i]. */
export function gather(op: string, x: Tensor, shape: readonly number[], offsets: Int32Array): Tensor {
  const y = new Tensor(new Float32Array(offsets.length), shape);
  eachBlock(offsets.length, (from, to) => take(y.data, x.data, offsets, from, to));
  const backward = (dy: Float32Array): void => {
    const dx = gradOf(x);
    eachBlock(offsets.length, (from, to) => give(dx, dy, offsets, from, to));
  };
  return recordShape(op, y, [x], backward);
}

/** y[i] = x at offsets[i], between two indices. */
function take(y: Float32Array, x: Float32Array, offsets: Int32Array, from: number, to: number): void {
  for (let i = from; i < to; i++) y[i] = x[offsets[i]];
}

/** Adds dy[i] to dx at offsets[i], between two indices. */
function give(dx: Float32Array, dy: Float32Array, offsets: Int32Array, from: number, to: number): void {
  for (let i = from; i < to; i++) dx[offsets[i]] += dy[i];
}

function axisOf(x: Tensor, dim: number): number {
  if (x.shape.length === 0) throw new ShapeError("a scalar has no axis to select from");
  return normalizeDim(dim, x.shape.length);
}
