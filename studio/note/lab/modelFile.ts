/** @module A model as a file, and a file as a model. */
import { ShapeError } from "../../../src/errors.ts";
import { decodeWeights } from "../../../src/interop/decodeWeights.ts";
import {
  encodeOnnx,
  encodeSafetensors,
  encodeTorch,
  inferStack,
  type NamedArray,
  type RecurrentPart,
} from "../../../src/interop/index.ts";
import { isRecurrent } from "../../../src/interop/onnx/stack.ts";
import type { Cell, Settings } from "../../../src/note/settings.ts";
import type { Weights } from "./checkpoints.ts";

/** The formats of a downloaded model. */
export const fileKinds = ["safetensors", "pt", "onnx"] as const;

/** A format, which is also the ending of the file's name. */
export type FileKind = (typeof fileKinds)[number];

/** The bytes of a file with these parameters. Those of a safetensors file also say how they were trained. */
export function modelFile(
  parameters: ReadonlyMap<string, NamedArray>,
  settings: Settings,
  kind: FileKind,
): Uint8Array<ArrayBuffer> {
  const tensors = Object.fromEntries(parameters);
  if (kind === "safetensors")
    return Uint8Array.from(encodeSafetensors(tensors, { settings: JSON.stringify(settings) }));
  if (kind === "pt") return Uint8Array.from(encodeTorch(tensors));
  const layers = inferStack(tensors).map(({ part }) => part);
  return Uint8Array.from(encodeOnnx({ layers, batchFirst: true }));
}

/** Weights read from a file, and the sizes of the network that they are of. */
export interface LoadedModel {
  readonly weights: Weights;
  readonly sizes: Pick<Settings, "cell" | "hidden" | "layers">;
}

const cells: Readonly<Record<RecurrentPart["kind"], Cell>> = {
  rnn_tanh: "rnn",
  rnn_relu: "rnn",
  lstm: "lstm",
  gru: "gru",
};

/** Reads a safetensors or `.pt` file. @throws FormatError, ShapeError unless it holds a network like the note's. */
export function readModel(bytes: Uint8Array): LoadedModel {
  const { tensors } = decodeWeights(bytes);
  const [rnn, out, ...others] = inferStack(tensors);
  const wanted =
    "the studio's networks are a recurrent layer named rnn (1 input) and a Linear named out (1 output)";
  if (rnn?.name !== "rnn" || !isRecurrent(rnn.part) || out?.name !== "out" || others.length > 0)
    throw new ShapeError(`these weights are of another network: ${wanted}`);
  const names = Object.keys(tensors);
  const hidden = tensors["rnn.weight_hh_l0"]?.shape[1] ?? 0;
  const isPlain = names.every((name) => !/_reverse$|weight_hr/.test(name)) && "out.bias" in tensors;
  const inputs = tensors["rnn.weight_ih_l0"]?.shape[1];
  if (!isPlain || inputs !== 1 || tensors["out.weight"]?.shape[0] !== 1 || !("rnn.bias_ih_l0" in tensors))
    throw new ShapeError(`these weights are of another network: ${wanted}, one direction, with biases`);
  const layers = names.filter((name) => name.startsWith("rnn.weight_hh_l")).length;
  return { weights: tensors, sizes: { cell: cells[rnn.part.kind], hidden, layers } };
}
