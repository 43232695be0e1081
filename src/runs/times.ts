/** @module Times as people write them: no finer than the series goes. */
import type { Series } from "../data/series/series.ts";
import { describeTime } from "../data/series/timeStep.ts";

/** What writes the times of a series: 2009 for years, 2009-01 for months, 2009-01-31, 2009-01-31 08:00. */
export function timeWriter({ timeKind, step }: Pick<Series, "timeKind" | "step">): (time: number) => string {
  const kind = timeKind ?? "number";
  return (time) => {
    const text = describeTime(time, kind);
    if (kind === "number") return text;
    if (step?.unit === "year") return text.replace(/-01-01$/, "");
    if (step?.unit === "month") return text.replace(/-01$/, "");
    return text.replace(/( \d\d:\d\d):00$/, "$1");
  };
}

/** What writes a row of a series: its time, or its number from 1. */
export function rowWriter(series: Series): (row: number) => string {
  const { time } = series;
  const write = timeWriter(series);
  return (row) => (time === null ? String(row + 1) : write(time[row]));
}
