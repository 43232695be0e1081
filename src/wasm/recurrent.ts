/**
 * @module A recurrent layer in one direction over a whole sequence: what goes in and comes out of its two calls.
 *
 * B batch, T time steps, I input, H hidden, P output (H unless projected), G gates; N = Σ sizes rows, time-major.
 */
import type { Arena } from "./arena.ts";

/** PyTorch's names for the kinds of recurrent layer. */
export type Mode = "RNN_TANH" | "RNN_RELU" | "LSTM" | "GRU";

/** Per kind: its number in kernels/call.ts, gates in the weights, and running states (h, or h and c). */
export const cells: {
  readonly [mode in Mode]: { readonly number: number; readonly gates: number; readonly states: 1 | 2 };
} = {
  RNN_TANH: { number: 0, gates: 1, states: 1 },
  RNN_RELU: { number: 1, gates: 1, states: 1 },
  LSTM: { number: 2, gates: 4, states: 2 },
  GRU: { number: 3, gates: 3, states: 1 },
};

/** The weights of one layer and direction: (G·H, I), (G·H, P), biases (G·H) or none, projection (P, H) or none. */
export interface LayerWeights<Values> {
  readonly weightIh: Values;
  readonly weightHh: Values;
  readonly biasIh: Values | null;
  readonly biasHh: Values | null;
  readonly weightHr: Values | null;
}

/** The fields of `LayerWeights`, in the order in which PyTorch lists parameters. */
export const weightNames = ["weightIh", "weightHh", "biasIh", "biasHh", "weightHr"] as const;

type WeightName = (typeof weightNames)[number];

/** Applies f to each weight; missing ones stay null. */
export function mapWeights<From, To>(
  { weightIh, weightHh, biasIh, biasHh, weightHr }: LayerWeights<From>,
  f: (weight: From, name: WeightName) => To,
): LayerWeights<To> {
  return {
    weightIh: f(weightIh, "weightIh"),
    weightHh: f(weightHh, "weightHh"),
    biasIh: biasIh === null ? null : f(biasIh, "biasIh"),
    biasHh: biasHh === null ? null : f(biasHh, "biasHh"),
    weightHr: weightHr === null ? null : f(weightHr, "weightHr"),
  };
}

/** The sizes of one call; `batchSizes` has, per time step, the sequences still running, and never grows. */
export interface LayerDims {
  readonly I: number;
  readonly H: number;
  readonly P: number;
  readonly batchSizes: readonly number[];
  readonly reverse: boolean;
  /** Rows lie sequence by sequence rather than step by step; only where all are equally long. */
  readonly xBatchFirst?: boolean;
  readonly yBatchFirst?: boolean;
}

/** Where the parts of a layer's results lie, in floats. Forward writes them so, backward reads them so. */
export interface LayerLayout {
  readonly B: number;
  readonly N: number;
  readonly G: number;
  /** Results: y (N, P), then the final h (B, P), then for an LSTM the final c (B, H). */
  readonly states: number;
  /** Kept for backward, one behind the other: gates (N, G·H); xh (N, P + I); see kernels/call.ts for the others. */
  readonly gates: number;
  readonly xh: number;
  readonly extra: number;
  readonly tanhC: number;
  readonly m: number;
  /** Multiply-adds of the forward pass. */
  readonly work: number;
}

/** The widths of each state: P for h, H for c. */
export function stateWidths(mode: Mode, { H, P }: Pick<LayerDims, "H" | "P">): readonly number[] {
  return mode === "LSTM" ? [P, H] : [P];
}

/** The layout of a layer's results. */
export function layoutOf(mode: Mode, { I, H, P, batchSizes }: LayerDims, projected: boolean): LayerLayout {
  const G = cells[mode].gates;
  const B = batchSizes[0];
  let N = 0;
  for (let t = 0; t < batchSizes.length; t++) N += batchSizes[t];
  return {
    B,
    N,
    G,
    states: (N + B) * P + (mode === "LSTM" ? B * H : 0),
    gates: block(N * G * H),
    xh: block(N * (P + I)),
    extra: G > 1 ? block(N * H) : 0,
    tanhC: mode === "LSTM" ? block(N * H) : 0,
    m: projected ? block(N * H) : 0,
    work: N * G * H * (P + I),
  };
}

/** Floats of a block that ends on a multiple of 16 bytes. */
function block(count: number): number {
  return Math.ceil(count / 4) * 4;
}

let plan: Int32Array = new Int32Array(64);

/** The plan of a sequence as kernels/plan.ts reads it. */
export function planOf(arena: Arena, { batchSizes, reverse }: LayerDims, N: number): number {
  const T = batchSizes.length;
  if (plan.length < 3 + T) plan = new Int32Array(2 * (3 + T));
  plan[0] = T;
  plan[1] = reverse ? 1 : 0;
  plan[2] = N;
  for (let t = 0; t < T; t++) plan[3 + t] = batchSizes[t];
  return arena.writeIntegers(plan);
}
