/** @module Sums and means over all values or along axes, accumulated in double precision and rounded once. */
import { closed, described, isList } from "../arguments.ts";
import { ValueError } from "../errors.ts";
import { arenaFor } from "../wasm/engine.ts";
import { BLOCK } from "./blocks.ts";
import { addStrided, copyStrided, sumOf } from "./runs.ts";
import { broadcastStrides, listOf, normalizeDim, numelOf } from "./shape.ts";
import { recordShape, writeGrad } from "./tape.ts";
import { Tensor } from "./tensor.ts";

/** One axis, or several. */
export type Axes = number | readonly number[];

/** Options of `sum` and `mean`. */
export interface ReduceOptions {
  /** The axes to reduce: all if omitted or, as in PyTorch, if the list is empty. */
  readonly dim?: Axes | null;
  /** Keeps the reduced axes with size 1. */
  readonly keepdim?: boolean;
}

/** The options, or axes and `keepdim`, which PyTorch takes by position. */
type Given = ReduceOptions | Axes | null | undefined;

export function sum(x: Tensor, given?: Given, keepdim?: boolean): Tensor {
  const options = optionsOf("sum", given, keepdim);
  return reduce("sum", x, axesOf("sum", x, options.dim), options, 1);
}

/** The mean of the values; NaN when there are none. */
export function mean(x: Tensor, given?: Given, keepdim?: boolean): Tensor {
  const options = optionsOf("mean", given, keepdim);
  const axes = axesOf("mean", x, options.dim);
  return reduce("mean", x, axes, options, 1 / numelOf(axes.map((axis) => x.shape[axis] ?? 1)));
}

/** Throws ValueError for options that are none, and for a `keepdim` that is not a boolean. */
export function optionsOf(op: string, given: Given, keepdim: boolean | undefined): ReduceOptions {
  if (keepdim !== undefined && typeof keepdim !== "boolean")
    throw new ValueError(`${op}: keepdim must be true or false (got ${described(keepdim)})`);
  if (given === undefined || given === null || typeof given === "number" || isList(given))
    return { dim: given ?? null, keepdim: keepdim ?? false };
  return closed(op, given, { dim: 0, keepdim: 0 });
}

/** The shape with the axes of a reduction kept as 1, and that of the result. */
export function reducedShapes(
  { shape }: Tensor,
  axes: readonly number[],
  keepdim = false,
): { kept: readonly number[]; shape: readonly number[] } {
  const kept = shape.map((size, d) => (axes.includes(d) ? 1 : size));
  return { kept, shape: keepdim ? kept : shape.filter((_, d) => !axes.includes(d)) };
}

function reduce(
  op: string,
  x: Tensor,
  axes: readonly number[],
  { keepdim }: ReduceOptions,
  factor: number,
): Tensor {
  const { kept, shape } = reducedShapes(x, axes, keepdim);
  const isWhole = axes.length === x.shape.length;
  const values = new Float32Array(numelOf(kept));
  if (isWhole) values[0] = total(x.data) * factor;
  else addSums(values, x, kept, factor);

  const backward = (dy: Float32Array): void => {
    writeGrad(x, (dx) => {
      if (isWhole) dx.fill(dy[0] * factor);
      else spread(dx, dy, factor, x.shape, broadcastStrides(kept, x.shape));
    });
  };
  return recordShape(op, new Tensor(values, shape), [x], backward);
}

function addSums(values: Float32Array, x: Tensor, kept: readonly number[], factor: number): void {
  const sums = new Float64Array(values.length);
  addStrided(sums, x.data, x.shape, broadcastStrides(kept, x.shape));
  for (let i = 0; i < values.length; i++) values[i] = sums[i] * factor;
}

/** dx = dy · factor, each repeated along the axes of stride 0. */
function spread(
  dx: Float32Array,
  dy: Float32Array,
  factor: number,
  shape: readonly number[],
  strides: readonly number[],
): void {
  copyStrided(dx, factor === 1 ? dy : dy.map((value) => value * factor), shape, strides);
}

/** Up to this many values a loop is faster than copying them to the kernels. */
const FEW = 256;

/** The sum of all values. */
function total(x: Float32Array): number {
  if (x.length <= FEW) return sumOf(x, 0, x.length);
  let sum = 0;
  for (let from = 0; from < x.length; from += BLOCK) {
    const n = Math.min(BLOCK, x.length - from);
    const whole = n - (n % 4);
    const arena = arenaFor(0);
    sum += arena.kernels.sum(arena.copyIn(x.subarray(from, from + whole)), whole);
    sum += sumOf(x, from + whole, from + n);
  }
  return sum;
}

/** The axes counted from 0, each once; all of them for an empty list, and without one. */
export function axesOf(op: string, x: Tensor, dim: Axes | null = null): number[] {
  if (typeof dim === "number") return [normalizeDim(dim, x.shape.length)];
  const named = listOf(op, dim === null ? [] : [dim]);
  if (named.length === 0) return x.shape.map((_, d) => d);
  return [...new Set(named.map((d) => normalizeDim(d, x.shape.length)))];
}
