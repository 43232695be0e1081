/** @module Names, times and row numbers as reports, tables and figures show them. */
import type { Series } from "../data/series/series.ts";
import { describeTime } from "../data/series/timeStep.ts";
import { styleWriter } from "../data/series/timeStyle.ts";
import { truncate } from "../figures/terminal/span.ts";
import type { DataFacts } from "./files.ts";

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
/** Characters that change the direction of the text after them. */
const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * The name of a column or a file on one line: cut to `columns` terminal columns, and isolated if it runs from right to
 * left. Backticks, which start code in the texts of reports, become a look-alike.
 */
export function shownName(name: string, columns = 48): string {
  const seen = name
    .replace(turning, "")
    .replace(/\p{Cc}+/gu, " ")
    .replaceAll("`", "ˋ");
  const plain = truncate(seen, columns);
  return rightToLeft.test(plain) ? `\u2068${plain}\u2069` : plain;
}

/** A value as JSON, with characters that change the direction of text escaped. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(
    turning,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

type Written = Pick<Series, "timeKind" | "step" | "timeStyle">;

/** Writes the times of a series as its file does; without a style, no finer than its step: 2009, 2009-01, 2009-01-31 08:00. */
export function timeWriter({ timeKind, step, timeStyle }: Written): (time: number) => string {
  const kind = timeKind ?? "number";
  if (timeStyle !== undefined && !timeStyle.pattern.startsWith("unix")) return styleWriter(timeStyle);
  return (time) => {
    const text = describeTime(time, kind);
    if (kind === "number") return text;
    if (step?.unit === "year") return text.replace(/-01-01$/, "");
    if (step?.unit === "month") return text.replace(/-01$/, "");
    return text.replace(/( \d\d:\d\d):00$/, "$1");
  };
}

/** The first and the last time of a series; null without times. */
export function timeSpan(series: Series): Pick<DataFacts, "from" | "until"> {
  const write = timeWriter(series);
  const shown = (time: number | undefined): string | null => (time === undefined ? null : write(time));
  return { from: shown(series.time?.at(0)), until: shown(series.time?.at(-1)) };
}

/** Labels the rows of a series: by time, or by row number from 1. */
export function rowWriter(series: Series): (row: number) => string {
  const { time } = series;
  const write = timeWriter(series);
  return (row) => (time === null ? String(row + 1) : write(time[row]));
}
