/**
 * @module A recurrent layer in one direction over a whole sequence: what goes in and comes out of its two calls.
 *
 * B batch, T time steps, I input, H hidden, P output (H unless projected), G gates; N = Σ sizes rows, time-major.
 */
import { room, writeInteger } from "./scratch.ts";

/** PyTorch's names for the kinds of recurrent layer. */
export type Mode = "RNN_TANH" | "RNN_RELU" | "LSTM" | "GRU";

/** Per kind: gates in the weights, and running states (h, or h and c). */
export const cells: { readonly [mode in Mode]: { readonly gates: number; readonly states: 1 | 2 } } = {
  RNN_TANH: { gates: 1, states: 1 },
  RNN_RELU: { gates: 1, states: 1 },
  LSTM: { gates: 4, states: 2 },
  GRU: { gates: 3, states: 1 },
};

/** The weights of one layer and direction: (G·H, I), (G·H, P), biases (G·H) or none, projection (P, H) or none. */
export interface LayerWeights<Values> {
  readonly weightIh: Values;
  readonly weightHh: Values;
  readonly biasIh: Values | null;
  readonly biasHh: Values | null;
  readonly weightHr: Values | null;
}

/** The sizes of one call; `batchSizes` has, per time step, the sequences still running, and never grows. */
export interface LayerDims {
  readonly I: number;
  readonly H: number;
  readonly P: number;
  readonly batchSizes: readonly number[];
  readonly reverse: boolean;
}

/** Where the parts of a layer's results lie, in floats. Forward writes them so, backward reads them so. */
export interface LayerLayout {
  readonly B: number;
  readonly N: number;
  /** Results: y (N, P), then the final h (B, P), then for an LSTM the final c (B, H). */
  readonly states: number;
  /** Kept for backward: gates (N, G·H) unless y is the gate; hPrev (N, P); cPrev or q (N, H); m (N, H). */
  readonly gates: number;
  readonly hPrev: number;
  readonly extra: number;
  readonly m: number;
}

/** The widths of each state: P for h, H for c. */
export function stateWidths(mode: Mode, { H, P }: Pick<LayerDims, "H" | "P">): readonly number[] {
  return mode === "LSTM" ? [P, H] : [P];
}

/** The layout of a layer's results. */
export function layoutOf(mode: Mode, { H, P, batchSizes }: LayerDims, projected: boolean): LayerLayout {
  const G = cells[mode].gates;
  const B = batchSizes[0];
  let N = 0;
  for (const size of batchSizes) N += size;
  const isSimple = G === 1; // a simple cell's one gate is its output
  return {
    B,
    N,
    states: (N + B) * P + (mode === "LSTM" ? B * H : 0),
    gates: isSimple ? 0 : N * G * H,
    hPrev: N * P,
    extra: isSimple ? 0 : N * H,
    m: projected ? N * H : 0,
  };
}

/** The plan of a sequence as kernels/plan.ts reads it. */
export function planOf({ batchSizes, reverse }: LayerDims): number {
  const plan = room(2 + batchSizes.length);
  writeInteger(plan, 0, batchSizes.length);
  writeInteger(plan, 1, reverse ? 1 : 0);
  for (let t = 0; t < batchSizes.length; t++) writeInteger(plan, 2 + t, batchSizes[t]);
  return plan;
}
