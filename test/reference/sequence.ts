/**
 * @module A recurrent layer over a sequence, one row of one time step after the other.
 *
 * The twin of kernels/plan.ts: rows lie time-major with no gaps, `batchSizes` says how many sequences still run at
 * each step and never grows, and a reversed layer takes the steps from the last to the first.
 */
import { linearBackward, linearForward } from "./linear.ts";

/** A cell for one row: a = Wᵢₕ x + bᵢₕ and u = Wₕₕ h + bₕₕ, (G·H) each; states (H) each, h the first. */
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

/** Everything a layer is given: its sizes, x (N, I), weights, and the initial states, (B, H) each. */
export interface Layer {
  readonly I: number;
  readonly H: number;
  readonly batchSizes: readonly number[];
  readonly reverse: boolean;
  readonly x: number[];
  readonly weightIh: number[];
  readonly weightHh: number[];
  readonly biasIh: number[] | null;
  readonly biasHh: number[] | null;
  readonly initial: readonly number[][];
}

interface Row<Kept> {
  readonly n: number; // row of x and y
  readonly b: number; // row of the states
  readonly hPrev: number[];
  readonly kept: Kept;
}

/** y (N, H), the final states (B, H) each, and what every row keeps, in the order of time. */
export function sequenceForward<Kept>(
  cell: Cell<Kept>,
  layer: Layer,
): { y: number[]; finals: number[][]; rows: Row<Kept>[] } {
  const { I, H, x, weightIh, weightHh, biasIh, biasHh } = layer;
  const GH = cell.gates * H;
  const finals = layer.initial.map((state) => [...state]);
  const rows: Row<Kept>[] = [];
  const y: number[] = [];
  for (const { n, b } of order(layer)) {
    const states = finals.map((state) => state.slice(b * H, (b + 1) * H));
    const a = linearForward(x.slice(n * I, (n + 1) * I), weightIh, biasIh, [1, I, GH]);
    const u = linearForward(states[0], weightHh, biasHh, [1, H, GH]);
    const result = cell.forward(a, u, states);
    finals.forEach((state, s) => {
      state.splice(b * H, H, ...result.states[s]);
    });
    result.states[0].forEach((value, j) => {
      y[n * H + j] = value;
    });
    rows.push({ n, b, hPrev: states[0], kept: result.kept });
  }
  return { y, finals, rows };
}

/** The gradients of Σ dy·y + Σ dfinals·finals. */
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
  initial: number[][];
} {
  const { I, H, x, weightIh, weightHh } = layer;
  const GH = cell.gates * H;
  const zeros = (count: number): number[] => new Array<number>(count).fill(0);
  const d = {
    x: zeros(x.length),
    weightIh: zeros(GH * I),
    weightHh: zeros(GH * H),
    biasIh: zeros(GH),
    biasHh: zeros(GH),
  };
  const initial = dfinals.map((state) => [...state]);
  for (const { n, b, hPrev, kept } of sequenceForward(cell, layer).rows.reverse()) {
    const dstates = initial.map((state) => state.slice(b * H, (b + 1) * H));
    addInto(dstates[0], dy.slice(n * H, (n + 1) * H));
    const back = cell.backward(dstates, kept);
    const input = linearBackward(back.da, x.slice(n * I, (n + 1) * I), weightIh, [1, I, GH]);
    const state = linearBackward(back.du, hPrev, weightHh, [1, H, GH]);
    addInto(d.x, input.dx, n * I);
    addInto(d.weightIh, input.dweight);
    addInto(d.weightHh, state.dweight);
    addInto(d.biasIh, input.dbias);
    addInto(d.biasHh, state.dbias);
    addInto(back.dstates[0], state.dx);
    initial.forEach((whole, s) => {
      whole.splice(b * H, H, ...back.dstates[s]);
    });
  }
  return { ...d, initial };
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
