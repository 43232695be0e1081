/** @module How good forecasts of quantiles and of intervals are: pinball loss, coverage, width. */
import { closed } from "../../arguments.ts";
import { ShapeError, ValueError } from "../../errors.ts";
import {
  ByStep,
  checkWindows,
  type ForecastShape,
  type Numbers,
  type Score,
  StepMean,
  shapeNames,
} from "./score.ts";

/** The pinball loss of one value: q e where e = y − ŷ is positive, (q − 1) e elsewhere. In units of the target. */
export function pinball(quantile: number, target: number, prediction: number): number {
  const e = target - prediction;
  return e >= 0 ? quantile * e : (quantile - 1) * e;
}

/** Throws ValueError unless every quantile lies between 0 and 1, and there is one. */
export function checkQuantiles(quantiles: readonly number[]): void {
  const wrong = quantiles.find((q) => !(q > 0 && q < 1));
  if (wrong !== undefined)
    throw new ValueError(`a quantile is ${wrong} but must lie between 0 and 1, both excluded`);
  if (quantiles.length === 0) throw new ValueError("quantiles is empty but must name at least one");
}

/** Options of `QuantileErrors`. */
export interface QuantileErrorsOptions extends ForecastShape {
  /** Which quantiles are forecast, each between 0 and 1. */
  readonly quantiles: readonly number[];
}

/**
 * Pinball loss of forecasts of Q quantiles, added up window by window, over all values and by forecast step.
 *
 *     y (…, H, C)   ŷ (…, H, C, Q), row-major   →   mean of q e where e = y − ŷ ≥ 0, of (q − 1) e elsewhere
 *
 * In units of the target; for q = 0.5 it is half the MAE. Sums are in double precision.
 * Source: Koenker & Bassett, "Regression quantiles", 1978.
 */
export class QuantileErrors extends ByStep {
  /** In (0, 1), ascending. */
  readonly quantiles: readonly number[];
  readonly #losses: readonly StepMean[];
  readonly #sizes: StepMean = new StepMean(this.horizon);

  /** Without errors so far. */
  constructor(options: QuantileErrorsOptions) {
    const { quantiles, ...shape } = closed("QuantileErrors", options, { ...shapeNames, quantiles: 0 });
    super(shape);
    checkQuantiles(quantiles);
    this.quantiles = quantiles;
    this.#losses = quantiles.map(() => new StepMean(this.horizon));
  }

  /**
   * One window, or several one after the other; where `unknown` is 1, the target is not known and nothing is scored.
   * Throws ShapeError when the sizes do not fit.
   */
  add(target: Numbers, prediction: Numbers, unknown: Numbers | null = null): this {
    checkWindows("target", target, this.size);
    if (unknown !== null) checkWindows("unknown", unknown, this.size, target.length);
    const Q = this.quantiles.length;
    if (prediction.length !== target.length * Q) {
      throw new ShapeError(
        `prediction has ${prediction.length} values but must have ${target.length * Q}, ${Q} for each of the target`,
      );
    }
    for (let i = 0; i < target.length; i++) {
      if (unknown?.[i] === 1) continue;
      const step = this.stepOf(i);
      this.#sizes.add(step, Math.abs(target[i]));
      this.quantiles.forEach((quantile, k) => {
        this.#losses[k].add(step, pinball(quantile, target[i], prediction[i * Q + k]));
      });
    }
    return this;
  }

  /** The mean pinball loss of one of the quantiles. Throws ValueError for one that is not forecast. */
  pinball(quantile: number): Score {
    const k = this.quantiles.indexOf(quantile);
    if (k < 0)
      throw new ValueError(`quantile ${quantile} is not forecast: there are ${this.quantiles.join(", ")}`);
    return this.#losses[k].score();
  }

  /** The pinball loss, mean over the quantiles. */
  meanPinball(): Score {
    const scores = this.#losses.map((losses) => losses.score());
    const mean = (of: (score: Score) => number): number =>
      scores.reduce((sum, score) => sum + of(score), 0) / scores.length;
    const byStep = Float64Array.from({ length: this.horizon }, (_, h) => mean((score) => score.byStep[h]));
    return { overall: mean((score) => score.overall), byStep };
  }

  /**
   * The mean weighted quantile loss, 2 · mean pinball / mean |y|: a share of the size of the target, which over .1 … .9
   * estimates the CRPS. NaN for a target that is always 0.
   */
  weightedLoss(): Score {
    const [loss, size] = [this.meanPinball(), this.#sizes.score()];
    return {
      overall: (2 * loss.overall) / size.overall,
      byStep: loss.byStep.map((each, h) => (2 * each) / size.byStep[h]),
    };
  }
}

/**
 * How often intervals hold what happened, and how wide they are, added up window by window.
 *
 *     y, lower, upper (…, H, C), row-major   →   coverage: the share with lower ≤ y ≤ upper;  width: mean upper − lower
 *
 * Coverage is a share (0 to 1), width in units of the target, by forecast step and over all.
 */
export class IntervalErrors extends ByStep {
  readonly #held: StepMean = new StepMean(this.horizon);
  readonly #widths: StepMean = new StepMean(this.horizon);

  /** Sums of zero, for each step and column. */
  constructor(shape: ForecastShape) {
    super(closed("IntervalErrors", shape, shapeNames));
  }

  /**
   * One window, or several one after the other; where `unknown` is 1, the target is not known and nothing is scored.
   * Throws ShapeError unless all hold the same whole windows.
   */
  add(target: Numbers, lower: Numbers, upper: Numbers, unknown: Numbers | null = null): this {
    checkWindows("target", target, this.size);
    if (unknown !== null) checkWindows("unknown", unknown, this.size, target.length);
    checkWindows("lower", lower, this.size, target.length);
    checkWindows("upper", upper, this.size, target.length);
    for (let i = 0; i < target.length; i++) {
      if (unknown?.[i] === 1) continue;
      const step = this.stepOf(i);
      this.#held.add(step, lower[i] <= target[i] && target[i] <= upper[i] ? 1 : 0);
      this.#widths.add(step, upper[i] - lower[i]);
    }
    return this;
  }

  /** The share of values inside. */
  coverage(): Score {
    return this.#held.score();
  }

  /** The mean width. */
  width(): Score {
    return this.#widths.score();
  }
}
