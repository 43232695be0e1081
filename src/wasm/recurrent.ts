/**
 * @module A recurrent layer in one direction over a whole sequence: one call forward, one backward.
 *
 * B batch, T time steps, I input, H hidden, G gates a cell; N = Σ sizes rows in all, time-major.
 */
import { kernels } from "./instance.ts";
import { begin, clear, copyIn, copyOut, copyOutGradient, room, write, writeInteger } from "./scratch.ts";

/** PyTorch's names for the kinds of recurrent layer. */
export type Mode = "RNN_TANH" | "RNN_RELU" | "LSTM" | "GRU";

interface CellSizes {
  readonly gates: number;
  readonly states: 1 | 2; // h, or h and c
  readonly kept: number; // matrices (N, H) that backward needs besides y
}

/** Per kind: gates in the weights, running states, and what is kept (gates, hPrev, and cPrev or q). */
export const cells: { readonly [mode in Mode]: CellSizes } = {
  RNN_TANH: { gates: 1, states: 1, kept: 1 },
  RNN_RELU: { gates: 1, states: 1, kept: 1 },
  LSTM: { gates: 4, states: 2, kept: 6 },
  GRU: { gates: 3, states: 1, kept: 5 },
};

/** The weights of one layer and direction: (G·H, I), (G·H, H), and two biases (G·H) or none. */
export interface LayerWeights<Values> {
  readonly weightIh: Values;
  readonly weightHh: Values;
  readonly biasIh: Values | null;
  readonly biasHh: Values | null;
}

/** The sizes of one call; `batchSizes` has, per time step, the sequences still running, and never grows. */
export interface LayerDims {
  readonly I: number;
  readonly H: number;
  readonly batchSizes: readonly number[];
  readonly reverse: boolean;
}

/** What a forward call gives: y (N, H), then the final h and c (B, H) each, in one array. */
export interface LayerResult {
  readonly states: Float32Array;
  readonly kept: Float32Array | null;
}

/** Runs a layer over a sequence. `initial` holds h₀ and, for an LSTM, c₀, (B, H) each; null means zeros. */
export function recurrentForward(
  mode: Mode,
  x: Float32Array,
  weights: LayerWeights<Float32Array>,
  initial: readonly Float32Array[] | null,
  dims: LayerDims,
  keep: boolean,
): LayerResult {
  const { I, H, batchSizes } = dims;
  const { gates: G, states: S, kept: K } = cells[mode];
  const B = batchSizes[0];
  const N = rowsOf(batchSizes);
  const k = kernels();
  begin();
  const plan = planOf(dims);
  const out = room((N + S * B) * H);
  const h = out + 4 * N * H;
  if (initial) for (let s = 0; s < S; s++) write(h + 4 * s * B * H, initial[s]);
  else clear(h, S * B * H);

  const kept = room(N * K * H);
  const isSimple = G === 1;
  const gates = isSimple ? out : kept; // a simple cell's one gate is its output
  const hPrev = isSimple ? kept : kept + 4 * N * G * H;
  const last = hPrev + 4 * N * H; // cPrev or q
  const work = room(Math.max(k.packedSize(I, G * H), k.packedSize(H, G * H)));
  const biasHh = copyIn(weights.biasHh);
  const inputBias = mode === "GRU" ? 0 : biasHh; // a GRU adds it inside the reset gate
  const wih = copyIn(weights.weightIh);
  k.linearForward(gates, copyIn(x), wih, copyIn(weights.biasIh), inputBias, N, I, G * H, work);
  k.pack(work, copyIn(weights.weightHh), H, G * H, 1, H);

  if (mode === "LSTM") k.lstmForward(gates, out, h, h + 4 * B * H, hPrev, last, work, plan, H);
  else if (mode === "GRU") {
    const u = room(3 * B * H);
    k.gruForward(gates, out, h, hPrev, last, work, biasHh || zeros(3 * H), u, plan, H);
  } else k.rnnForward(out, h, hPrev, work, plan, H, mode === "RNN_RELU" ? 1 : 0);
  return { states: copyOut(out, (N + S * B) * H), kept: keep ? copyOut(kept, N * K * H) : null };
}

/** Which gradients are wanted. */
export interface LayerNeeds {
  readonly x: boolean;
  readonly initial: boolean;
  readonly weights: boolean;
}

/** The gradients asked for; `initial` has one for each state. */
export interface LayerGradients {
  readonly x: Float32Array | null;
  readonly initial: readonly Float32Array[];
  readonly weights: LayerWeights<Float32Array> | null;
}

/** The gradients of a forward call, given those of its `states`, which stand in the same order. */
export function recurrentBackward(
  mode: Mode,
  dstates: Float32Array,
  { states, kept }: { states: Float32Array; kept: Float32Array },
  x: Float32Array,
  weights: LayerWeights<Float32Array>,
  dims: LayerDims,
  needs: LayerNeeds,
): LayerGradients {
  const { I, H, batchSizes } = dims;
  const { gates: G, states: S } = cells[mode];
  const B = batchSizes[0];
  const N = rowsOf(batchSizes);
  const GH = G * H;
  const k = kernels();
  begin();
  const plan = planOf(dims);
  const dy = copyIn(dstates);
  const dh = dy + 4 * N * H;
  const isSimple = G === 1;
  const gates = copyIn(isSimple ? states.subarray(0, N * H) : kept);
  const hPrev = isSimple ? copyIn(kept) : gates + 4 * N * GH;
  const last = hPrev + 4 * N * H;
  const du = mode === "GRU" ? room(N * GH) : gates;
  const packed = room(k.packedSize(GH, H));
  k.pack(packed, copyIn(weights.weightHh), GH, H, H, 1);

  if (mode === "LSTM") k.lstmBackward(gates, dy, dh, dh + 4 * B * H, last, packed, plan, H);
  else if (mode === "GRU") k.gruBackward(gates, du, dy, dh, hPrev, last, packed, plan, H);
  else k.rnnBackward(gates, dy, dh, packed, plan, H, mode === "RNN_RELU" ? 1 : 0);

  const work = room(Math.max(k.gemmWork(I, GH), k.gemmWork(I, N), k.gemmWork(H, N)));
  const result = room(Math.max(N * I, GH * I, GH * H));
  const initial: Float32Array[] = [];
  if (needs.initial) for (let s = 0; s < S; s++) initial.push(copyOutGradient(dh + 4 * s * B * H, B * H));
  let dx: Float32Array | null = null;
  if (needs.x) {
    k.linearBackwardInput(result, gates, copyIn(weights.weightIh), N, I, GH, 0, work);
    dx = copyOutGradient(result, N * I);
  }
  if (!needs.weights) return { x: dx, initial, weights: null };

  k.linearBackwardWeight(result, gates, copyIn(x), N, I, GH, 0, work);
  const weightIh = copyOutGradient(result, GH * I);
  k.linearBackwardWeight(result, du, hPrev, N, H, GH, 0, work);
  const weightHh = copyOutGradient(result, GH * H);
  const bias = (from: number): Float32Array => {
    k.columnSum(result, from, N, GH, 0);
    return copyOutGradient(result, GH);
  };
  const biasIh = weights.biasIh && bias(gates);
  const biasHh = weights.biasHh && bias(du);
  return { x: dx, initial, weights: { weightIh, weightHh, biasIh, biasHh } };
}

function rowsOf(batchSizes: readonly number[]): number {
  let rows = 0;
  for (const size of batchSizes) rows += size;
  return rows;
}

/** The plan as kernels/plan.ts reads it. */
function planOf({ batchSizes, reverse }: LayerDims): number {
  const plan = room(2 + batchSizes.length);
  writeInteger(plan, 0, batchSizes.length);
  writeInteger(plan, 1, reverse ? 1 : 0);
  for (let t = 0; t < batchSizes.length; t++) writeInteger(plan, 2 + t, batchSizes[t]);
  return plan;
}

function zeros(count: number): number {
  const pointer = room(count);
  clear(pointer, count);
  return pointer;
}
