/** @module Sums and means over all values or along axes, accumulated in double precision and rounded once. */
import { broadcastStrides, normalizeDim, numelOf, offsetsOf } from "./shape.ts";
import { gradOf, recordShape } from "./tape.ts";
import { Tensor } from "./tensor.ts";

/** The axes to reduce: all if omitted or, as in PyTorch, if the list is empty. */
export interface ReduceOptions {
  readonly dim?: number | readonly number[];
  /** Keeps the reduced axes with size 1. */
  readonly keepdim?: boolean;
}

export function sum(x: Tensor, options: ReduceOptions = {}): Tensor {
  return reduce("sum", x, options, 1);
}

/** The mean of the values; NaN when there are none. */
export function mean(x: Tensor, options: ReduceOptions = {}): Tensor {
  const axes = axesOf(x, options.dim);
  return reduce("mean", x, options, 1 / numelOf(axes.map((axis) => x.shape[axis] ?? 1)));
}

function reduce(op: string, x: Tensor, { dim, keepdim = false }: ReduceOptions, factor: number): Tensor {
  const axes = axesOf(x, dim);
  const kept = x.shape.map((size, d) => (axes.includes(d) ? 1 : size));
  // For each value, the index in the reduced array that it is added to.
  const into = axes.length === x.shape.length ? null : offsetsOf(x.shape, broadcastStrides(kept, x.shape));
  const sums = new Float64Array(numelOf(kept));
  for (let i = 0; i < x.data.length; i++) sums[into === null ? 0 : into[i]] += x.data[i];
  const shape = keepdim ? kept : x.shape.filter((_, d) => !axes.includes(d));
  const values = Float32Array.from(sums, (total) => total * factor);

  const backward = (dy: Float32Array): void => {
    const dx = gradOf(x);
    for (let i = 0; i < dx.length; i++) dx[i] += dy[into === null ? 0 : into[i]] * factor;
  };
  return recordShape(op, new Tensor(values, shape), [x], backward);
}

function axesOf(x: Tensor, dim: number | readonly number[] | undefined): number[] {
  const named = typeof dim === "number" ? [dim] : (dim ?? []);
  if (named.length === 0) return x.shape.map((_, d) => d);
  return [...new Set(named.map((d) => normalizeDim(d, x.shape.length)))];
}
