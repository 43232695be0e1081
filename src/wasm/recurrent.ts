/**
 * @module One recurrent layer in one direction over a whole sequence: its sizes, its weights and the argument of its kernels.
 *
 * B batch, T time steps, I input, H hidden, P output (H unless projected), G gates; N = Σ batchSizes rows, time-major.
 */
import { MemoryError } from "../errors.ts";
import { type Arena, LARGEST_MEMORY, ROOM } from "./arena.ts";
import { layerCall as slot } from "./kernels.generated.ts";

/** PyTorch's names for the kinds of recurrent layer. */
export type Mode = "RNN_TANH" | "RNN_RELU" | "LSTM" | "GRU";

/** Of each kind: its number in kernels/call.ts, its gates, and its states (h, or h and c). */
export const cells: {
  readonly [mode in Mode]: { readonly number: number; readonly gates: number; readonly states: 1 | 2 };
} = {
  RNN_TANH: { number: 0, gates: 1, states: 1 },
  RNN_RELU: { number: 1, gates: 1, states: 1 },
  LSTM: { number: 2, gates: 4, states: 2 },
  GRU: { number: 3, gates: 3, states: 1 },
};

/** The weights of one layer and direction: (G·H, I), (G·H, P), biases (G·H) or null, projection (P, H) or null. */
export interface LayerWeights<Values> {
  /** Of the input (G·H, I). */
  readonly weightIh: Values;
  /** Of the state (G·H, H or P). */
  readonly weightHh: Values;
  /** Of the input (G·H). */
  readonly biasIh: Values | null;
  /** Of the state (G·H). */
  readonly biasHh: Values | null;
  /** Of the projection (P, H). */
  readonly weightHr: Values | null;
}

/** Applies f to each weight and its index in `weightList`; missing ones stay null. */
export function mapWeights<From, To>(
  { weightIh, weightHh, biasIh, biasHh, weightHr }: LayerWeights<From>,
  f: (weight: From, index: number) => To,
): LayerWeights<To> {
  return {
    weightIh: f(weightIh, 0),
    weightHh: f(weightHh, 1),
    biasIh: biasIh === null ? null : f(biasIh, 2),
    biasHh: biasHh === null ? null : f(biasHh, 3),
    weightHr: weightHr === null ? null : f(weightHr, 4),
  };
}

/** The five weights as an array, in the order in which PyTorch lists parameters. */
export function weightList<Values>(weights: LayerWeights<Values>): readonly (Values | null)[] {
  return [weights.weightIh, weights.weightHh, weights.biasIh, weights.biasHh, weights.weightHr];
}

/** Which rows belong to which time step, and which way time runs. */
export interface SequenceLayout {
  /** The number of sequences still running at each time step; never increases. */
  readonly batchSizes: readonly number[];
  readonly reverse: boolean;
  /** Rows of x, and of y, are (B, T, ·) instead of (T, B, ·); only where all sequences are equally long. */
  readonly xBatchFirst?: boolean;
  readonly yBatchFirst?: boolean;
}

/** The sizes of one call, and how many floats its arrays take. */
export interface LayerLayout {
  readonly mode: Mode;
  readonly sequence: SequenceLayout;
  readonly I: number;
  readonly H: number;
  readonly P: number;
  readonly G: number;
  readonly B: number;
  readonly N: number;
  /** The width of each state: P for h, and for an LSTM H for c. */
  readonly widths: readonly number[];
  /** The result: y (N, P), then the final h (B, P), then for an LSTM the final c (B, H). */
  readonly states: number;
  /** Saved for backward, in this order: gates (N, G·H); xh (N, P + I); the others as in kernels/call.ts. */
  readonly gates: number;
  readonly xh: number;
  readonly extra: number;
  readonly tanhC: number;
  readonly m: number;
  /** Multiply-adds of the forward pass. */
  readonly work: number;
}

export function layoutOf(
  mode: Mode,
  { I, H, P }: Pick<LayerLayout, "I" | "H" | "P">,
  sequence: SequenceLayout,
  projected: boolean,
): LayerLayout {
  const { batchSizes } = sequence;
  const G = cells[mode].gates;
  const B = batchSizes[0];
  let N = 0;
  for (let t = 0; t < batchSizes.length; t++) N += batchSizes[t];
  return {
    mode,
    sequence,
    I,
    H,
    P,
    G,
    B,
    N,
    widths: stateWidths(mode, H, P),
    states: (N + B) * P + (mode === "LSTM" ? B * H : 0),
    gates: aligned(N * G * H),
    xh: aligned(N * (P + I)),
    extra: G > 1 ? aligned(N * H) : 0,
    tanhC: mode === "LSTM" ? aligned(N * H) : 0,
    m: projected ? aligned(N * H) : 0,
    work: N * G * H * (P + I),
  };
}

/** Floats that are saved for backward. */
export function savedSize({ gates, xh, extra, tanhC, m }: LayerLayout): number {
  return gates + xh + extra + tanhC + m;
}

/** Multiply-adds of calls that need no more than some 100 MiB. */
const SMALL = 2 ** 22;

/** Whether a call needs so little memory that it is not worth counting. */
export function isSmall({ work }: LayerLayout): boolean {
  return work < SMALL;
}

/** An upper bound for the bytes of working memory of a call; with `save`, of the backward pass if that needs more. */
export function bytesNeeded(layout: LayerLayout, save: boolean): number {
  const { mode, I, H, P, G, B, N, sequence } = layout;
  const GH = G * H;
  const weights = (GH + 64) * (P + I + 4) + P * H;
  const forward = N * I + B * GH + 2 * weights;
  const backward =
    N * (GH + I + P + H + (mode === "GRU" ? GH : 0)) + B * H + 3 * weights + WORK * (P + I + H + 64);
  const rest = layout.states + 4 * sequence.batchSizes.length + 1024;
  return 4 * (savedSize(layout) + rest + (save ? Math.max(forward, backward) : forward));
}

/** Floats of work space that a product over all rows needs for each of its columns, on 15 threads. */
const WORK = 15 * 512;

/** Throws MemoryError for a call that cannot be split further. */
export function checkNeed(bytes: number): void {
  if (bytes <= LARGEST_MEMORY - ROOM / 8) return;
  throw new MemoryError(
    `this call and its backward need ${Math.ceil(bytes / 2 ** 20)} MiB of working memory, but the limit is ${LARGEST_MEMORY / 2 ** 20} MiB`,
    "use fewer time steps or a smaller hidden size",
  );
}

export function stateWidths(mode: Mode, H: number, P: number): readonly number[] {
  return mode === "LSTM" ? [P, H] : [P];
}

/** Floats of an array that ends on a multiple of 16 bytes. */
function aligned(count: number): number {
  return Math.ceil(count / 4) * 4;
}

/** The argument of the kernels, at the offsets of `layerCall`: one array for all calls, as calls never overlap. */
const fields: Int32Array = new Int32Array(Object.keys(slot).length);

/** A call with its sizes, and with the arrays that are saved for backward, which start at `saved`; the rest is 0. */
export function newCall(arena: Arena, layout: LayerLayout, saved: number): Int32Array {
  const { sequence } = layout;
  fields.fill(0);
  fields[slot.mode] = cells[layout.mode].number;
  fields[slot.sequence] = copyInSequence(arena, sequence, layout.N);
  fields[slot.B] = layout.B;
  fields[slot.I] = layout.I;
  fields[slot.H] = layout.H;
  fields[slot.P] = layout.P;
  fields[slot.G] = layout.G;
  fields[slot.xBatchFirst] = sequence.xBatchFirst ? 1 : 0;
  fields[slot.yBatchFirst] = sequence.yBatchFirst ? 1 : 0;
  fields[slot.gates] = saved;
  fields[slot.xh] = saved + 4 * layout.gates;
  fields[slot.extra] = fields[slot.xh] + 4 * layout.xh;
  fields[slot.tanhC] = fields[slot.extra] + 4 * layout.extra;
  fields[slot.m] = fields[slot.tanhC] + 4 * layout.tanhC;
  return fields;
}

let buffer: Int32Array = new Int32Array(64);

/** Copies a sequence in, as kernels/sequence.ts reads it. */
function copyInSequence(arena: Arena, { batchSizes, reverse }: SequenceLayout, N: number): number {
  const T = batchSizes.length;
  if (buffer.length < 3 + T) buffer = new Int32Array(2 * (3 + T));
  buffer[0] = T;
  buffer[1] = reverse ? 1 : 0;
  buffer[2] = N;
  for (let t = 0; t < T; t++) buffer[3 + t] = batchSizes[t];
  return arena.copyInIntegers(buffer);
}
