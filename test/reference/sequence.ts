/**
 * @module A recurrent layer over a sequence, one row of one time step after the other.
 *
 * The twin of kernels/sequence.ts: rows lie time-major with no gaps, `batchSizes` says how many sequences still run at
 * each step and never grows, and a reversed layer takes the steps from the last to the first.
 */
import { linearBackward, linearForward } from "./linear.ts";

/** A cell for one row: a = Wᵢₕ x + bᵢₕ and u = Wₕₕ h + bₕₕ, (G·H) each; states (H) each, h the first: (P) if projected. */
export interface Cell<Kept> {
  readonly gates: number;
  readonly states: number;
  forward(
    a: readonly number[],
    u: readonly number[],
    states: readonly number[][],
  ): { states: number[][]; kept: Kept };
  backward(dstates: readonly number[][], kept: Kept): { da: number[]; du: number[]; dstates: number[][] };
}

/** Everything a layer is given: its sizes, x (N, I), weights, and the initial states, h (B, P) and c (B, H). */
export interface Layer {
  readonly I: number;
  readonly H: number;
  readonly P: number; // H unless projected
  readonly batchSizes: readonly number[];
  readonly reverse: boolean;
  readonly x: number[];
  readonly weightIh: number[];
  readonly weightHh: number[];
  readonly biasIh: number[] | null;
  readonly biasHh: number[] | null;
  readonly weightHr: number[] | null; // (P, H)
  readonly initial: readonly number[][];
  /** Added to every h_t (N, P), and to every c_t (N, H) on its way to c_{t+1}: nothing, but to differentiate by. */
  readonly nudges?: readonly number[][];
}

interface Row<Kept> {
  readonly n: number; // row of x and y
  readonly b: number; // row of the states
  readonly hPrev: number[];
  readonly out: number[]; // what is projected to h
  readonly kept: Kept;
}

/** y (N, P), the final states, h (B, P) and c (B, H), and what every row keeps, in the order of time. */
export function sequenceForward<Kept>(
  cell: Cell<Kept>,
  layer: Layer,
): { y: number[]; finals: number[][]; rows: Row<Kept>[] } {
  const { I, H, P, x, weightIh, weightHh, biasIh, biasHh, weightHr } = layer;
  const GH = cell.gates * H;
  const widths = [P, H];
  const finals = layer.initial.map((state) => [...state]);
  const rows: Row<Kept>[] = [];
  const y: number[] = [];
  for (const { n, b } of order(layer)) {
    const states = finals.map((state, s) => rowOf(state, b, widths[s]));
    const a = linearForward(x.slice(n * I, (n + 1) * I), weightIh, biasIh, [1, I, GH]);
    const u = linearForward(states[0], weightHh, biasHh, [1, P, GH]);
    const { states: next, kept } = cell.forward(a, u, states);
    const [out] = next;
    if (weightHr) next[0] = linearForward(out, weightHr, null, [1, H, P]);
    finals.forEach((state, s) => {
      const nudge = layer.nudges && rowOf(layer.nudges[s], n, widths[s]);
      if (nudge) next[s] = next[s].map((value, j) => value + nudge[j]);
      state.splice(b * widths[s], widths[s], ...next[s]);
    });
    next[0].forEach((value, j) => {
      y[n * P + j] = value;
    });
    rows.push({ n, b, hPrev: states[0], out, kept });
  }
  return { y, finals, rows };
}

/** The gradients of Σ dy·y + Σ dfinals·finals. `steps` holds those of the nudges. */
export function sequenceBackward<Kept>(
  cell: Cell<Kept>,
  layer: Layer,
  dy: readonly number[],
  dfinals: readonly number[][],
): {
  x: number[];
  weightIh: number[];
  weightHh: number[];
  biasIh: number[];
  biasHh: number[];
  weightHr: number[];
  initial: number[][];
  steps: number[][];
} {
  const { I, H, P, x, weightIh, weightHh, weightHr } = layer;
  const GH = cell.gates * H;
  const widths = [P, H];
  const N = x.length / I;
  const zeros = (count: number): number[] => new Array<number>(count).fill(0);
  const d = {
    x: zeros(x.length),
    weightIh: zeros(GH * I),
    weightHh: zeros(GH * P),
    biasIh: zeros(GH),
    biasHh: zeros(GH),
    weightHr: zeros(weightHr ? P * H : 0),
    steps: dfinals.map((_, s) => zeros(N * widths[s])),
  };
  const initial = dfinals.map((state) => [...state]);
  for (const { n, b, hPrev, out, kept } of sequenceForward(cell, layer).rows.reverse()) {
    const dstates = initial.map((state, s) => rowOf(state, b, widths[s]));
    addInto(dstates[0], rowOf(dy, n, P));
    dstates.forEach((state, s) => {
      addInto(d.steps[s], state, n * widths[s]);
    });
    if (weightHr) {
      const { dx, dweight } = linearBackward(dstates[0], out, weightHr, [1, H, P]);
      addInto(d.weightHr, dweight);
      dstates[0] = dx;
    }
    const back = cell.backward(dstates, kept);
    const input = linearBackward(back.da, x.slice(n * I, (n + 1) * I), weightIh, [1, I, GH]);
    const state = linearBackward(back.du, hPrev, weightHh, [1, P, GH]);
    addInto(d.x, input.dx, n * I);
    addInto(d.weightIh, input.dweight);
    addInto(d.weightHh, state.dweight);
    addInto(d.biasIh, input.dbias);
    addInto(d.biasHh, state.dbias);
    addInto(back.dstates[0], state.dx);
    initial.forEach((whole, s) => {
      whole.splice(b * widths[s], widths[s], ...back.dstates[s]);
    });
  }
  return { ...d, initial };
}

/** Row n of a matrix with rows of `width`. */
function rowOf(matrix: readonly number[], n: number, width: number): number[] {
  return matrix.slice(n * width, (n + 1) * width);
}

/** The rows in the order in which they are computed. */
function order({ batchSizes, reverse }: Layer): { n: number; b: number }[] {
  let offset = 0;
  const steps = batchSizes.map((size) => {
    const first = offset;
    offset += size;
    return Array.from({ length: size }, (_, b) => ({ n: first + b, b }));
  });
  return (reverse ? steps.reverse() : steps).flat();
}

function addInto(target: number[], values: readonly number[], at = 0): void {
  values.forEach((value, i) => {
    target[at + i] += value;
  });
}
