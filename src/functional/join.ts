/** @module Joining tensors: stack and cat. */
import { ShapeError } from "../errors.ts";
import { normalizeDim, numelOf, sameShape, zerosOf } from "../tensor/shape.ts";
import { recordShape, writeGrad } from "../tensor/tape.ts";
import { checkTensorList, Tensor } from "../tensor/tensor.ts";

/** Joins tensors of one shape along a new axis. */
export function stack(tensors: readonly Tensor[], dim = 0): Tensor {
  checkTensorList("stack", tensors);
  if (tensors.length === 0) throw new ShapeError("stack expects a non-empty TensorList");
  const first = tensors[0];
  const axis = normalizeDim(dim, first.shape.length + 1);
  for (let i = 1; i < tensors.length; i++) {
    if (sameShape(tensors[i].shape, first.shape)) continue;
    throw new ShapeError(
      `stack expects each tensor to be equal size, but got [${first.shape.join(", ")}] at entry 0 and [${tensors[i].shape.join(", ")}] at entry ${i}`,
    );
  }
  return join("stack", tensors, first.shape.toSpliced(axis, 0, tensors.length), axis);
}

/** Joins tensors along an axis, in which alone their sizes may differ. */
export function cat(tensors: readonly Tensor[], dim = 0): Tensor {
  checkTensorList("cat", tensors);
  if (tensors.length === 0) throw new ShapeError("cat(): expected a non-empty list of Tensors");
  const first = tensors[0];
  const axis = normalizeDim(dim, first.shape.length);
  tensors.forEach((t, i) => {
    checkJoinable(t, i, first, axis);
  });
  const size = tensors.reduce((total, t) => total + t.shape[axis], 0);
  return join("cat", tensors, first.shape.with(axis, size), axis);
}

/** Throws ShapeError unless tensor i has the shape of the first one, except along the axis. */
function checkJoinable({ shape }: Tensor, i: number, { shape: first }: Tensor, axis: number): void {
  if (shape.length === 0)
    throw new ShapeError(`zero-dimensional tensor (at position ${i}) cannot be concatenated`);
  if (shape.length !== first.length) {
    throw new ShapeError(
      `Tensors must have same number of dimensions: got ${first.length} and ${shape.length}`,
    );
  }
  const wrong = shape.findIndex((size, d) => d !== axis && size !== first[d]);
  if (wrong === -1) return;
  throw new ShapeError(
    `Sizes of tensors must match except in dimension ${axis}. Expected size ${first[wrong]} but got size ${shape[wrong]} for tensor number ${i} in the list.`,
  );
}

/** Interleaves blocks: `outer` of them from each tensor, whose block length depends on its size along the axis. */
function join(op: string, tensors: readonly Tensor[], shape: readonly number[], axis: number): Tensor {
  const y = zerosOf(op, shape);
  const outer = numelOf(shape, 0, axis);
  const step = y.length / outer;
  for (let k = 0, start = 0; k < tensors.length; k++) {
    const { data } = tensors[k];
    copyBlocks(data, y, start, step, outer);
    start += data.length / outer;
  }
  return recordShape(op, new Tensor(y, shape), tensors, (dy) => {
    for (let k = 0, start = 0; k < tensors.length; k++) {
      const t = tensors[k];
      if (t.requiresGrad) takeBlocks(dy, start, step, t, outer);
      start += t.data.length / outer;
    }
  });
}

/** Blocks longer than this are copied by `set`, which takes some 30 ns to start. */
const SHORT = 32;

/** Copies `outer` blocks of x to y, where they start every `step` values from `start` on. */
function copyBlocks(x: Float32Array, y: Float32Array, start: number, step: number, outer: number): void {
  const length = x.length / outer;
  for (let o = 0; o < outer; o++) {
    const at = o * step + start;
    const from = o * length;
    copyValues(y, at, x, from, length);
  }
}

function copyValues(y: Float32Array, at: number, x: Float32Array, from: number, count: number): void {
  if (count > SHORT) y.set(x.subarray(from, from + count), at);
  else for (let i = 0; i < count; i++) y[at + i] = x[from + i];
}

/** Adds to the gradient of t the blocks of dy that start every `step` values from `start` on. */
function takeBlocks(dy: Float32Array, start: number, step: number, t: Tensor, outer: number): void {
  const length = t.data.length / outer;
  writeGrad(t, (dx) => {
    for (let o = 0; o < outer; o++) {
      const at = o * step + start;
      copyValues(dx, o * length, dy, at, length);
    }
  });
}
