/** @module Modules that contain a sequence of modules: Sequential and ModuleList. */
import { ValueError } from "../errors.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { Module } from "./module.ts";

/** A sequence of modules, each with a name: 0, 1, … by default. */
abstract class ModuleSequence<Item extends Module> extends Module implements Iterable<Item> {
  // Not fields of the object: JavaScript would order those with integer names first.
  readonly #items = new Map<string, Item>();

  get length(): number {
    return this.#items.size;
  }

  /** The module at an index; negative ones count from the end. Throws ValueError for an index out of range. */
  at(index: number): Item {
    const found = [...this].at(index);
    if (found === undefined || !Number.isInteger(index)) {
      throw new ValueError(`index ${index} is out of range\n  there are ${this.length} modules`);
    }
    return found;
  }

  append(module: Item): this {
    this.add(String(this.length), module);
    return this;
  }

  [Symbol.iterator](): IterableIterator<Item> {
    return this.#items.values();
  }

  override namedChildren(): [string, Module][] {
    return [...this.#items, ...super.namedChildren()];
  }

  /** Adds a module with a name. Throws ValueError for an invalid name, or for a value that is not a module. */
  protected add(name: string, module: Item): void {
    if (!(module instanceof Module)) throw new ValueError(`${kindOf(module)} is not a Module subclass`);
    if (name === "") throw new ValueError('module name can\'t be empty string ""');
    if (name.includes(".")) throw new ValueError(`module name can't contain ".", got: ${name}`);
    if (this.#items.has(name)) throw new ValueError(`attribute '${name}' already exists`);
    this.#items.set(name, module);
  }
}

/** A module that maps one tensor to one tensor. */
export type Layer = Module & { forward(x: Tensor): Tensor };

/** Layers with their names, in order. */
export type NamedLayers = Readonly<Record<string, Layer>> | readonly (readonly [string, Layer])[];

/**
 * Layers that run one after the other, each on the output of the one before.
 *
 *     new nn.Sequential(new nn.Linear(1, 8), new nn.ReLU())                   parameters "0.weight", "0.bias"
 *     new nn.Sequential({ hidden: new nn.Linear(1, 8), act: new nn.ReLU() })  parameters "hidden.weight", …
 *     new nn.Sequential([["hidden", new nn.Linear(1, 8)], …])                 likewise
 *
 * A recurrent layer returns a pair, so it cannot be one of them: write a Module with its own `forward`.
 * Throws ValueError for names that are empty, repeated or contain a dot.
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

  /** The output of the last layer; x itself if there are no layers. */
  forward(x: Tensor): Tensor {
    let y = x;
    for (const layer of this) y = layer.forward(y);
    return y;
  }
}

/**
 * A list of modules whose parameters are registered, unlike those of a plain array.
 *
 *     layers = new nn.ModuleList([new nn.GRU(1, 8), new nn.GRU(8, 8)]);        parameters "layers.0.weight_ih_l0", …
 *     for (const layer of this.layers) [x] = layer.forward(x);
 *
 * It has no `forward`. Throws ValueError for a value that is not a module.
 * Source: torch.nn.ModuleList.
 */
export class ModuleList<Item extends Module = Module> extends ModuleSequence<Item> {
  static override readonly typeName: string = "ModuleList";

  constructor(modules: Iterable<Item> = []) {
    super();
    this.extend(modules);
  }

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

/** Pairs or a plain object. A list of modules is neither, and is rejected as a value that is not a module. */
function isNamed(given: NamedLayers | Layer | undefined): given is NamedLayers {
  if (Array.isArray(given)) return given.every(Array.isArray);
  return typeof given === "object" && given !== null && !(given instanceof Module);
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  return Array.isArray(value) ? "array" : value.constructor.name;
}
