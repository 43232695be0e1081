/** @module A forecast as CSV text, in the units of the series. */
import { timeText } from "../data/series/calendarDate.ts";
import { type CsvColumn, formatCsv } from "../data/series/formatCsv.ts";
import type { Series } from "../data/series/series.ts";
import { styleWriter } from "../data/series/timeStyle.ts";
import type { Forecast } from "../forecast/forecaster.ts";
import { plainCell, visible } from "../text/escape.ts";
import { roundTo } from "../text/format.ts";

/**
 * A forecast, one step per row: `time,NAME,NAME lower 80,NAME upper 80,…`. Dates are written as in the data file, in as
 * many columns; without times, the first column numbers the steps. An infinite end of an interval is an empty cell. Texts come
 * from a file: none is a formula, or has control characters.
 */
export function forecastCsv({ time, targets }: Forecast, series: Series): string {
  const steps = Float64Array.from({ length: targets[0]?.point.length ?? 0 }, (_, h) => h + 1);
  const times = time === null ? [{ name: "step", values: steps }] : timesOf(time, series);
  return formatCsv([...times, ...targets.flatMap(columnsOf)].map(plainColumn));
}

function timesOf(times: Float64Array, { timeName, timeKind, timeStyle, step }: Series): CsvColumn[] {
  const name = timeName ?? "time";
  if (timeKind !== "date") return [{ name, values: times }];
  if (timeStyle !== undefined)
    return (timeStyle.columns ?? [{ name, pattern: timeStyle.pattern }]).map((column) => ({
      name: column.name,
      texts: Array.from(times, styleWriter(timeStyle, column.pattern)),
    }));
  const texts = Array.from(times, timeText);
  const hasClock = texts.some((text) => text.includes(" "));
  if (hasClock)
    return [{ name, texts: texts.map((text) => (text.includes(" ") ? text : `${text} 00:00:00`)) }];
  const isYears = step?.unit === "year" && texts.every((text) => text.endsWith("-01-01"));
  return [{ name, texts: isYears ? texts.map((text) => text.slice(0, -6)) : texts }];
}

function plainColumn(column: CsvColumn): CsvColumn {
  const name = visible(column.name);
  return "texts" in column
    ? { name, texts: column.texts.map((text) => plainCell(visible(text))) }
    : { ...column, name };
}

function columnsOf({ name, point, intervals }: Forecast["targets"][number]): CsvColumn[] {
  const ends = intervals.flatMap(({ level, lower, upper }) => {
    const percent = roundTo(100 * level, 6);
    return [
      { name: `${name} lower ${percent}`, values: finite(lower) },
      { name: `${name} upper ${percent}`, values: finite(upper) },
    ];
  });
  return [{ name, values: point }, ...ends];
}

function finite(values: Float64Array): Float64Array {
  return values.map((value) => (Number.isFinite(value) ? value : Number.NaN));
}
