/** @module What the errors of a series are measured by: the in-sample errors of its seasonal naive forecast. */
import type { Panel } from "../../data/panel/panel.ts";

/** The scales of one series. */
export interface SeriesScales {
  /** Mean of |y_t − y_{t−m}|: the scale of MASE. */
  readonly absolute: number;
  /** Mean of (y_t − y_{t−m})²: the scale of RMSSE, before the root. */
  readonly squared: number;
}

/**
 * The scales of rows `from` to `until` of a panel's arrays, for a season of m steps. Pairs with a value that was filled in
 * are left out. A series no longer than a season has the scale of one step; NaN without any pair.
 */
export function seriesScales(
  panel: Pick<Panel, "values" | "filled">,
  from: number,
  until: number,
  season: number,
): SeriesScales {
  const m = until - from > season ? season : 1;
  const { values, filled } = panel;
  let [absolute, squared, count] = [0, 0, 0];
  for (let t = from + m; t < until; t++) {
    if (filled !== undefined && (filled[t] === 1 || filled[t - m] === 1)) continue;
    const d = values[t] - values[t - m];
    absolute += Math.abs(d);
    squared += d * d;
    count += 1;
  }
  return { absolute: absolute / count, squared: squared / count };
}
