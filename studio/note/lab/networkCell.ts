/**
 * @module The equations of one unit at one time step in float64, forward and backward: what the worked numbers print and
 * the what-if pass computes. They are those of kernels/rnn.ts, lstm.ts and gru.ts, to which tests hold them.
 */
import type { Cell } from "../../../src/note/settings.ts";

/** The sums that each unit has, in PyTorch's order: one of an RNN, one for each gate and candidate of the others. */
export const sumNames = { rnn: ["a"], lstm: ["i", "f", "g", "o"], gru: ["r", "z", "n"] } as const;

/** A unit's state before the step; c only of an LSTM. */
export interface UnitState {
  readonly h: number;
  readonly c: number;
}

/** A unit after the step. */
export interface UnitValues extends UnitState {
  /** After their activations, in the order of `sumNames`; of an RNN, h as it is before a knock-out. */
  readonly gates: readonly number[];
}

/** For each gate the value that it is clamped to; null where it is free. */
export type Clamps = readonly (number | null)[];

/** What a unit passes back, given ∂L/∂h and ∂L/∂c (by way of later steps). */
interface UnitGradient {
  /** ∂L of the sums, on the input's side and on the state's: these differ only for the n of a GRU. */
  readonly da: readonly number[];
  readonly du: readonly number[];
  /** ∂L/∂h₋₁ without the way through W, and ∂L/∂c₋₁. */
  readonly dh: number;
  readonly dc: number;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

type Values = ArrayLike<number>;

/** `x` = b_ih + U x and `u` = b_hh + W h₋₁ of the unit, each in the order of `sumNames`. */
export function unitStep(cell: Cell, x: Values, u: Values, before: UnitState, clamps: Clamps): UnitValues {
  const gate = (k: number): number => clamps[k] ?? sigmoid(x[k] + u[k]);
  if (cell === "rnn") {
    const h = Math.tanh(x[0] + u[0]);
    return { gates: [h], c: 0, h };
  }
  if (cell === "lstm") {
    const [i, f, g, o] = [gate(0), gate(1), Math.tanh(x[2] + u[2]), gate(3)];
    const c = f * before.c + i * g;
    return { gates: [i, f, g, o], c, h: o * Math.tanh(c) };
  }
  const [r, z] = [gate(0), gate(1)];
  const n = Math.tanh(x[2] + r * u[2]);
  return { gates: [r, z, n], c: 0, h: (1 - z) * n + z * before.h };
}

/** `un` is the third of `u` in `unitStep`, which the reset gate of a GRU multiplies. A clamped gate learns nothing. */
export function unitBackward(
  cell: Cell,
  { gates, c }: UnitValues,
  before: UnitState,
  un: number,
  { dh, dc }: { readonly dh: number; readonly dc: number },
  clamps: Clamps,
): UnitGradient {
  const slope = (k: number): number => (clamps[k] === null ? gates[k] * (1 - gates[k]) : 0);
  if (cell === "rnn") {
    const da = [dh * (1 - gates[0] ** 2)];
    return { da, du: da, dh: 0, dc: 0 };
  }
  if (cell === "lstm") {
    const [i, f, g, o] = gates;
    const t = Math.tanh(c);
    const d = dc + dh * o * (1 - t * t);
    const da = [d * g * slope(0), d * before.c * slope(1), d * i * (1 - g * g), dh * t * slope(3)];
    return { da, du: da, dh: 0, dc: d * f };
  }
  const [r, z, n] = gates;
  const dn = dh * (1 - z) * (1 - n * n);
  const dr = dn * un * slope(0);
  const dz = dh * (before.h - n) * slope(1);
  return { da: [dr, dz, dn], du: [dr, dz, dn * r], dh: dh * z, dc: 0 };
}
