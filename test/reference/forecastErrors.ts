/** @module The measures of forecasts as their definitions read, over all windows at once. */

/** One value of one window: what happened, what was forecast, where. */
export interface Pair {
  readonly y: number;
  readonly yHat: number;
  readonly step: number;
  readonly channel: number;
}

/** All values of windows (N, H, C). */
export function pairsOf(
  y: readonly number[],
  yHat: readonly number[],
  horizon: number,
  channels: number,
): Pair[] {
  return y.map((value, i) => ({
    y: value,
    yHat: yHat[i],
    step: Math.floor(i / channels) % horizon,
    channel: i % channels,
  }));
}

const mean = (terms: readonly number[]): number => terms.reduce((sum, term) => sum + term, 0) / terms.length;

/** Each measure of some pairs; scales are MASE's. */
export const measures = {
  mae: (pairs: readonly Pair[]): number => mean(pairs.map(({ y, yHat }) => Math.abs(y - yHat))),
  mse: (pairs: readonly Pair[]): number => mean(pairs.map(({ y, yHat }) => (y - yHat) ** 2)),
  rmse: (pairs: readonly Pair[]): number => Math.sqrt(measures.mse(pairs)),
  smape: (pairs: readonly Pair[]): number =>
    100 *
    mean(
      pairs.map(({ y, yHat }) =>
        y === yHat ? 0 : (2 * Math.abs(y - yHat)) / (Math.abs(y) + Math.abs(yHat)),
      ),
    ),
  mase: (pairs: readonly Pair[], scales: readonly number[]): number =>
    mean(pairs.map(({ y, yHat, channel }) => Math.abs(y - yHat) / scales[channel])),
  pinball: (pairs: readonly Pair[], quantile: number): number =>
    mean(pairs.map(({ y, yHat }) => Math.max(quantile * (y - yHat), (quantile - 1) * (y - yHat)))),
} as const;

/** The mean |x_t − x_{t−m}| of each channel of values (N, C). */
export function naiveScales(values: readonly number[], season: number, channels: number): number[] {
  return Array.from({ length: channels }, (_, c) => {
    const x = values.filter((_, i) => i % channels === c);
    return mean(x.slice(season).map((value, t) => Math.abs(value - x[t])));
  });
}
