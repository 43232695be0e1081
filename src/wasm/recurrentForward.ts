/** @module A recurrent layer in one direction, forward over a whole sequence. */
import { kernels } from "./instance.ts";
import { type LayerDims, type LayerWeights, layoutOf, type Mode, planOf, stateWidths } from "./recurrent.ts";
import { begin, clear, copyIn, copyOut, room, write } from "./scratch.ts";

/** What a forward call gives; see `LayerLayout` for the order within. */
export interface LayerResult {
  readonly states: Float32Array;
  /** What backward needs; null when it will not be called. */
  readonly kept: Float32Array | null;
}

/** Runs a layer over a sequence. `initial` holds h₀ (B, P) and, for an LSTM, c₀ (B, H); null means zeros. */
export function recurrentForward(
  mode: Mode,
  x: Float32Array,
  weights: LayerWeights<Float32Array>,
  initial: readonly Float32Array[] | null,
  dims: LayerDims,
  keep: boolean,
): LayerResult {
  const { I, H, P } = dims;
  const layout = layoutOf(mode, dims, weights.weightHr !== null);
  const { B, N } = layout;
  const GH = weights.weightHh.length / P;
  const k = kernels();
  begin();
  const plan = planOf(dims);
  const out = room(layout.states);
  const h = out + 4 * N * P;
  const c = h + 4 * B * P;
  writeInitial(h, initial, B, stateWidths(mode, dims));

  const keptSize = layout.gates + layout.hPrev + layout.extra + layout.m;
  const kept = room(keptSize);
  const gates = layout.gates > 0 ? kept : out;
  const hPrev = kept + 4 * layout.gates;
  const extra = hPrev + 4 * layout.hPrev;
  const work = room(Math.max(k.packedSize(I, GH), k.packedSize(P, GH)));
  const biasHh = copyIn(weights.biasHh);
  const inputBias = mode === "GRU" ? 0 : biasHh; // a GRU adds it inside the reset gate
  const wih = copyIn(weights.weightIh);
  k.linearForward(gates, copyIn(x), wih, copyIn(weights.biasIh), inputBias, N, I, GH, work);
  k.pack(work, copyIn(weights.weightHh), P, GH, 1, P);

  if (mode === "LSTM") {
    const m = weights.weightHr === null ? 0 : extra + 4 * layout.extra;
    const wr = weights.weightHr === null ? 0 : room(k.packedSize(H, P));
    if (wr) k.pack(wr, copyIn(weights.weightHr), H, P, 1, H);
    k.lstmForward(gates, out, h, c, hPrev, extra, work, plan, H, m, wr, P);
  } else if (mode === "GRU") {
    const u = room(3 * B * H);
    k.gruForward(gates, out, h, hPrev, extra, work, biasHh || zeros(3 * H), u, plan, H);
  } else k.rnnForward(out, h, hPrev, work, plan, H, mode === "RNN_RELU" ? 1 : 0);
  return { states: copyOut(out, layout.states), kept: keep ? copyOut(kept, keptSize) : null };
}

function writeInitial(
  h: number,
  initial: readonly Float32Array[] | null,
  B: number,
  widths: readonly number[],
): void {
  let at = h;
  for (let s = 0; s < widths.length; s++) {
    const size = B * widths[s];
    if (initial === null) clear(at, size);
    else write(at, initial[s]);
    at += 4 * size;
  }
}

function zeros(count: number): number {
  const pointer = room(count);
  clear(pointer, count);
  return pointer;
}
