/** @module A recurrent layer in one direction, backward through a whole sequence. */
import type { Arena } from "./arena.ts";
import { partsFor } from "./engine.ts";
import { layerCall as slot } from "./kernels.generated.ts";
import { newCall, writeDims, writeKept } from "./layerCall.ts";
import { type LayerDims, type LayerWeights, type Mode, stateWidths } from "./recurrent.ts";
import type { KeptLayer } from "./recurrentForward.ts";
import { run } from "./threads.ts";

/** Which gradients are wanted. */
export interface LayerNeeds {
  readonly x: boolean;
  readonly initial: boolean;
  readonly weights: boolean;
  /** Those of every state in between. */
  readonly steps: boolean;
  /** Whether what was kept is needed again afterwards. */
  readonly again: boolean;
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
  { arena, block, layout }: KeptLayer,
  weights: LayerWeights<Float32Array>,
  dims: LayerDims,
  needs: LayerNeeds,
): LayerGradients {
  const { I, H, P } = dims;
  const { weightIh, weightHh, weightHr } = weights;
  const { B, N, G } = layout;
  const GH = G * H;
  arena.begin(arena.binary); // what was kept was packed for these kernels
  const { kernels } = arena;
  const call = newCall(arena);
  const set = (field: number, value: number): void => arena.writeInteger(call, field, value);
  const room = (wanted: boolean, count: number): number => (wanted ? arena.room(count) : 0);
  writeDims(arena, call, mode, dims, layout);
  const kept = arena.pointerTo(block);
  writeKept(arena, call, kept, layout);
  if (needs.again) set(slot.gates, copyOf(arena, kept, N * GH)); // they become their own gradients
  const dy = arena.copyIn(dstates);
  const dh = dy + 4 * N * P;
  set(slot.dy, dy);
  set(slot.h, dh);
  set(slot.c, dh + 4 * B * P);
  const dht = room(needs.steps || weightHr !== null, N * P);
  const dct = room(needs.steps && mode === "LSTM", N * H);
  set(slot.dht, dht);
  set(slot.dct, dct);
  set(slot.du, room(mode === "GRU", N * GH));
  set(slot.weightHh, arena.copyIn(weightHh));
  set(slot.packedHh, room(B > 1, kernels.packedSize(GH, P)));
  if (weightHr !== null) {
    set(slot.weightHr, arena.copyIn(weightHr));
    set(slot.packedHr, arena.room(kernels.packedSize(P, H)));
    set(slot.dm, arena.room(B * H));
  }
  const dx = room(needs.x, N * I);
  set(slot.dx, dx);
  if (needs.x) {
    set(slot.weightIh, arena.copyIn(weightIh));
    set(slot.packedDx, arena.room(kernels.packedSize(GH, I)));
  }
  const parts = partsFor(arena, B);
  run(arena, "layerPrepareBackward", call, parts);
  run(arena, "layerBackward", call, parts);
  const results = {
    x: needs.x ? arena.copyOutGradient(dx, N * I) : null,
    initial: needs.initial ? copyOutStates(arena, dh, B, stateWidths(mode, dims)) : [],
    steps: needs.steps ? copyOutSteps(arena, dht, N * P, dct, N * H) : [],
  };
  return {
    ...results,
    weights: needs.weights ? weightGradients(arena, call, weights, dims, GH, parts) : null,
  };
}

/** Gradients of the weights, once those of the pre-activations are there. */
function weightGradients(
  arena: Arena,
  call: number,
  weights: LayerWeights<Float32Array>,
  { I, H, P }: LayerDims,
  GH: number,
  parts: number,
): LayerWeights<Float32Array> {
  const { kernels } = arena;
  const set = (field: number, values: Float32Array | null): number => {
    const pointer = values === null ? 0 : arena.room(values.length);
    arena.writeInteger(call, field, pointer);
    return pointer;
  };
  const pointers = {
    weightIh: set(slot.dweightIh, weights.weightIh),
    weightHh: set(slot.dweightHh, weights.weightHh),
    biasIh: set(slot.dbiasIh, weights.biasIh),
    biasHh: set(slot.dbiasHh, weights.biasHh),
    weightHr: set(slot.dweightHr, weights.weightHr),
  };
  const size = kernels.outerWork(Math.max(I, P, weights.weightHr === null ? 0 : H));
  arena.writeInteger(call, slot.work, arena.room(size * parts));
  arena.writeInteger(call, slot.workSize, size);
  run(arena, "layerGradients", call, parts);
  return {
    weightIh: arena.copyOutGradient(pointers.weightIh, GH * I),
    weightHh: arena.copyOutGradient(pointers.weightHh, GH * P),
    biasIh: weights.biasIh && arena.copyOutGradient(pointers.biasIh, GH),
    biasHh: weights.biasHh && arena.copyOutGradient(pointers.biasHh, GH),
    weightHr: weights.weightHr && arena.copyOutGradient(pointers.weightHr, P * H),
  };
}

function copyOf(arena: Arena, from: number, count: number): number {
  const to = arena.room(count);
  arena.move(to, from, count);
  return to;
}

function copyOutSteps(arena: Arena, dht: number, hidden: number, dct: number, cell: number): Float32Array[] {
  const steps = [arena.copyOutGradient(dht, hidden)];
  if (dct) steps.push(arena.copyOutGradient(dct, cell));
  return steps;
}

function copyOutStates(arena: Arena, dh: number, B: number, widths: readonly number[]): Float32Array[] {
  let at = dh;
  return widths.map((width) => {
    const gradient = arena.copyOutGradient(at, B * width);
    at += 4 * B * width;
    return gradient;
  });
}
