/** @module All faults of a table at once, with the options that mend them. */
import { closed } from "../../arguments.ts";
import { DataError, type Remedy, type RemedyValue } from "../../errors.ts";
import { say } from "../../sentence.ts";
import type { Table } from "../read/table.ts";
import type { Series } from "./series.ts";
import { seriesOptions, type ToSeriesOptions, toSeries } from "./toSeries.ts";

/** A fault, and the option that mends it. */
export interface Fault {
  /** The error, with its place and its remedies. */
  readonly error: DataError;
  /** Null where no option mends it. */
  readonly option: string | null;
  /** What the option is set to; undefined without one. */
  readonly value: RemedyValue | undefined;
  /** Other values, where only a person knows which is right. */
  readonly choices: readonly RemedyValue[];
}

/** What came of mending one fault after the other. */
export interface Settled<Options, Result> {
  /** Null where a fault cannot be mended by an option. */
  readonly result: Result | null;
  /** What is wrong with the file; empty if nothing is. */
  readonly faults: readonly Fault[];
  /** The options, with those that mend the faults. */
  readonly options: Options;
}

/**
 * The faults that `toSeries` would refuse a table for, one after the other, with an option for each, and the series that
 * results with all of these. Where several options are possible, the first that is safe is taken, and `choices` has the
 * others if it depends on what the data mean.
 */
export function checkSeries(table: Table, options: ToSeriesOptions): Settled<ToSeriesOptions, Series> {
  closed("checkSeries", options, seriesOptions);
  return settle(options, (settled) => toSeries(table, ofSeries(settled)));
}

/** Without remedies that belong to the reading of the file: they do not help a table that is read. */
function ofSeries(options: ToSeriesOptions): ToSeriesOptions {
  const own = Object.entries(options).filter(([name]) => Object.hasOwn(seriesOptions, name));
  return Object.fromEntries(own) as unknown as ToSeriesOptions;
}

/** More faults than that are not mended one by one. */
const MOST_FAULTS = 20;

/** Attempts something until it succeeds, setting the option that mends a fault after each. */
function settle<Options extends object, Result>(
  given: Options,
  attempt: (options: Options) => Result,
): Settled<Options, Result> {
  const faults: Fault[] = [];
  let options = given;
  for (;;) {
    try {
      return { result: attempt(options), faults, options };
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      const fault = mended(error, options, faults);
      faults.push(fault);
      if (fault.option === null || fault.value === undefined) return { result: null, faults, options };
      options = withOption(options, fault.option, fault.value);
    }
  }
}

/** Options that a person gives several times: a new value is added to the others. */
const lists: readonly string[] = ["missingValues", "where"];

export function withOption<Options extends object>(
  options: Options,
  name: string,
  value: RemedyValue,
): Options {
  const before: unknown = Object(options)[name];
  const own = Array.isArray(value) ? value : [value];
  const isAdded = lists.includes(name) && Array.isArray(before);
  return { ...options, [name]: isAdded ? [...before, ...own] : lists.includes(name) ? own : value };
}

/** Which values are safe where several are possible, the best first; others depend on what the data mean. */
const safe: Readonly<Record<string, readonly RemedyValue[]>> = {
  unsorted: ["sort"],
  gaps: ["fill", "ignore"],
  missing: ["linear", "forward", "drop"],
  duplicates: ["mean"],
};

/** What must be asked, even where there seems to be one value only. */
const meant: readonly string[] = ["decimal", "timeFormat", "encoding", "where", "target", "resample", "time"];

/** A fault with the option that mends it; none after as many as a file hardly has, or if it did not help before. */
export function mended(error: DataError, options: object, before: readonly Fault[]): Fault {
  const none = { error, option: null, value: undefined, choices: [] };
  if (before.length >= MOST_FAULTS || isMisspelt(error)) return none;
  const remedy = error.remedies.find(({ values }) => values.length > 0);
  if (remedy === undefined) return none;
  const { option } = remedy;
  const tried = before.filter((fault) => fault.option === option).map(({ value }) => JSON.stringify(value));
  const values = inOrder(remedy, options).filter((value) => !tried.includes(JSON.stringify(value)));
  const [value] = values;
  if (value === undefined || value === null) return none; // without times, rows may be in any order
  const isMeant = meant.includes(option) || (option === "duplicates" && value === "sum");
  return { error, option, value, choices: isMeant ? values.slice(1) : [] };
}

/** A name of a column that is not there: how the file is read is only one of the reasons. */
function isMisspelt({ sentence }: DataError): boolean {
  return sentence.template === say`there is no column ${""}`.template;
}

function inOrder({ option, values }: Remedy, options: object): readonly RemedyValue[] {
  if (option === "duplicates" && values.includes("sum")) return values;
  const { gaps, missing } = Object(options);
  const useless = [
    option === "missing" && gaps === "fill" && "drop",
    option === "gaps" && missing === "drop" && "fill",
  ];
  const best = (safe[option] ?? []).filter((value) => values.includes(value));
  return [...new Set([...best, ...values])].filter((value) => !useless.some((one) => one === value));
}
