/** @module Layers one after the other. */
import type { Tensor } from "../tensor/tensor.ts";
import { Module } from "./module.ts";
import { ModuleSequence } from "./moduleSequence.ts";

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
