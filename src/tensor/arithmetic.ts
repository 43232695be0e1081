/** @module Arithmetic on two tensors, broadcast as in PyTorch; each operation beside its derivative. */
import { bitsOf } from "../bits.ts";
import { acquire, floatsOf, release } from "../wasm/pool.ts";
import {
  ADD,
  type ArithmeticKernel,
  DIV,
  MANY,
  MAX,
  MIN,
  MUL,
  OVER,
  type Rows,
  SUB,
  TIMES,
  vectorLoops,
} from "../wasm/vectorLoops.ts";
import { eachBlock } from "./blocks.ts";
import { applyMap, type MapName } from "./maps.ts";
import { addBroadcast, eachRows, stepOf } from "./runs.ts";
import { broadcastShapes, broadcastStrides, numelOf, sameShape } from "./shape.ts";
import { gradOf, record, recordShape, writeGrad } from "./tape.ts";
import { checkTensor, Tensor } from "./tensor.ts";

/** A tensor, or a number that is broadcast. */
export type Operand = Tensor | number;

type BinaryFunction = (a: Tensor, b: Operand) => Tensor;

/**
 * The loop over a run of n values (see `eachRun`): writes y, or the gradient d of one operand, from the values of both and,
 * for a gradient, dy. `| 0` says that an index is an integer of 32 bits: without it, loops take 1.5 times as long.
 * `+ 0` turns −0 into 0, which a sum of gradients is.
 */
type Loop = (
  y: Float32Array,
  dy: Float32Array,
  at: number,
  n: number,
  a: Float32Array,
  i: number,
  aStep: number,
  b: Float32Array,
  j: number,
  bStep: number,
) => void;

/** Where the values of an operand are: the array, the first index and the step. */
type Run = readonly [values: Float32Array, at: number, step: number];

/** The operands of a kernel: a value, or one of `a`, `b` and the gradient. */
type Source = "a" | "b" | "dy" | number;

/** A kernel that computes the same as a loop, and its operands. */
type Kernel = readonly [kernel: ArithmeticKernel, left: Source, right: Source];

/** The result, and the gradients of both operands. */
type Part = "forward" | "da" | "db";

interface BinaryOp extends Readonly<Record<Part, Loop>> {
  readonly name: string;
  /** For long arrays. */
  readonly kernels: { readonly [part in Part]?: Kernel };
  /** The operands whose values the derivatives read; null if they need none. */
  readonly saves: ((a: Tensor, b: Tensor) => readonly (Tensor | null)[]) | null;
}

export const add: BinaryFunction = binary({
  name: "add",
  saves: null,
  kernels: { forward: [ADD, "a", "b"] },
  forward(y, _dy, at, n, a, i, aStep, b, j, bStep) {
    for (const end = (at + n) | 0; at < end; at = (at + 1) | 0, i = (i + aStep) | 0, j = (j + bStep) | 0)
      y[at] = a[i] + b[j];
  },
  da: copy,
  db: copy,
});

export const sub: BinaryFunction = binary({
  name: "sub",
  saves: null,
  kernels: { forward: [SUB, "a", "b"], db: [SUB, 0, "dy"] },
  forward(y, _dy, at, n, a, i, aStep, b, j, bStep) {
    for (const end = (at + n) | 0; at < end; at = (at + 1) | 0, i = (i + aStep) | 0, j = (j + bStep) | 0)
      y[at] = a[i] - b[j];
  },
  da: copy,
  db(d, dy, at, n) {
    for (const end = (at + n) | 0; at < end; at = (at + 1) | 0) d[at] = 0 - dy[at];
  },
});

export const mul: BinaryFunction = binary({
  name: "mul",
  kernels: { forward: [MUL, "a", "b"], da: [TIMES, "dy", "b"], db: [TIMES, "dy", "a"] },
  saves: (a, b) => [b.requiresGrad ? a : null, a.requiresGrad ? b : null],
  forward(y, _dy, at, n, a, i, aStep, b, j, bStep) {
    for (const end = (at + n) | 0; at < end; at = (at + 1) | 0, i = (i + aStep) | 0, j = (j + bStep) | 0)
      y[at] = a[i] * b[j];
  },
  da(d, dy, at, n, _a, _i, _aStep, b, j, bStep) {
    for (const end = (at + n) | 0; at < end; at = (at + 1) | 0, j = (j + bStep) | 0)
      d[at] = dy[at] * b[j] + 0;
  },
  db(d, dy, at, n, a, i, aStep) {
    for (const end = (at + n) | 0; at < end; at = (at + 1) | 0, i = (i + aStep) | 0)
      d[at] = dy[at] * a[i] + 0;
  },
});

export const div: BinaryFunction = binary({
  name: "div",
  kernels: { forward: [DIV, "a", "b"], da: [OVER, "dy", "b"] },
  saves: (a, b) => [b.requiresGrad ? a : null, b],
  forward(y, _dy, at, n, a, i, aStep, b, j, bStep) {
    for (const end = (at + n) | 0; at < end; at = (at + 1) | 0, i = (i + aStep) | 0, j = (j + bStep) | 0)
      y[at] = a[i] / b[j];
  },
  da(d, dy, at, n, _a, _i, _aStep, b, j, bStep) {
    for (const end = (at + n) | 0; at < end; at = (at + 1) | 0, j = (j + bStep) | 0)
      d[at] = dy[at] / b[j] + 0;
  },
  db(d, dy, at, n, a, i, aStep, b, j, bStep) {
    for (const end = (at + n) | 0; at < end; at = (at + 1) | 0, i = (i + aStep) | 0, j = (j + bStep) | 0)
      d[at] = 0 - (dy[at] * a[i]) / (b[j] * b[j]);
  },
});

const power: BinaryFunction = binary({
  name: "pow",
  kernels: {},
  saves: (a, b) => [a, b],
  forward(y, _dy, at, n, a, i, aStep, b, j, bStep) {
    for (const end = (at + n) | 0; at < end; at = (at + 1) | 0, i = (i + aStep) | 0, j = (j + bStep) | 0)
      y[at] = b[j] === 2 ? a[i] * a[i] : b[j] === 0.5 ? Math.sqrt(a[i]) : a[i] ** b[j];
  },
  da(d, dy, at, n, a, i, aStep, b, j, bStep) {
    for (const end = (at + n) | 0; at < end; at = (at + 1) | 0, i = (i + aStep) | 0, j = (j + bStep) | 0)
      d[at] = b[j] === 0 ? 0 : dy[at] * b[j] * (b[j] === 2 ? a[i] : a[i] ** (b[j] - 1)) + 0;
  },
  db(d, dy, at, n, a, i, aStep, b, j, bStep) {
    // At a = 0 the power stays 0 for every b > 0: no slope, although log 0 is −∞.
    for (const end = (at + n) | 0; at < end; at = (at + 1) | 0, i = (i + aStep) | 0, j = (j + bStep) | 0)
      d[at] = a[i] === 0 && !(b[j] < 0) ? 0 : dy[at] * a[i] ** b[j] * Math.log(a[i]) + 0;
  },
});

/** Powers that are maps of their own. */
const powers: ReadonlyMap<Operand, MapName> = new Map([
  [2, "square"],
  [3, "cube"],
  [0.5, "sqrt"],
]);

/** aᵇ. */
export function pow(a: Tensor, b: Operand): Tensor {
  const map = powers.get(b);
  return map === undefined ? power(a, b) : applyMap(map, a, "pow");
}

/**
 * The greater value of a and b, NaN if one is, and so from both where they are equal, each with half the gradient.
 *
 *     a, b (…), broadcast   →   y (…)
 *
 * Throws ShapeError for shapes that cannot be broadcast. Source: torch.maximum.
 */
export const maximum: (a: Tensor, b: Operand) => Tensor = extreme("maximum", 1, 0.5);

/** The smaller value of a and b, as `maximum`. Source: torch.minimum. */
export const minimum: (a: Tensor, b: Operand) => Tensor = extreme("minimum", -1, 0.5);

/** Bounds of `clamp`: at a bound, the whole gradient is that of the first operand. */
export const atLeast: BinaryFunction = extreme("clamp", 1, 1);
export const atMost: BinaryFunction = extreme("clamp", -1, 1);

/** The operand that is greater by the sign; `share` is the first one's share of the gradient where both are equal. */
function extreme(name: string, sign: 1 | -1, share: number): BinaryFunction {
  const unordered = Number(share !== 1); // the factor of dy beside NaN
  const operation = binary({
    name,
    kernels: { forward: [sign === 1 ? MAX : MIN, "a", "b"] },
    saves: (a, b) => [a, b],
    forward(y, _dy, at, n, a, i, aStep, b, j, bStep) {
      for (const end = (at + n) | 0; at < end; at = (at + 1) | 0, i = (i + aStep) | 0, j = (j + bStep) | 0)
        y[at] = sign * Math.max(sign * a[i], sign * b[j]);
    },
    da(d, dy, at, n, a, i, aStep, b, j, bStep) {
      giveExtreme(d, dy, at, n, [a, i, aStep], [b, j, bStep], [sign, share, unordered]);
    },
    db(d, dy, at, n, a, i, aStep, b, j, bStep) {
      giveExtreme(d, dy, at, n, [b, j, bStep], [a, i, aStep], [sign, 1 - share, unordered]);
    },
  });
  return (a, b) => {
    checkTensor(name, "input", a);
    return operation(a, b);
  };
}

/**
 * d = dy where a is greater than b by the sign, and 0 where it is smaller: without a branch, which would be mispredicted. Where
 * both are equal, d = dy · `ties`, and where one is NaN, d = dy · `unordered`.
 */
function giveExtreme(
  d: Float32Array,
  dy: Float32Array,
  start: number,
  n: number,
  [a, aAt, aStep]: Run,
  [b, bAt, bStep]: Run,
  [sign, ties, unordered]: readonly [sign: 1 | -1, ties: number, unordered: number],
): void {
  const [bits, dyBits] = [bitsOf(d), bitsOf(dy)];
  const end = (start + n) | 0;
  let decided = 1;
  for (let at = start, i = aAt, j = bAt; at < end; at = (at + 1) | 0) {
    const p = sign * a[i];
    const q = sign * b[j];
    bits[at] = dyBits[at] & -Number(p > q);
    d[at] += 0;
    decided &= Number(p > q) | Number(p < q);
    i = (i + aStep) | 0;
    j = (j + bStep) | 0;
  }
  if (decided === 1) return;
  for (let at = start, i = aAt, j = bAt; at < end; at++, i += aStep, j += bStep)
    if (!(a[i] > b[j] || a[i] < b[j])) d[at] = dy[at] * (a[i] === b[j] ? ties : unordered) + 0;
}

function copy(d: Float32Array, dy: Float32Array, at: number, n: number): void {
  if (n > 32) d.set(dy.subarray(at, at + n), at);
  else for (const end = at + n; at < end; at++) d[at] = dy[at];
}

function binary(op: BinaryOp): BinaryFunction {
  return (a, operand) => {
    if (typeof operand !== "number") checkTensor(op.name, "other", operand);
    const b = typeof operand === "number" ? new Tensor(Float32Array.of(operand), []) : operand;
    const shape = broadcastShapes(a.shape, b.shape);
    const y = new Tensor(floatsOf(numelOf(shape)), shape);
    run(op, "forward", y.data, y.data, a, b, shape);

    const backward = (dy: Float32Array): void => {
      if (a.requiresGrad) addGradient(a, op, "da", dy, a, b, shape);
      if (b.requiresGrad) addGradient(b, op, "db", dy, a, b, shape);
    };
    if (op.saves === null) return recordShape(op.name, y, [a, b], backward);
    return record(op.name, y, [a, b], backward, op.saves(a, b));
  };
}

/** Computes a part of an operation over the values of a and b, broadcast to a shape. */
function run(
  op: BinaryOp,
  part: Part,
  y: Float32Array,
  dy: Float32Array,
  a: Tensor,
  b: Tensor,
  shape: readonly number[],
): void {
  const loop = op[part];
  const [aStep, bStep] = [stepOf(a.data, y), stepOf(b.data, y)];
  if (y.length < MANY && aStep >= 0 && bStep >= 0) {
    loop(y, dy, 0, y.length, a.data, 0, aStep, b.data, 0, bStep);
    return;
  }
  const kernel = y.length < MANY ? undefined : op.kernels[part];
  eachRows(shape, broadcastStrides(a.shape, shape), broadcastStrides(b.shape, shape), (where) => {
    if (kernel === undefined || !runKernel(kernel, y, dy, a.data, b.data, where))
      runLoop(loop, y, dy, a.data, b.data, where);
  });
}

function runLoop(
  loop: Loop,
  y: Float32Array,
  dy: Float32Array,
  a: Float32Array,
  b: Float32Array,
  { at, rows, n, a: aAt, aStep, aRow, b: bAt, bStep, bRow }: Rows,
): void {
  for (let row = 0; row < rows; row++) {
    const [i, j] = [aAt + row * aRow, bAt + row * bRow];
    eachBlock(n, (from, to) =>
      loop(y, dy, at + row * n + from, to - from, a, i + from * aStep, aStep, b, j + from * bStep, bStep),
    );
  }
}

/** Runs a kernel; false, with nothing done, without kernels or for operands that they do not take. */
function runKernel(
  [kernel, left, right]: Kernel,
  y: Float32Array,
  dy: Float32Array,
  a: Float32Array,
  b: Float32Array,
  where: Rows,
): boolean {
  const loops = vectorLoops.current;
  if (loops === null) return false;
  const { at, rows, n, a: aAt, aStep, aRow, b: bAt, bStep, bRow } = where;
  const operand = (source: Source): readonly [x: Float32Array, from: number, step: number, row: number] => {
    if (source === "a") return [a, aAt, aStep, aRow];
    if (source === "b") return [b, bAt, bStep, bRow];
    return source === "dy" ? [dy, at, 1, n] : [Float32Array.of(source), 0, 0, 0];
  };
  const [p, pAt, pStep, pRow] = operand(left);
  const [q, qAt, qStep, qRow] = operand(right);
  return loops.arithmetic(kernel, y, p, q, {
    at,
    rows,
    n,
    a: pAt,
    aStep: pStep,
    aRow: pRow,
    b: qAt,
    bStep: qStep,
    bRow: qRow,
  });
}

/** Adds to the gradient of t, one of a and b, summed over the values that were repeated. */
function addGradient(
  t: Tensor,
  op: BinaryOp,
  part: "da" | "db",
  dy: Float32Array,
  a: Tensor,
  b: Tensor,
  shape: readonly number[],
): void {
  if (sameShape(t.shape, shape)) {
    writeGrad(t, (d) => (op[part] === copy ? d.set(dy) : run(op, part, d, dy, a, b, shape)));
    return;
  }
  const isCopy = op[part] === copy;
  const whole = isCopy ? dy : acquire(dy.length);
  if (!isCopy) run(op, part, whole, dy, a, b, shape);
  addBroadcast(gradOf(t), whole, t.shape, shape);
  if (!isCopy) release(whole);
}
