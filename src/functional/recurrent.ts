/** @module Recurrent layers, stacked: shapes checked, layers run one after the other, final states gathered. */
import { ShapeError } from "../errors.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { select, squeeze, transpose, unsqueeze, view } from "../tensor/views.ts";
import { cells, type LayerWeights, type Mode } from "../wasm/recurrent.ts";
import { stack } from "./join.ts";
import { recurrentLayer } from "./recurrentLayer.ts";

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
  const batched = x.shape.length === 3;
  check(stackOf, x, hx);
  // A sequence without a batch is a batch of one, laid out time-major: (T, 1, I).
  const timeMajor = !batched ? unsqueeze(x, 1) : batchFirst ? swapBatchAndTime(x) : x;
  const [T, B, I] = timeMajor.shape;
  const H = layers[0].weightHh.shape[1];
  const plan = { batchSizes: new Array<number>(T).fill(B), reverse: false };

  let rows = view(timeMajor, [T * B, I]);
  const finals: Tensor[][] = Array.from({ length: cells[mode].states }, () => []);
  layers.forEach((weights, layer) => {
    const initial = hx?.map((state) => view(select(state, 0, layer), [B, H])) ?? null;
    const result = recurrentLayer(mode, rows, initial, weights, plan);
    rows = result.y;
    result.finals.forEach((state, s) => {
      finals[s].push(state);
    });
  });

  const output = view(rows, [T, B, H]);
  const states = finals.map((perLayer) => gather(perLayer, batched ? [B, H] : [H]));
  return { output: !batched ? squeeze(output, 1) : batchFirst ? swapBatchAndTime(output) : output, states };
}

/** (B, T, …) → (T, B, …) or back; nothing moves when one of them is 1. */
function swapBatchAndTime(x: Tensor): Tensor {
  const [a, b, last] = x.shape;
  return a === 1 || b === 1 ? view(x, [b, a, last]) : transpose(x, 0, 1);
}

/** The final states of all layers, (L, …). */
function gather(perLayer: readonly Tensor[], shape: readonly number[]): Tensor {
  if (perLayer.length === 1) return view(perLayer[0], [1, ...shape]);
  return view(stack(perLayer), [perLayer.length, ...shape]);
}

function check({ mode, layers, batchFirst }: RecurrentStack, x: Tensor, hx: readonly Tensor[] | null): void {
  const name = mode.startsWith("RNN") ? "RNN" : mode;
  const dims = x.shape.length;
  if (dims !== 2 && dims !== 3) {
    const what = name === "RNN" ? "D tensor instead" : "D instead";
    throw new ShapeError(
      `${name}: Expected input to be 2D or 3D, got ${dims}${what}\n  x is (${x.shape.join(", ")}) but must be ${layout(batchFirst)}, or (T, I) without a batch`,
    );
  }
  const I = layers[0].weightIh.shape[1];
  if (x.shape[dims - 1] !== I) throw wrongInputSize(name, x, I, batchFirst);
  if (x.shape[dims === 3 && batchFirst ? 1 : 0] === 0) {
    throw new ShapeError(
      `Expected sequence length to be larger than 0 in RNN\n  ${name}: x is (${x.shape.join(", ")}), read as ${dims === 2 ? "(T, I)" : layout(batchFirst)}`,
    );
  }
  if (hx !== null) checkStates(name, layers, x, hx, batchFirst);
}

function wrongInputSize(name: string, x: Tensor, I: number, batchFirst: boolean): ShapeError {
  const dims = x.shape.length;
  const axis = x.shape.indexOf(I);
  const read = dims === 2 ? "(T, I)" : layout(batchFirst);
  const swap = axis === -1 ? "" : `. Axis ${axis} is ${I}: did you mean x.transpose(${axis}, ${dims - 1})?`;
  const lift = I === 1 && axis === -1 ? ". For one number a step, did you mean x.unsqueeze(-1)?" : "";
  return new ShapeError(
    `input.size(-1) must be equal to input_size. Expected ${I}, got ${x.shape[dims - 1]}\n  ${name}: x is (${x.shape.join(", ")}), read as ${read}${swap}${lift}`,
  );
}

function checkStates(
  name: string,
  layers: readonly LayerWeights<Tensor>[],
  x: Tensor,
  hx: readonly Tensor[],
  batchFirst: boolean,
): void {
  const dims = x.shape.length;
  const found = hx.map((state) => `${state.shape.length}-D`);
  if (hx.some((state) => state.shape.length !== dims)) {
    const kind = dims === 3 ? "batched 3-D" : "unbatched 2-D";
    throw new ShapeError(
      name === "LSTM"
        ? `For ${kind} input, hx and cx should also be ${dims}-D but got (${found.join(", ")}) tensors`
        : `For ${kind} input, hx should also be ${dims}-D but got ${found[0]} tensor`,
    );
  }
  const H = layers[0].weightHh.shape[1];
  const batch = dims === 3 ? [x.shape[batchFirst ? 0 : 1]] : [];
  const expected = [layers.length, ...batch, H];
  hx.forEach((state, s) => {
    if (state.shape.join() === expected.join()) return;
    const which = name === "LSTM" ? `hidden[${s}]` : "hidden";
    const remedy = batchFirst ? "\n  a state is (num_layers, B, hidden_size) also with batchFirst" : "";
    throw new ShapeError(
      `Expected ${which} size (${expected.join(", ")}), got [${state.shape.join(", ")}]${remedy}`,
    );
  });
}

function layout(batchFirst: boolean): string {
  return batchFirst ? "(B, T, I)" : "(T, B, I)";
}
