/** @module The network of a state dict, inferred from the names and shapes of its weights. */

import { closed } from "../../arguments.ts";
import { FormatError, ShapeError } from "../../errors.ts";
import { shownName } from "../../shown.ts";
import { checkDict, type NamedArray } from "../namedArray.ts";
import {
  gateCounts,
  isRecurrent,
  type LinearPart,
  type RecurrentKind,
  type RecurrentPart,
  stackSizes,
} from "./stack.ts";

/** A layer with the prefix of its weights: `rnn` for `rnn.weight_ih_l0`. */
export interface NamedPart {
  /** The prefix of its weights. */
  readonly name: string;
  /** The layer. */
  readonly part: RecurrentPart | LinearPart;
}

/** What cannot be inferred from names and shapes. */
export interface InferOptions {
  /** The nonlinearity of plain recurrent layers; `tanh` by default. */
  readonly nonlinearity?: "tanh" | "relu";
  /** The names of all layers in order of execution; by default in the order of the weights. */
  readonly order?: readonly string[];
}

/**
 * The recurrent and linear layers of a state dict, in order of execution.
 *
 * The shape of `weight_hh` (G·H, H) determines the cell: G = 1 for RNN, 3 for GRU, 4 for LSTM.
 *
 * @throws FormatError for weights of other layers, or if the order is ambiguous; ShapeError if sizes do not match.
 */
export function inferStack(
  weights: Readonly<Record<string, NamedArray>>,
  options: InferOptions = {},
): NamedPart[] {
  const { nonlinearity = "tanh", order } = closed("inferStack", options, { nonlinearity: 0, order: 0 });
  checkDict("inferStack: weights", weights);
  const groups = new Map<string, [string, NamedArray][]>();
  for (const [path, array] of Object.entries(weights)) {
    const dot = path.lastIndexOf(".");
    const name = path.slice(0, Math.max(dot, 0));
    const group = groups.get(name) ?? [];
    group.push([path.slice(dot + 1), array]);
    groups.set(name, group);
  }
  const parts = [...groups].map(([name, entries]) => ({ name, part: partOf(name, entries, nonlinearity) }));
  const sorted = order === undefined ? inOrder(parts, Object.keys(weights)) : inGivenOrder(parts, order);
  stackSizes(sorted.map(({ part }) => part));
  return sorted;
}

function partOf(
  name: string,
  entries: readonly [string, NamedArray][],
  nonlinearity: "tanh" | "relu",
): NamedPart["part"] {
  const weights = Object.fromEntries(entries);
  const isOf = (pattern: RegExp): boolean => entries.every(([key]) => pattern.test(key));
  if (isOf(/^(weight|bias)_(ih|hh|hr)_l\d+(_reverse)?$/))
    return { kind: kindOf(name, weights, nonlinearity), weights };
  if (isOf(/^weight$/) && /emb/i.test(name))
    throw new FormatError(
      `${JSON.stringify(name)} may be an Embedding or a Linear, which the weights alone do not tell\n  export the module itself, with encodeOnnx`,
    );
  if (isOf(/^(weight|bias)$/) && weights.weight?.shape.length === 2) return { kind: "linear", weights };
  const found = entries.map(([key, { shape }]) => `${key} (${shape.join(", ")})`).join(", ");
  throw new FormatError(
    `the weights of ${shownName(name)} are of no RNN, LSTM, GRU or Linear layer: ${found}`,
  );
}

function kindOf(
  name: string,
  weights: Readonly<Record<string, NamedArray>>,
  nonlinearity: "tanh" | "relu",
): RecurrentKind {
  if ("weight_hr_l0" in weights) return "lstm"; // with a projection, which recurrentLayout rejects
  const [rows, columns] = weights.weight_hh_l0?.shape ?? [];
  const kinds: readonly RecurrentKind[] = [`rnn_${nonlinearity}`, "gru", "lstm"];
  const kind = kinds.find((candidate) => rows === gateCounts[candidate] * columns);
  if (kind !== undefined) return kind;
  throw new ShapeError(
    `${shownName(name)} must have weight_hh_l0 of 1, 3 or 4 times as many rows as columns (got ${rows ?? "none"}, ${columns ?? "none"})`,
  );
}

/** Weights in alphabetical order were probably sorted by a program, so their order is not that of the layers. */
function inOrder(parts: readonly NamedPart[], paths: readonly string[]): NamedPart[] {
  const isSorted = paths.every((path, i) => i === 0 || paths[i - 1] < path);
  if (!isSorted || parts.length < 2) return [...parts];
  const recurrentFirst = [...parts].sort((a, b) => Number(isRecurrent(b.part)) - Number(isRecurrent(a.part)));
  const orders = [[...parts], recurrentFirst].filter((order) => fits(order));
  const texts = new Set(orders.map((order) => order.map(({ name }) => name).join()));
  if (texts.size === 1) return orders[0];
  throw new FormatError(
    `the weights are sorted by name, so the order of execution is unknown for ${parts.map(({ name }) => name).join(", ")}\n  name the layers in order with --layers`,
  );
}

function fits(parts: readonly NamedPart[]): boolean {
  try {
    stackSizes(parts.map(({ part }) => part));
    return true;
  } catch {
    return false;
  }
}

function inGivenOrder(parts: readonly NamedPart[], order: readonly string[]): NamedPart[] {
  const names = parts.map(({ name }) => name);
  const sorted = order.flatMap((name) => parts.filter((part) => part.name === name));
  if (sorted.length === parts.length && order.length === parts.length && new Set(order).size === order.length)
    return sorted;
  throw new FormatError(`--layers must name each of ${names.join(", ")} once (got ${order.join(", ")})`);
}
