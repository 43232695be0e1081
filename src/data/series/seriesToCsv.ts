/** @module Series as CSV text. */
import { timeText } from "./calendarDate.ts";
import { type CsvColumn, type FormatCsvOptions, formatCsv } from "./formatCsv.ts";
import type { Series } from "./series.ts";

/**
 * A series as CSV text: the time column first, when there is one, then all others. Dates are written as `2020-01-31` or
 * `2020-01-31 08:00:00`, in UTC; plain numbers as they are.
 */
export function seriesToCsv(series: Series, options: FormatCsvOptions = {}): string {
  const { time, timeName, timeKind, columns } = series;
  const name = timeName ?? "time";
  const times: CsvColumn[] = [];
  if (time !== null && timeKind === "date") times.push({ name, texts: Array.from(time, timeText) });
  else if (time !== null) times.push({ name, values: time });
  return formatCsv([...times, ...columns], options);
}
