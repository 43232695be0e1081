/** @module A recurrent layer in one direction, backward through a whole sequence. */
import { type Arena, ROOM } from "./arena.ts";
import { partsFor, partsForPacking, resume } from "./engine.ts";
import { layerCall as slot } from "./kernels.generated.ts";
import {
  bytesNeeded,
  isSmall,
  type LayerLayout,
  type LayerWeights,
  mapWeights,
  newCall,
  weightList,
} from "./recurrent.ts";
import type { SavedLayer } from "./recurrentForward.ts";
import { run } from "./threads.ts";

export interface LayerNeeds {
  readonly x: boolean;
  readonly initial: boolean;
  readonly weights: boolean;
  /** Those of the states of every time step. */
  readonly steps: boolean;
}

/** The gradients that were needed; the others are null or empty. */
export interface LayerGradients {
  readonly x: Float32Array | null;
  /** One for each state. */
  readonly initial: readonly Float32Array[];
  readonly weights: LayerWeights<Float32Array> | null;
  /** ∂L/∂h_t (N, P), and for an LSTM ∂L/∂c_t by way of c_{t+1} (N, H). */
  readonly steps: readonly Float32Array[];
}

/** Where a call has the address of each weight's gradient, in the order of `weightList`. */
const gradientSlots = [slot.dweightIh, slot.dweightHh, slot.dbiasIh, slot.dbiasHh, slot.dweightHr] as const;

/**
 * The gradients of a forward call, from those of its `states`, in the same order. With `again`, what was saved stays
 * valid for another backward. `onCall` receives the argument of the kernels, while their results are still in the arena.
 */
export function recurrentBackward(
  { arena, block, layout, fromZeros }: SavedLayer,
  dstates: Float32Array,
  weights: LayerWeights<Float32Array>,
  needs: LayerNeeds,
  again: boolean,
  onCall: ((arena: Arena, call: Int32Array) => void) | null = null,
): LayerGradients {
  const { mode, I, H, P, B, N } = layout;
  const { weightIh, weightHh, weightHr } = weights;
  const GH = layout.G * H;
  resume(arena, layout.work);
  const bytes = isSmall(layout) ? 0 : bytesNeeded(layout, true);
  if (bytes > ROOM) arena.reserve(bytes);
  const { kernels } = arena;
  const saved = arena.pointerTo(block);
  const call = newCall(arena, layout, saved);
  call[slot.fromZeros] = fromZeros ? 1 : 0;
  call[slot.endsAtState] = needs.initial ? 0 : 1;
  if (again) call[slot.gates] = arena.copy(saved, N * GH); // the kernel overwrites gates with their gradients
  const dy = arena.copyIn(dstates);
  const dh = dy + 4 * N * P;
  call[slot.dy] = dy;
  call[slot.h] = dh;
  call[slot.c] = dh + 4 * B * P;
  call[slot.weightHh] = arena.copyIn(weightHh);
  if (B !== 1) call[slot.packedHh] = arena.allocate(kernels.packedSize(GH, P));
  if (mode === "GRU") call[slot.du] = arena.allocate(N * GH);
  if (needs.steps || weightHr !== null) call[slot.dht] = arena.allocate(N * P);
  if (needs.steps && mode === "LSTM") call[slot.dct] = arena.allocate(N * H);
  if (weightHr !== null) {
    call[slot.weightHr] = arena.copyIn(weightHr);
    call[slot.packedHr] = arena.allocate(kernels.packedSize(P, H));
    call[slot.dm] = arena.allocate(B * H);
  }
  if (needs.x) {
    call[slot.dx] = arena.allocate(N * I);
    call[slot.weightIh] = arena.copyIn(weightIh);
    call[slot.packedDx] = arena.allocate(kernels.packedSize(GH, I));
  }
  const parts = partsFor(arena, B);
  if (needs.weights) {
    const columns = Math.max(I, P, weightHr === null ? 0 : H);
    setWeightGradients(arena, call, weights, columns, parts);
  }
  const at = arena.copyInIntegers(call);
  run(arena, "layerPrepareBackward", at, partsForPacking(parts, GH * P));
  run(arena, "layerBackward", at, parts);
  if (needs.weights) run(arena, "layerGradients", at, parts);
  onCall?.(arena, call);
  const copyOut = ({ length }: Float32Array, i: number): Float32Array =>
    arena.copyOutGradient(call[gradientSlots[i]], length);
  return {
    x: needs.x ? arena.copyOutGradient(call[slot.dx], N * I) : null,
    initial: needs.initial ? copyOutStates(arena, dh, layout) : [],
    weights: needs.weights ? mapWeights(weights, copyOut) : null,
    steps: needs.steps ? copyOutSteps(arena, call, N * P, N * H) : [],
  };
}

/** Allocates the gradients of the weights, and for each part the work space of products with up to `columns` columns. */
function setWeightGradients(
  arena: Arena,
  call: Int32Array,
  weights: LayerWeights<Float32Array>,
  columns: number,
  parts: number,
): void {
  const list = weightList(weights);
  for (let i = 0; i < list.length; i++) {
    const weight = list[i];
    if (weight !== null) call[gradientSlots[i]] = arena.allocate(weight.length);
  }
  const size = arena.kernels.outerWork(columns);
  call[slot.work] = arena.allocate(size * parts);
  call[slot.workSize] = size;
}

function copyOutSteps(arena: Arena, call: Int32Array, hidden: number, cell: number): Float32Array[] {
  const steps = [arena.copyOutGradient(call[slot.dht], hidden)];
  if (call[slot.dct] !== 0) steps.push(arena.copyOutGradient(call[slot.dct], cell));
  return steps;
}

function copyOutStates(arena: Arena, dh: number, { B, widths }: LayerLayout): Float32Array[] {
  let at = dh;
  return widths.map((width) => {
    const gradient = arena.copyOutGradient(at, B * width);
    at += 4 * B * width;
    return gradient;
  });
}
