/** @module A recurrent layer of PyTorch as ONNX nodes: one for each layer, with both directions. */
import { ShapeError, ValueError } from "../../errors.ts";
import { countOf, type NamedArray } from "../namedArray.ts";
import type { Attribute, OnnxGraph } from "./onnxGraph.ts";
import { type DirectionWeights, type RecurrentKind, type RecurrentPart, recurrentLayout } from "./stack.ts";

interface Cell {
  readonly operator: "RNN" | "LSTM" | "GRU";
  /** PyTorch's gates in ONNX's order. */
  readonly gates: readonly number[];
  readonly states: readonly ("h" | "c")[];
  readonly attributes: (directions: number) => Readonly<Record<string, Attribute>>;
}

const cells: Readonly<Record<RecurrentKind, Cell>> = {
  rnn_tanh: plainCell("Tanh"),
  rnn_relu: plainCell("Relu"),
  lstm: { operator: "LSTM", gates: [0, 3, 1, 2], states: ["h", "c"], attributes: () => ({}) }, // i f g o → i o f c
  gru: { operator: "GRU", gates: [1, 0, 2], states: ["h"], attributes: () => ({ linear_before_reset: 1 }) }, // r z n → z r h
};

function plainCell(activation: string): Cell {
  const attributes: Cell["attributes"] = (directions) => ({
    activations: Array(directions).fill(activation),
  });
  return { operator: "RNN", gates: [0], states: ["h"], attributes };
}

interface StateOptions {
  readonly states: "optional" | "required" | "none";
  /** Distinguishes the states of this layer from those of others. */
  readonly suffix: string;
}

/** Adds a recurrent layer; returns the name of its output (T, B, D·H). Its final states become outputs of the graph. */
export function addRecurrent(
  graph: OnnxGraph,
  x: string,
  part: RecurrentPart,
  options: StateOptions,
): string {
  const { hiddenSize, layers } = recurrentLayout(part);
  const { operator, gates, states, attributes } = cells[part.kind];
  const [L, D] = [layers.length, layers[0].length];
  const learnt = learntStates(part, states.length, [L, D, hiddenSize], options);
  const initial = states.map((state, s) =>
    initialStates(graph, x, `${state}0${options.suffix}`, [L, D, hiddenSize], options, learnt[s]),
  );
  const final = states.map((state) => layers.map(() => graph.fresh(`${state}n`)));
  let value = x;
  layers.forEach((directions, layer) => {
    const y = graph.fresh("y");
    const inputs = [
      value,
      ...weightInputs(graph, directions, gates, hiddenSize),
      "",
      ...initial.map((names) => names[layer]),
    ];
    const own = {
      hidden_size: hiddenSize,
      direction: D === 2 ? "bidirectional" : "forward",
      ...attributes(D),
    };
    graph.node(operator, trimmed(inputs), own, [y, ...final.map((names) => names[layer])]);
    value = joinDirections(graph, y, D, hiddenSize);
  });
  states.forEach((state, s) => {
    const name = `${state}n${options.suffix}`;
    graph.node("Concat", final[s], { axis: 0 }, [name]);
    graph.output(name, [L * D, "batch", hiddenSize]);
  });
  return value;
}

/** The learnt initial states: none, or one for each state. */
function learntStates(
  { kind, initial = [] }: RecurrentPart,
  count: number,
  [L, D, H]: readonly [number, number, number],
  { states }: StateOptions,
): readonly NamedArray[] {
  if (initial.length === 0) return [];
  if (initial.length !== count)
    throw new ValueError(`${kind}: there must be ${count} initial states (got ${initial.length})`);
  if (states === "required")
    throw new ValueError(
      `${kind}: learnt initial states have no place in a model whose initial states are required inputs\n  export with states "optional" or "none"`,
    );
  for (const { shape, data } of initial) {
    if (countOf(shape) === L * D * H && data.length === L * D * H && shape.at(-1) === H) continue;
    throw new ShapeError(
      `${kind}: an initial state is (${shape.join(", ")}) but must be (${L * D}, 1, ${H})`,
    );
  }
  return initial;
}

/** The names of the initial states (D, B, H) of the layers; empty for zero. */
function initialStates(
  graph: OnnxGraph,
  x: string,
  name: string,
  [L, D, H]: readonly [number, number, number],
  { states }: StateOptions,
  learnt: NamedArray | undefined,
): string[] {
  if (states === "none" && learnt === undefined) return Array(L).fill("");
  const values = learnt?.data ?? new Float32Array(L * D * H);
  if (states !== "none") graph.input(name, [L * D, states === "optional" ? "state_batch" : "batch", H]);
  const all =
    states === "required"
      ? name
      : expanded(graph, x, graph.floats(states === "none" ? graph.fresh(name) : name, [L * D, 1, H], values));
  if (L === 1) return [all];
  const names = Array.from({ length: L }, () => graph.fresh(name));
  graph.node("Split", [all, graph.integers(Array(L).fill(D))], { axis: 0 }, names);
  return names;
}

/** Expands a state to the batch: the default of an input has a fixed size, but B is dynamic. */
function expanded(graph: OnnxGraph, x: string, state: string): string {
  const batch = graph.node("Shape", [x], { start: 1, end: 2 });
  const one = graph.integers([1]);
  return graph.node("Expand", [state, graph.node("Concat", [one, batch, one], { axis: 0 })]);
}

/** W (D, G·H, I), R (D, G·H, H) and, unless there are no biases, B (D, 2·G·H). */
function weightInputs(
  graph: OnnxGraph,
  directions: readonly DirectionWeights[],
  gates: readonly number[],
  H: number,
): string[] {
  const D = directions.length;
  const rows = gates.length * H;
  const add = (
    name: string,
    shape: readonly number[],
    pick: (weights: DirectionWeights) => readonly (NamedArray | null)[],
  ): string => {
    const arrays = directions.flatMap(pick);
    const present = arrays.filter((array) => array !== null);
    if (present.length < arrays.length) return "";
    return graph.floats(graph.fresh(name), shape, ...present.flatMap((array) => reordered(array, gates)));
  };
  return [
    add("w", [D, rows, directions[0].weightIh.shape[1]], ({ weightIh }) => [weightIh]),
    add("r", [D, rows, H], ({ weightHh }) => [weightHh]),
    add("b", [D, 2 * rows], ({ biasIh, biasHh }) => [biasIh, biasHh]),
  ];
}

/** The blocks of an array, one for each gate, in another order. */
function reordered({ data }: NamedArray, gates: readonly number[]): Float32Array[] {
  const block = data.length / gates.length;
  return gates.map((gate) => data.subarray(gate * block, (gate + 1) * block));
}

/** (T, D, B, H) → (T, B, D·H) */
function joinDirections(graph: OnnxGraph, y: string, D: number, H: number): string {
  if (D === 1) return graph.node("Squeeze", [y, graph.integers([1])]);
  const turned = graph.node("Transpose", [y], { perm: [0, 2, 1, 3] });
  return graph.node("Reshape", [turned, graph.integers([0, 0, D * H])]); // 0: unchanged
}

/** Without trailing empty names, as ONNX requires. */
function trimmed(inputs: readonly string[]): string[] {
  return inputs.slice(0, inputs.findLastIndex((name) => name !== "") + 1);
}
