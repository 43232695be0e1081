/** @module A recurrent layer in one direction, forward over a whole sequence. */
import type { Arena } from "./arena.ts";
import { arenaFor, partsFor, partsForPacking } from "./engine.ts";
import type { Kept } from "./kept.ts";
import { layerCall as slot } from "./kernels.generated.ts";
import { newCall, setKept, setWeights } from "./layerCall.ts";
import {
  type LayerDims,
  type LayerLayout,
  type LayerWeights,
  layoutOf,
  type Mode,
  stateWidths,
} from "./recurrent.ts";
import { run } from "./threads.ts";

/** From so many time steps on it pays to transpose the weights of a single sequence: that takes as long as two steps. */
const LONG = 4;

/** What a forward call gives; see `LayerLayout` for the order within. */
export interface LayerResult {
  readonly states: Float32Array;
  readonly layout: LayerLayout;
  /** What backward needs, to be released once it is not; null when it will not be called. */
  readonly kept: KeptLayer | null;
}

/** What a forward call leaves for its backward, and where. */
export interface KeptLayer {
  readonly arena: Arena;
  readonly block: Kept;
  readonly layout: LayerLayout;
  /** Whether the first state was none that was given. */
  readonly fromZeros: boolean;
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
  const projected = weights.weightHr !== null;
  const layout = layoutOf(mode, dims, projected);
  const arena = arenaFor(layout.work);
  const size = layout.gates + layout.xh + layout.extra + layout.tanhC + layout.m;
  const block = keep ? arena.keep(size) : null;
  try {
    const states = forward(
      arena,
      block?.pointer ?? arena.room(size),
      layout,
      mode,
      x,
      weights,
      initial,
      dims,
    );
    return { states, layout, kept: block && { arena, block, layout, fromZeros: initial === null } };
  } catch (error) {
    if (block !== null) arena.release(block);
    throw error;
  }
}

/** Gives up what a forward call has left. */
export function release({ arena, block }: KeptLayer): void {
  arena.release(block);
}

function forward(
  arena: Arena,
  kept: number,
  layout: LayerLayout,
  mode: Mode,
  x: Float32Array,
  weights: LayerWeights<Float32Array>,
  initial: readonly Float32Array[] | null,
  dims: LayerDims,
): Float32Array {
  const { I, H, P } = dims;
  const { B, N, G } = layout;
  const { kernels } = arena;
  const GH = G * H;
  const call = newCall(arena, mode, dims, layout);
  setKept(call, kept, layout);
  call[slot.fromZeros] = initial === null ? 1 : 0;
  const y = arena.room(layout.states);
  const h = y + 4 * N * P;
  writeInitial(arena, h, initial, B, stateWidths(mode, dims));
  call[slot.y] = y;
  call[slot.h] = h;
  call[slot.c] = h + 4 * B * P;
  call[slot.x] = arena.copyIn(x);
  setWeights(arena, call, weights);
  call[slot.bias] = arena.room(GH);
  if (mode === "GRU") {
    if (weights.biasHh === null) call[slot.biasHh] = arena.zeros(GH);
    call[slot.u] = arena.room(B * GH);
  }
  call[slot.packedIh] = arena.room(kernels.packedSize(I, GH));
  if (B !== 1) call[slot.packedHh] = arena.room(kernels.packedSize(mode === "GRU" ? P : P + I, GH));
  else if (N >= LONG) call[slot.packedHh] = arena.room(P * GH);
  if (weights.weightHr !== null) call[slot.packedHr] = arena.room(kernels.packedSize(H, P));

  const parts = partsFor(arena, B);
  const at = arena.writeIntegers(call);
  run(arena, "layerPrepare", at, partsForPacking(parts, GH * (P + I)));
  run(arena, "layerForward", at, parts);
  return arena.copyOut(y, layout.states);
}

function writeInitial(
  arena: Arena,
  h: number,
  initial: readonly Float32Array[] | null,
  B: number,
  widths: readonly number[],
): void {
  let at = h;
  for (let s = 0; s < widths.length; s++) {
    const size = B * widths[s];
    if (initial === null) arena.clear(at, size);
    else arena.write(at, initial[s]);
    at += 4 * size;
  }
}
