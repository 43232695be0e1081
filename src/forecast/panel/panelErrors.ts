/** @module The scores of one method on a panel: for each series, and overall. */
import { closed } from "../../arguments.ts";
import { ShapeError } from "../../errors.ts";
import { pinball } from "../scores/quantileErrors.ts";
import type { Numbers } from "../scores/score.ts";
import type { SeriesForecast } from "./panelMethod.ts";
import type { SeriesScales } from "./panelScales.ts";

/** One number for each score; NaN where it has no value. */
export interface PanelScore {
  /** Mean |e| by the in-sample error of the seasonal naive forecast. */
  readonly mase: number;
  /** In percent, 0 to 200; 0/0 counts as 0. */
  readonly smape: number;
  /** √(mean e² by the in-sample squared error of the seasonal naive forecast). */
  readonly rmsse: number;
  /** Weighted quantile loss: 2 Σ pinball / Σ |y|, mean over the quantiles; over .1 … .9 it estimates the CRPS. */
  readonly wql: number;
  /** Scaled quantile loss: 2 · mean pinball by the scale of MASE, mean over the quantiles. */
  readonly sql: number;
  /** The share of values between the outermost quantiles. */
  readonly coverage: number;
  /** Mean |e|, in units of the target. */
  readonly mae: number;
}

/** The names of the scores. */
export const panelScoreNames = ["mase", "smape", "rmsse", "wql", "sql", "coverage", "mae"] as const;

/** Sizes of what is scored. */
export interface PanelErrorsOptions {
  /** The number of series, S. */
  readonly series: number;
  /** Which quantiles are forecast, rising. */
  readonly quantiles: readonly number[];
}

/** What the errors of some series add up to, as plain data (S): scores of parts of a panel are joined from them. */
export type PanelSums = Readonly<Record<Sum | "count" | "scaledCount", Float64Array>>;

/**
 * Scores of the forecasts of a panel, added up window by window.
 *
 *     y (H)   ŷ (H)   quantiles (H, Q)   of series s, with its scales of that window
 *
 * Of a series, MASE, SQL and sMAPE are means over all steps of its windows. Overall scores are means over the series, so that
 * each counts the same, but the weighted quantile loss, which is a ratio of sums over all: as GIFT-Eval and M4 define them.
 *
 * A series whose scale is 0 or unknown (constant in training, or of one row) has no MASE, RMSSE and SQL: NaN, and is left
 * out of the overall ones; `unscaled` counts such series. A series whose values are all 0 has no weighted quantile loss of its
 * own, but counts in the overall one. Values that are not known, or were filled in, are never scored.
 * Source: Hyndman & Koehler, 2006; Makridakis et al., "The M5 competition", 2022 (RMSSE); Aksu et al., "GIFT-Eval", 2024.
 */
export class PanelErrors {
  readonly #Q: number;
  readonly #quantiles: readonly number[];
  readonly #count: Float64Array;
  readonly #scaledCount: Float64Array;
  readonly #sums: Readonly<Record<Sum, Float64Array>>;

  /** Without errors so far. */
  constructor(options: PanelErrorsOptions) {
    const { series, quantiles } = closed("PanelErrors", options, { series: 0, quantiles: 0 });
    this.#Q = quantiles.length;
    this.#quantiles = quantiles;
    this.#count = new Float64Array(series);
    this.#scaledCount = new Float64Array(series);
    const none = (): Float64Array => new Float64Array(series);
    this.#sums = {
      ...{ absolute: none(), symmetric: none(), scaled: none(), scaledSquared: none() },
      ...{ pinball: none(), scaledPinball: none(), size: none(), inside: none() },
    };
  }

  /** The scores of parts of a panel, one after the other. */
  static joined(quantiles: readonly number[], parts: readonly PanelSums[]): PanelErrors {
    const series = parts.reduce((sum, { count }) => sum + count.length, 0);
    const all = new PanelErrors({ series, quantiles });
    let at = 0;
    for (const part of parts) {
      const own = all.sums();
      for (const [name, values] of Object.entries(own)) values.set(part[name as keyof PanelSums], at);
      at += part.count.length;
    }
    return all;
  }

  /** @internal All that the scores are computed from. */
  sums(): PanelSums {
    return { ...this.#sums, count: this.#count, scaledCount: this.#scaledCount };
  }

  /** One window of series s; a target that is NaN, or where `unknown` is 1, is not scored. Throws ShapeError for other sizes. */
  add(
    s: number,
    target: Numbers,
    { point, quantiles }: SeriesForecast,
    scales: SeriesScales,
    unknown: Numbers | null = null,
  ): void {
    const H = point.length;
    if (target.length > H || quantiles.length !== H * this.#Q)
      throw new ShapeError(
        `PanelErrors: ${target.length} values, ${H} forecasts and ${quantiles.length} quantiles do not fit`,
      );
    for (let h = 0; h < target.length; h++) {
      if (unknown?.[h] === 1 || Number.isNaN(target[h])) continue;
      this.#addValue(s, target[h], point[h], scales);
      this.#addQuantiles(s, target[h], quantiles.subarray(h * this.#Q, (h + 1) * this.#Q), scales.absolute);
    }
  }

  #addValue(s: number, y: number, yHat: number, { absolute, squared }: SeriesScales): void {
    const sums = this.#sums;
    const size = Math.abs(y - yHat);
    this.#count[s] += 1;
    sums.absolute[s] += size;
    sums.size[s] += Math.abs(y);
    sums.symmetric[s] += size === 0 ? 0 : (200 * size) / (Math.abs(y) + Math.abs(yHat));
    if (!(absolute > 0)) return;
    this.#scaledCount[s] += 1;
    sums.scaled[s] += size / absolute;
    sums.scaledSquared[s] += (size * size) / squared;
  }

  #addQuantiles(s: number, y: number, yHat: Float64Array, scale: number): void {
    let loss = 0;
    for (let k = 0; k < this.#Q; k++) loss += pinball(this.#quantiles[k], y, yHat[k]);
    const mean = (2 * loss) / this.#Q;
    this.#sums.pinball[s] += mean;
    if (scale > 0) this.#sums.scaledPinball[s] += mean / scale;
    if (yHat[0] <= y && y <= yHat[this.#Q - 1]) this.#sums.inside[s] += 1;
  }

  /** The scores of series s; NaN where nothing was added. */
  of(s: number): PanelScore {
    const [sums, count, scaled] = [this.#sums, this.#count[s], this.#scaledCount[s]];
    return {
      mase: sums.scaled[s] / scaled,
      smape: sums.symmetric[s] / count,
      rmsse: Math.sqrt(sums.scaledSquared[s] / scaled),
      wql: sums.size[s] > 0 ? sums.pinball[s] / sums.size[s] : Number.NaN,
      sql: sums.scaledPinball[s] / scaled,
      coverage: sums.inside[s] / count,
      mae: sums.absolute[s] / count,
    };
  }

  /** A score of each series (S). */
  bySeries(name: keyof PanelScore): Float64Array {
    return this.#count.map((_, s) => this.of(s)[name]);
  }

  /** Means over the series that have the score; the weighted quantile loss and the coverage over all values. */
  overall(): PanelScore {
    const total = (sums: Float64Array): number => sums.reduce((sum, value) => sum + value, 0);
    const mean = (name: keyof PanelScore): number => meanOf(this.bySeries(name));
    return {
      mase: mean("mase"),
      smape: mean("smape"),
      rmsse: mean("rmsse"),
      wql: total(this.#sums.pinball) / total(this.#sums.size),
      sql: mean("sql"),
      coverage: total(this.#sums.inside) / total(this.#count),
      mae: mean("mae"),
    };
  }

  /** The number of series that were scored, but have no MASE, as their scale is 0. */
  get unscaled(): number {
    return this.#count.reduce((sum, count, s) => sum + (count > 0 && this.#scaledCount[s] === 0 ? 1 : 0), 0);
  }
}

type Sum =
  | "absolute"
  | "symmetric"
  | "scaled"
  | "scaledSquared"
  | "pinball"
  | "scaledPinball"
  | "size"
  | "inside";

/** The mean of the values that are no NaN. */
function meanOf(values: Float64Array): number {
  let [sum, count] = [0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  return sum / count;
}
