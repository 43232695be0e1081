/** @module The argument of the recurrent kernels, kernels/call.ts: filled in here, then written to memory in one go. */
import type { Arena } from "./arena.ts";
import { layerCall as slot } from "./kernels.generated.ts";
import {
  cells,
  type LayerDims,
  type LayerLayout,
  type LayerWeights,
  type Mode,
  planOf,
  weightNames,
} from "./recurrent.ts";

/** The fields of a call, at `layerCall`'s places. There is one, used for every call: none begins before another has run. */
const fields: Int32Array = new Int32Array(Object.keys(slot).length);

/** The fields, all 0 but for the sizes and the plan. */
export function newCall(arena: Arena, mode: Mode, dims: LayerDims, { B, N, G }: LayerLayout): Int32Array {
  fields.fill(0);
  fields[slot.mode] = cells[mode].number;
  fields[slot.plan] = planOf(arena, dims, N);
  fields[slot.B] = B;
  fields[slot.I] = dims.I;
  fields[slot.H] = dims.H;
  fields[slot.P] = dims.P;
  fields[slot.G] = G;
  fields[slot.xBatchFirst] = dims.xBatchFirst ? 1 : 0;
  fields[slot.yBatchFirst] = dims.yBatchFirst ? 1 : 0;
  return fields;
}

/** Where what is kept lies, from a pointer on. */
export function setKept(call: Int32Array, kept: number, layout: LayerLayout): void {
  call[slot.gates] = kept;
  call[slot.xh] = kept + 4 * layout.gates;
  call[slot.extra] = call[slot.xh] + 4 * layout.xh;
  call[slot.tanhC] = call[slot.extra] + 4 * layout.extra;
  call[slot.m] = call[slot.tanhC] + 4 * layout.tanhC;
}

/** The weights, copied in. */
export function setWeights(arena: Arena, call: Int32Array, weights: LayerWeights<Float32Array>): void {
  for (const name of weightNames) call[slot[name]] = arena.copyIn(weights[name]);
}
