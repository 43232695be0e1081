/** @module What the page shows of an error: the library's message, and the remedies that a button can apply. */

import { type FileKind, FileKindError } from "../../../src/data/read/fileKind.ts";
import type { Column, Table } from "../../../src/data/read/table.ts";
import { AdvisedError, DataError, type Remedy, type RemedyValue } from "../../../src/errors.ts";
import { type Sentence, sentenceOf } from "../../../src/sentence.ts";

/** What the page was doing. */
export type Stage = "read" | "series" | "plan" | "train" | "model" | "forecast";

/** An error as plain data, so that it can leave the worker. */
export interface Fault {
  readonly stage: Stage;
  /** What is wrong and where, in English. */
  readonly message: string;
  /** The same without its place, to be translated. */
  readonly sentence: Sentence;
  readonly hint: Sentence | null;
  readonly file: string | null;
  readonly row: number | null;
  readonly column: string | null;
  /** Set where the file is not a table. */
  readonly fileKind: FileKind | null;
  readonly remedies: readonly Remedy[];
  /** How many places of the file have this fault. */
  readonly count: number;
  /** Of a table of several series, the columns that tell them apart; else absent. */
  readonly keys?: readonly SeriesKey[];
}

/** A column that tells series apart, and its values. */
export interface SeriesKey {
  readonly column: string;
  readonly values: readonly string[];
}

export function faultOf(error: unknown, stage: Stage): Fault {
  const message = error instanceof Error ? error.message : String(error);
  const advised = error instanceof AdvisedError ? error : undefined;
  const place = error instanceof DataError ? error : undefined;
  return {
    stage,
    message: advised?.what ?? message,
    sentence: advised?.sentence ?? sentenceOf(message),
    hint: advised?.hintSentence ?? null,
    file: place?.file ?? null,
    row: place?.row ?? null,
    column: place?.column ?? null,
    fileKind: error instanceof FileKindError ? error.kind : null,
    remedies: advised?.remedies ?? [],
    count: advised?.count ?? 1,
  };
}

const fixOptions = [
  "missing",
  "duplicates",
  "unsorted",
  "gaps",
  "timeFormat",
  "time",
  "resample",
  "decimal",
  "thousands",
  "skip",
  "comment",
  "header",
  "encoding",
  "missingValues",
  "lookback",
  "min",
  "max",
  "integer",
] as const;

/** One value of a remedy, for one button. */
export interface Fix {
  readonly option: (typeof fixOptions)[number];
  readonly value: RemedyValue;
}

/** The remedies that the page can apply by itself. */
export function fixesOf(remedies: readonly Remedy[]): Fix[] {
  return remedies.flatMap(({ option, values }) => {
    const known = fixOptions.find((one) => one === option);
    return known === undefined ? [] : values.map((value) => ({ option: known, value }));
  });
}

/** The columns that tell the series of a table apart, where an error says that there are several. */
export function seriesKeys(error: unknown, table: Table): readonly SeriesKey[] {
  const [first] = error instanceof DataError ? error.remedies : [];
  if (first?.option !== "where") return [];
  const conditions = first.values.flatMap((value) => (Array.isArray(value) ? value.map(String) : []));
  return conditions.flatMap((condition) => {
    const column = table.columns.find(({ name }) => condition.startsWith(`${name}=`));
    return column === undefined ? [] : [{ column: column.name, values: distinct(column) }];
  });
}

/** Values of a column, at most, that a person can choose from. */
const MOST_VALUES = 2000;

function distinct(column: Column): readonly string[] {
  const texts = column.kind === "text" ? column.texts : Array.from(column.values, String);
  const found = new Set<string>();
  for (const text of texts) {
    if (found.size >= MOST_VALUES) break;
    if (text.trim() !== "") found.add(text.trim());
  }
  return [...found];
}
