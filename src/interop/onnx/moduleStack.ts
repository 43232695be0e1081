/** @module A module as a stack of layers, by duck typing, because this layer of the library must not import `nn`. */
import { didYouMean, ValueError } from "../../errors.ts";
import type { NamedArray } from "../namedArray.ts";
import { isRecurrent, type RecurrentKind, type Stack, type StackPart } from "./stack.ts";

/** The part of `nn.Module` that is needed here. */
export interface ModuleLike {
  /** Direct children with their names. */
  namedChildren(): [string, ModuleLike][];
  /** All weights by their full names. */
  stateDict(): Readonly<Record<string, NamedArray>>;
}

/** Keys of the state dict, h0 and for an LSTM c0, by the path of the recurrent layer whose initial states they are. */
export type InitialStates = Readonly<Record<string, readonly string[]>>;

/** Options of layers, as far as they have them. */
interface Options {
  readonly nonlinearity?: string;
  readonly batchFirst?: boolean;
  readonly approximate?: "none" | "tanh";
  readonly dim?: number;
  readonly eps?: number;
  readonly normalizedShape?: readonly number[];
}

type Leaf = ModuleLike & Options;

/** A layer by its type: the parts that it is exported as, or null if it is the identity outside training. */
const layers: Readonly<Record<string, (leaf: Leaf, path: string) => StackPart | null>> = {
  RNN: (leaf) => recurrent(leaf, leaf.nonlinearity === "relu" ? "rnn_relu" : "rnn_tanh"),
  LSTM: (leaf) => recurrent(leaf, "lstm"),
  GRU: (leaf) => recurrent(leaf, "gru"),
  Linear: (leaf) => ({ kind: "linear", weights: leaf.stateDict() }),
  Embedding: (leaf) => ({ kind: "embedding", weights: leaf.stateDict() }),
  LayerNorm: layerNorm,
  ReLU: () => ({ kind: "relu" }),
  Tanh: () => ({ kind: "tanh" }),
  Sigmoid: () => ({ kind: "sigmoid" }),
  GELU: ({ approximate = "none" }) => ({ kind: "gelu", approximate }),
  Softmax: ({ dim = -1 }) => ({ kind: "softmax", dim }),
  LogSoftmax: ({ dim = -1 }) => ({ kind: "logSoftmax", dim }),
  Dropout: () => null,
  Identity: () => null,
};

/** Modules that apply theirs in order, and lists, which leave it to the module that has them. */
const containers = new Set(["Sequential", "ModuleList", "ModuleDict"]);

/** Methods that a subclass may have without computing anything else. */
const harmless = new Set(["constructor", "extraRepr", "toString"]);

/**
 * The layers of a module and its descendants, in the order of their fields, which is taken for the order of execution.
 *
 * @throws ValueError for a layer that is none of those above, or a subclass of one that changes what it computes; for
 * parameters and buffers that belong to no layer; and for recurrent layers with different batchFirst.
 */
export function stackOfModule(module: ModuleLike, initialStates: InitialStates = {}): Stack {
  const leaves = leavesOf(module, "");
  const used = new Set(
    leaves.flatMap(([path, leaf]) => Object.keys(leaf.stateDict()).map((key) => join(path, key))),
  );
  const state = module.stateDict();
  const orders = new Set<boolean>();
  const parts = leaves.flatMap(([path, leaf]): (readonly [string, StackPart])[] => {
    const part = layers[baseOf(leaf)?.name ?? ""](leaf, path);
    if (part !== null && isRecurrent(part)) orders.add(leaf.batchFirst === true);
    return part === null ? [] : [[path, part]];
  });
  if (orders.size > 1)
    throw new ValueError("recurrent layers must agree on batchFirst to be exported together");
  checkInitialStates(initialStates, parts, state);
  for (const key of Object.values(initialStates).flat()) used.add(key);
  checkUsed(module, state, used, parts);
  const stack = parts.map(([path, part]): StackPart => {
    const keys = Object.hasOwn(initialStates, path) ? initialStates[path] : [];
    return keys.length > 0 && isRecurrent(part) ? { ...part, initial: keys.map((key) => state[key]) } : part;
  });
  return { layers: stack, batchFirst: orders.has(true) };
}

function leavesOf(module: ModuleLike, path: string): [string, Leaf][] {
  const children = module.namedChildren();
  const base = baseOf(module);
  const isLayer = base !== null && !containers.has(base.name);
  if (isLayer || children.length === 0) {
    checkLayer(module, path, base);
    return [[path, module]];
  }
  if (base?.name === "Sequential") checkUnchanged(module, path, base);
  return children.flatMap(([name, child]) => leavesOf(child, join(path, name)));
}

interface Base {
  readonly name: string;
  /** What subclasses change, so that the module may compute something else. */
  readonly changed: readonly string[];
}

/** The class of this library that a module is of, or of a subclass of; null if there is none. */
function baseOf(module: ModuleLike): Base | null {
  const changed = new Set(Object.hasOwn(module, "forward") ? ["forward"] : []);
  let prototype: unknown = Object.getPrototypeOf(module);
  while (typeof prototype === "object" && prototype !== null) {
    const type = (prototype as { readonly constructor: { readonly typeName?: unknown } }).constructor;
    if (Object.hasOwn(type, "typeName") && typeof type.typeName === "string")
      return { name: type.typeName, changed: [...changed] };
    const above: unknown = Object.getPrototypeOf(prototype);
    const own = Object.getOwnPropertyNames(prototype).filter((name) => !harmless.has(name));
    for (const name of own)
      if (typeof above === "object" && above !== null && name in above) changed.add(name);
    prototype = above;
  }
  return null;
}

function checkLayer(module: ModuleLike, path: string, base: Base | null): void {
  if (base === null || !Object.hasOwn(layers, base.name)) {
    throw new ValueError(
      `${at(path)}${named(base?.name ?? classOf(module))} cannot be exported\n  it must be a stack of ${Object.keys(layers).join(", ")}`,
    );
  }
  checkUnchanged(module, path, base);
  const normalised = Object.keys(module.stateDict())
    .find((key) => key.endsWith("_g"))
    ?.slice(0, -2);
  if (normalised !== undefined)
    throw new ValueError(
      `${at(path)}${named(base.name)} with weightNorm cannot be exported\n  call nn.utils.removeWeightNorm(layer, ${JSON.stringify(normalised)}) before`,
    );
  const [child] = module.namedChildren();
  if (child !== undefined)
    throw new ValueError(
      `${at(path)}${named(base.name)} with a module of its own (${child[0]}) cannot be exported`,
    );
}

function checkUnchanged(module: ModuleLike, path: string, { name, changed }: Base): void {
  if (changed.length === 0) return;
  throw new ValueError(
    `${at(path)}${named(classOf(module))} cannot be exported: it is ${named(name)} with another ${changed.join(", ")}, which cannot be inspected`,
  );
}

/** Throws ValueError for what would be left out of the model. */
function checkUsed(
  module: ModuleLike,
  state: Readonly<Record<string, NamedArray>>,
  used: ReadonlySet<string>,
  parts: readonly (readonly [string, StackPart])[],
): void {
  const unused = Object.keys(state).filter((key) => !used.has(key));
  if (unused.length === 0) return;
  const layer = parts.find(([, part]) => isRecurrent(part))?.[0];
  const remedy =
    layer === undefined
      ? "only layers can be exported"
      : `an initial state can: { initialStates: { ${JSON.stringify(layer)}: [${JSON.stringify(unused[0])}] } }`;
  throw new ValueError(
    `${unused.join(", ").slice(0, 300)}: ${unused.length === 1 ? "belongs" : "belong"} to no layer of the ${classOf(module)}, so it cannot be exported\n  ${remedy}`,
  );
}

function checkInitialStates(
  initialStates: InitialStates,
  parts: readonly (readonly [string, StackPart])[],
  state: Readonly<Record<string, NamedArray>>,
): void {
  const paths = parts.filter(([, part]) => isRecurrent(part)).map(([path]) => path);
  for (const [path, keys] of Object.entries(initialStates)) {
    if (!paths.includes(path)) throw unknownName("there is no recurrent layer", path, paths);
    for (const key of keys) {
      if (!Object.hasOwn(state, key))
        throw unknownName("there is no parameter or buffer", key, Object.keys(state));
    }
  }
}

function unknownName(what: string, name: string, known: readonly string[]): ValueError {
  const near = didYouMean(name, known);
  const remedy = near === undefined ? `there are ${known.join(", ").slice(0, 200)}` : `did you mean ${near}?`;
  return new ValueError(`initialStates: ${what} ${JSON.stringify(name)}\n  ${remedy}`);
}

function recurrent(leaf: Leaf, kind: RecurrentKind): StackPart {
  return { kind, weights: leaf.stateDict() };
}

function layerNorm(leaf: Leaf, path: string): StackPart {
  const { normalizedShape = [], eps = 1e-5 } = leaf;
  const [size, ...others] = normalizedShape;
  if (others.length > 0)
    throw new ValueError(`${at(path)}a LayerNorm of more than the last axis cannot be exported`);
  return { kind: "layerNorm", size, eps, weights: leaf.stateDict() };
}

function classOf(module: ModuleLike): string {
  return module.constructor.name || "module";
}

/** With its article: an LSTMCell, a Flatten. */
function named(type: string): string {
  return `${/^(?:[AEIO]|LSTM|RNN)/.test(type) ? "an" : "a"} ${type}`;
}

function at(path: string): string {
  return path === "" ? "" : `${path}: `;
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
