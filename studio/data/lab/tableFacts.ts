/** @module What the page shows of a table: its columns with their first values, and how the file is written. */
import type { CsvFormatOptions } from "../../../src/data/read/csvFormat.ts";
import { type CsvFormat, isMostlyNumbers, type Table } from "../../../src/data/read/table.ts";
import { findTimes } from "../../../src/data/series/timeColumn.ts";
import { DataError } from "../../../src/errors.ts";

/** Options of reading, set by the user where the file leaves them open. */
export interface Reading extends CsvFormatOptions {
  readonly encoding?: string;
}

/** A table without its values. */
export interface TableFacts {
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly ColumnFacts[];
  /** The index of the time column; null without one. */
  readonly time: number | null;
  /** The indices of all columns that make up the times, where these are several. */
  readonly timeParts?: readonly number[];
  readonly format: CsvFormat | null;
}

export interface ColumnFacts {
  readonly name: string;
  readonly kind: "number" | "text";
  /** The number of missing values; in a column of texts, of cells that are not numbers. */
  readonly faults: number;
  /** The line of the first of them in the file, counted from 1; null without any. */
  readonly firstFault: number | null;
  /** The least value; NaN for a column of texts. */
  readonly least: number;
  /** The first cells as text. */
  readonly first: readonly string[];
  /** Whether it can be forecast: it has numbers, except for a few cells that may be typing errors. */
  readonly isNumeric: boolean;
}

export function factsOf(table: Table): TableFacts {
  return {
    name: table.name,
    rows: table.rows,
    columns: table.columns.map((column) => columnFacts(column, table)),
    ...timesOf(table),
    format: table.format ?? null,
  };
}

const SHOWN = 3;

function columnFacts(column: Table["columns"][number], { lineOf }: Table): ColumnFacts {
  const { name, kind } = column;
  const isNumeric = isMostlyNumbers(column);
  if (kind === "text") {
    const { count, index } = column.fault;
    const first = column.texts.slice(0, SHOWN);
    return { name, kind, faults: count, firstFault: lineOf(index), least: Number.NaN, first, isNumeric };
  }
  const { values, missing } = column;
  const first = Array.from(values.subarray(0, SHOWN), (one) => (Number.isNaN(one) ? "" : String(one)));
  const firstFault = missing === 0 ? null : lineOf(values.findIndex(Number.isNaN));
  return { name, kind, faults: missing, firstFault, least: leastOf(values), first, isNumeric };
}

function leastOf(values: Float64Array): number {
  let least = Number.POSITIVE_INFINITY;
  for (const value of values) if (value < least) least = value;
  return least;
}

/** A column with faulty times counts, too: its faults are reported when it is used. */
function timesOf(table: Table): Pick<TableFacts, "time" | "timeParts"> {
  const parts = timeNames(table).map((name) => table.columns.findIndex((column) => column.name === name));
  const found = parts.filter((index) => index >= 0);
  return { time: found[0] ?? null, ...(found.length > 1 ? { timeParts: found } : {}) };
}

function timeNames(table: Table): readonly string[] {
  try {
    return findTimes(table, new Set(), {})?.columns ?? [];
  } catch (error) {
    if (error instanceof DataError) return error.column === undefined ? [] : [error.column];
    throw error;
  }
}
