/** @module The argument of the recurrent kernels, kernels/call.ts, field by field. */
import type { Arena } from "./arena.ts";
import { layerCall as slot } from "./kernels.generated.ts";
import {
  cells,
  type LayerDims,
  type LayerLayout,
  type LayerWeights,
  type Mode,
  planOf,
} from "./recurrent.ts";

const FIELDS = Object.keys(slot).length;

/** An empty call. */
export function newCall(arena: Arena): number {
  return arena.zeros(FIELDS);
}

/** The sizes and the plan. */
export function writeDims(
  arena: Arena,
  call: number,
  mode: Mode,
  dims: LayerDims,
  { B, N, G }: LayerLayout,
): void {
  arena.writeInteger(call, slot.mode, cells[mode].number);
  arena.writeInteger(call, slot.plan, planOf(arena, dims, N));
  arena.writeInteger(call, slot.B, B);
  arena.writeInteger(call, slot.I, dims.I);
  arena.writeInteger(call, slot.H, dims.H);
  arena.writeInteger(call, slot.P, dims.P);
  arena.writeInteger(call, slot.G, G);
  arena.writeInteger(call, slot.xBatchFirst, dims.xBatchFirst ? 1 : 0);
  arena.writeInteger(call, slot.yBatchFirst, dims.yBatchFirst ? 1 : 0);
}

/** Where what is kept lies, from a pointer on. */
export function writeKept(arena: Arena, call: number, kept: number, layout: LayerLayout): void {
  const xh = kept + 4 * layout.gates;
  const extra = xh + 4 * layout.xh;
  const tanhC = extra + 4 * layout.extra;
  arena.writeInteger(call, slot.gates, kept);
  arena.writeInteger(call, slot.xh, xh);
  arena.writeInteger(call, slot.extra, extra);
  arena.writeInteger(call, slot.tanhC, tanhC);
  arena.writeInteger(call, slot.m, tanhC + 4 * layout.tanhC);
}

/** The weights, copied in. */
export function writeWeights(arena: Arena, call: number, weights: LayerWeights<Float32Array>): void {
  arena.writeInteger(call, slot.weightIh, arena.copyIn(weights.weightIh));
  arena.writeInteger(call, slot.weightHh, arena.copyIn(weights.weightHh));
  arena.writeInteger(call, slot.weightHr, arena.copyIn(weights.weightHr));
  arena.writeInteger(call, slot.biasIh, arena.copyIn(weights.biasIh));
  arena.writeInteger(call, slot.biasHh, arena.copyIn(weights.biasHh));
}
