/** @module From a file to the series that was asked for. */
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { basename } from "node:path";
import { defaultMissing } from "../../data/read/columnBuilder.ts";
import { columnOf } from "../../data/read/columns.ts";
import type { ReadProgress } from "../../data/read/readCsv.ts";
import { readCsv } from "../../data/read/readCsv.ts";
import { readJsonLines } from "../../data/read/readJsonLines.ts";
import type { CsvFormat, Table } from "../../data/read/table.ts";
import type { Series } from "../../data/series/series.ts";
import { findTimes, type TimeOptions } from "../../data/series/timeColumn.ts";
import { type ToSeriesOptions, toSeries } from "../../data/series/toSeries.ts";
import { UsageError } from "../../errors.ts";
import { InputError, readFailure } from "../files.ts";
import type { GivenOptions } from "./flags.ts";
import { inFlags } from "./inFlags.ts";

/** A series, and what of its file is no part of it. */
export interface DataFile {
  readonly series: Series;
  /** Columns that have no role. */
  readonly unused: readonly string[];
  /** How a CSV file is written, as was found out. */
  readonly format: CsvFormat | null;
}

/** Reads a CSV file, or JSON lines, and makes a series of it. Throws InputError or UsageError in words of flags. */
export async function readSeries(
  path: string,
  asked: GivenOptions,
  onProgress?: (progress: ReadProgress) => void,
): Promise<DataFile> {
  const table = await readTable(path, asked, onProgress);
  return inFlags(() => seriesOf(table, asked));
}

/** Reads the columns of a file. */
export async function readTable(
  path: string,
  asked: GivenOptions,
  onProgress: (progress: ReadProgress) => void = () => undefined,
): Promise<Table> {
  const sign = await firstSign(path);
  if (sign === "[")
    throw new InputError(
      `${path} begins as a JSON array, but JSON lines are wanted: an object on each line, without brackets around them`,
    );
  const isJson = sign === "{";
  const own = asked.missingValues === undefined ? [] : parts(asked.missingValues);
  const missing = { missing: [...defaultMissing, ...own] };
  const encoding = asked.encoding === undefined ? {} : { encoding: String(asked.encoding) };
  const options = { name: basename(path), onProgress, ...missing, ...encoding };
  const stream = createReadStream(path, { highWaterMark: 1 << 19 });
  return inFlags(() =>
    isJson ? readJsonLines(stream, options) : readCsv(stream, { ...options, ...formatOf(asked) }),
  );
}

function formatOf({ delimiter, decimal, header }: GivenOptions): Parameters<typeof readCsv>[1] {
  const delimiters = { tab: "\t", "\\t": "\t" } as const;
  const sign = Object.entries(delimiters).find(([word]) => word === delimiter)?.[1] ?? delimiter;
  return pruned({ delimiter: sign, decimal, header }) as Parameters<typeof readCsv>[1];
}

/** A file's first sign that is no space. Throws InputError for a file that cannot be read. */
async function firstSign(path: string): Promise<string> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(new Uint8Array(256), 0, 256, 0);
      const text = new TextDecoder().decode(buffer.subarray(0, bytesRead));
      return text.trimStart().slice(0, 1);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw readFailure(path, error);
  }
}

/** The series of a table, by the roles and policies that were asked for. */
export function seriesOf(table: Table, asked: GivenOptions): DataFile {
  const time = timeOptionsOf(asked);
  const covariates = columnsNamed(table, asked.covariates);
  const future = columnsNamed(table, asked.future);
  const others = new Set([...covariates, ...future]);
  const targets = targetsOf(table, asked, others, time);
  const { missing, duplicates, unsorted, gaps } = asked;
  const policies = pruned({ missing, duplicates, unsorted, gaps });
  const series = toSeries(table, { targets, covariates, future, ...time, ...policies } as ToSeriesOptions);
  const taken = new Set([series.timeName, ...series.columns.map(({ name }) => name)]);
  const unused = table.columns.filter(({ name }) => !taken.has(name));
  return { series, unused: unused.map(({ name }) => name), format: table.format ?? null };
}

/** How times are found and read. */
export function timeOptionsOf({ time, timeFormat }: GivenOptions): TimeOptions {
  const name = time === "none" ? null : time;
  return pruned({ time: name, timeFormat }) as TimeOptions;
}

/** The targets by name; all columns of numbers that are free, or the only one. */
function targetsOf(
  table: Table,
  { target }: GivenOptions,
  others: ReadonlySet<string>,
  time: TimeOptions,
): readonly string[] {
  const isAll = Array.isArray(target) && target.length === 1 && target[0] === "all";
  if (target !== undefined && !isAll) return columnsNamed(table, target);
  const timeName = findTimes(table, others, time)?.name;
  const free = table.columns
    .filter(({ name, kind }) => kind === "number" && !others.has(name) && name !== timeName)
    .map(({ name }) => name);
  if (isAll ? free.length > 0 : free.length === 1) return free;
  const there =
    free.length === 0
      ? "no column of numbers is free"
      : `columns of numbers are ${free.slice(0, 20).join(", ")}`;
  throw new UsageError(`${table.name}: ${there}, but one must be the target\n  choose with --target NAME`);
}

/** Columns named one by one or with commas between them; a column whose name has a comma goes by its whole name. */
function columnsNamed(table: Table, texts: GivenOptions["target"]): string[] {
  if (!Array.isArray(texts)) return [];
  const has = (name: string): boolean => table.columns.some((column) => column.name === name);
  const names = texts.map(String).flatMap((text) => (has(text) ? [text] : parts([text])));
  return [...new Set(names)].map((name) => columnOf(table, name).name);
}

function parts(texts: GivenOptions["target"]): string[] {
  const list = Array.isArray(texts) ? texts.map(String) : [];
  return list.flatMap((text) => text.split(",")).map((text) => text.trim());
}

/** Without what is undefined: options that are there and undefined are no options left out. */
function pruned<Values extends object>(values: Values): Partial<Values> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Partial<Values>;
}
