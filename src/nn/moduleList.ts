/** @module Modules in a list. */
import type { Module } from "./module.ts";
import { ModuleSequence } from "./moduleSequence.ts";

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
