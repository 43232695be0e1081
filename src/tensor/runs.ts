/** @module Walks through arrays in the order of a shape, in runs of evenly spaced values, without an index for each. */
import { MANY, MUL, type Rows, vectorLoops } from "../wasm/vectorLoops.ts";
import { broadcastStrides, numelOf } from "./shape.ts";

/**
 * A run of n values: in row-major order from `at` on, and in two arrays from `a` and `b` on, every `aStep` and `bStep`
 * values. A step of 0 repeats one value.
 */
type Visit = (at: number, n: number, a: number, aStep: number, b: number, bStep: number) => void;

/** Walks through a shape, in which two arrays have the given strides. */
function eachRun(
  shape: readonly number[],
  aStrides: readonly number[],
  bStrides: readonly number[],
  visit: Visit,
): void {
  const { sizes, a, b } = merged(shape, aStrides, bStrides);
  const n = sizes[0] ?? 1;
  const total = numelOf(shape);
  if (total === 0) return;
  const index = new Array<number>(sizes.length).fill(0);
  const [aStep, bStep] = [a[0] ?? 0, b[0] ?? 0];
  for (let at = 0, aAt = 0, bAt = 0; at < total; at += n) {
    visit(at, n, aAt, aStep, bAt, bStep);
    for (let d = 1; d < sizes.length; d++) {
      index[d] += 1;
      aAt += a[d];
      bAt += b[d];
      if (index[d] < sizes[d]) break;
      index[d] = 0;
      aAt -= sizes[d] * a[d];
      bAt -= sizes[d] * b[d];
    }
  }
}

/** As `eachRun`, in several rows of n values at once: runs that are evenly spaced in both arrays, too. */
export function eachRows(
  shape: readonly number[],
  aStrides: readonly number[],
  bStrides: readonly number[],
  visit: (where: Rows) => void,
): void {
  const { sizes, a, b } = merged(shape, aStrides, bStrides);
  const [n = 1, rows = 1] = sizes;
  const [aStep = 0, aRow = 0] = a;
  const [bStep = 0, bRow = 0] = b;
  const [outer, aOuter, bOuter] = [sizes, a, b].map((all) => all.slice(2).reverse());
  eachRun(outer, aOuter, bOuter, (at, count, aAt, aNext, bAt, bNext) => {
    for (let i = 0; i < count; i++)
      visit({
        at: (at + i) * rows * n,
        rows,
        n,
        a: aAt + i * aNext,
        aStep,
        aRow,
        b: bAt + i * bNext,
        bStep,
        bRow,
      });
  });
}

interface Axes {
  readonly sizes: number[];
  readonly a: number[];
  readonly b: number[];
}

/** The axes from the last to the first, without those of size 1; neighbours that both arrays walk through evenly are one. */
function merged(shape: readonly number[], aStrides: readonly number[], bStrides: readonly number[]): Axes {
  const [sizes, a, b]: [number[], number[], number[]] = [[], [], []];
  for (let dim = shape.length - 1; dim >= 0; dim--) {
    if (shape[dim] === 1) continue;
    const last = sizes.length - 1;
    const isEven =
      last >= 0 && aStrides[dim] === a[last] * sizes[last] && bStrides[dim] === b[last] * sizes[last];
    if (isEven) sizes[last] *= shape[dim];
    else {
      sizes.push(shape[dim]);
      a.push(aStrides[dim]);
      b.push(bStrides[dim]);
    }
  }
  return { sizes, a, b };
}

/** y[i] = x at an offset plus the strides of the position i. */
export function copyStrided(
  y: Float32Array,
  x: Float32Array,
  shape: readonly number[],
  strides: readonly number[],
  offset = 0,
): void {
  const { sizes, a } = merged(shape, strides, strides);
  if (sizes.length > 1 && a[0] > 1 && a[1] === 1) {
    copyTransposed(y, x, sizes, a, offset);
    return;
  }
  const loops = y.length < MANY ? null : vectorLoops.current;
  eachRows(shape, strides, strides, (where) => {
    const { at, rows, n, a, aStep, aRow } = where;
    const isRepeated = aStep === 0 || aRow === 0;
    if (isRepeated && loops?.arithmetic(MUL, y, x, ONE, { ...where, a: offset + a, b: 0, bStep: 0, bRow: 0 }))
      return;
    for (let row = 0; row < rows; row++) copyRun(y, at + row * n, x, offset + a + row * aRow, aStep, n);
  });
}

function copyRun(y: Float32Array, at: number, x: Float32Array, from: number, step: number, n: number): void {
  if (step === 1 && n > 32) y.set(x.subarray(from, from + n), at);
  else for (let i = at, j = from; i < at + n; i = (i + 1) | 0, j = (j + step) | 0) y[i] = x[j];
}

const ONE = Float32Array.of(1);

/**
 * Rows and columns of a tile. Its values lie in 8 × 4 lines of the cache, 16 in each, and are read along the rows: more columns
 * would drive each other out of the cache where they are a power of 2 apart.
 */
const HEIGHT = 64;
const WIDTH = 8;

/** As `copyStrided`, where the last axis but one, not the last, is contiguous in x; axes are in the order of `merged`. */
function copyTransposed(
  y: Float32Array,
  x: Float32Array,
  [columns, rows, ...outer]: readonly number[],
  [step, , ...outerSteps]: readonly number[],
  offset: number,
): void {
  const matrix = rows * columns;
  const [shape, strides] = [outer.toReversed(), outerSteps.toReversed()];
  eachRun(shape, strides, strides, (at, n, from, outerStep) => {
    for (let i = 0; i < n; i++)
      transpose(y, (at + i) * matrix, x, offset + from + i * outerStep, rows, columns, step);
  });
}

/** y (rows, columns), row-major, from x, whose columns are `step` apart. */
function transpose(
  y: Float32Array,
  to: number,
  x: Float32Array,
  from: number,
  rows: number,
  columns: number,
  step: number,
): void {
  for (let left = 0; left < columns; left += WIDTH) {
    for (let top = 0; top < rows; top += HEIGHT) {
      const height = Math.min(HEIGHT, rows - top);
      const width = Math.min(WIDTH, columns - left);
      copyTile(y, to + top * columns + left, columns, x, from + top + left * step, step, height, width);
    }
  }
}

/** The rows of a tile from `at` on, `columns` apart, from the columns of x from `from` on, `step` apart. */
function copyTile(
  y: Float32Array,
  at: number,
  columns: number,
  x: Float32Array,
  from: number,
  step: number,
  height: number,
  width: number,
): void {
  for (let row = 0; row < height; row++) copyRun(y, at + row * columns, x, from + row, step, width);
}

/** Adds dy[i] to dx at an offset plus the strides of the position i: the derivative of `copyStrided`. */
export function addStrided(
  dx: Float32Array | Float64Array,
  dy: Float32Array,
  shape: readonly number[],
  strides: readonly number[],
  offset = 0,
): void {
  const loops = vectorLoops.current;
  if (dx instanceof Float64Array && dy.length >= MANY && loops !== null && offset === 0) {
    eachRows(shape, strides, strides, (where) => {
      if (!loops.addSums(dx, dy, where)) addRuns(dx, dy, where);
    });
    return;
  }
  eachRun(shape, strides, strides, (at, n, from, step) => addRun(dx, dy, at, n, offset + from, step));
}

function addRuns(dx: Float64Array, dy: Float32Array, { at, rows, n, a, aStep, aRow }: Rows): void {
  for (let row = 0; row < rows; row++) addRun(dx, dy, at + row * n, n, a + row * aRow, aStep);
}

function addRun(
  dx: Float32Array | Float64Array,
  dy: Float32Array,
  at: number,
  n: number,
  first: number,
  step: number,
): void {
  if (step === 0) dx[first] += sumOf(dy, at, at + n);
  else if (dx instanceof Float32Array) addToFloats(dx, dy, at, n, first, step);
  else for (let i = at, j = first; i < at + n; i = (i + 1) | 0, j = (j + step) | 0) dx[j] += dy[i];
}

/** As the loop of `addRun`, which V8 compiles for one kind of array each. */
function addToFloats(
  dx: Float32Array,
  dy: Float32Array,
  at: number,
  n: number,
  first: number,
  step: number,
): void {
  for (let i = at, j = first; i < at + n; i = (i + 1) | 0, j = (j + step) | 0) dx[j] += dy[i];
}

/** The sum of the values between two indices, in double precision: four sums at once, since each addition waits for the last. */
export function sumOf(x: Float32Array, from: number, to: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = from;
  for (; i < to - 3; i = (i + 4) | 0) {
    a += x[i];
    b += x[(i + 1) | 0];
    c += x[(i + 2) | 0];
    d += x[(i + 3) | 0];
  }
  for (; i < to; i++) a += x[i];
  return a + b + (c + d);
}

/** The step in values that are broadcast to those of y: 1 for as many, 0 for a single one; −1 if there is no one step. */
export function stepOf({ length }: Float32Array, y: Float32Array): number {
  return length === y.length ? 1 : length === 1 ? 0 : -1;
}

/** Values of shape `from`, broadcast to shape `to`; the values themselves if these are equal. */
export function broadcastTo(
  values: Float32Array,
  from: readonly number[],
  to: readonly number[],
): Float32Array {
  if (values.length === numelOf(to)) return values;
  const all = new Float32Array(numelOf(to));
  copyStrided(all, values, to, broadcastStrides(from, to));
  return all;
}

/** Adds values of shape `to` to d of shape `from`, each to the one that it was broadcast from. Sums are in double precision. */
export function addBroadcast(
  d: Float32Array,
  values: Float32Array,
  from: readonly number[],
  to: readonly number[],
): void {
  if (d.length === values.length) {
    for (let i = 0; i < d.length; i++) d[i] += values[i];
    return;
  }
  if (d.length === 1 && values.length < MANY) {
    d[0] += sumOf(values, 0, values.length);
    return;
  }
  addRepeated(d, values, to, broadcastStrides(from, to));
}

/** As `addStrided`, where strides of 0 repeat values: their sums are in double precision. */
export function addRepeated(
  d: Float32Array,
  values: Float32Array,
  shape: readonly number[],
  strides: readonly number[],
): void {
  const sums = new Float64Array(d.length);
  addStrided(sums, values, shape, strides);
  for (let i = 0; i < d.length; i++) d[i] += sums[i];
}
