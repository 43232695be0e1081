/** @module What the page shows of an error: the library's message, and the remedies that a button can apply. */

import { type FileKind, FileKindError } from "../../../src/data/read/fileKind.ts";
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
  };
}

const fixOptions = [
  "missing",
  "duplicates",
  "unsorted",
  "gaps",
  "timeFormat",
  "time",
  "decimal",
  "encoding",
  "missingValues",
  "lookback",
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
