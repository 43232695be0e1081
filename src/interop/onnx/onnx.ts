/** @module ONNX export of recurrent stacks. */

import { closed, described } from "../../arguments.ts";
import { ValueError } from "../../errors.ts";
import { isRecord, type NamedArray } from "../namedArray.ts";
import { type InitialStates, type ModuleLike, stackOfModule } from "./moduleStack.ts";
import { addActivation } from "./onnxActivation.ts";
import { OnnxGraph } from "./onnxGraph.ts";
import { addRecurrent } from "./onnxRecurrent.ts";
import {
  embeddingLayout,
  isRecurrent,
  type LayerNormPart,
  type LinearPart,
  layerNormLayout,
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
  /**
   * Of a module, the parameters that are initial states: for the path of a recurrent layer the keys of h0 and, for an LSTM,
   * c0, such as `{ rnn: ["h0"] }`. They take the place of the zeros. In a stack, they are `initial` of the layer.
   */
  readonly initialStates?: InitialStates;
}

/**
 * Encodes a module, or a stack of recurrent and linear layers, as an ONNX model (operator set 17).
 *
 *     inputs    x (B, T, I), or (T, B, I) unless batchFirst; with an Embedding first x (B, T), int64
 *               h0, for an LSTM also c0 (L·D, B, H); of a second recurrent layer h0_2, c0_2
 *     outputs   output (B, T, O)   hn, cn (L·D, B, H)
 *
 * B and T are dynamic. Layers are in evaluation mode: dropout is omitted. What is not exported is refused, by its name.
 *
 *     gates     PyTorch i f g o → ONNX i o f c     r z n → z r h, with linear_before_reset = 1
 *
 * Source: onnx/onnx, docs/Operators.md.
 *
 * @throws ShapeError if weights do not match; ValueError for what ONNX cannot express, such as a projection, and
 * for layers, parameters and buffers of a module that have no place in a stack.
 */
export function encodeOnnx(network: Stack | ModuleLike, options: OnnxOptions = {}): Uint8Array {
  const { states = "optional", initialStates = {} } = closed("encodeOnnx", options, {
    states: 0,
    initialStates: 0,
  });
  if (!["optional", "required", "none"].includes(states)) {
    throw new ValueError(
      `encodeOnnx: states must be "optional", "required" or "none" (got ${described(states)})`,
    );
  }
  const source: unknown = network;
  if (!isRecord(source))
    throw new ValueError(`encodeOnnx: the network must be a module or { layers } (got ${described(source)})`);
  const { layers, batchFirst = false } = stackOf(network, initialStates);
  const graph = new OnnxGraph();
  const sizes = batchFirst ? ["batch", "time"] : ["time", "batch"];
  const [inputSize, outputSize] = stackSizes(layers);
  const [first, ...others] = layers;
  const isEmbedded = first.kind === "embedding";
  const x = isEmbedded ? graph.indices("x", sizes) : graph.input("x", [...sizes, inputSize]);
  graph.output("output", [...sizes, outputSize]);
  const embedded = isEmbedded ? addEmbedding(graph, x, embeddingLayout(first)) : x;
  let value = batchFirst ? graph.node("Transpose", [embedded], { perm: [1, 0, 2] }) : embedded;
  let recurrent = 0;
  for (const part of isEmbedded ? others : layers) {
    if (isRecurrent(part)) {
      recurrent += 1;
      value = addRecurrent(graph, value, part, { states, suffix: recurrent === 1 ? "" : `_${recurrent}` });
    } else if (part.kind === "linear") value = addLinear(graph, value, part);
    else if (part.kind === "layerNorm") value = addLayerNorm(graph, value, part);
    else if (part.kind !== "embedding") value = addActivation(graph, value, part, batchFirst);
  }
  if (batchFirst) graph.node("Transpose", [value], { perm: [1, 0, 2] }, ["output"]);
  else graph.node("Identity", [value], {}, ["output"]);
  return graph.finish("unrolled");
}

function stackOf(network: Stack | ModuleLike, initialStates: InitialStates): Stack {
  if ("namedChildren" in network) return stackOfModule(network, initialStates);
  if (Object.keys(initialStates).length === 0) return network;
  throw new ValueError(
    "encodeOnnx: initialStates are for modules\n  in a stack, give a layer its initial states",
  );
}

function addEmbedding(graph: OnnxGraph, x: string, { shape, data }: NamedArray): string {
  return graph.node("Gather", [graph.floats(graph.fresh("table"), shape, data), x], { axis: 0 });
}

function addLayerNorm(graph: OnnxGraph, x: string, part: LayerNormPart): string {
  const { weight, bias } = layerNormLayout(part);
  const arrays = bias === null ? [weight] : [weight, bias];
  const inputs = arrays.map(({ shape, data }) => graph.floats(graph.fresh("norm"), shape, data));
  return graph.node("LayerNormalization", [x, ...inputs], { axis: -1, epsilon: { float: part.eps ?? 1e-5 } });
}

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
