/** @module A stack of recurrent layers: runs layers and directions in turn, and gathers their final states. */
import type { Tensor } from "../tensor/tensor.ts";
import { share, view } from "../tensor/views.ts";
import { stateWidths } from "../wasm/recurrent.ts";
import { dropout } from "./dropout.ts";
import { indexSelect } from "./indexSelect.ts";
import { cat, stack } from "./join.ts";
import type { PackedSequence } from "./packedSequence.ts";
import { recurrentLayer } from "./recurrentLayer.ts";
import { checkPacked, checkShapes, type RecurrentStack, sizesOf } from "./recurrentShapes.ts";

/** The outputs of all time steps, and the final states. */
export interface RecurrentResult<Sequence> {
  /** The outputs of the last layer. */
  readonly output: Sequence;
  /** The final states: h, and c of an LSTM. */
  readonly states: Tensor[];
}

/**
 * A sequence through a stack of recurrent layers. D directions, P outputs of a direction (H unless projected).
 *
 *     x   (T, B, I), (B, T, I) with batchFirst, or (T, I) without a batch
 *     hx  h (L·D, B, P), and c (L·D, B, H) of an LSTM, also with batchFirst; no B without a batch; null for zeros
 *     →   output as x with D·P for I, and the final states, shaped as hx
 *
 * Throws ShapeError for mismatched shapes, with PyTorch's messages.
 */
export function recurrent(
  stackOf: RecurrentStack,
  x: Tensor,
  hx: readonly Tensor[] | null,
): RecurrentResult<Tensor> {
  checkShapes(stackOf, x, hx);
  const { batchFirst } = stackOf;
  const batched = x.shape.length === 3;
  const T = x.shape[batched && batchFirst ? 1 : 0];
  const B = batched ? x.shape[batchFirst ? 0 : 1] : 1;
  const rows = view(x, [T * B, x.shape[x.shape.length - 1]]);
  const sizes = new Array<number>(T).fill(B);
  const { output: y, states } = runLayers(stackOf, rows, hx, sizes, batched && batchFirst);
  return {
    output: view(y, x.shape.with(-1, y.shape[1])),
    states: batched ? states : states.map((state) => view(state, [state.shape[0], state.shape[2]])),
  };
}

/** As `recurrent`, for sequences of unequal length. hx and the final states are in the order of the batch. */
export function recurrentPacked(
  stackOf: RecurrentStack,
  x: PackedSequence,
  hx: readonly Tensor[] | null,
): RecurrentResult<PackedSequence> {
  checkPacked(stackOf, x, hx);
  const { sortedIndices, unsortedIndices } = x;
  const reorder = (state: Tensor, order: readonly number[] | null): Tensor =>
    order === null ? state : indexSelect(state, 1, order);
  const sorted = hx?.map((state) => reorder(state, sortedIndices)) ?? null;
  const { output, states } = runLayers(stackOf, x.data, sorted, x.batchSizes, false);
  return { output: x.with(output), states: states.map((state) => reorder(state, unsortedIndices)) };
}

/**
 * Runs rows (N, I) through all layers: returns rows (N, D·P), and each state of all layers and directions, (L·D, B, …). With
 * batchFirst, input and output rows are batch-first; between layers they are always time-major.
 */
function runLayers(
  stackOf: RecurrentStack,
  x: Tensor,
  hx: readonly Tensor[] | null,
  batchSizes: readonly number[],
  batchFirst: boolean,
): RecurrentResult<Tensor> {
  const { mode, layers, dropout: p, onStepGradients } = stackOf;
  const { H, P } = sizesOf(layers[0][0]);
  const widths = stateWidths(mode, H, P);
  const B = batchSizes[0];
  const finals: (readonly Tensor[])[] = []; // of each layer and direction
  let rows = x;
  for (let layer = 0; layer < layers.length; layer++) {
    const outputs: Tensor[] = [];
    for (let direction = 0; direction < layers[layer].length; direction++) {
      const index = finals.length;
      const initial =
        hx?.map((state, s) => share("state", state, [B, widths[s]], index * B * widths[s])) ?? null;
      const sequence = {
        batchSizes,
        reverse: direction === 1,
        xBatchFirst: batchFirst && layer === 0,
        yBatchFirst: batchFirst && layer === layers.length - 1,
      };
      const onStep =
        onStepGradients &&
        ((gradients: readonly Float32Array[]) => onStepGradients(index, gradients, batchSizes));
      const result = recurrentLayer(mode, rows, initial, layers[layer][direction], sequence, onStep);
      outputs.push(result.y);
      finals.push(result.finals);
    }
    rows = outputs.length === 1 ? outputs[0] : cat(outputs, 1);
    if (p > 0 && layer < layers.length - 1) rows = dropout(rows, { p });
  }
  return { output: rows, states: widths.map((width, s) => gathered(finals, s, B, width)) };
}

function gathered(finals: readonly (readonly Tensor[])[], s: number, B: number, width: number): Tensor {
  return finals.length === 1 ? view(finals[0][s], [1, B, width]) : stack(finals.map((states) => states[s]));
}
