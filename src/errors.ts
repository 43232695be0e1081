/** @module The errors that Unrolled raises on purpose, its warnings, and the nearest word to a misspelt one. */
import { inEnglish, type Message, type Sentence, sentenceOf } from "./sentence.ts";

/** An option to set, under its name in the library, and the values to choose from; no values where only the user knows one. */
export interface Remedy {
  /** The option that would mend it. */
  readonly option: string;
  /** The values of that option that would. */
  readonly values: readonly RemedyValue[];
}

/** A value as the option takes it. */
export type RemedyValue = string | number | boolean | null | readonly string[];

/** What an error knows besides what is wrong. The command line and the pages build their own advice from it. */
export interface Advice {
  /** The public function that refuses its arguments, such as `toSeries`. */
  readonly caller?: string;
  /** The options that would mend it. */
  readonly remedies?: readonly Remedy[];
  /** Advice that is not an option. */
  readonly hint?: Message | undefined;
  /** The error behind it. */
  readonly cause?: unknown;
  /** How many places of a file have this fault. */
  readonly count?: number;
}

/** An error whose message is `caller: what`, followed by a line with the remedies, as TypeScript, and the hint. */
export abstract class AdvisedError extends Error {
  readonly #what: string;
  readonly #sentence: Sentence;
  readonly #advice: Advice; // private, so that an uncaught error prints its message only

  /** What is wrong, what would mend it, and the place that the message begins with. */
  constructor(what: Message, advice: Advice = {}, where = "") {
    const { caller, remedies = [], hint, cause } = advice;
    const set = listRemedies(remedies, inTypeScript);
    const help = [set && `Set ${set}`, hint && inEnglish(hint)].filter(Boolean).join(". ");
    const text = where + inEnglish(what);
    const message = caller === undefined ? text : `${caller}: ${text}`;
    super(help === "" ? message : `${message}\n  ${help}`, cause === undefined ? {} : { cause });
    this.#what = text;
    this.#sentence = sentenceOf(what);
    this.#advice = advice;
  }

  /** What is wrong and where, without the caller and the advice. */
  get what(): string {
    return this.#what;
  }

  /** What is wrong, to be translated; without where. */
  get sentence(): Sentence {
    return this.#sentence;
  }

  /** The function that was called, where the message names it. */
  get caller(): string | undefined {
    return this.#advice.caller;
  }

  /** The options that would mend it. */
  get remedies(): readonly Remedy[] {
    return this.#advice.remedies ?? [];
  }

  /** How many places of a file have this fault, as far as that is known. */
  get count(): number | undefined {
    return this.#advice.count;
  }

  /** What else would help, in English. */
  get hint(): string | undefined {
    return this.hintSentence && inEnglish(this.hintSentence);
  }

  /** The same, to be translated. */
  get hintSentence(): Sentence | undefined {
    const { hint } = this.#advice;
    return hint === undefined ? undefined : sentenceOf(hint);
  }
}

/** Remedies as one list: `season`, `horizon, lookback or split`, `loss: "mse" or "mae"; or model: "gru"`. */
export function listRemedies(
  remedies: readonly Remedy[],
  format: (remedy: Remedy) => string,
  { either, or }: { readonly either: (texts: readonly string[]) => string; readonly or: string } = english,
): string {
  const hasLists = remedies.some(({ values }) => values.length > 1);
  return hasLists ? remedies.map(format).join(or) : either(remedies.map(format));
}

const english = { either: eitherOf, or: "; or " };

/** A list in a sentence: `a, b or c`. */
function eitherOf(texts: readonly string[]): string {
  return [texts.slice(0, -1).join(", "), ...texts.slice(-1)].filter((text) => text !== "").join(" or ");
}

/** A remedy as a property of an options object: `missing: "forward", "linear" or "drop"`. */
function inTypeScript({ option, values }: Remedy): string {
  const texts = values.map((value) => JSON.stringify(value));
  return values.length === 0 ? option : `${option}: ${eitherOf(texts)}`;
}

/** Shapes of the arguments that do not fit together. PyTorch raises RuntimeError here. */
export class ShapeError extends Error {
  /** The name of the class, also in bundles that shorten names. */
  override readonly name = "ShapeError";
}

/** An option or value outside its domain. PyTorch raises ValueError here. */
export class ValueError extends AdvisedError {
  /** The name of the class, also in bundles that shorten names. */
  override readonly name = "ValueError";
}

/** A graph used in a way it does not allow, such as a second backward. PyTorch raises RuntimeError here. */
export class GraphError extends Error {
  /** The name of the class, also in bundles that shorten names. */
  override readonly name = "GraphError";
}

/** What would take more memory than there can be. The message has the sizes. PyTorch raises RuntimeError here. */
export class MemoryError extends RangeError {
  /** The name of the class, also in bundles that shorten names. */
  override readonly name = "MemoryError";
  /** The first line of the message. */
  readonly what: string;

  /** What did not fit, and what would help. */
  constructor(what: string, remedy: string) {
    super(`${what}\n  ${remedy}`);
    this.what = what;
  }
}

/** Bytes or text that are not of the format they are read as. */
export class FormatError extends AdvisedError {
  /** The name of the class, also in bundles that shorten names. */
  override readonly name = "FormatError";
}

/** A place in a file: rows are counted as an editor counts lines, from 1. */
export interface Place {
  /** The name of the file. */
  readonly file?: string | undefined;
  /** The row, from 1, header included. */
  readonly row?: number | undefined;
  /** The name of the column. */
  readonly column?: string | undefined;
}

/** Data that cannot be used as they are. The message begins with the place. */
export class DataError extends AdvisedError {
  /** The name of the class, also in bundles that shorten names. */
  override readonly name: string = "DataError";
  /** The name of the file, where it is known. */
  readonly file: string | undefined;
  /** The row, from 1, header included. */
  readonly row: number | undefined;
  /** The name of the column. */
  readonly column: string | undefined;

  /** A place, what is wrong there, and what would mend it. */
  constructor({ file, row, column }: Place, what: Message, advice: Advice = {}) {
    const parts = [file, row && `row ${row}`, column !== undefined && `column ${JSON.stringify(column)}`];
    const where = parts.filter(Boolean).join(", ");
    super(what, advice, where && `${where}: `);
    this.file = file;
    this.row = row;
    this.column = column;
  }
}

/** A command line that cannot be understood. */
export class UsageError extends AdvisedError {
  override readonly name = "UsageError";
}

/** Says, as PyTorch's UserWarning does, that something is allowed but hardly ever meant. */
export function warn(message: string): void {
  // biome-ignore lint/suspicious/noConsole: the one place where the library speaks; a program may redirect it
  console.warn(`UserWarning: ${message}`);
}

/**
 * The candidate nearest to a word, or undefined when none is near enough to be a slip of the keys
 * (at most two edits, and fewer than half the letters of the word).
 */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  const limit = Math.min(2, Math.floor(word.length / 2));
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance);
  return ranked[0]?.candidate;
}

/** Levenshtein distance: insertions, deletions and replacements of one letter. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, replaced));
    }
    row = next;
  }
  return row[b.length];
}
