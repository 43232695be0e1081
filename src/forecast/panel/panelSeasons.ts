/** @module The seasons of a panel: one that its series show, alone or pooled, and longer ones of some. */
import type { Panel } from "../../data/panel/panel.ts";
import { stepsBetween, timeAfter } from "../../data/series/timeStep.ts";
import { minOf } from "../../lists.ts";
import { findSeasons, type LikelySeason, mainSeason } from "../season/findSeason.ts";
import { likelySeasons } from "../season/likelySeasons.ts";

/** Series in which a season is searched without a hint, which takes a while; and with one. */
const SEARCHED = 12;
const TESTED = 30;
const POOLED = 200;
/** Rows of each, at most and at least. */
const ROWS = 2000;
const LEAST_ROWS = 12;

/**
 * The share of the series that must show the main season, which noise does in one of some hundreds; and any longer one, which only
 * costs a longer look-back.
 */
const MANY = 0.15;
const SOME = 1 / 10;

/** Hours of a day: their season may have a week around it, even where no date says so. */
const HOURS = 24;

/** The seasons of a panel, in rising order: the first one for MASE and the seasonal naive forecast. Empty without any. */
export function panelSeasons(panel: Panel, ends: Float64Array): number[] {
  const dated = panelLikely(panel);
  const guess = dated.length > 0 ? null : commonSeason(sampled(panel, ends, SEARCHED), []);
  if (dated.length === 0 && guess === null) return [];
  const likely =
    guess === null ? dated : [guess, ...(guess % HOURS === 0 ? [7 * guess] : [])].map((steps) => ({ steps }));
  const series = sampled(panel, ends, TESTED);
  const main = commonSeason(series, likely) ?? guess;
  if (main === null) return pooledSeasons(panel, ends, likely);
  const longer = new Map<number, number>();
  for (const values of series)
    for (const season of findSeasons(values, { likely }))
      if (season > main) longer.set(season, (longer.get(season) ?? 0) + 1);
  const others = [...longer].filter(([, count]) => count >= SOME * series.length).map(([season]) => season);
  return [main, ...others.sort((a, b) => a - b)];
}

/** What the dates of a panel suggest; nothing without dates. */
function panelLikely({ starts, step, timeKind }: Panel): LikelySeason[] {
  if (starts === null || step === null || timeKind !== "date" || starts.length === 0) return [];
  return likelySeasons(Float64Array.from({ length: ROWS }, (_, t) => timeAfter(starts[0], step, t)));
}

/** The season that is the main one of most series, if enough of them show it. */
function commonSeason(series: readonly Float64Array[], likely: readonly LikelySeason[]): number | null {
  const counts = new Map<number, number>();
  for (const values of series) {
    const main = mainSeason(values, findSeasons(values, { likely }));
    if (main !== null) counts.set(main, (counts.get(main) ?? 0) + 1);
  }
  const [first] = [...counts].sort(([a, m], [b, n]) => n - m || a - b);
  return first !== undefined && first[1] >= MANY * series.length ? first[0] : null;
}

/** The seasons of the mean of many series, each standardized, at the same times: counts are too noisy to show theirs alone. */
function pooledSeasons(panel: Panel, ends: Float64Array, likely: readonly LikelySeason[]): number[] {
  const { offsets, values, starts, step } = panel;
  if (starts === null || step === null) return [];
  const some = longOnes(panel, ends, POOLED).map((s) => {
    const [from, count] = [offsets[s], ends[s] - offsets[s]];
    return {
      x: values.subarray(from, from + count),
      first: Math.round(stepsBetween(starts[0], starts[s], step)),
    };
  });
  const until = minOf(some.map(({ x, first }) => first + x.length));
  const from = Math.max(until - ROWS, minOf(some.map(({ first }) => first)));
  if (!(until - from >= LEAST_ROWS)) return [];
  const [sums, counts] = [new Float64Array(until - from), new Float64Array(until - from)];
  for (const { x, first } of some) {
    const mean = x.reduce((sum, value) => sum + value / x.length, 0);
    const size = Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2 / x.length, 0));
    for (let t = Math.max(0, from - first); size > 0 && t < until - first; t++) {
      sums[first + t - from] += (x[t] - mean) / size;
      counts[first + t - from] += 1;
    }
  }
  const pooled = sums.map((sum, t) => (counts[t] > 0 ? sum / counts[t] : 0));
  const found = findSeasons(pooled, { likely });
  const main = mainSeason(pooled, found);
  return main === null ? [] : [main, ...found.filter((season) => season > main)];
}

/** The last rows of some series, evenly among those that are long enough and not constant. */
function sampled(panel: Panel, ends: Float64Array, count: number): Float64Array[] {
  const { offsets, values } = panel;
  return longOnes(panel, ends, count)
    .map((s) => values.slice(Math.max(offsets[s], ends[s] - ROWS), ends[s]))
    .filter((x) => x.some((value) => value !== x[0]));
}

/** The numbers of some series with enough rows, evenly among those. */
function longOnes({ offsets }: Panel, ends: Float64Array, count: number): number[] {
  const long = Array.from(ends, (_, s) => s).filter((s) => ends[s] - offsets[s] >= LEAST_ROWS);
  const every = Math.max(1, Math.floor(long.length / count));
  return long.filter((_, i) => i % every === 0).slice(0, count);
}
