/** @module One small model for each series: ridge regression from its last rows to the steps ahead, relative to the naive forecast. */
import type { Panel } from "../../data/panel/panel.ts";
import { erfInverse } from "../../functional/erf.ts";
import { factorise, substitute } from "../models/ridge.ts";
import type { PanelMethod, SeriesForecast, SeriesRows } from "./panelMethod.ts";
import { type PanelPlan, panelMethodName } from "./panelPlan.ts";

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
    name: panelMethodName(plan),
    forecast: ({ values }, rows) =>
      rows.map(({ from, until }) => {
        const equations = equationsOf(values.subarray(from, until), plan, choice.base);
        const W = solved(equations, choice.penalty);
        const [point, deviation] = [pointOf(equations, W), deviationsOf(equations, W)];
        const Q = normal.length;
        const quantiles = Float64Array.from(
          { length: point.length * Q },
          (_, i) => point[Math.floor(i / Q)] + deviation[Math.floor(i / Q)] * normal[i % Q],
        );
        return { point, quantiles } satisfies SeriesForecast;
      }),
  };
}

/** The point forecasts of `seriesRidge` with each of some penalties, which share the sums of products: for each penalty one by row. */
export function ridgePoints(
  plan: PanelPlan,
  { base, penalties }: { readonly base: number; readonly penalties: readonly number[] },
  { values }: Panel,
  rows: readonly SeriesRows[],
): readonly (readonly Float64Array[])[] {
  const byRow = rows.map(({ from, until }) => {
    const equations = equationsOf(values.subarray(from, until), plan, base);
    return penalties.map((penalty) => pointOf(equations, solved(equations, penalty)));
  });
  return penalties.map((_, p) => byRow.map((points) => points[p]));
}

interface Sizes {
  readonly rows: number;
  readonly K: number;
  readonly H: number;
}

/** A series as least squares see it. */
interface Equations extends Sizes {
  /** What is read at each row (rows, K), and what followed beyond the naive forecast (rows, H). */
  readonly lags: Float64Array;
  readonly targets: Float64Array;
  /** lagsᵀ lags (K, K) and lagsᵀ targets (K, H). */
  readonly gram: Float64Array;
  readonly cross: Float64Array;
  /** What is read behind the last row (K), and the naive forecast (H). */
  readonly ahead: Float64Array;
  readonly naive: Float64Array;
}

function equationsOf(x: Float64Array, { horizon: H, lookback, season }: PanelPlan, base: number): Equations {
  const m = x.length > base ? base : 1;
  const wanted = Math.min(MOST_LAGS, lookback, Math.max(16, 2 * (season ?? 1)));
  const K = Math.max(0, Math.min(wanted, Math.floor((x.length - H - m) / (1 + LEAST_WINDOWS))));
  const first = Math.max(K, m, x.length - H - MOST_WINDOWS);
  const rows = Math.max(0, x.length - H - first + 1);
  const room = 4 * Math.ceil(rows / 4); // four rows are added at once, the last ones zeros
  const [lags, targets] = [new Float64Array(room * K), new Float64Array(room * H)];
  for (let i = 0; i < rows; i++) {
    const t = first + i;
    readLags(x, t, m, lags.subarray(i * K, (i + 1) * K));
    for (let h = 0; h < H; h++) targets[i * H + h] = x[t + h] - x[t - m + (h % m)];
  }
  const [gram, cross] = [new Float64Array(K * K), new Float64Array(K * H)];
  for (let i = 0; i < rows; i += 4) {
    addProducts(gram, lags, lags, i, K, K);
    addProducts(cross, lags, targets, i, K, H);
  }
  const ahead = new Float64Array(K);
  readLags(x, x.length, m, ahead);
  const naive = Float64Array.from({ length: H }, (_, h) => x[x.length - m + (h % m)]);
  return { rows, K, H, lags, targets, gram, cross, ahead, naive };
}

function pointOf({ ahead, naive, ...sizes }: Equations, W: Float64Array): Float64Array {
  const point = naive.slice();
  addProduct(ahead, 0, W, sizes, point);
  return point;
}

/** x_{t−1}, x_{t−2} … less the mean of the last m. */
function readLags(x: Float64Array, t: number, m: number, lags: Float64Array): void {
  let mean = 0;
  for (let k = 1; k <= m; k++) mean += x[t - k] / m;
  for (let k = 0; k < lags.length; k++) lags[k] = x[t - 1 - k] - mean;
}

/** Adds the product of a row of x and W to sums (H); four rows of W at once, as loading and storing sums takes longer than multiplying. */
function addProduct(x: Float64Array, at: number, W: Float64Array, { K, H }: Sizes, sums: Float64Array): void {
  let k = 0;
  for (; k + 3 < K; k += 4) {
    const [a, b, c, d] = [x[at + k], x[at + k + 1], x[at + k + 2], x[at + k + 3]];
    const w = k * H;
    for (let h = 0; h < H; h++)
      sums[h] += a * W[w + h] + b * W[w + H + h] + (c * W[w + 2 * H + h] + d * W[w + 3 * H + h]);
  }
  for (; k < K; k++) for (let h = 0; h < H; h++) sums[h] += x[at + k] * W[k * H + h];
}

/** The standard deviation of the errors at each step (H), from their mean size; zeros without rows. */
function deviationsOf(equations: Equations, W: Float64Array): Float64Array {
  const { rows, K, H, lags, targets } = equations;
  const [fit, sums] = [new Float64Array(H), new Float64Array(H)];
  for (let i = 0; i < rows; i++) {
    fit.fill(0);
    addProduct(lags, i * K, W, equations, fit);
    for (let h = 0; h < H; h++) sums[h] += Math.abs(targets[i * H + h] - fit[h]);
  }
  return sums.map((sum) => (DEVIATION * sum) / Math.max(1, rows - K / 2));
}

/** W (K, H) that minimises Σ ‖targets − lags W‖² + λ ‖W‖². */
function solved({ gram, cross, K, H }: Equations, penalty: number): Float64Array {
  const W = cross.slice();
  let trace = 0;
  for (let k = 0; k < K; k++) trace += gram[k * K + k];
  if (!(trace > 0)) return W.fill(0);
  const factor = gram.slice();
  for (let k = 0; k < K; k++) factor[k * K + k] += (penalty * trace) / K;
  factorise(factor, K);
  substitute(factor, W, K, H);
  return W;
}

/** Adds the products xᵀ y of four rows from row i on, of x (…, n) and y (…, m), to sums (n, m). */
function addProducts(
  sums: Float64Array,
  x: Float64Array,
  y: Float64Array,
  i: number,
  n: number,
  m: number,
): void {
  const [p, q] = [i * n, i * m];
  for (let k = 0; k < n; k++) {
    const [a, b, c, d] = [x[p + k], x[p + n + k], x[p + 2 * n + k], x[p + 3 * n + k]];
    const at = k * m;
    for (let j = 0; j < m; j++)
      sums[at + j] += a * y[q + j] + b * y[q + m + j] + (c * y[q + 2 * m + j] + d * y[q + 3 * m + j]);
  }
}
