/** @module Modules that contain modules: Sequential, ModuleList and ModuleDict. */
import { ValueError } from "../errors.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { Module } from "./module.ts";

/** Modules, each with a name. */
export abstract class ModuleGroup<Item extends Module> extends Module {
  // Not fields of the object: JavaScript would order those with integer names first.
  readonly #items = new Map<string, Item>();

  /** The number of modules. */
  get length(): number {
    return this.#items.size;
  }

  /** The modules with their names. */
  override namedChildren(): [string, Module][] {
    return [...this.#items, ...super.namedChildren()];
  }

  /** The modules by their names. */
  protected items(): ReadonlyMap<string, Item> {
    return this.#items;
  }

  /** Adds a module with a name. Throws ValueError for an invalid name, or for a value that is not a module. */
  protected add(name: string, module: Item): void {
    if (!(module instanceof Module)) throw new ValueError(`${kindOf(module)} is not a Module subclass`);
    if (name === "") throw new ValueError('module name can\'t be empty string ""');
    if (name.includes(".")) throw new ValueError(`module name can't contain ".", got: ${name}`);
    if (this.#items.has(name)) throw new ValueError(`attribute '${name}' already exists`);
    this.#items.set(name, module);
  }

  /** Replaces or adds a module. Throws as `add`. */
  protected put(name: string, module: Item): void {
    if (this.#items.has(name) && module instanceof Module) this.#items.set(name, module);
    else this.add(name, module);
  }

  /** Removes the module of that name. */
  protected remove(name: string): void {
    this.#items.delete(name);
  }
}

/** A sequence of modules, named 0, 1, … by default. */
export abstract class ModuleSequence<Item extends Module>
  extends ModuleGroup<Item>
  implements Iterable<Item>
{
  /** The module at an index; negative ones count from the end. Throws ValueError for an index out of range. */
  at(index: number): Item {
    const found = [...this].at(index);
    if (found === undefined || !Number.isInteger(index)) {
      throw new ValueError(`index ${index} is out of range\n  there are ${this.length} modules`);
    }
    return found;
  }

  /** Adds a module at the end. */
  append(module: Item): this {
    this.add(String(this.length), module);
    return this;
  }

  /** The modules in order. */
  [Symbol.iterator](): IterableIterator<Item> {
    return this.items().values();
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
  /** The name in printed models. */
  static override readonly typeName: string = "Sequential";

  /** Runs these layers one after the other. */
  constructor(named: NamedLayers);
  /** Runs these layers one after the other. */
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
  /** The name in printed models. */
  static override readonly typeName: string = "ModuleList";

  /** Holds these modules. */
  constructor(modules: Iterable<Item> = []) {
    super();
    this.extend(modules);
  }

  /** Adds modules at the end. */
  extend(modules: Iterable<Item>): this {
    for (const module of modules) this.append(module);
    return this;
  }
}

/**
 * Modules by name, in the order in which they were added, whose parameters are registered.
 *
 *     heads = new nn.ModuleDict({ mean: new nn.Linear(8, 1), spread: new nn.Linear(8, 1) });  parameters "heads.mean.weight", …
 *     const y = this.heads.get("mean").forward(x);
 *
 * It has no `forward`. Throws ValueError for names that are unknown, empty, or contain a dot, and for values that are not
 * modules. Source: torch.nn.ModuleDict.
 */
export class ModuleDict<
  Items extends Readonly<Record<string, Module>> = Readonly<Record<string, Module>>,
> extends ModuleGroup<Module> {
  /** The name in printed models. */
  static override readonly typeName: string = "ModuleDict";

  /** Holds these modules by their names. */
  constructor(modules?: Items | Iterable<readonly [string, Module]>) {
    super();
    if (modules !== undefined) this.update(modules);
  }

  /** The module of that name. */
  get<Name extends keyof Items & string>(name: Name): Items[Name] {
    const found = this.items().get(name);
    if (found !== undefined) return found as Items[Name];
    throw new ValueError(`KeyError: '${name}'\n  there are ${[...this.items().keys()].join(", ") || "none"}`);
  }

  /** Whether there is a module of that name. */
  has(name: string): boolean {
    return this.items().has(name);
  }

  /** Adds a module, or replaces the one of that name. */
  set<Name extends keyof Items & string>(name: Name, module: Items[Name]): this {
    this.put(name, module);
    return this;
  }

  /** As `set`, for all modules of an object or of a list of pairs. */
  update(modules: Partial<Items> | Iterable<readonly [string, Module]>): this {
    const isList = Symbol.iterator in modules;
    const pairs: Iterable<readonly [string, Module]> = isList
      ? (modules as Iterable<readonly [string, Module]>)
      : (Object.entries(modules) as [string, Module][]);
    for (const [name, module] of pairs) this.put(name, module);
    return this;
  }

  /** Removes and returns the module of that name. */
  pop<Name extends keyof Items & string>(name: Name): Items[Name] {
    const module = this.get(name);
    this.remove(name);
    return module;
  }

  /** The names in order. */
  keys(): IterableIterator<string> {
    return this.items().keys();
  }

  /** The modules in order. */
  values(): IterableIterator<Module> {
    return this.items().values();
  }

  /** Names and modules in order. */
  entries(): IterableIterator<[string, Module]> {
    return this.items().entries();
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
