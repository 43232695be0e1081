/** @module Arithmetic, maps and sums of long arrays by the kernels of `ops.ts`: what `vectorLoops.ts` describes. */
import { BLOCK, beginOps, load, loadRows, room, store } from "./ops.ts";
import { type Rows, type VectorLoops, vectorLoops } from "./vectorLoops.ts";

vectorLoops.current = {
  arithmetic,
  map: mapByKernel,
  slope: slopeByKernel,
  addSums,
  extremes,
  squaredError,
};

function arithmetic(...[kernel, y, a, b, where]: Parameters<VectorLoops["arithmetic"]>): boolean {
  const { n, aStep, aRow, bStep, bRow } = where;
  if (!(isRegular(n, aStep, aRow) && isRegular(n, bStep, bRow))) return false;
  eachBlock(where, ({ at, rows, n, a: aFrom, b: bFrom }) => {
    const kernels = beginOps();
    const aAt = loadRows(a, aFrom, rows, n, aStep, aRow);
    const bAt = loadRows(b, bFrom, rows, n, bStep, bRow);
    const yAt = room(rows * n);
    kernels.arithmetic(kernel, yAt, aAt, aStep, aRow, bAt, bStep, bRow, rows, n);
    store(y, at, rows * n, yAt);
  });
  return true;
}

/** Whether rows of an operand are the same row or value, or follow each other. */
function isRegular(n: number, step: number, row: number): boolean {
  return (step === 0 && (row === 0 || row === 1)) || (step === 1 && (row === 0 || row === n));
}

/** Calls `visit` for blocks of whole rows or, where a row is longer than a block, of one row's values. */
function eachBlock(where: Rows, visit: (block: Rows) => void): void {
  const { at, rows, n, a, aStep, aRow, b, bStep, bRow } = where;
  const most = Math.max(1, Math.floor(BLOCK / n));
  for (let row = 0; row < rows; row += most) {
    const count = Math.min(most, rows - row);
    for (let k = 0; k < n; k += BLOCK)
      visit({
        ...where,
        rows: count,
        n: Math.min(n - k, BLOCK),
        at: at + row * n + k,
        a: a + row * aRow + k * aStep,
        b: b + row * bRow + k * bStep,
      });
  }
}

/** y = f(x). */
export function mapByKernel(...[kernel, y, x]: Parameters<VectorLoops["map"]>): void {
  for (let from = 0; from < x.length; from += BLOCK) {
    const kernels = beginOps();
    const n = Math.min(BLOCK, x.length - from);
    const at = load(x, from, n);
    const to = room(n);
    kernels[kernel](to, at, n);
    store(y, from, n, to);
  }
}

/** dx from dy and v, from which the kernel computes the slope; dx is overwritten. */
export function slopeByKernel(...[kernel, dx, dy, v]: Parameters<VectorLoops["slope"]>): void {
  for (let from = 0; from < dx.length; from += BLOCK) {
    const kernels = beginOps();
    const n = Math.min(BLOCK, dx.length - from);
    const [dyAt, vAt] = [load(dy, from, n), load(v, from, n)];
    const at = room(2 * n + 16);
    kernels[kernel](at, dyAt, vAt, n);
    store(dx, from, n, at);
  }
}

function addSums(...[sums, x, where]: Parameters<VectorLoops["addSums"]>): boolean {
  const { aStep, aRow } = where;
  const isColumns = aStep === 1 && aRow === 0;
  if (!isColumns && !(aStep === 0 && (aRow === 0 || aRow === 1))) return false;
  eachBlock(where, ({ at, rows, n, a }) => {
    const kernels = beginOps();
    const sumsAt = isColumns ? loadDoubles(sums, a, n) : room(2 * rows);
    const xAt = load(x, at, rows * n);
    if (isColumns) {
      kernels.addColumns(sumsAt, xAt, rows, n);
      storeDoubles(sums, a, n, sumsAt);
      return;
    }
    kernels.rowSums(sumsAt, xAt, rows, n);
    const own = new Float64Array(rows);
    storeDoubles(own, 0, rows, sumsAt);
    for (let row = 0; row < rows; row++) sums[a + row * aRow] += own[row];
  });
  return true;
}

function extremes(...[y, x, n, sign]: Parameters<VectorLoops["extremes"]>): void {
  const where = { at: 0, rows: y.length, n, a: 0, aStep: 0, aRow: 1, b: 0, bStep: 0, bRow: 0 };
  eachBlock(where, ({ at, rows, n, a }) => {
    const kernels = beginOps();
    const xAt = load(x, at, rows * n);
    for (let row = 0; row < rows; row++) {
      const from = row * n;
      let top = kernels.greatest(xAt + 4 * from, n & -4, sign, sign * y[a + row]);
      for (let i = n & -4; i < n; i++) top = Math.max(top, sign * x[at + from + i]);
      y[a + row] = sign * top;
    }
  });
}

function squaredError(d: Float32Array | null, x: Float32Array, y: Float32Array, scale: number): number {
  let sum = 0;
  for (let from = 0; from < x.length; from += BLOCK) {
    const kernels = beginOps();
    const n = Math.min(BLOCK, x.length - from);
    const yAt = load(y, from, n);
    const xAt = load(x, from, n);
    sum += kernels.squaredError(xAt, xAt, yAt, n, scale);
    if (d !== null) store(d, from, n, xAt);
  }
  return sum;
}

/** Doubles as pairs of floats with their bits. */
function loadDoubles(x: Float64Array, from: number, count: number): number {
  return load(asFloats(x), 2 * from, 2 * count);
}

function storeDoubles(x: Float64Array, to: number, count: number, pointer: number): void {
  store(asFloats(x), 2 * to, 2 * count, pointer);
}

function asFloats({ buffer, byteOffset, length }: Float64Array): Float32Array {
  return new Float32Array(buffer, byteOffset, 2 * length);
}
