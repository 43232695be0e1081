/** @module The seasons of a panel: one that many of its series have, and longer ones of some. */
import type { Panel } from "../../data/panel/panel.ts";
import { timeAfter } from "../../data/series/timeStep.ts";
import { findSeasons, type LikelySeason, mainSeason } from "../season/findSeason.ts";
import { likelySeasons } from "../season/likelySeasons.ts";

/** Series in which a season is searched without a hint, which takes a while; and with one. */
const SEARCHED = 12;
const TESTED = 40;
/** Rows of each, at most and at least. */
const ROWS = 2000;
const LEAST_ROWS = 12;

/** The share of the series that must have the main season, and any longer one: that only costs a longer look-back. */
const MANY = 1 / 3;
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
  if (main === null) return [];
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

/** The season that is the main one of most series, if that is a third of them. */
function commonSeason(series: readonly Float64Array[], likely: readonly LikelySeason[]): number | null {
  const counts = new Map<number, number>();
  for (const values of series) {
    const main = mainSeason(values, findSeasons(values, { likely }));
    if (main !== null) counts.set(main, (counts.get(main) ?? 0) + 1);
  }
  const [first] = [...counts].sort(([a, m], [b, n]) => n - m || a - b);
  return first !== undefined && first[1] >= MANY * series.length ? first[0] : null;
}

/** The last rows of some series, evenly among those that are long enough and not constant. */
function sampled({ offsets, values }: Panel, ends: Float64Array, count: number): Float64Array[] {
  const long = Array.from(ends, (_, s) => s).filter((s) => ends[s] - offsets[s] >= LEAST_ROWS);
  const every = Math.max(1, Math.floor(long.length / count));
  return long
    .filter((_, i) => i % every === 0)
    .slice(0, count)
    .map((s) => values.slice(Math.max(offsets[s], ends[s] - ROWS), ends[s]))
    .filter((x) => x.some((value) => value !== x[0]));
}
