/** @module Finds the column or columns of a table that hold the times. */
import { DataError } from "../../errors.ts";
import { type Column, columnOf, type Table } from "../read/table.ts";
import {
  isDate,
  isEmptyTime,
  numberFormat,
  readTimes,
  type TimeOptions,
  type Times,
  timeNames,
  unparsed,
} from "./readTimes.ts";
import { findParts, partsNamed, readParts } from "./timeParts.ts";

/** Names that hint at it. */
const timeWords =
  /date|time|stamp|period|year|quarter|month|week|day|fecha|datum|zeit|monat|mois|日|时|月|周|季|年/i;

/** The times of a table, or null if it has none. Columns with another role are not considered. */
export function findTimes(table: Table, taken: ReadonlySet<string>, options: TimeOptions): Times | null {
  const { time } = options;
  if (time === null) return null;
  const free = table.columns.filter(({ name }) => !taken.has(name));
  if (time === undefined) return detect(table, free, options);
  const columns = columnsNamed(table, time);
  const [only] = columns;
  if (columns.length === 1) return readTimes(table, only, options);
  return readParts(table, partsNamed(table, columns), options);
}

/** Columns by name; a name that contains a comma is found as a whole. */
function columnsNamed(table: Table, time: string | readonly string[]): readonly Column[] {
  const isOne = typeof time === "string" && table.columns.some(({ name }) => name === time);
  const names = typeof time !== "string" ? time : isOne ? [time] : time.split(",").map((name) => name.trim());
  return names.length === 1 || isOne || names.length === 0
    ? [columnOf(table, typeof time === "string" ? time : (time[0] ?? ""))]
    : names.map((name) => columnOf(table, name));
}

function detect(table: Table, free: readonly Column[], options: TimeOptions): Times | null {
  const dates = free
    .filter((column) => isTime(column, options) && !isDoubtful(column, column === table.columns[0], options))
    .map((column) => ({ column, times: peek(table, column, options) }))
    .map(({ column, times }) => ({ column, times, isStrict: times !== null && isStrict(times.values) }))
    .sort((a, b) => rankOf(b.column.name, b.isStrict) - rankOf(a.column.name, a.isStrict));
  const loose = dates.filter((date) => !date.isStrict).map(({ column }) => column);
  const parts = findParts(table, free, loose);
  const [best] = dates.filter(({ column }) => !parts?.some((part) => part.column === column));
  if (parts !== null && best?.isStrict !== true) return readParts(table, parts, options);
  if (best !== undefined) {
    const times = best.times ?? readTimes(table, best.column, options);
    const others = dates
      .filter(({ column, times: own }) => column !== best.column && own?.style?.pattern !== "yyyy")
      .map(({ column }) => column.name);
    return others.length === 0 ? times : { ...times, others };
  }
  // A column that has the name of a time but other contents: without it gaps would go unnoticed.
  const other = free.find(({ name, kind }) => kind === "text" && timeNames.test(name.trim()));
  if (other?.kind === "text") throw unparsed(table, other, other.fault.index);
  return null;
}

/** Whether each time is later than the one before, or each is earlier. */
function isStrict(all: Float64Array): boolean {
  const values = all.filter((value) => !Number.isNaN(value));
  const sign = Math.sign(values[1] - values[0]);
  return values.every((value, i) => i === 0 || sign * (value - values[i - 1]) > 0);
}

/** The times of a column; null where some cannot be read. */
function peek(table: Table, column: Column, options: TimeOptions): Times | null {
  try {
    return readTimes(table, column, options);
  } catch (error) {
    if (error instanceof DataError) return null;
    throw error;
  }
}

function rankOf(name: string, advances: boolean): number {
  const byName = timeNames.test(name.trim()) ? 2 : timeWords.test(name) ? 1 : 0;
  return byName + (advances ? 1.5 : 0);
}

/** Cells that must be dates, as a share, for a column without the name of a time. */
const NEARLY_ALL = 0.95;

function isTime(column: Column, options: TimeOptions): boolean {
  const isNamed = timeNames.test(column.name.trim());
  if (column.kind === "number") return isNumberTime(column, options, isNamed);
  const step = Math.max(1, Math.floor(column.texts.length / 200));
  const sample = column.texts.filter((text, i) => i % step === 0 && !isEmptyTime(text));
  const read = sample.filter(isDate);
  return isNamed
    ? read.length > sample.length / 2
    : read.length > 0 && read.length >= NEARLY_ALL * sample.length;
}

/** Whether large numbers that advance are amounts rather than milliseconds: not in the first column, nor called a time. */
function isDoubtful(column: Column, isFirst: boolean, options: TimeOptions): boolean {
  if (column.kind === "text" || isFirst || timeWords.test(column.name)) return false;
  return numberFormat(column, options) === "unix-ms";
}

/** Eight digits that are dates in every row are no coincidence; years or months, which may be, must advance. */
function isNumberTime(
  column: Extract<Column, { kind: "number" }>,
  options: TimeOptions,
  isNamed: boolean,
): boolean {
  if (column.missing === column.values.length) return false;
  if (isNamed) return true;
  const format = numberFormat(column, options);
  if (format === "number") return false;
  const present = column.values.filter((value) => !Number.isNaN(value));
  if (format === "unix-s") return areSeconds(present, column.name);
  const isCertain = format === "YYYYMMDD" || format.startsWith("YYYYMMDDHH");
  if (isCertain && present.length > 2) return true;
  const ascends = present.every((value, i) => i === 0 || value > present[i - 1]);
  const descends = present.every((value, i) => i === 0 || value < present[i - 1]);
  return ascends || (descends && present.length > 2 && (format !== "YYYY" || isEveryYear(present)));
}

const epochWords = /^(ts|t|epoch|unix|utc)\b|unix/i;

/** Whether numbers of nine or ten digits are seconds since 1970: they advance and are called so, or by whole minutes. */
function areSeconds(values: Float64Array, name: string): boolean {
  if (values.length < 3) return false;
  const steps = values.subarray(1).map((value, i) => value - values[i]);
  const sign = Math.sign(steps[0]);
  const isNamed = timeWords.test(name) || epochWords.test(name);
  return steps.every((step) => step * sign > 0 && (isNamed || step % 60 === 0));
}

/** Whether years go down one by one: other numbers of four digits hardly do. */
function isEveryYear(years: Float64Array): boolean {
  return years[0] - (years.at(-1) ?? 0) === years.length - 1;
}
