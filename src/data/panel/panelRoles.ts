/** @module Which columns of a table identify a series, and which hold its times, its target and what goes with them. */
import { DataError, ValueError } from "../../errors.ts";
import { say } from "../../sentence.ts";
import { type Column, columnOf, isMostlyNumbers, quoted, type Table } from "../read/table.ts";
import { idColumns, isHardlyTarget } from "../series/panel.ts";
import type { TimeOptions } from "../series/readTimes.ts";
import { findTimes } from "../series/timeColumn.ts";
import { fieldNames, type PanelOptions } from "./panelOptions.ts";

/** The columns by role. */
export interface PanelRoles {
  readonly series: readonly string[];
  /** Null without times; several for a date and a time of day. */
  readonly time: readonly string[] | null;
  readonly target: string;
  readonly covariates: readonly string[];
  readonly future: readonly string[];
  readonly statics: readonly string[];
  /** Columns without a role. */
  readonly unused: readonly string[];
}

/** The roles in a long table that options name, and those found in the first rows. Throws DataError where only a person can choose. */
export function rolesIn(sample: Table, options: PanelOptions): PanelRoles {
  const { covariates = [], future = [], static: statics = [] } = options;
  const named = [...covariates, ...future, ...statics];
  for (const name of named) columnOf(sample, name);
  const fixed = [...named, ...(options.target === undefined ? [] : [options.target])];
  const series = seriesColumns(sample, fixed, options);
  const taken = new Set([...fixed, ...series]);
  const time = timeColumns(sample, taken, options);
  for (const name of time ?? []) taken.add(name);
  const target = targetColumn(sample, taken, options);
  checkOnce([...series, ...(time ?? []), target, ...named]);
  const used = new Set([...taken, target]);
  const unused = sample.columns.map(({ name }) => name).filter((name) => !used.has(name));
  return { series, time, target, covariates, future, statics, unused };
}

function seriesColumns(sample: Table, taken: readonly string[], options: PanelOptions): readonly string[] {
  const { series } = options;
  if (series !== undefined && series.length > 0) return series.map((name) => columnOf(sample, name).name);
  if (sample.columns.some(({ name }) => name === fieldNames.series)) return [fieldNames.series];
  const others = new Set(taken);
  const times = findTimes(sample, others, timeOptionsIn(sample, options));
  const found = idColumns(sample, times?.values ?? null, new Set([...others, ...(times?.columns ?? [])]));
  throw new DataError(
    { file: sample.name },
    say`there is no column ${quoted(fieldNames.series)} that says to which series a row belongs`,
    { remedies: [{ option: "series", values: found.length === 0 ? [] : [found] }] },
  );
}

/** The columns of the times; null without any. */
export function timeColumns(
  sample: Table,
  taken: ReadonlySet<string>,
  options: PanelOptions,
): readonly string[] | null {
  return findTimes(sample, taken, timeOptionsIn(sample, options))?.columns ?? null;
}

/** The column `ds` is the time without being named. */
function timeOptionsIn(sample: Table, { time, timeFormat }: PanelOptions): TimeOptions {
  const isNamed = time === undefined && sample.columns.some(({ name }) => name === fieldNames.time);
  const own = isNamed ? fieldNames.time : time;
  return { ...(own !== undefined && { time: own }), ...(timeFormat !== undefined && { timeFormat }) };
}

function targetColumn(sample: Table, taken: ReadonlySet<string>, { target }: PanelOptions): string {
  if (target !== undefined) return columnOf(sample, target).name;
  const free = sample.columns.filter((column) => isMostlyNumbers(column) && !taken.has(column.name));
  const usual = free.find(({ name }) => name === fieldNames.target);
  const likely = free.filter((column) => !isHardlyTarget(column));
  const [only, ...others] = usual !== undefined ? [usual] : likely.length === 1 ? likely : free;
  if (only !== undefined && others.length === 0) return only.name;
  if (only === undefined)
    throw new DataError({ file: sample.name }, say`there is no column of numbers to forecast`, {
      remedies: [{ option: "target", values: [] }],
    });
  const names = (columns: readonly Column[]): string[] => columns.map(({ name }) => name).slice(0, 20);
  throw new DataError({ file: sample.name }, say`choose the column to forecast: ${names(free).join(", ")}`, {
    remedies: [{ option: "target", values: names(likely.length > 0 ? likely : free) }],
  });
}

function checkOnce(names: readonly string[]): void {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new ValueError(say`column ${quoted(twice)} has two roles but can have one`, {
      caller: "readPanel",
    });
}
