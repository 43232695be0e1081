/** @module A recurrent layer in one direction, backward through a whole sequence. */
import { kernels } from "./instance.ts";
import { type LayerDims, type LayerWeights, layoutOf, type Mode, planOf, stateWidths } from "./recurrent.ts";
import { begin, copyIn, copyOutGradient, room } from "./scratch.ts";

/** Which gradients are wanted. */
export interface LayerNeeds {
  readonly x: boolean;
  readonly initial: boolean;
  readonly weights: boolean;
  /** Those of every state in between. */
  readonly steps: boolean;
}

/** The gradients asked for. */
export interface LayerGradients {
  readonly x: Float32Array | null;
  /** One for each state, or none. */
  readonly initial: readonly Float32Array[];
  readonly weights: LayerWeights<Float32Array> | null;
  /** ∂L/∂h_t (N, P), and for an LSTM ∂L/∂c_t by way of c_{t+1} (N, H), or none. */
  readonly steps: readonly Float32Array[];
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
  const { I, H, P } = dims;
  const projected = weights.weightHr !== null;
  const layout = layoutOf(mode, dims, projected);
  const { B, N } = layout;
  const GH = weights.weightHh.length / P;
  const k = kernels();
  begin();
  const plan = planOf(dims);
  const dy = copyIn(dstates);
  const dh = dy + 4 * N * P;
  const keptIn = copyIn(kept);
  const gates = layout.gates > 0 ? keptIn : copyIn(states.subarray(0, N * P));
  const hPrev = keptIn + 4 * layout.gates;
  const extra = hPrev + 4 * layout.hPrev;
  const du = mode === "GRU" ? room(N * GH) : gates;
  const dht = needs.steps || projected ? room(N * P) : 0;
  const dct = needs.steps && mode === "LSTM" ? room(N * H) : 0;
  const packed = room(k.packedSize(GH, P));
  k.pack(packed, copyIn(weights.weightHh), GH, P, P, 1);

  if (mode === "LSTM") {
    const wr = projected ? room(k.packedSize(P, H)) : 0;
    if (wr) k.pack(wr, copyIn(weights.weightHr), P, H, H, 1);
    const dm = projected ? room(B * H) : 0;
    k.lstmBackward(gates, dy, dh, dh + 4 * B * P, extra, packed, plan, H, dht, dct, wr, dm, P);
  } else if (mode === "GRU") k.gruBackward(gates, du, dy, dh, hPrev, extra, packed, plan, H, dht);
  else k.rnnBackward(gates, dy, dh, packed, plan, H, mode === "RNN_RELU" ? 1 : 0, dht);

  const steps = needs.steps ? [copyOutGradient(dht, N * P)] : [];
  if (dct) steps.push(copyOutGradient(dct, N * H));
  const initial = needs.initial ? copyOutStates(dh, B, stateWidths(mode, dims)) : [];
  const work = room(Math.max(k.gemmWork(I, GH), k.gemmWork(I, N), k.gemmWork(Math.max(H, P), N)));
  const result = room(Math.max(N * I, GH * I, GH * P, P * H));
  let dx: Float32Array | null = null;
  if (needs.x) {
    k.linearBackwardInput(result, gates, copyIn(weights.weightIh), N, I, GH, 0, work);
    dx = copyOutGradient(result, N * I);
  }
  if (!needs.weights) return { x: dx, initial, weights: null, steps };

  /** dW = dᵀ input, with d (N, rows) and input (N, columns). */
  const product = (d: number, input: number, columns: number, rows: number): Float32Array => {
    k.linearBackwardWeight(result, d, input, N, columns, rows, 0, work);
    return copyOutGradient(result, rows * columns);
  };
  const columnSum = (d: number): Float32Array => {
    k.columnSum(result, d, N, GH, 0);
    return copyOutGradient(result, GH);
  };
  return {
    x: dx,
    initial,
    steps,
    weights: {
      weightIh: product(gates, copyIn(x), I, GH),
      weightHh: product(du, hPrev, P, GH),
      biasIh: weights.biasIh && columnSum(gates),
      biasHh: weights.biasHh && columnSum(du),
      weightHr: projected ? product(dht, extra + 4 * layout.extra, H, P) : null,
    },
  };
}

function copyOutStates(dh: number, B: number, widths: readonly number[]): Float32Array[] {
  let at = dh;
  return widths.map((width) => {
    const gradient = copyOutGradient(at, B * width);
    at += 4 * B * width;
    return gradient;
  });
}
