/** @module What Sequential and ModuleList share: modules in an order, each under a name. */
import { ValueError } from "../errors.ts";
import { Module } from "./module.ts";

/** Modules in an order. Without names of their own they are called 0, 1, … */
export abstract class ModuleSequence<Item extends Module> extends Module implements Iterable<Item> {
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

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  return Array.isArray(value) ? "array" : value.constructor.name;
}
