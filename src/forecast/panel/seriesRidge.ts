/** @module One small model for each series: ridge regression from its last rows to the steps ahead, relative to the naive forecast. */
import { erfInverse } from "../../functional/erf.ts";
import { factorise, substitute } from "../models/ridge.ts";
import type { PanelMethod, SeriesForecast } from "./panelMethod.ts";
import type { PanelPlan } from "./panelPlan.ts";

/** Rows that are read, at most; and windows of a series, the last ones. */
const MOST_LAGS = 64;
const MOST_WINDOWS = 2000;

/** Windows for each row that is read, at least: fewer leave nothing to estimate. */
const LEAST_WINDOWS = 2;

/** The settings that the validation windows choose from. */
export interface RidgeChoice {
  /** The season of the naive forecast, 1 for the last value. */
  readonly base: number;
  /** The penalty, relative to the mean square of what is read. */
  readonly penalty: number;
}

/** The penalties that are tried; with the greater ones a short or noisy series stays near the naive forecast. */
export const ridgePenalties: readonly number[] = [0.03, 0.3, 3];

/** The mean of |e| of normal errors is √(2/π) of their deviation. */
const DEVIATION = Math.sqrt(Math.PI / 2);

/**
 * Ridge regression of each series by itself, solved when it forecasts, from all rows that are known by then.
 *
 *     ŷ_h = n_h + Σ_k W_hk (x_{t−k} − r)      n the naive forecast of season m, r the mean of the last m rows, k < K
 *
 * K is two seasons or 16, at most 64, the look-back, and what the rows allow. A large penalty leads to the naive forecast, which
 * is all that a very short series gets. Quantiles are those of normal errors with the in-sample error of each step.
 */
export function seriesRidge(plan: PanelPlan, choice: RidgeChoice): PanelMethod {
  const normal = plan.quantiles.map((q) => Math.SQRT2 * erfInverse(2 * q - 1));
  return {
    name: "ridge by series",
    forecast: ({ values }, rows) =>
      rows.map(({ from, until }) => {
        const { point, deviation } = continued(values.subarray(from, until), plan, choice);
        const Q = normal.length;
        const quantiles = Float64Array.from(
          { length: point.length * Q },
          (_, i) => point[Math.floor(i / Q)] + deviation[Math.floor(i / Q)] * normal[i % Q],
        );
        return { point, quantiles } satisfies SeriesForecast;
      }),
  };
}

interface Continued {
  readonly point: Float64Array;
  readonly deviation: Float64Array;
}

function continued(x: Float64Array, plan: PanelPlan, { base, penalty }: RidgeChoice): Continued {
  const { horizon: H, lookback, season } = plan;
  const m = x.length > base ? base : 1;
  const wanted = Math.min(MOST_LAGS, lookback, Math.max(16, 2 * (season ?? 1)));
  const K = Math.max(0, Math.min(wanted, Math.floor((x.length - H - m) / (1 + LEAST_WINDOWS))));
  const first = Math.max(K, m, x.length - H - MOST_WINDOWS);
  const count = x.length - H - first + 1;
  const ahead = new Float64Array(K);
  readLags(x, x.length, m, ahead);
  const [lags, targets] = [
    new Float64Array(Math.max(0, count) * K),
    new Float64Array(Math.max(0, count) * H),
  ];
  for (let i = 0; i < count; i++) {
    const t = first + i;
    readLags(x, t, m, lags.subarray(i * K, (i + 1) * K));
    for (let h = 0; h < H; h++) targets[i * H + h] = x[t + h] - x[t - m + (h % m)];
  }
  const W = K > 0 ? solved(lags, targets, { K, H, penalty }) : new Float64Array(0);
  const added = (row: Float64Array, h: number): number => {
    let sum = 0;
    for (let k = 0; k < K; k++) sum += row[k] * W[k * H + h];
    return sum;
  };
  const point = Float64Array.from({ length: H }, (_, h) => x[x.length - m + (h % m)] + added(ahead, h));
  const inflated = (DEVIATION * count) / Math.max(1, count - K / 2);
  const deviation = Float64Array.from({ length: H }, (_, h) => {
    let sum = 0;
    for (let i = 0; i < count; i++)
      sum += Math.abs(targets[i * H + h] - added(lags.subarray(i * K, (i + 1) * K), h));
    return count > 0 ? (inflated * sum) / count : 0;
  });
  return { point, deviation };
}

/** x_{t−1}, x_{t−2} … less the mean of the last m. */
function readLags(x: Float64Array, t: number, m: number, lags: Float64Array): void {
  let mean = 0;
  for (let k = 1; k <= m; k++) mean += x[t - k] / m;
  for (let k = 0; k < lags.length; k++) lags[k] = x[t - 1 - k] - mean;
}

/** W (K, H) that minimises Σ ‖targets − lags W‖² + λ ‖W‖². */
function solved(
  lags: Float64Array,
  targets: Float64Array,
  { K, H, penalty }: { readonly K: number; readonly H: number; readonly penalty: number },
): Float64Array {
  const [gram, W] = [new Float64Array(K * K), new Float64Array(K * H)];
  const count = lags.length / K;
  for (let i = 0; i < count; i++) {
    const row = lags.subarray(i * K, (i + 1) * K);
    const target = targets.subarray(i * H, (i + 1) * H);
    for (let k = 0; k < K; k++) {
      const a = row[k];
      for (let j = 0; j <= k; j++) gram[k * K + j] += a * row[j];
      for (let h = 0; h < H; h++) W[k * H + h] += a * target[h];
    }
  }
  let trace = 0;
  for (let k = 0; k < K; k++) trace += gram[k * K + k];
  if (!(trace > 0)) return W.fill(0);
  for (let k = 0; k < K; k++) gram[k * K + k] += (penalty * trace) / K;
  factorise(gram, K);
  substitute(gram, W, K, H);
  return W;
}
