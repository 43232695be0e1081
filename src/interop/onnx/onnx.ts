/** @module ONNX export of recurrent stacks. */

import { closed, described } from "../../arguments.ts";
import { ValueError } from "../../errors.ts";
import { isRecord, type NamedArray } from "../namedArray.ts";
import { type ModuleLike, stackOfModule } from "./moduleStack.ts";
import { OnnxGraph } from "./onnxGraph.ts";
import { addRecurrent } from "./onnxRecurrent.ts";
import {
  type ActivationPart,
  isRecurrent,
  type LinearPart,
  linearLayout,
  type Stack,
  stackSizes,
} from "./stack.ts";

/** Options of `encodeOnnx`. */
export interface OnnxOptions {
  /**
   * Initial states: `optional` inputs, zero by default; `required` inputs, for runtimes that do not accept optional ones
   * (onnxruntime-web); `none`, always zero.
   */
  readonly states?: "optional" | "required" | "none";
}

/**
 * Encodes a module, or a stack of recurrent and linear layers, as an ONNX model (operator set 17).
 *
 *     inputs    x (B, T, I), or (T, B, I) unless batchFirst
 *               h0, for an LSTM also c0 (L·D, B, H); of a second recurrent layer h0_2, c0_2
 *     outputs   output (B, T, O)   hn, cn (L·D, B, H)
 *
 * B and T are dynamic. Layers are in evaluation mode: dropout is omitted.
 *
 *     gates     PyTorch i f g o → ONNX i o f c     r z n → z r h, with linear_before_reset = 1
 *
 * Source: onnx/onnx, docs/Operators.md.
 *
 * @throws ShapeError if weights do not match; ValueError for what ONNX cannot express, such as a projection.
 */
export function encodeOnnx(network: Stack | ModuleLike, options: OnnxOptions = {}): Uint8Array {
  const { states = "optional" } = closed("encodeOnnx", options, { states: 0 });
  if (!["optional", "required", "none"].includes(states)) {
    throw new ValueError(
      `encodeOnnx: states must be "optional", "required" or "none" (got ${described(states)})`,
    );
  }
  const given: unknown = network;
  if (!isRecord(given))
    throw new ValueError(
      `encodeOnnx: the network must be a module or { layers } (got ${described(network)})`,
    );
  const { layers, batchFirst = false } = "namedChildren" in network ? stackOfModule(network) : network;
  const graph = new OnnxGraph();
  const sizes = batchFirst ? ["batch", "time"] : ["time", "batch"];
  const [inputSize, outputSize] = stackSizes(layers);
  const x = graph.input("x", [...sizes, inputSize]);
  graph.output("output", [...sizes, outputSize]);
  let value = batchFirst ? graph.node("Transpose", [x], { perm: [1, 0, 2] }) : x;
  let recurrent = 0;
  for (const part of layers) {
    if (isRecurrent(part)) {
      recurrent += 1;
      value = addRecurrent(graph, value, part, { states, suffix: recurrent === 1 ? "" : `_${recurrent}` });
    } else
      value =
        part.kind === "linear" ? addLinear(graph, value, part) : graph.node(activations[part.kind], [value]);
  }
  if (batchFirst) graph.node("Transpose", [value], { perm: [1, 0, 2] }, ["output"]);
  else graph.node("Identity", [value], {}, ["output"]);
  return graph.finish("unrolled");
}

const activations: Readonly<Record<ActivationPart["kind"], string>> = {
  relu: "Relu",
  tanh: "Tanh",
  sigmoid: "Sigmoid",
};

/** MatMul requires the weight as (I, O). */
function addLinear(graph: OnnxGraph, x: string, part: LinearPart): string {
  const { weight, bias } = linearLayout(part);
  const product = graph.node("MatMul", [x, graph.floats(graph.fresh("weight"), ...transposed(weight))]);
  if (bias === null) return product;
  return graph.node("Add", [product, graph.floats(graph.fresh("bias"), bias.shape, bias.data)]);
}

function transposed({ shape: [rows, columns], data }: NamedArray): [number[], Float32Array] {
  const turned = Float32Array.from(data, (_, i) => data[(i % rows) * columns + Math.floor(i / rows)]);
  return [[columns, rows], turned];
}
