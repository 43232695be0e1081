/** @module A module as a stack of layers, by duck typing, because this layer of the library must not import `nn`. */
import { ValueError } from "../../errors.ts";
import type { NamedArray } from "../namedArray.ts";
import type { RecurrentKind, Stack, StackPart } from "./stack.ts";

/** The part of `nn.Module` that is needed here. */
export interface ModuleLike {
  namedChildren(): [string, ModuleLike][];
  stateDict(): Readonly<Record<string, NamedArray>>;
}

interface Options {
  readonly nonlinearity?: string;
  readonly batchFirst?: boolean;
}

const activations: Readonly<Record<string, StackPart>> = {
  ReLU: { kind: "relu" },
  Tanh: { kind: "tanh" },
  Sigmoid: { kind: "sigmoid" },
};

/** Layers that are the identity outside training. */
const transparent = new Set(["Dropout", "Identity"]);

/**
 * The layers of a module and its descendants, in the order of their fields, which is taken for the order of execution.
 *
 * @throws ValueError for a layer other than RNN, LSTM, GRU, Linear, ReLU, Tanh, Sigmoid, Dropout and Identity, and for
 * recurrent layers with different batchFirst.
 */
export function stackOfModule(module: ModuleLike): Stack {
  const leaves = leavesOf(module, "");
  const recurrent = leaves.filter(([, leaf]) => recurrentKind(leaf) !== null);
  const orders = new Set(recurrent.map(([, leaf]) => (leaf as Options).batchFirst === true));
  if (orders.size > 1)
    throw new ValueError("recurrent layers must agree on batchFirst to be exported together");
  const layers = leaves.flatMap(([path, leaf]) => partsOf(path, leaf));
  return { layers, batchFirst: orders.has(true) };
}

function leavesOf(module: ModuleLike, path: string): [string, ModuleLike][] {
  const children = module.namedChildren();
  if (children.length === 0) return [[path, module]];
  return children.flatMap(([name, child]) => leavesOf(child, path ? `${path}.${name}` : name));
}

function partsOf(path: string, leaf: ModuleLike): StackPart[] {
  const type = typeOf(leaf);
  const kind = recurrentKind(leaf);
  if (kind !== null) return [{ kind, weights: leaf.stateDict() }];
  if (type === "Linear") return [{ kind: "linear", weights: leaf.stateDict() }];
  if (Object.hasOwn(activations, type)) return [activations[type]];
  if (transparent.has(type)) return [];
  throw new ValueError(
    `${path ? `${path}: a ` : "a "}${type || "module"} cannot be exported\n  it must be a stack of RNN, LSTM, GRU and Linear layers`,
  );
}

function recurrentKind(leaf: ModuleLike): RecurrentKind | null {
  const kinds: Readonly<Record<string, RecurrentKind>> = {
    RNN: (leaf as Options).nonlinearity === "relu" ? "rnn_relu" : "rnn_tanh",
    LSTM: "lstm",
    GRU: "gru",
  };
  const type = typeOf(leaf);
  return Object.hasOwn(kinds, type) ? kinds[type] : null;
}

function typeOf(module: ModuleLike): string {
  return (module.constructor as { readonly typeName?: string }).typeName ?? "";
}
