/** @module Arithmetic on two tensors, broadcast as in PyTorch; each operation beside its derivative. */
import { broadcastShapes, broadcastStrides, offsetsOf, sameShape } from "./shape.ts";
import { gradOf, record, recordShape } from "./tape.ts";
import { checkTensor, Tensor } from "./tensor.ts";

/** A tensor, or a number that is broadcast. */
export type Operand = Tensor | number;

/** Adds to d the gradient of one operand, from dy and the values of both. */
type AddGradient = (d: Float32Array, dy: Float32Array, a: Float32Array, b: Float32Array) => void;

type BinaryFunction = (a: Tensor, b: Operand) => Tensor;

interface BinaryOp {
  readonly name: string;
  readonly forward: (y: Float32Array, a: Float32Array, b: Float32Array) => void;
  readonly da: AddGradient;
  readonly db: AddGradient;
  /** The operands whose values the derivatives read; null if they need none. */
  readonly saves: ((a: Tensor, b: Tensor) => readonly (Tensor | null)[]) | null;
}

export const add: BinaryFunction = binary({
  name: "add",
  saves: null,
  forward(y, a, b) {
    for (let i = 0; i < y.length; i++) y[i] = a[i] + b[i];
  },
  da: addTo,
  db: addTo,
});

export const sub: BinaryFunction = binary({
  name: "sub",
  saves: null,
  forward(y, a, b) {
    for (let i = 0; i < y.length; i++) y[i] = a[i] - b[i];
  },
  da: addTo,
  db(d, dy) {
    for (let i = 0; i < d.length; i++) d[i] -= dy[i];
  },
});

export const mul: BinaryFunction = binary({
  name: "mul",
  saves: (a, b) => [b.requiresGrad ? a : null, a.requiresGrad ? b : null],
  forward(y, a, b) {
    for (let i = 0; i < y.length; i++) y[i] = a[i] * b[i];
  },
  da(d, dy, _a, b) {
    for (let i = 0; i < d.length; i++) d[i] += dy[i] * b[i];
  },
  db(d, dy, a) {
    for (let i = 0; i < d.length; i++) d[i] += dy[i] * a[i];
  },
});

export const div: BinaryFunction = binary({
  name: "div",
  saves: (a, b) => [b.requiresGrad ? a : null, b],
  forward(y, a, b) {
    for (let i = 0; i < y.length; i++) y[i] = a[i] / b[i];
  },
  da(d, dy, _a, b) {
    for (let i = 0; i < d.length; i++) d[i] += dy[i] / b[i];
  },
  db(d, dy, a, b) {
    for (let i = 0; i < d.length; i++) d[i] -= (dy[i] * a[i]) / (b[i] * b[i]);
  },
});

export const pow: BinaryFunction = binary({
  name: "pow",
  saves: (a, b) => [a, b],
  forward(y, a, b) {
    for (let i = 0; i < y.length; i++) y[i] = a[i] ** b[i];
  },
  da(d, dy, a, b) {
    for (let i = 0; i < d.length; i++) if (b[i] !== 0) d[i] += dy[i] * b[i] * a[i] ** (b[i] - 1);
  },
  db(d, dy, a, b) {
    // At a = 0 the power stays 0 for every b > 0: no slope, although log 0 is −∞.
    for (let i = 0; i < d.length; i++)
      if (a[i] !== 0 || b[i] < 0) d[i] += dy[i] * a[i] ** b[i] * Math.log(a[i]);
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
  const addShare = (
    d: Float32Array,
    dy: Float32Array,
    a: Float32Array,
    b: Float32Array,
    ties: number,
  ): void => {
    for (let i = 0; i < d.length; i++) {
      if (a[i] === b[i]) d[i] += dy[i] * ties;
      else if (share === 1 ? sign * a[i] > sign * b[i] : !(sign * a[i] < sign * b[i])) d[i] += dy[i];
    }
  };
  const operation = binary({
    name,
    saves: (a, b) => [a, b],
    forward(y, a, b) {
      for (let i = 0; i < y.length; i++) y[i] = sign * Math.max(sign * a[i], sign * b[i]);
    },
    da: (d, dy, a, b) => addShare(d, dy, a, b, share),
    db: (d, dy, a, b) => addShare(d, dy, b, a, 1 - share),
  });
  return (a, b) => {
    checkTensor(name, "input", a);
    return operation(a, b);
  };
}

function addTo(d: Float32Array, dy: Float32Array): void {
  for (let i = 0; i < d.length; i++) d[i] += dy[i];
}

function binary(op: BinaryOp): BinaryFunction {
  return (a, operand) => {
    if (typeof operand !== "number") checkTensor(op.name, "other", operand);
    const b = typeof operand === "number" ? new Tensor(Float32Array.of(operand), []) : operand;
    const shape = broadcastShapes(a.shape, b.shape);
    const readA = reader(a.shape, shape);
    const readB = reader(b.shape, shape);
    const [aValues, bValues] = [expanded(a.data, readA), expanded(b.data, readB)];
    const y = new Tensor(new Float32Array(readA?.length ?? a.data.length), shape);
    op.forward(y.data, aValues, bValues);

    const backward = (dy: Float32Array): void => {
      if (a.requiresGrad) addReduced(gradOf(a), readA, (d) => op.da(d, dy, aValues, bValues));
      if (b.requiresGrad) addReduced(gradOf(b), readB, (d) => op.db(d, dy, aValues, bValues));
    };
    if (op.saves === null) return recordShape(op.name, y, [a, b], backward);
    return record(op.name, y, [a, b], backward, op.saves(a, b));
  };
}

/** The offset that each value of the broadcast shape is read from; null when the shapes are equal. */
export function reader(from: readonly number[], to: readonly number[]): Int32Array | null {
  return sameShape(from, to) ? null : offsetsOf(to, broadcastStrides(from, to));
}

/** The values of a broadcast operand. */
export function expanded(values: Float32Array, offsets: Int32Array | null): Float32Array {
  if (offsets === null) return values;
  const all = new Float32Array(offsets.length);
  for (let i = 0; i < offsets.length; i++) all[i] = values[offsets[i]];
  return all;
}

/** Adds a gradient of the broadcast shape, summed over the values that were repeated. */
export function addReduced(
  d: Float32Array,
  offsets: Int32Array | null,
  addGradient: (d: Float32Array) => void,
): void {
  if (offsets === null) {
    addGradient(d);
    return;
  }
  const whole = new Float32Array(offsets.length);
  addGradient(whole);
  const sums = new Float64Array(d.length);
  for (let i = 0; i < whole.length; i++) sums[offsets[i]] += whole[i];
  for (let i = 0; i < d.length; i++) d[i] += sums[i];
}
