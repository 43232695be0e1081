/** @module What shapes recurrent layers take, and what is said of those that they do not. */
import { ShapeError } from "../errors.ts";
import { sameShape } from "../tensor/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { type LayerWeights, type Mode, stateWidths } from "../wasm/recurrent.ts";
import type { PackedSequence } from "./packedSequence.ts";

/** The part of a stack of layers that decides which shapes fit. */
interface LayersShape {
  readonly mode: Mode;
  readonly layers: readonly (readonly LayerWeights<Tensor>[])[];
  readonly batchFirst: boolean;
}

type States = readonly Tensor[] | null;

/** Throws ShapeError, in PyTorch's words, unless x and hx fit the layers and each other. */
export function checkShapes(layers: LayersShape, x: Tensor, hx: States): void {
  const name = nameOf(layers);
  const dims = x.shape.length;
  if (dims !== 2 && dims !== 3) {
    const what = name === "RNN" ? "D tensor instead" : "D instead";
    throw new ShapeError(
      `${name}: Expected input to be 2D or 3D, got ${dims}${what}\n  x is ${shapeText(x)} but must be ${layoutText(layers)}, or (T, I) without a batch`,
    );
  }
  const I = layers.layers[0][0].weightIh.shape[1];
  if (x.shape[dims - 1] !== I) throw wrongInputSize(layers, x, I);
  const { batchFirst } = layers;
  if (x.shape[dims === 3 && batchFirst ? 1 : 0] === 0) {
    throw new ShapeError(
      `Expected sequence length to be larger than 0 in RNN\n  ${name}: x is ${shapeText(x)}, read as ${dims === 2 ? "(T, I)" : layoutText(layers)}`,
    );
  }
  if (hx === null) return;
  checkDims(name, dims, hx);
  const B = dims === 2 ? 1 : x.shape[batchFirst ? 0 : 1];
  const batched = (state: Tensor): readonly number[] =>
    dims === 3 ? state.shape : [state.shape[0], 1, state.shape[1]];
  checkStates(layers, hx.map(batched), B);
}

/** The same for a packed sequence. */
export function checkPacked(layers: LayersShape, { data, batchSizes }: PackedSequence, hx: States): void {
  if (data.shape.length !== 2) throw new ShapeError(`input must have 2 dimensions, got ${data.shape.length}`);
  const I = layers.layers[0][0].weightIh.shape[1];
  if (data.shape[1] !== I) {
    throw new ShapeError(`input.size(-1) must be equal to input_size. Expected ${I}, got ${data.shape[1]}`);
  }
  if (hx === null) return;
  checkStates(
    layers,
    hx.map((state) => state.shape),
    batchSizes[0],
  );
}

function wrongInputSize(layers: LayersShape, x: Tensor, I: number): ShapeError {
  const dims = x.shape.length;
  const axis = x.shape.indexOf(I);
  const read = dims === 2 ? "(T, I)" : layoutText(layers);
  const swap = axis === -1 ? "" : `. Axis ${axis} is ${I}: did you mean x.transpose(${axis}, ${dims - 1})?`;
  const lift = I === 1 && axis === -1 ? ". For one number a step, did you mean x.unsqueeze(-1)?" : "";
  return new ShapeError(
    `input.size(-1) must be equal to input_size. Expected ${I}, got ${x.shape[dims - 1]}\n  ${nameOf(layers)}: x is ${shapeText(x)}, read as ${read}${swap}${lift}`,
  );
}

function checkDims(name: string, dims: number, hx: readonly Tensor[]): void {
  if (hx.every((state) => state.shape.length === dims)) return;
  const found = hx.map((state) => `${state.shape.length}-D`);
  const kind = dims === 3 ? "batched 3-D" : "unbatched 2-D";
  throw new ShapeError(
    name === "LSTM"
      ? `For ${kind} input, hx and cx should also be ${dims}-D but got (${found.join(", ")}) tensors`
      : `For ${kind} input, hx should also be ${dims}-D but got ${found[0]} tensor`,
  );
}

function checkStates(layersShape: LayersShape, shapes: readonly (readonly number[])[], B: number): void {
  const { mode, layers, batchFirst } = layersShape;
  const { weightHh, weightHr } = layers[0][0];
  const widths = stateWidths(mode, { P: weightHh.shape[1], H: (weightHr ?? weightHh).shape[1] });
  shapes.forEach((shape, s) => {
    const expected = [layers.length * layers[0].length, B, widths[s]];
    if (sameShape(shape, expected)) return;
    const which = mode === "LSTM" ? `hidden[${s}]` : "hidden";
    const remedy = batchFirst
      ? "\n  a state is (num_layers * num_directions, B, hidden_size) also with batchFirst"
      : "";
    throw new ShapeError(
      `Expected ${which} size (${expected.join(", ")}), got [${shape.join(", ")}]${remedy}`,
    );
  });
}

function nameOf({ mode }: LayersShape): string {
  return mode.startsWith("RNN") ? "RNN" : mode;
}

function shapeText(x: Tensor): string {
  return `(${x.shape.join(", ")})`;
}

function layoutText({ batchFirst }: LayersShape): string {
  return batchFirst ? "(B, T, I)" : "(T, B, I)";
}
