/** @module What shapes recurrent layers take, and what is said of those that they do not. */
import { ShapeError } from "../errors.ts";
import { sameShape } from "../tensor/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { LayerWeights, Mode } from "../wasm/recurrent.ts";

/** The part of a stack of layers that decides which shapes fit. */
interface LayersShape {
  readonly mode: Mode;
  readonly layers: readonly LayerWeights<Tensor>[];
  readonly batchFirst: boolean;
}

/** Throws ShapeError, in PyTorch's words, unless x and hx fit the layers and each other. */
export function checkShapes(
  { mode, layers, batchFirst }: LayersShape,
  x: Tensor,
  hx: readonly Tensor[] | null,
): void {
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
  if (hx.some((state) => state.shape.length !== dims)) {
    const found = hx.map((state) => `${state.shape.length}-D`);
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
    if (sameShape(state.shape, expected)) return;
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
