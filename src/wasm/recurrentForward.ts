/** @module A recurrent layer in one direction, forward over a whole sequence. */
import { type Arena, ROOM, type SavedBlock } from "./arena.ts";
import { arenaFor, partsFor, partsForPacking } from "./engine.ts";
import { layerCall as slot } from "./kernels.generated.ts";
import {
  bytesNeeded,
  checkNeed,
  type LayerLayout,
  type LayerWeights,
  newCall,
  savedSize,
  weightList,
} from "./recurrent.ts";
import { run } from "./threads.ts";

/** From this many time steps on, transposing the weights of a single sequence pays: it takes as long as two steps. */
const LONG = 4;

/** Where a call has the address of each weight, in the order of `weightList`. */
const slots = [slot.weightIh, slot.weightHh, slot.biasIh, slot.biasHh, slot.weightHr] as const;

export interface LayerInputs {
  readonly x: Float32Array; // (N, I)
  readonly weights: LayerWeights<Float32Array>;
  /** h₀ (B, P) and, for an LSTM, c₀ (B, H); null for zeros. */
  readonly initial: readonly Float32Array[] | null;
}

export interface LayerResult {
  /** Outputs and final states, in the order of `LayerLayout.states`. */
  readonly states: Float32Array;
  /** What backward needs; null unless saved. */
  readonly saved: SavedLayer | null;
}

/** What a forward call saves for its backward, and where; to be freed with `freeLayer`. */
export interface SavedLayer {
  readonly arena: Arena;
  readonly block: SavedBlock;
  readonly layout: LayerLayout;
  readonly fromZeros: boolean;
}

/**
 * Runs a layer over a sequence; with `save`, what backward needs stays in the arena. Throws MemoryError if this call or its
 * backward would need more memory than there can be.
 */
export function recurrentForward(layout: LayerLayout, inputs: LayerInputs, save: boolean): LayerResult {
  const arena = arenaFor(layout.work);
  const bytes = bytesNeeded(layout, save);
  if (bytes > ROOM) {
    checkNeed(bytes);
    arena.reserve(bytes);
  }
  const size = savedSize(layout);
  const block = save ? arena.allocateSaved(size) : null;
  try {
    const states = forward(arena, layout, inputs, block?.pointer ?? arena.allocate(size));
    return { states, saved: block && { arena, block, layout, fromZeros: inputs.initial === null } };
  } catch (error) {
    if (block !== null) arena.free(block);
    throw error;
  }
}

/** Copies of the gates (N, G·H) of every row, and of its `extra` (N, H); see kernels/call.ts. */
export function savedGates({ arena, block, layout }: SavedLayer): {
  readonly gates: Float32Array;
  readonly extra: Float32Array;
} {
  const { N, H, G, gates, xh, extra } = layout;
  const at = arena.pointerTo(block);
  return {
    gates: arena.copyOut(at, N * G * H),
    extra: arena.copyOut(at + 4 * (gates + xh), extra === 0 ? 0 : N * H),
  };
}

export function freeLayer({ arena, block }: SavedLayer): void {
  arena.free(block);
}

export function forward(
  arena: Arena,
  layout: LayerLayout,
  { x, weights, initial }: LayerInputs,
  saved: number,
): Float32Array {
  const { mode, I, H, P, B, N } = layout;
  const { kernels } = arena;
  const GH = layout.G * H;
  const call = newCall(arena, layout, saved);
  call[slot.fromZeros] = initial === null ? 1 : 0;
  const y = arena.allocate(layout.states);
  const h = y + 4 * N * P;
  writeInitial(arena, h, initial, layout);
  call[slot.y] = y;
  call[slot.h] = h;
  call[slot.c] = h + 4 * B * P;
  call[slot.x] = arena.copyIn(x);
  const list = weightList(weights);
  for (let i = 0; i < list.length; i++) call[slots[i]] = arena.copyIn(list[i]);
  call[slot.bias] = arena.allocate(GH);
  if (mode === "GRU") {
    if (weights.biasHh === null) call[slot.biasHh] = arena.zeros(GH);
    call[slot.u] = arena.allocate(B * GH);
  }
  call[slot.packedIh] = arena.allocate(kernels.packedSize(I, GH));
  if (B !== 1) call[slot.packedHh] = arena.allocate(kernels.packedSize(mode === "GRU" ? P : P + I, GH));
  else if (N >= LONG) call[slot.packedHh] = arena.allocate(P * GH);
  if (weights.weightHr !== null) call[slot.packedHr] = arena.allocate(kernels.packedSize(H, P));

  const parts = partsFor(arena, B);
  const at = arena.copyInIntegers(call);
  run(arena, "layerPrepare", at, partsForPacking(parts, GH * (P + I)));
  run(arena, "layerForward", at, parts);
  return arena.copyOut(y, layout.states);
}

function writeInitial(
  arena: Arena,
  h: number,
  initial: readonly Float32Array[] | null,
  { B, widths }: LayerLayout,
): void {
  let at = h;
  for (let s = 0; s < widths.length; s++) {
    const size = B * widths[s];
    if (initial === null) arena.clear(at, size);
    else arena.write(at, initial[s]);
    at += 4 * size;
  }
}
