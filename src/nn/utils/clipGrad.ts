/** @module Gradient clipping. */
import { closed, described } from "../../arguments.ts";
import { ValueError } from "../../errors.ts";
import { clampMap } from "../../tensor/maps.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { fixed } from "../../text/format.ts";
import { release } from "../../wasm/pool.ts";

/** Options of `clipGradNorm`. */
export interface ClipGradNormOptions {
  /** The order of the norm: 2 by default; Infinity for the largest absolute value. */
  readonly normType?: number;
  /** Whether a NaN or infinite norm is an error; false by default. */
  readonly errorIfNonfinite?: boolean;
}

/**
 * Scales all gradients together, in place, so that their total norm is at most `maxNorm`; returns the norm before.
 *
 *     g ← g · min(1, maxNorm / (norm + 1e-6))        norm = ‖(‖g₁‖ₚ, ‖g₂‖ₚ, …)‖ₚ
 *
 * Parameters without a gradient are skipped; if none has one, the norm is 0. A NaN norm makes all gradients NaN.
 * With `errorIfNonfinite`, throws ValueError for a NaN or infinite norm before anything has changed.
 * Source: Pascanu, Mikolov & Bengio, "On the difficulty of training recurrent neural networks", 2013;
 * torch.nn.utils.clip_grad_norm_.
 */
export function clipGradNorm(
  parameters: Tensor | Iterable<Tensor>,
  maxNorm: number,
  options: ClipGradNormOptions = {},
): Tensor {
  const { normType = 2, errorIfNonfinite = false } = closed("clipGradNorm", options, {
    normType: 0,
    errorIfNonfinite: 0,
  });
  checkNumber("clipGradNorm: maxNorm", maxNorm);
  checkNumber("clipGradNorm: normType", normType);
  const gradients = gradientsOf("clipGradNorm", parameters);
  const norms = new Float32Array(gradients.map((g) => vectorNorm(g, normType)));
  const norm = Math.fround(vectorNorm(norms, normType));
  if (errorIfNonfinite && !Number.isFinite(norm)) {
    throw new ValueError(
      `The total norm of order ${pythonFloat(normType)} for gradients from \`parameters\` is non-finite, so it cannot be clipped. To disable this error and scale the gradients by the non-finite norm anyway, set \`error_if_nonfinite=False\``,
    );
  }
  const coefficient = Math.min(1, Math.fround(maxNorm / Math.fround(norm + 1e-6)));
  if (coefficient !== 1) for (const g of gradients) for (let i = 0; i < g.length; i++) g[i] *= coefficient;
  return new Tensor(Float32Array.of(norm), []);
}

/**
 * Clamps every value of every gradient, in place, to ±clipValue. NaN stays NaN.
 *
 * Source: torch.nn.utils.clip_grad_value_.
 */
export function clipGradValue(parameters: Tensor | Iterable<Tensor>, clipValue: number): void {
  checkNumber("clipGradValue: clipValue", clipValue);
  for (const g of gradientsOf("clipGradValue", parameters)) {
    const clamped = clampMap(g, -clipValue, clipValue);
    g.set(clamped);
    release(clamped);
  }
}

function checkNumber(what: string, value: unknown): void {
  if (typeof value !== "number") throw new ValueError(`${what} must be a number (got ${described(value)})`);
}

/** Reads an iterable once: iterators are used up by it. */
function gradientsOf(what: string, parameters: Tensor | Iterable<Tensor>): Float32Array[] {
  const all = parameters instanceof Tensor ? [parameters] : listOfParameters(what, parameters);
  const gradients = all.map((parameter) => (parameter.isLeaf ? parameter.gradient : parameter.retained));
  return gradients.filter((g) => g !== null);
}

function listOfParameters(what: string, parameters: unknown): readonly Tensor[] {
  const isIterable = typeof parameters === "object" && parameters !== null && Symbol.iterator in parameters;
  const list: readonly unknown[] = isIterable ? [...(parameters as Iterable<unknown>)] : [parameters];
  const wrong = list.findIndex((parameter) => !(parameter instanceof Tensor));
  if (wrong === -1) return list as readonly Tensor[];
  throw new ValueError(
    `${what}: parameters must be a Tensor or an iterable of Tensors, such as module.parameters() (got ${described(list[wrong])})`,
  );
}

/** (Σ |x|ᵖ)^(1/p); its limits at ±∞; the number of nonzero values for p = 0. */
function vectorNorm(x: Float32Array, p: number): number {
  if (x.length === 0) return 0;
  if (p === 2) return Math.sqrt(total(x, (value) => value * value));
  if (p === 1) return total(x, Math.abs);
  if (p === 0) return total(x, (value) => Number(value !== 0));
  if (p === Number.POSITIVE_INFINITY) return greatest(x);
  if (p === Number.NEGATIVE_INFINITY)
    return x.reduce((least, value) => Math.min(least, Math.abs(value)), Math.abs(x[0]));
  return total(x, (value) => Math.abs(value) ** p) ** (1 / p);
}

function greatest(x: Float32Array): number {
  let most = 0;
  for (let i = 0; i < x.length; i++) most = Math.max(most, Math.abs(x[i]));
  return most;
}

function total(x: Float32Array, term: (value: number) => number): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += term(x[i]);
  return sum;
}

function pythonFloat(value: number): string {
  if (Number.isFinite(value)) return Number.isInteger(value) ? fixed(value, 1) : String(value);
  return value > 0 ? "inf" : "-inf";
}
