/** @module The pinball loss of forecasts of quantiles, with its derivative, and as a module. */
import { closed } from "../../arguments.ts";
import { ShapeError } from "../../errors.ts";
import { checkReduction, type LossOptions, type Reduction, reduced } from "../../functional/reduction.ts";
import { Module } from "../../nn/module.ts";
import { sameShape } from "../../tensor/shape.ts";
import { gradOf, record } from "../../tensor/tape.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { checkQuantiles, pinball } from "../scores/quantileErrors.ts";

/**
 * The pinball loss of each of Q quantiles, their mean by default; least when each quantile has its share below it.
 *
 *     ŷ (…, Q)   y (…)   →   a scalar, or (…, Q) without reduction        e = y − ŷ
 *     L = q e where e ≥ 0,  (q − 1) e elsewhere
 *
 * Given dL:   dŷ = −q dL where e > 0, (1 − q) dL where e < 0, 0 where e = 0; the target has no gradient
 *
 * In units of the target. Throws ShapeError unless the prediction has one axis of Q more than the target, ValueError
 * unless each quantile lies between 0 and 1. Source: Koenker & Bassett, "Regression quantiles", 1978.
 */
export function quantileLoss(
  prediction: Tensor,
  target: Tensor,
  quantiles: readonly number[],
  options: LossOptions = {},
): Tensor {
  const { reduction = "mean" } = closed("quantileLoss", options, { reduction: 0 });
  checkReduction(reduction);
  checkQuantiles(quantiles);
  const Q = quantiles.length;
  const shape = [...target.shape, Q];
  if (!sameShape(prediction.shape, shape))
    throw new ShapeError(
      `quantileLoss: prediction is (${prediction.shape.join(", ")}) but must be (${shape.join(", ")}): the target's shape, and ${Q} quantiles`,
    );
  const [yHat, y] = [prediction.data, target.data];
  const losses = new Tensor(new Float32Array(yHat.length), prediction.shape);
  for (let i = 0; i < yHat.length; i++)
    losses.data[i] = pinball(quantiles[i % Q], y[Math.floor(i / Q)], yHat[i]);

  const each = record("quantile_loss", losses, [prediction], (dL) => {
    const d = gradOf(prediction);
    for (let i = 0; i < d.length; i++)
      d[i] += slope(quantiles[i % Q], y[Math.floor(i / Q)] - yHat[i]) * dL[i];
  });
  return reduced(each, reduction);
}

/** dL/dŷ. */
function slope(quantile: number, e: number): number {
  if (e === 0) return 0;
  return e > 0 ? -quantile : 1 - quantile;
}

/** `quantileLoss` as a module, with the quantiles it is for. Throws ValueError unless each lies between 0 and 1. */
export class QuantileLoss extends Module {
  /** The name in printed models. */
  static override readonly typeName: string = "QuantileLoss";
  /** In (0, 1), ascending. */
  readonly quantiles: readonly number[];
  /** Mean by default. */
  readonly reduction: Reduction;

  /** Throws ValueError for quantiles outside (0, 1). */
  constructor(quantiles: readonly number[], options: LossOptions = {}) {
    super();
    const { reduction = "mean" } = closed("QuantileLoss", options, { reduction: 0 });
    checkQuantiles(quantiles);
    this.quantiles = quantiles;
    this.reduction = reduction;
  }

  /** prediction (…, Q), target (…) → the loss. */
  forward(prediction: Tensor, target: Tensor): Tensor {
    return quantileLoss(prediction, target, this.quantiles, { reduction: this.reduction });
  }

  /** What PyTorch prints between the parentheses. */
  override extraRepr(): string {
    return `quantiles=[${this.quantiles.join(", ")}]`;
  }
}
