/** @module Weight normalisation: a weight as a direction and its length, which are trained separately. */
import { closed } from "../../arguments.ts";
import { ValueError } from "../../errors.ts";
import { div, mul } from "../../tensor/arithmetic.ts";
import { applyMap } from "../../tensor/maps.ts";
import { sum } from "../../tensor/reduce.ts";
import { normalizeDim } from "../../tensor/shape.ts";
import { noGrad } from "../../tensor/tape.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { type Module, Parameter } from "../module.ts";

/** Options of `weightNorm`. */
export interface WeightNormOptions {
  /** The parameter, `"weight"` by default. */
  readonly name?: string;
  /** The axis along which each slice has its own length, 0 by default; null for one length of the whole. */
  readonly dim?: number | null;
}

/**
 * Replaces a parameter w of a module by two, its length g (`weight_g`) and its direction v (`weight_v`):
 *
 *     w = g v / ‖v‖        norms over all axes but `dim`
 *
 * The module computes w whenever it uses it, and starts with the same w. Make optimisers afterwards. Throws ValueError if
 * there is no such parameter, or if it is normalised already.
 * Source: Salimans & Kingma, "Weight normalization", 2016; torch.nn.utils.weight_norm.
 */
export function weightNorm<Layer extends Module>(module: Layer, options: WeightNormOptions = {}): Layer {
  const { name = "weight", dim = 0 } = closed("weightNorm", options, { name: 0, dim: 0 });
  if (normalised.get(module)?.has(name))
    throw new ValueError(`Cannot register two weight_norm hooks on the same parameter ${name}`);
  const weight: unknown = Reflect.get(module, name);
  if (!(weight instanceof Parameter))
    throw new ValueError(`'${module.constructor.name}' object has no attribute '${name}'`);
  const axes = axesOf(weight, dim);
  const fields = {
    [`${name}_g`]: new Parameter(noGrad(() => lengths(weight, axes))),
    [`${name}_v`]: new Parameter(weight.shape, weight.data.slice()),
  };
  Reflect.deleteProperty(module, name);
  Object.assign(module, fields);
  const computed = (): Tensor => {
    const [g, v] = [fieldOf(module, `${name}_g`), fieldOf(module, `${name}_v`)];
    return mul(v, div(g, lengths(v, axes)));
  };
  Object.defineProperty(module, name, { get: computed, configurable: true, enumerable: false });
  normalised.set(module, (normalised.get(module) ?? new Set()).add(name));
  return module;
}

/** Makes a normalised weight a parameter again, with its current values. Throws ValueError if it is not normalised. */
export function removeWeightNorm<Layer extends Module>(module: Layer, name = "weight"): Layer {
  if (!normalised.get(module)?.delete(name))
    throw new ValueError(`weight_norm of '${name}' not found in ${String(module)}`);
  const weight = noGrad(() => fieldOf(module, name));
  for (const field of [name, `${name}_g`, `${name}_v`]) Reflect.deleteProperty(module, field);
  return Object.assign(module, { [name]: new Parameter(weight) });
}

/** The names of the normalised parameters of each module. */
const normalised = new WeakMap<Module, Set<string>>();

function fieldOf(module: object, name: string): Tensor {
  return Reflect.get(module, name);
}

/** All axes but one; all for null and, as in PyTorch, for −1. */
function axesOf({ shape }: Tensor, dim: number | null): number[] {
  const kept = dim === null || dim === -1 ? -1 : normalizeDim(dim, shape.length);
  return shape.map((_, d) => d).filter((d) => d !== kept);
}

function lengths(v: Tensor, axes: readonly number[]): Tensor {
  if (axes.length === 0) return applyMap("abs", v);
  const isWhole = axes.length === v.shape.length;
  return applyMap("sqrt", sum(applyMap("square", v), isWhole ? null : { dim: axes, keepdim: true }));
}
