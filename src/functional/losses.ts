/** @module Regression losses: squared, absolute, two that are quadratic near 0 and linear beyond, and Gaussian. */
import { closed } from "../arguments.ts";
import { ShapeError, ValueError, warn } from "../errors.ts";
import { add, div, mul, pow, sub } from "../tensor/arithmetic.ts";
import { eachBlock } from "../tensor/blocks.ts";
import { applyMap } from "../tensor/maps.ts";
import { broadcastShapes, sameShape, torchSize } from "../tensor/shape.ts";
import { addGrad, gradOf, needsGrad, record, writeGrad } from "../tensor/tape.ts";
import { checkTensor, checkTensors, Tensor } from "../tensor/tensor.ts";
import { unsqueeze } from "../tensor/views.ts";
import { acquire } from "../wasm/pool.ts";
import { MANY, vectorLoops } from "../wasm/vectorLoops.ts";
import { pairLoss } from "./pairLoss.ts";
import { checkReduction, LOSS, type LossOptions, type Reduction, reduced } from "./reduction.ts";

/** Options of `smoothL1Loss`. */
export interface SmoothL1Options extends LossOptions {
  /** The difference beyond which the loss is linear, in units of the target. */
  readonly beta?: number;
}

/** Options of `huberLoss`. */
export interface HuberOptions extends LossOptions {
  /** The difference beyond which the loss is linear, in units of the target. */
  readonly delta?: number;
}

/** Options of `gaussianNllLoss`. */
export interface GaussianNllOptions extends LossOptions {
  /** Whether to add the constant ½ log 2π. */
  readonly full?: boolean;
  /** The lower bound that the variance is clamped to. */
  readonly eps?: number;
}

/**
 * The squared error (x − y)², its mean by default.
 *
 *     x, y (…)  →  a scalar, or (…) without reduction
 *
 * Given dL:   dx = 2 (x − y) dL / n    dy = −dx
 *
 * Different shapes are broadcast, with PyTorch's warning. In squared units of the target.
 * Source: torch.nn.functional.mse_loss.
 */
export function mseLoss(input: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  return squaredError(input, target, closed("mseLoss", options, LOSS).reduction);
}

/** As `mseLoss`, for options that have been checked. */
export function squaredError(input: Tensor, target: Tensor, reduction: Reduction = "mean"): Tensor {
  checkTensor("mseLoss", "input", input);
  checkTensor("mseLoss", "target", target);
  checkReduction(reduction);
  if (reduction === "none" || !sameShape(input.shape, target.shape)) {
    return reduced(pow(difference(input, target), 2), reduction);
  }
  const [x, y] = [input.data, target.data];
  const factor = reduction === "mean" ? 1 / x.length : 1;
  const loops = x.length < MANY ? null : vectorLoops.current;
  // Long arrays pass through the kernel once, for the usual dL = 1.
  let ready = loops !== null && needsGrad([input]) ? acquire(x.length) : null;
  const total = loops?.squaredError(ready, x, y, 2 * factor) ?? sumOfSquares(x, y);

  return record("mse_loss", new Tensor(Float32Array.of(total * factor), []), [input, target], (dL) => {
    const scale = 2 * factor * dL[0];
    if (ready !== null && dL[0] === 1) {
      addGrad(input, ready);
      ready = null; // it may come back in another walk
    } else addDifference(input, x, y, scale);
    addDifference(target, y, x, scale);
  });
}

/**
 * The absolute error |x − y|, its mean by default.
 *
 *     x, y (…)  →  a scalar, or (…) without reduction
 *
 * The slope is the sign of x − y, and 0 where they are equal. Different shapes are broadcast, with PyTorch's warning.
 * In units of the target. Source: torch.nn.functional.l1_loss.
 */
export function l1Loss(input: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  const { reduction = "mean" } = closed("l1Loss", options, LOSS);
  checkTensor("l1Loss", "input", input);
  checkTensor("l1Loss", "target", target);
  if (!sameShape(input.shape, target.shape))
    return reduced(applyMap("abs", difference(input, target)), reduction);
  return pairLoss("l1_loss", input, target, reduction, (kernels, { losses, dx, dlosses, x, y, n }, scale) =>
    kernels.absolute(losses, dx, dlosses, x, y, n, scale),
  );
}

/**
 * The absolute error, smoothed near 0; d = x − y:
 *
 *     ½ d² / β  where |d| < β        |d| − ½ β  elsewhere
 *
 *     x, y (…)  →  a scalar, or (…) without reduction
 *
 * β = 0 is `l1Loss`. Different shapes are broadcast, with PyTorch's warning. In units of the target.
 * Throws ValueError for a negative β. Source: Girshick, "Fast R-CNN", 2015; torch.nn.functional.smooth_l1_loss.
 */
export function smoothL1Loss(input: Tensor, target: Tensor, options: SmoothL1Options = {}): Tensor {
  const { beta = 1, reduction = "mean" } = closed("smoothL1Loss", options, { ...LOSS, beta: 0 });
  checkTensor("smoothL1Loss", "input", input);
  checkTensor("smoothL1Loss", "target", target);
  if (!(beta >= 0)) {
    throw new ValueError(
      `smooth_l1_loss does not support negative values for beta.\n  beta is ${beta} but must be 0 or more`,
    );
  }
  if (beta === 0) return l1Loss(input, target, { reduction });
  return huber("smooth_l1_loss", input, target, reduction, beta, 1 / beta);
}

/**
 * The squared error, with the gradient clipped to ±δ so that outliers weigh less; d = x − y:
 *
 *     ½ d²  where |d| ≤ δ        δ (|d| − ½ δ)  elsewhere
 *
 *     x, y (…)  →  a scalar, or (…) without reduction
 *
 * Different shapes are broadcast, with PyTorch's warning. In squared units of the target.
 * Throws ValueError unless δ > 0. Source: Huber, "Robust estimation of a location parameter", 1964;
 * torch.nn.functional.huber_loss.
 */
export function huberLoss(input: Tensor, target: Tensor, options: HuberOptions = {}): Tensor {
  const { delta = 1, reduction = "mean" } = closed("huberLoss", options, { ...LOSS, delta: 0 });
  checkTensor("huberLoss", "input", input);
  checkTensor("huberLoss", "target", target);
  if (!(delta > 0)) {
    throw new ValueError(
      `huber_loss does not support non-positive values for delta.\n  delta is ${delta} but must be above 0`,
    );
  }
  return huber("huber_loss", input, target, reduction, delta, 1);
}

/**
 * The negative log-likelihood of y under a normal distribution of mean x and variance v:
 *
 *     L = ½ (log max(v, ε) + (x − y)² / max(v, ε))   [+ ½ log 2π when full]
 *
 *     x, y (…)   v shaped as x, or with 1 for its last axis, or without it   →   a scalar, or (…) without reduction
 *
 * In nats. As in PyTorch, the gradient of v is that at max(v, ε), even where v is clamped.
 * Throws ShapeError for a v of another shape, ValueError for a negative variance.
 * Source: Nix & Weigend, "Estimating the mean and variance of the target probability distribution", 1994;
 * torch.nn.functional.gaussian_nll_loss.
 */
export function gaussianNllLoss(
  input: Tensor,
  target: Tensor,
  variance: Tensor,
  options: GaussianNllOptions = {},
): Tensor {
  const {
    full = false,
    eps = 1e-6,
    reduction = "mean",
  } = closed("gaussianNllLoss", options, {
    full: 0,
    eps: 0,
    reduction: 0,
  });
  checkTensors("gaussianNllLoss", { input, target, variance });
  const fits = fitted(variance, input);
  if (!["mean", "sum", "none"].includes(reduction)) {
    throw new ValueError(`${String(reduction)} is not valid\n  reduction must be "mean", "sum" or "none"`);
  }
  const v = clamped(fits, eps);
  const squares = div(pow(sub(input, target), 2), v);
  const losses = mul(add(applyMap("log", v), squares), 0.5);
  return reduced(full ? add(losses, 0.5 * Math.log(2 * Math.PI)) : losses, reduction);
}

/**
 * Huber's function of each difference, times a factor.
 *
 * Given dL:   dx = factor · clamp(x − y, −δ, δ) dL    dy = −dx
 */
function huber(
  op: string,
  input: Tensor,
  target: Tensor,
  reduction: Reduction,
  delta: number,
  factor: number,
): Tensor {
  const isPair = sameShape(input.shape, target.shape);
  const x = isPair ? input : difference(input, target);
  const y = isPair ? target : new Tensor(new Float32Array(x.data.length), x.shape); // zeros
  return pairLoss(op, x, y, reduction, (kernels, { losses, dx, dlosses, n, ...pair }, scale) =>
    kernels.huber(losses, dx, dlosses, pair.x, pair.y, n, delta, factor, scale * factor),
  );
}

function sumOfSquares(x: Float32Array, y: Float32Array): number {
  let total = 0;
  eachBlock(x.length, (from, to) => {
    total = addSquares(total, x, y, from, to);
  });
  return total;
}

/** The sum so far plus the squared differences of a block. */
function addSquares(sum: number, x: Float32Array, y: Float32Array, from: number, to: number): number {
  let total = sum;
  for (let i = from; i < to; i++) {
    const d = x[i] - y[i];
    total += d * d; // not d ** 2, which V8 may leave as a call
  }
  return total;
}

function addDifference(t: Tensor, x: Float32Array, y: Float32Array, scale: number): void {
  if (!t.requiresGrad) return;
  const loops = x.length < MANY ? null : vectorLoops.current;
  if (loops !== null) {
    writeGrad(t, (d) => loops.squaredError(d, x, y, scale));
    return;
  }
  const d = gradOf(t);
  eachBlock(d.length, (from, to) => addScaled(d, x, y, scale, from, to));
}

/** d += scale · (x − y) over a block. */
function addScaled(
  d: Float32Array,
  x: Float32Array,
  y: Float32Array,
  scale: number,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) d[i] += scale * (x[i] - y[i]);
}

/** input − target, broadcast after a warning. */
function difference(input: Tensor, target: Tensor): Tensor {
  if (!sameShape(input.shape, target.shape)) {
    broadcastShapes(input.shape, target.shape); // throws, before the warning, if they cannot be broadcast
    warn(
      `Using a target size (${torchSize(target.shape)}) that is different to the input size (${torchSize(input.shape)}). This will likely lead to incorrect results due to broadcasting. Please ensure they have the same size.`,
    );
  }
  return sub(input, target);
}

/** The variance with as many axes as the input. */
function fitted(variance: Tensor, { shape }: Tensor): Tensor {
  if (sameShape(variance.shape, shape)) return variance;
  if (shape.length > 0 && sameShape(variance.shape, shape.slice(0, -1))) return unsqueeze(variance, -1);
  if (shape.length > 0 && sameShape(variance.shape, shape.with(-1, 1))) return variance;
  throw new ShapeError(
    `var is of incorrect size\n  it is (${variance.shape.join(", ")}) but must be (${shape.join(", ")}), or the same without the last axis or with 1 for it`,
  );
}

/** max(v, ε); gradients pass through it unchanged. */
function clamped(v: Tensor, eps: number): Tensor {
  const copy = applyMap("clone", v);
  const { data } = copy;
  eachBlock(data.length, (from, to) => {
    for (let i = from; i < to; i++) {
      if (data[i] < 0) {
        throw new ValueError(
          `var has negative entry/entries\n  one is ${data[i]}: let the network output the logarithm, and pass its exp()`,
        );
      }
      data[i] = Math.max(data[i], eps);
    }
  });
  return copy;
}
