/** @module Modules that hold other modules in an order: Sequential runs them, ModuleList lists them. */
import { ValueError } from "../errors.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { Module } from "./module.ts";

/** Modules in an order. Without names of their own they are called 0, 1, … */
abstract class ModuleSequence<Item extends Module> extends Module implements Iterable<Item> {
  // Kept apart from the fields, among which JavaScript would put whole numbers first, whatever their order.
  readonly #items = new Map<string, Item>();

  /** How many modules there are. */
  get length(): number {
    return this.#items.size;
  }

  /** The module at an index; negative ones count from the end. Throws ValueError, in PyTorch's words, beyond. */
  at(index: number): Item {
    const found = [...this].at(index);
    if (found === undefined || !Number.isInteger(index)) {
      throw new ValueError(`index ${index} is out of range\n  there are ${this.length} modules`);
    }
    return found;
  }

  /** One more module, at the end. */
  append(module: Item): this {
    this.add(String(this.length), module);
    return this;
  }

  /** The modules in their order. */
  [Symbol.iterator](): IterableIterator<Item> {
    return this.#items.values();
  }

  override namedChildren(): [string, Module][] {
    return [...this.#items, ...super.namedChildren()];
  }

  /** Adds a module under a name. Throws ValueError, in PyTorch's words, for one that cannot be. */
  protected add(name: string, module: Item): void {
    if (!(module instanceof Module)) throw new ValueError(`${kindOf(module)} is not a Module subclass`);
    if (name === "") throw new ValueError('module name can\'t be empty string ""');
    if (name.includes(".")) throw new ValueError(`module name can't contain ".", got: ${name}`);
    if (this.#items.has(name)) throw new ValueError(`attribute '${name}' already exists`);
    this.#items.set(name, module);
  }
}

/** A module from one tensor to one tensor. */
export type Layer = Module & { forward(x: Tensor): Tensor };

/** Layers under names of their own, in their order. */
export type NamedLayers = Readonly<Record<string, Layer>> | readonly (readonly [string, Layer])[];

/**
 * Layers that run one after the other, each on what the one before has answered.
 *
 *     new nn.Sequential(new nn.Linear(1, 8), new nn.ReLU())                   parameters "0.weight", "0.bias"
 *     new nn.Sequential({ hidden: new nn.Linear(1, 8), act: new nn.ReLU() })  parameters "hidden.weight", …
 *     new nn.Sequential([["hidden", new nn.Linear(1, 8)], …])                 likewise
 *
 * A recurrent layer answers with a pair and does not fit in: write a Module with a `forward` of its own.
 * Throws ValueError, in PyTorch's words, for names that are empty, repeated or contain a point.
 * Source: torch.nn.Sequential.
 */
export class Sequential extends ModuleSequence<Layer> {
  static override readonly typeName: string = "Sequential";

  constructor(named: NamedLayers);
  constructor(...layers: Layer[]);
  constructor(...given: [NamedLayers] | Layer[]) {
    super();
    for (const [name, layer] of entriesOf(given)) this.add(name, layer);
  }

  /** What the last layer answers; x itself when there are no layers. */
  forward(x: Tensor): Tensor {
    let y = x;
    for (const layer of this) y = layer.forward(y);
    return y;
  }
}

/**
 * Modules in a list whose parameters are found, as they would not be in a plain array.
 *
 *     layers = new nn.ModuleList([new nn.GRU(1, 8), new nn.GRU(8, 8)]);        parameters "layers.0.weight_ih_l0", …
 *     for (const layer of this.layers) [x] = layer.forward(x);
 *
 * It does not run by itself. Throws ValueError, in PyTorch's words, for what is no module.
 * Source: torch.nn.ModuleList.
 */
export class ModuleList<Item extends Module = Module> extends ModuleSequence<Item> {
  static override readonly typeName: string = "ModuleList";

  constructor(modules: Iterable<Item> = []) {
    super();
    this.extend(modules);
  }

  /** More modules, at the end. */
  extend(modules: Iterable<Item>): this {
    for (const module of modules) this.append(module);
    return this;
  }
}

function entriesOf(given: readonly (NamedLayers | Layer)[]): readonly (readonly [string, Layer])[] {
  const [first] = given;
  if (given.length === 1 && isNamed(first)) return Array.isArray(first) ? first : Object.entries(first);
  return given.map((layer, i) => [String(i), layer as Layer]);
}

/** Pairs or a plain object. A list of modules is neither: it is refused like any other thing that is no module. */
function isNamed(given: NamedLayers | Layer | undefined): given is NamedLayers {
  if (Array.isArray(given)) return given.every(Array.isArray);
  return typeof given === "object" && given !== null && !(given instanceof Module);
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  return Array.isArray(value) ? "array" : value.constructor.name;
}
