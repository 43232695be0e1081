/** @module Recurrent layers, stacked: layers run one after the other, final states gathered. */
import type { Tensor } from "../tensor/tensor.ts";
import { share, transpose, view } from "../tensor/views.ts";
import { cells, type LayerWeights, type Mode } from "../wasm/recurrent.ts";
import { stack } from "./join.ts";
import { recurrentLayer } from "./recurrentLayer.ts";
import { checkShapes } from "./recurrentShapes.ts";

/** What a stack of recurrent layers is made of. */
export interface RecurrentStack {
  readonly mode: Mode;
  /** From the bottom up. */
  readonly layers: readonly LayerWeights<Tensor>[];
  readonly batchFirst: boolean;
}

/**
 * A sequence through a stack of recurrent layers.
 *
 *     x   (T, B, I), (B, T, I) with batchFirst, or (T, I) without a batch
 *     hx  (L, B, H) for each state, also with batchFirst; (L, H) without a batch; null for zeros
 *     →   output as x with H for I, and the final states, shaped as hx
 *
 * Throws ShapeError in PyTorch's words when a shape does not fit.
 */
export function recurrent(
  stackOf: RecurrentStack,
  x: Tensor,
  hx: readonly Tensor[] | null,
): { output: Tensor; states: Tensor[] } {
  const { mode, layers, batchFirst } = stackOf;
  checkShapes(stackOf, x, hx);
  const batched = x.shape.length === 3;
  const [T, B] = !batched ? [x.shape[0], 1] : batchFirst ? [x.shape[1], x.shape[0]] : x.shape;
  const [I, H] = [layers[0].weightIh.shape[1], layers[0].weightHh.shape[1]];
  const plan = { batchSizes: new Array<number>(T).fill(B), reverse: false };
  // Layers read rows time-major. Only a batch of several sequences that comes batch-first has to be rearranged.
  const swaps = batched && batchFirst && B !== 1 && T !== 1;

  let rows = view(swaps ? transpose(x, 0, 1) : x, [T * B, I]);
  const finals: Tensor[][] = Array.from({ length: cells[mode].states }, () => []);
  layers.forEach((weights, layer) => {
    const initial = hx?.map((state) => share("state", state, [B, H], layer * B * H)) ?? null;
    const result = recurrentLayer(mode, rows, initial, weights, plan);
    rows = result.y;
    result.finals.forEach((state, s) => {
      finals[s].push(state);
    });
  });

  const output = swaps ? transpose(view(rows, [T, B, H]), 0, 1) : view(rows, x.shape.with(-1, H));
  const states = finals.map((perLayer) => gather(perLayer, batched ? [B, H] : [H]));
  return { output, states };
}

/** The final states of all layers, (L, …). */
function gather(perLayer: readonly Tensor[], shape: readonly number[]): Tensor {
  const whole = [perLayer.length, ...shape];
  return view(perLayer.length === 1 ? perLayer[0] : stack(perLayer), whole);
}
