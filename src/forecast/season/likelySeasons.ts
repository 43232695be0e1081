/** @module The seasons that dates suggest: how many rows fall into a day, a week, a year. */
import { civilOf, DAY } from "../../data/series/calendarDate.ts";
import type { LikelySeason } from "./findSeason.ts";

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** The number of the minute, hour, day, week or year on which a time falls; weeks begin on Monday. */
const cycles: readonly ((time: number) => number)[] = [
  (time) => Math.floor(time / MINUTE),
  (time) => Math.floor(time / HOUR),
  (time) => Math.floor(time / DAY),
  (time) => Math.floor((time / DAY + 3) / 7),
  (time) => civilOf(time).year,
];

/** A minute, and an hour, of fewer rows is no season: few things repeat themselves by the hour. */
const LEAST_ROWS = [60, 60, 2, 2, 2];

/**
 * The seasons that the dates of rows, in milliseconds since 1970, suggest: 24 and 168 for hours, 7 and 365 for days, 5 for
 * business days, 52 for weeks, 12 for months, 4 for quarters, 288 and 2016 for five minutes.
 *
 * Rows are counted by day, week and year as they are, so hours and days without trade do not matter: 13 half hours of a
 * market are a season of 13. The commonest count is the season; the mean count is its exact length.
 */
export function likelySeasons(time: ArrayLike<number>): LikelySeason[] {
  const found = cycles.flatMap((cycleOf, i) => seasonOf(time, cycleOf, LEAST_ROWS[i]));
  return found.filter(({ steps }, i) => i === 0 || steps >= 2 * found[i - 1].steps);
}

function seasonOf(time: ArrayLike<number>, cycleOf: (time: number) => number, least: number): LikelySeason[] {
  const counts = rowsByCycle(time, cycleOf).slice(1, -1); // the first and the last are rarely whole
  const times = new Map<number, number>();
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
  const byCount = [...times].sort(([a], [b]) => a - b); // of two as common the shorter: years of 365 days
  const [steps, often] = byCount.reduce((most, one) => (one[1] > most[1] ? one : most), [0, 0]);
  if (steps < least || often < counts.length / 3) return [];
  const mean = counts.reduce((sum, count) => sum + count / counts.length, 0);
  return [{ steps, period: Math.abs(mean - steps) < 0.5 ? mean : steps }];
}

function rowsByCycle(time: ArrayLike<number>, cycleOf: (time: number) => number): number[] {
  const counts: number[] = [];
  let cycle = Number.NaN;
  for (let row = 0; row < time.length; row++) {
    const own = cycleOf(time[row]);
    if (own === cycle) counts[counts.length - 1] += 1;
    else counts.push(1);
    cycle = own;
  }
  return counts;
}
