/** @module All faults of a file at once, with the options that mend them; what only a person can know is asked first. */
import { readerOptions } from "../../../src/data/dataOptions.ts";
import type { Table } from "../../../src/data/read/table.ts";
import { mended, withOption } from "../../../src/data/series/checkSeries.ts";
import type { Policies } from "../../../src/data/series/rows.ts";
import type { TimeFormat } from "../../../src/data/series/timeFormats.ts";
import { DataError, type RemedyValue } from "../../../src/errors.ts";
import { type Choices, seriesOf } from "./choices.ts";
import { type Fault, type Fix, faultOf, fixesOf } from "./fault.ts";
import type { Reading } from "./tableFacts.ts";

/** Several faults, and what mends each. */
export interface Diagnosis {
  readonly faults: readonly Fault[];
  /** Of each fault that an option mends. */
  readonly fixes: readonly Fix[];
  /** Whether the rows make a series with these options. */
  readonly isMended: boolean;
}

/** The options of reading and of rows under the names that remedies have. */
type Settings = Partial<Policies> &
  Reading & {
    readonly timeFormat?: TimeFormat;
    readonly where?: readonly string[];
    readonly resample?: string;
  };

/**
 * Mends one fault after the other, by the safest option of each, until the rows make a series or until something must be
 * decided by a person, such as which of several series is meant.
 */
export async function diagnose(
  table: Table,
  choices: Choices,
  reading: Reading,
  readAgain: (reading: Reading) => Promise<Table>,
): Promise<Diagnosis> {
  let settings: Settings = { ...reading, ...settingsOf(choices) };
  let current = table;
  const before: Parameters<typeof mended>[2][number][] = [];
  const fixes: Fix[] = [];
  for (;;) {
    const error = faultIn(current, withSettings(choices, settings));
    const faults = before.map((one) => faultOf(one.error, "series"));
    if (error === null) return { faults, fixes, isMended: true };
    const fault = mended(error, settings, before);
    before.push(fault);
    const fix = fixOf(fault.option, fault.value);
    const isAsked = fault.choices.length > 0 || fault.option === "where";
    if (fix === null || isAsked || fault.option === null || fault.value === undefined)
      return { faults: [...faults, faultOf(error, "series")], fixes, isMended: false };
    fixes.push(fix);
    settings = withOption(settings, fault.option, fault.value);
    if (readerOptions.includes(fault.option)) current = await readAgain(readingOf(settings));
  }
}

/** Null where the rows make a series. */
function faultIn(table: Table, choices: Choices): DataError | null {
  try {
    seriesOf(table, choices);
    return null;
  } catch (error) {
    if (error instanceof DataError) return error;
    throw error;
  }
}

function fixOf(option: string | null, value: RemedyValue | undefined): Fix | null {
  return option === null || value === undefined ? null : (fixesOf([{ option, values: [value] }])[0] ?? null);
}

function settingsOf({ policies, timeFormat, where, resample }: Choices): Settings {
  const set = Object.entries(policies).filter(([, value]) => value !== "error");
  return {
    ...Object.fromEntries(set),
    ...(timeFormat === null ? {} : { timeFormat }),
    ...(where === undefined ? {} : { where }),
    ...(resample === undefined ? {} : { resample }),
  };
}

function withSettings(choices: Choices, settings: Settings): Choices {
  const { missing, duplicates, unsorted, gaps, timeFormat, where, resample } = settings;
  const policies = { missing, duplicates, unsorted, gaps };
  const set = Object.entries(policies).filter(([, value]) => value !== undefined);
  return {
    ...choices,
    policies: { ...choices.policies, ...Object.fromEntries(set) },
    timeFormat: timeFormat ?? choices.timeFormat,
    ...(where === undefined ? {} : { where }),
    ...(resample === undefined ? {} : { resample }),
  };
}

function readingOf(settings: Settings): Reading {
  const known = Object.entries(settings).filter(([name]) => readerOptions.includes(name));
  return Object.fromEntries(known);
}
