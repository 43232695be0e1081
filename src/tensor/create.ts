/** @module Functions that create tensors: from numbers, constant, evenly spaced, random. */

import { FormatError, ShapeError, ValueError } from "../errors.ts";
import { fillUniform } from "../random/distributions.ts";
import { fillRandint, randperm as permutation } from "../random/integers.ts";
import { fillNormal } from "../random/normal.ts";
import { shown } from "../shown.ts";
import { checkAxes, inferShape, numelOf } from "./shape.ts";
import { type Nested, Tensor } from "./tensor.ts";

/** Options of the functions that create tensors. */
export interface TensorOptions {
  readonly requiresGrad?: boolean;
}

/**
 * A tensor of the given numbers: nested arrays, or a flat `Float32Array` with a shape.
 *
 * A `Float32Array` is used without a copy. Throws ShapeError for ragged arrays, FormatError for values that are not
 * numbers.
 */
export function tensor(
  values: Nested | Float32Array,
  { shape, requiresGrad = false }: TensorOptions & { readonly shape?: readonly number[] } = {},
): Tensor {
  if (values instanceof Float32Array) {
    return new Tensor(values, shape ? inferShape(shape, values.length) : [values.length], requiresGrad);
  }
  const found = shapeOfNested(values);
  const flat = new Float32Array(numelOf(found));
  flatten(values, found, 0, flat, 0);
  return new Tensor(flat, shape ? inferShape(shape, flat.length) : found, requiresGrad);
}

function shapeOfNested(values: Nested): number[] {
  const shape: number[] = [];
  for (let level: Nested | undefined = values; Array.isArray(level); level = level[0] as Nested | undefined) {
    shape.push(level.length);
    checkAxes("tensor", shape); // also ends the walk through an array that contains itself
  }
  return shape;
}

/** Writes nested numbers row by row; returns the index after the last one. */
function flatten(
  values: Nested,
  shape: readonly number[],
  dim: number,
  flat: Float32Array,
  at: number,
): number {
  if (dim === shape.length) {
    if (typeof values !== "number") {
      if (Array.isArray(values))
        throw new ShapeError(`tensor: expected a number at dim ${dim} (got an array of ${values.length})`);
      throw new FormatError(`tensor: every value must be a number (got ${shown(values)})`);
    }
    flat[at] = values;
    return at + 1;
  }
  if (!Array.isArray(values) || values.length !== shape[dim]) {
    const got = Array.isArray(values) ? `got ${values.length}` : "got a number";
    throw new ShapeError(`expected sequence of length ${shape[dim]} at dim ${dim} (${got})`);
  }
  return values.reduce<number>((next, value: Nested) => flatten(value, shape, dim + 1, flat, next), at);
}

/** A tensor of zeros. */
export function zeros(shape: readonly number[], options?: TensorOptions): Tensor {
  return make("zeros", shape, options);
}

/** A tensor of ones. */
export function ones(shape: readonly number[], options?: TensorOptions): Tensor {
  return full(shape, 1, options);
}

/** A tensor filled with one value. */
export function full(shape: readonly number[], value: number, options?: TensorOptions): Tensor {
  const result = make("full", shape, options);
  result.data.fill(value);
  return result;
}

/** The values start, start + step, … below end. `arange(n)` counts 0 … n − 1. */
export function arange(start: number, end?: number, step = 1, options?: TensorOptions): Tensor {
  const [from, to] = end === undefined ? [0, start] : [start, end];
  if (step === 0) throw new ValueError("step must be nonzero");
  if ((to - from) / step < 0) {
    throw new ValueError(
      `upper bound and larger bound inconsistent with step sign: from ${from} to ${to} by ${step}`,
    );
  }
  const result = make("arange", [Math.ceil((to - from) / step)], options);
  const inBlocks = result.data.length - (result.data.length % 16); // see linspace
  for (let i = 0; i < result.data.length; i++) {
    const lane = i < inBlocks ? i % 8 : 0;
    result.data[i] = Math.fround(from + (i - lane) * step) + lane * step;
  }
  return result;
}

/**
 * `steps` values evenly spaced from start to end, both included; the same bits as PyTorch's.
 *
 * PyTorch counts from the nearer end with one rounding (a fused multiply-add). In whole blocks of 16, its AVX2 code does so
 * only for every eighth value, and adds to that with a second rounding for the next seven.
 */
export function linspace(start: number, end: number, steps: number, options?: TensorOptions): Tensor {
  const result = make("linspace", [steps], options);
  const [from, to] = [Math.fround(start), Math.fround(end)];
  if (steps === 1) return full([1], from, options);
  const step = Math.fround(Math.fround(to - from) / Math.fround(steps - 1));
  const half = Math.floor(steps / 2);
  const inBlocks = steps - (steps % 16);
  for (let i = 0; i < steps; i++) {
    const lane = i < inBlocks ? i % 8 : 0;
    const first = i - lane;
    const base = first < half ? from + first * step : to - (steps - first - 1) * step;
    result.data[i] = lane === 0 ? base : Math.fround(base) + Math.fround(lane * step);
  }
  return result;
}

/** Values uniform on [0, 1), the same as `torch.rand` draws. */
export function rand(shape: readonly number[], options?: TensorOptions): Tensor {
  const result = make("rand", shape, options);
  fillUniform(result.data);
  return result;
}

/** Standard normal values, the same as `torch.randn` draws. */
export function randn(shape: readonly number[], options?: TensorOptions): Tensor {
  const result = make("randn", shape, options);
  fillNormal(result.data);
  return result;
}

/** Integers from low to high − 1, the same as `torch.randint` draws. `randint(high, shape)` starts from 0. */
export function randint(high: number, shape: readonly number[]): Tensor;
export function randint(low: number, high: number, shape: readonly number[]): Tensor;
export function randint(a: number, b: number | readonly number[], c?: readonly number[]): Tensor {
  const [low, high, shape] = typeof b === "number" ? [a, b, c ?? []] : [0, a, b];
  checkShape("randint", shape);
  const drawn = fillRandint(new Float64Array(numelOf(shape)), low, high);
  return new Tensor(Float32Array.from(drawn), shape);
}

/** The numbers 0 … n − 1 in random order, the same as `torch.randperm` draws. */
export function randperm(n: number): Tensor {
  return new Tensor(Float32Array.from(permutation(n)), [n]);
}

function make(what: string, shape: readonly number[], { requiresGrad = false }: TensorOptions = {}): Tensor {
  checkShape(what, shape);
  return new Tensor(new Float32Array(numelOf(shape)), shape, requiresGrad);
}

function checkShape(what: string, shape: readonly number[]): void {
  checkAxes(what, shape);
  if (shape.every((size) => Number.isInteger(size) && size >= 0)) return;
  throw new ShapeError(`${what}: every size must be an integer of at least 0 (got [${shape.join(", ")}])`);
}
