/** @module What every forecasting model is: a module from a look-back to the steps ahead. */
import type { OptionNames } from "../../arguments.ts";
import { ShapeError } from "../../errors.ts";
import { Module } from "../../nn/module.ts";
import { sameShape } from "../../tensor/shape.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { checkSizes } from "../scores/score.ts";

/** Sizes that every model has. */
export interface ForecastSizes {
  /** How many steps the model looks back, L. */
  readonly lookback: number;
  /** How many steps it looks ahead, H. */
  readonly horizon: number;
}

export const sizeNames: OptionNames<ForecastSizes> = { lookback: 0, horizon: 0 };

/**
 * A model that continues a look-back.
 *
 *     x (B, L, C)   future (B, H, F), what is known of the steps ahead   →   ŷ (B, H, O), or (B, H, O, Q) for quantiles
 *
 * Values are in whatever units x is in; most models want them scaled. Starting weights are drawn as PyTorch draws them,
 * so that `manualSeed` decides them.
 */
export abstract class ForecastModel extends Module {
  /** L, the rows that it reads. */
  readonly lookback: number;
  /** H, the rows that it forecasts. */
  readonly horizon: number;

  /** Throws ValueError unless both sizes are positive integers. */
  constructor({ lookback, horizon }: ForecastSizes) {
    super();
    checkSizes({ lookback, horizon });
    this.lookback = lookback;
    this.horizon = horizon;
  }

  /** x (B, L, C), future (B, H, F) → (B, H, K), or (B, H, K, Q) with quantiles. */
  abstract forward(x: Tensor, future?: Tensor | null): Tensor;
}

/** Throws ShapeError unless x is (B, L, C); a C of null leaves that open. */
export function checkLookback(model: string, { shape }: Tensor, L: number, C: number | null): void {
  if (shape.length === 3 && shape[1] === L && (C === null || shape[2] === C)) return;
  throw new ShapeError(
    `${model}: x is (${shape.join(", ")}) but must be (B, ${L}, ${C ?? "C"}), read as (B, L, C)`,
  );
}

/** Throws ShapeError for a future that the model has no use for. */
export function refuseFuture(model: string, future: Tensor | null): void {
  if (future !== null)
    throw new ShapeError(
      `${model}: future is (${future.shape.join(", ")}) but this model takes none\n  RecurrentForecaster does`,
    );
}

/** Throws ShapeError unless the future is (B, H, F), or null where F is 0. */
export function checkFuture(
  model: string,
  future: Tensor | null,
  sizes: readonly [number, number, number],
): void {
  const F = sizes[2];
  if (future === null && F === 0) return;
  if (F > 0 && future !== null && sameShape(future.shape, sizes)) return;
  const got = future === null ? "missing" : `(${future.shape.join(", ")})`;
  const wanted =
    F === 0 ? "left out, as there are no covariates" : `(${sizes.join(", ")}), read as (B, H, F)`;
  throw new ShapeError(`${model}: future is ${got} but must be ${wanted}`);
}
