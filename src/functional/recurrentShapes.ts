/** @module Validation of the shapes of a stack of recurrent layers, with PyTorch's error messages. */
import { ShapeError } from "../errors.ts";
import { sameShape } from "../tensor/shape.ts";
import { checkTensor, Tensor } from "../tensor/tensor.ts";
import { type LayerWeights, type Mode, stateWidths } from "../wasm/recurrent.ts";
import type { PackedSequence } from "./packedSequence.ts";

/** Receives the gradients of the states of one layer and direction; see `recurrentLayer`. */
export type OnStepGradients = (
  index: number,
  gradients: readonly Float32Array[],
  batchSizes: readonly number[],
) => void;

/** Recurrent layers on top of each other. */
export interface RecurrentStack {
  /** Which cell it is. */
  readonly mode: Mode;
  /** From the bottom up; each with one entry for each direction, forward first. */
  readonly layers: readonly (readonly LayerWeights<Tensor>[])[];
  /** Whether the batch is the first axis. */
  readonly batchFirst: boolean;
  /** The probability that a value between two layers becomes zero; 0 outside training. */
  readonly dropout: number;
  /** Called in the backward pass with the gradients of each step; null for none. */
  readonly onStepGradients: OnStepGradients | null;
}

type States = readonly Tensor[] | null;

/** The sizes of one layer and direction. */
export function sizesOf({ weightIh, weightHh, weightHr }: LayerWeights<Tensor>): {
  readonly I: number;
  readonly H: number;
  readonly P: number;
} {
  return { I: weightIh.shape[1], H: (weightHr ?? weightHh).shape[1], P: weightHh.shape[1] };
}

/** Throws ShapeError unless x and hx match the layers and each other. */
export function checkShapes(stack: RecurrentStack, x: Tensor, hx: States): void {
  const name = nameOf(stack);
  checkTensor(name, "x", x);
  checkStateTensors(name, hx);
  const dims = x.shape.length;
  if (dims !== 2 && dims !== 3) {
    const what = name === "RNN" ? "D tensor instead" : "D instead";
    throw new ShapeError(
      `${name}: Expected input to be 2D or 3D, got ${dims}${what}\n  x is ${shapeText(x)} but must be ${layoutText(stack)}, or (T, I) without a batch`,
    );
  }
  const I = sizesOf(stack.layers[0][0]).I;
  if (x.shape[dims - 1] !== I) throw wrongInputSize(stack, x, I);
  const { batchFirst } = stack;
  if (x.shape[dims === 3 && batchFirst ? 1 : 0] === 0) {
    throw new ShapeError(
      `Expected sequence length to be larger than 0 in RNN\n  ${name}: x is ${shapeText(x)}, read as ${dims === 2 ? "(T, I)" : layoutText(stack)}`,
    );
  }
  if (hx === null) return;
  checkDims(name, dims, hx);
  const B = dims === 2 ? 1 : x.shape[batchFirst ? 0 : 1];
  const batched = (state: Tensor): readonly number[] =>
    dims === 3 ? state.shape : [state.shape[0], 1, state.shape[1]];
  checkStates(stack, hx.map(batched), B);
}

/** As `checkShapes`, for a packed sequence. */
export function checkPacked(stack: RecurrentStack, { data, batchSizes }: PackedSequence, hx: States): void {
  checkStateTensors(nameOf(stack), hx);
  if (data.shape.length !== 2) throw new ShapeError(`input must have 2 dimensions, got ${data.shape.length}`);
  const I = sizesOf(stack.layers[0][0]).I;
  if (data.shape[1] !== I) {
    throw new ShapeError(`input.size(-1) must be equal to input_size. Expected ${I}, got ${data.shape[1]}`);
  }
  if (hx === null) return;
  const shapes = hx.map((state) => state.shape);
  checkStates(stack, shapes, batchSizes[0]);
}

function checkStateTensors(name: string, hx: States): void {
  for (let s = 0; hx !== null && s < hx.length; s++) {
    if (!(hx[s] instanceof Tensor)) checkTensor(name, hx.length === 1 ? "hx" : `hx[${s}]`, hx[s]);
  }
}

function wrongInputSize(stack: RecurrentStack, x: Tensor, I: number): ShapeError {
  const dims = x.shape.length;
  const axis = x.shape.indexOf(I);
  const read = dims === 2 ? "(T, I)" : layoutText(stack);
  const swap = axis === -1 ? "" : `. Axis ${axis} is ${I}: did you mean x.transpose(${axis}, ${dims - 1})?`;
  const lift = I === 1 && axis === -1 ? ". For one number a step, did you mean x.unsqueeze(-1)?" : "";
  return new ShapeError(
    `input.size(-1) must be equal to input_size. Expected ${I}, got ${x.shape[dims - 1]}\n  ${nameOf(stack)}: x is ${shapeText(x)}, read as ${read}${swap}${lift}`,
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

function checkStates(stack: RecurrentStack, shapes: readonly (readonly number[])[], B: number): void {
  const { mode, layers, batchFirst } = stack;
  const { H, P } = sizesOf(layers[0][0]);
  const widths = stateWidths(mode, H, P);
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

function nameOf({ mode }: RecurrentStack): string {
  return mode.startsWith("RNN") ? "RNN" : mode;
}

function shapeText(x: Tensor): string {
  return `(${x.shape.join(", ")})`;
}

function layoutText({ batchFirst }: RecurrentStack): string {
  return batchFirst ? "(B, T, I)" : "(T, B, I)";
}
