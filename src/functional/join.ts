/** @module Joining tensors: stack and cat. */
import { ShapeError } from "../errors.ts";
import { normalizeDim, numelOf, sameShape, zerosOf } from "../tensor/shape.ts";
import { gradOf, recordShape } from "../tensor/tape.ts";
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
  const block = y.length / outer;
  const starts = [0]; // of each tensor within a block of y
  tensors.forEach(({ data }, k) => {
    const length = data.length / outer;
    for (let o = 0; o < outer; o++)
      for (let i = 0; i < length; i++) y[o * block + starts[k] + i] = data[o * length + i];
    starts.push(starts[k] + length);
  });
  return recordShape(op, new Tensor(y, shape), tensors, (dy) => {
    tensors.forEach((t, k) => {
      if (!t.requiresGrad) return;
      const d = gradOf(t);
      const length = d.length / outer;
      for (let o = 0; o < outer; o++)
        for (let i = 0; i < length; i++) d[o * length + i] += dy[o * block + starts[k] + i];
    });
  });
}
