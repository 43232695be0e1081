/** @module Binary cross entropy, from logits and from probabilities. */
import { closed } from "../arguments.ts";
import { ShapeError, ValueError } from "../errors.ts";
import { broadcastTo } from "../tensor/runs.ts";
import { broadcastShapes, sameShape, torchSize } from "../tensor/shape.ts";
import { gradOf, record } from "../tensor/tape.ts";
import { checkTensors, Tensor } from "../tensor/tensor.ts";
import type { LossKernel } from "../wasm/losses.ts";
import { load } from "../wasm/ops.ts";
import { pairLoss } from "./pairLoss.ts";
import { type LossOptions, reduced } from "./reduction.ts";

/** Options of `binaryCrossEntropyWithLogits`. Both tensors are broadcast to the input and receive no gradient. */
export interface BinaryCrossEntropyOptions extends LossOptions {
  /** A factor for each loss. */
  readonly weight?: Tensor | null;
  /** The weight of positive targets relative to negative ones; above 1 it favours recall. */
  readonly posWeight?: Tensor | null;
}

/**
 * Binary cross entropy between σ(x) and a probability y, with w = `weight` and p = `posWeight`:
 *
 *     L = −w (p y log σ(x) + (1 − y) log(1 − σ(x)))
 *
 *     x, y (…)  →  a scalar, or (…) without reduction
 *
 * Given dL:   dx = w (1 − y − (1 + (p − 1) y) σ(−x)) dL    dy = w ((p − 1) log(1 + e⁻ˣ) − x) dL
 *
 * Does not overflow for large x. In nats; the mean divides by the number of values, not by the sum of weights.
 * Throws ShapeError unless x and y have one shape to which both weights broadcast.
 * Source: torch.nn.functional.binary_cross_entropy_with_logits.
 */
export function binaryCrossEntropyWithLogits(
  input: Tensor,
  target: Tensor,
  options: BinaryCrossEntropyOptions = {},
): Tensor {
  const {
    weight = null,
    posWeight = null,
    reduction = "mean",
  } = closed("binaryCrossEntropyWithLogits", options, { weight: 0, reduction: 0, posWeight: 0 });
  checkTensors("binaryCrossEntropyWithLogits", { input, target });
  checkSizes(input, target);
  const w = weight && expanded(weight, input, broadcastShapes(input.shape, weight.shape));
  const p = posWeight && expanded(posWeight, input, broadcastShapes(posWeight.shape, input.shape));
  const kernel: LossKernel = (kernels, { losses, dx, dlosses, n, ...pair }, scale) => {
    const [wAt, pAt] = [part(w, pair.from, n), part(p, pair.from, n)];
    return kernels.logits(losses, dx, dlosses, pair.x, pair.y, wAt, pAt, n, scale);
  };
  return pairLoss("binary_cross_entropy_with_logits", input, target, reduction, kernel, (dy, dLosses) => {
    const x = input.data;
    for (let i = 0; i < dy.length; i++) {
      const slope = ((p?.[i] ?? 1) - 1) * softplus(-x[i]) - x[i];
      dy[i] += (w?.[i] ?? 1) * slope * dLosses(i);
    }
  });
}

/** A block of factors in the memory of the kernels. */
function part(factors: Float32Array | null, from: number, n: number): number {
  return factors === null ? 0 : load(factors, from, n);
}

/** Options of `binaryCrossEntropy`. */
export interface WeightedLossOptions extends LossOptions {
  /** A factor for each loss, broadcast to the input; receives no gradient. */
  readonly weight?: Tensor | null;
}

/**
 * Binary cross entropy between a probability x and a probability y, with w = `weight`:
 *
 *     L = −w (y log x + (1 − y) log(1 − x)),  with logarithms of at least −100
 *
 *     x, y (…)  →  a scalar, or (…) without reduction
 *
 * Given dL:   dx = w (x − y) / max(x (1 − x), 1e-12) dL    dy = w (log(1 − x) − log x) dL
 *
 * In nats. `binaryCrossEntropyWithLogits` is more accurate near 0 and 1. Throws ValueError for an x outside [0, 1],
 * ShapeError unless x and y have one shape to which the weight broadcasts.
 * Source: torch.nn.functional.binary_cross_entropy.
 */
export function binaryCrossEntropy(input: Tensor, target: Tensor, options: WeightedLossOptions = {}): Tensor {
  const known = { weight: 0, reduction: 0 };
  const { weight = null, reduction = "mean" } = closed("binaryCrossEntropy", options, known);
  checkTensors("binaryCrossEntropy", { input, target });
  checkProbabilities(input, target);
  const w = weight && expanded(weight, input, broadcastShapes(input.shape, weight.shape));
  const [x, y] = [input.data, target.data];
  const losses = new Tensor(new Float32Array(x.length), input.shape);
  for (let i = 0; i < x.length; i++) {
    const one = Math.max(Math.log(x[i]), -100);
    const zero = Math.max(Math.log1p(-x[i]), -100);
    losses.data[i] = (w?.[i] ?? 1) * ((y[i] - 1) * zero - y[i] * one);
  }

  const recorded = record("binary_cross_entropy", losses, [input, target], (dL) => {
    const dx = input.requiresGrad ? gradOf(input) : null;
    const dy = target.requiresGrad ? gradOf(target) : null;
    for (let i = 0; i < x.length; i++) {
      const scale = (w?.[i] ?? 1) * dL[i];
      if (dx) dx[i] += (scale * (x[i] - y[i])) / Math.max(x[i] * (1 - x[i]), 1e-12);
      if (dy) dy[i] += scale * (Math.log1p(-x[i]) - Math.log(x[i]));
    }
  });
  return reduced(recorded, reduction);
}

function checkProbabilities(input: Tensor, target: Tensor): void {
  if (!sameShape(input.shape, target.shape)) {
    throw new ShapeError(
      `Using a target size (${torchSize(target.shape)}) that is different to the input size (${torchSize(input.shape)}) is deprecated. Please ensure they have the same size.`,
    );
  }
  const { data } = input;
  for (let i = 0; i < data.length; i++) {
    if (data[i] >= 0 && data[i] <= 1) continue;
    throw new ValueError(
      `all elements of input should be between 0 and 1\n  one is ${data[i]}: apply sigmoid() first, or use binaryCrossEntropyWithLogits`,
    );
  }
}

/** log(1 + eˣ), without overflow. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

function checkSizes(input: Tensor, target: Tensor): void {
  if (sameShape(input.shape, target.shape)) return;
  const [got, wanted] = [torchSize(target.shape), torchSize(input.shape)];
  throw new ShapeError(`Target size (${got}) must be the same as input size (${wanted})`);
}

function expanded(t: Tensor, input: Tensor, shape: readonly number[]): Float32Array {
  if (!sameShape(shape, input.shape)) {
    throw new ShapeError(
      `output with shape [${input.shape.join(", ")}] doesn't match the broadcast shape [${shape.join(", ")}]\n  a weight must broadcast to the input (got (${t.shape.join(", ")}))`,
    );
  }
  return broadcastTo(t.data, t.shape, shape);
}
