/** @module Activation functions as ONNX nodes. */
import { ValueError } from "../../errors.ts";
import type { OnnxGraph } from "./onnxGraph.ts";
import type { ActivationPart } from "./stack.ts";

const operators = {
  relu: "Relu",
  tanh: "Tanh",
  sigmoid: "Sigmoid",
  softmax: "Softmax",
  logSoftmax: "LogSoftmax",
} as const;

/** Adds an activation of x (T, B, F); returns the name of its output. */
export function addActivation(
  graph: OnnxGraph,
  x: string,
  part: ActivationPart,
  batchFirst: boolean,
): string {
  if (part.kind === "gelu") return addGelu(graph, x, part.approximate ?? "none");
  if ("dim" in part) return graph.node(operators[part.kind], [x], { axis: axisOf(part.dim, batchFirst) });
  return graph.node(operators[part.kind], [x]);
}

/** The axis of (T, B, F) that PyTorch's `dim` of the module's own order is. */
function axisOf(dim: number, batchFirst: boolean): number {
  const axis = dim < 0 ? dim + 3 : dim;
  if (!Number.isInteger(dim) || axis < 0 || axis > 2)
    throw new ValueError(`a softmax along axis ${dim} cannot be exported: x has axes 0 to 2`);
  return axis === 2 ? -1 : batchFirst ? 1 - axis : axis;
}

/** Operator set 17 has no Gelu: x Φ(x) with Φ(x) = (1 + erf(x / √2)) / 2, or its approximation by tanh. */
function addGelu(graph: OnnxGraph, x: string, approximate: "none" | "tanh"): string {
  const times = (a: string, factor: number): string => graph.node("Mul", [a, graph.scalar(factor)]);
  const inner =
    approximate === "none"
      ? graph.node("Erf", [times(x, Math.SQRT1_2)])
      : graph.node("Tanh", [times(graph.node("Add", [x, cubic(graph, x)]), Math.sqrt(2 / Math.PI))]);
  return times(graph.node("Mul", [x, graph.node("Add", [inner, graph.scalar(1)])]), 0.5);
}

/** 0.044715 x³ */
function cubic(graph: OnnxGraph, x: string): string {
  const square = graph.node("Mul", [x, x]);
  return graph.node("Mul", [graph.node("Mul", [square, x]), graph.scalar(0.044715)]);
}
