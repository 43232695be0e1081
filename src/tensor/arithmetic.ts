/** @module Arithmetic on two tensors, broadcast as in PyTorch; each operation beside its derivative. */
import { eachBlock } from "./blocks.ts";
import { addBroadcast, eachRun } from "./runs.ts";
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

interface BinaryOp {
  readonly name: string;
  readonly forward: Loop;
  readonly da: Loop;
  readonly db: Loop;
  /** The operands whose values the derivatives read; null if they need none. */
  readonly saves: ((a: Tensor, b: Tensor) => readonly (Tensor | null)[]) | null;
}

export const add: BinaryFunction = binary({
  name: "add",
  saves: null,
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

export const pow: BinaryFunction = binary({
  name: "pow",
  saves: (a, b) => [a, b],
  forward(y, _dy, at, n, a, i, aStep, b, j, bStep) {
    const end = (at + n) | 0;
    const power = bStep === 0 ? b[j] : Number.NaN;
    if (power === 2) for (; at < end; at = (at + 1) | 0, i = (i + aStep) | 0) y[at] = a[i] * a[i];
    else if (power === 3) for (; at < end; at = (at + 1) | 0, i = (i + aStep) | 0) y[at] = a[i] * a[i] * a[i];
    else if (power === 0.5) for (; at < end; at = (at + 1) | 0, i = (i + aStep) | 0) y[at] = Math.sqrt(a[i]);
    else for (; at < end; at = (at + 1) | 0, i = (i + aStep) | 0, j = (j + bStep) | 0) y[at] = a[i] ** b[j];
  },
  da(d, dy, at, n, a, i, aStep, b, j, bStep) {
    const end = (at + n) | 0;
    const power = bStep === 0 ? b[j] : Number.NaN;
    if (power === 2) for (; at < end; at = (at + 1) | 0, i = (i + aStep) | 0) d[at] = dy[at] * 2 * a[i] + 0;
    else if (power === 3)
      for (; at < end; at = (at + 1) | 0, i = (i + aStep) | 0) d[at] = dy[at] * 3 * a[i] * a[i] + 0;
    else if (power === 0.5)
      for (; at < end; at = (at + 1) | 0, i = (i + aStep) | 0) d[at] = (dy[at] * 0.5) / Math.sqrt(a[i]);
    else
      for (; at < end; at = (at + 1) | 0, i = (i + aStep) | 0, j = (j + bStep) | 0)
        d[at] = b[j] === 0 ? 0 : dy[at] * b[j] * a[i] ** (b[j] - 1) + 0;
  },
  db(d, dy, at, n, a, i, aStep, b, j, bStep) {
    // At a = 0 the power stays 0 for every b > 0: no slope, although log 0 is −∞.
    for (const end = (at + n) | 0; at < end; at = (at + 1) | 0, i = (i + aStep) | 0, j = (j + bStep) | 0)
      d[at] = a[i] === 0 && !(b[j] < 0) ? 0 : dy[at] * a[i] ** b[j] * Math.log(a[i]) + 0;
  },
});

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
  /** The factor of dy for the operand with value a, beside b. */
  const weight = (a: number, b: number, ties: number): number => {
    if (a === b) return ties;
    return (share === 1 ? sign * a > sign * b : !(sign * a < sign * b)) ? 1 : 0;
  };
  const operation = binary({
    name,
    saves: (a, b) => [a, b],
    forward(y, _dy, at, n, a, i, aStep, b, j, bStep) {
      for (const end = (at + n) | 0; at < end; at = (at + 1) | 0, i = (i + aStep) | 0, j = (j + bStep) | 0)
        y[at] = sign * Math.max(sign * a[i], sign * b[j]);
    },
    da(d, dy, at, n, a, i, aStep, b, j, bStep) {
      for (const end = (at + n) | 0; at < end; at = (at + 1) | 0, i = (i + aStep) | 0, j = (j + bStep) | 0)
        d[at] = dy[at] * weight(a[i], b[j], share) + 0;
    },
    db(d, dy, at, n, a, i, aStep, b, j, bStep) {
      for (const end = (at + n) | 0; at < end; at = (at + 1) | 0, i = (i + aStep) | 0, j = (j + bStep) | 0)
        d[at] = dy[at] * weight(b[j], a[i], 1 - share) + 0;
    },
  });
  return (a, b) => {
    checkTensor(name, "input", a);
    return operation(a, b);
  };
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
    const y = new Tensor(new Float32Array(numelOf(shape)), shape);
    run(op.forward, y.data, y.data, a, b, shape);

    const backward = (dy: Float32Array): void => {
      if (a.requiresGrad) addGradient(a, op.da, dy, a, b, shape);
      if (b.requiresGrad) addGradient(b, op.db, dy, a, b, shape);
    };
    if (op.saves === null) return recordShape(op.name, y, [a, b], backward);
    return record(op.name, y, [a, b], backward, op.saves(a, b));
  };
}

/** Runs a loop over the values of a and b, broadcast to a shape. */
function run(
  loop: Loop,
  y: Float32Array,
  dy: Float32Array,
  a: Tensor,
  b: Tensor,
  shape: readonly number[],
): void {
  if (sameShape(a.shape, b.shape)) {
    eachBlock(y.length, (from, to) => loop(y, dy, from, to - from, a.data, from, 1, b.data, from, 1));
    return;
  }
  const [aStrides, bStrides] = [broadcastStrides(a.shape, shape), broadcastStrides(b.shape, shape)];
  eachRun(shape, aStrides, bStrides, (at, n, i, aStep, j, bStep) =>
    eachBlock(n, (from, to) =>
      loop(y, dy, at + from, to - from, a.data, i + from * aStep, aStep, b.data, j + from * bStep, bStep),
    ),
  );
}

/** Adds to the gradient of t, one of a and b, summed over the values that were repeated. */
function addGradient(
  t: Tensor,
  loop: Loop,
  dy: Float32Array,
  a: Tensor,
  b: Tensor,
  shape: readonly number[],
): void {
  if (sameShape(t.shape, shape)) {
    writeGrad(t, (d) => run(loop, d, dy, a, b, shape));
    return;
  }
  const whole = loop === copy ? dy : new Float32Array(dy.length);
  if (loop !== copy) run(loop, whole, dy, a, b, shape);
  addBroadcast(gradOf(t), whole, t.shape, shape);
}
