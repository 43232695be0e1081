/** @module What was detected in a file and its series, as a short list. */
import type { NumberStyle } from "../../../src/data/read/numberStyle.ts";
import type { CsvFormat, Table } from "../../../src/data/read/table.ts";
import { type Encoding, encodingsOf } from "../../../src/data/series/categories.ts";
import type { Resampled } from "../../../src/data/series/resample.ts";
import type { Completed, Series } from "../../../src/data/series/series.ts";
import { timeWriter } from "../../../src/runs/labels.ts";

/** What was found, besides the step of the times, seasons and bounds: those stand in the series and in the plan. */
export interface FoundFacts {
  /** Null for JSON Lines. */
  readonly format: CsvFormat | null;
  /** Columns in use whose numbers have thousands separators, currencies and the like. */
  readonly styles: readonly { readonly name: string; readonly style: NumberStyle }[];
  /** Covariates that are texts. */
  readonly encodings: readonly Encoding[];
  readonly times: TimeFacts | null;
  /** Steps of the calendar without a row. */
  readonly skipped: number;
  readonly resampled: Resampled | null;
  /** What was missing, and is filled in or left out. */
  readonly completed: Completed | null;
}

export interface TimeFacts {
  /** The column, or several with commas between them. */
  readonly name: string;
  /** The last time, as forecasts write it. */
  readonly example: string;
  /** The clock of the times; null where they have no offset. */
  readonly zone: string | null;
  /** Other columns of dates. */
  readonly others: readonly string[];
  /** Whether the times follow no rule, so that the steps of a forecast are numbered. */
  readonly isNumbered: boolean;
}

export function foundFacts(table: Table, series: Series): FoundFacts {
  const names = (of: (role: string) => boolean): string[] =>
    series.columns.filter(({ role }) => of(role)).map(({ name }) => name);
  const used = new Set(names(() => true));
  const others = names((role) => role !== "target");
  const covariates = table.columns
    .map(({ name }) => name)
    .filter((name) => others.some((one) => one === name || one.startsWith(`${name}=`)));
  return {
    format: table.format ?? null,
    styles: table.columns.flatMap((column) => {
      const style = column.kind === "number" && used.has(column.name) ? column.style : undefined;
      return style === undefined ? [] : [{ name: column.name, style }];
    }),
    encodings: encodingsOf(table, covariates, {}),
    times: timeFacts(series),
    skipped: series.skipped ?? 0,
    resampled: series.resampled ?? null,
    completed: series.completed ?? null,
  };
}

function timeFacts(series: Series): TimeFacts | null {
  const { time, timeName, timeStyle, otherTimes = [], step, length } = series;
  const last = time?.at(-1);
  if (timeName === null || last === undefined) return null;
  const zone = timeStyle?.zone;
  return {
    name: timeName,
    example: timeWriter(series)(last),
    zone: zone === undefined ? null : String(zone),
    others: otherTimes,
    isNumbered: step === null && length > 1,
  };
}
