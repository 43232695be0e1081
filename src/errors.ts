/** @module The errors that Unrolled raises on purpose, its warnings, and the nearest word to a misspelt one. */

/** Shapes of the arguments that do not fit together. PyTorch raises RuntimeError here. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";
}

/** An option or value outside its domain. PyTorch raises ValueError here. */
export class ValueError extends Error {
  override readonly name = "ValueError";
}

/** A graph used in a way it does not allow, such as a second backward. PyTorch raises RuntimeError here. */
export class GraphError extends Error {
  override readonly name = "GraphError";
}

/** Bytes or text that are not of the format they are read as. */
export class FormatError extends Error {
  override readonly name = "FormatError";
}

/** Where in a file something was found: rows are counted as an editor counts lines, from 1. */
export interface Place {
  readonly file?: string | undefined;
  readonly row?: number | undefined;
  readonly column?: string | undefined;
}

/** Data that cannot be used as they stand: says where, what, and on a line of its own the remedy, when there is one. */
export class DataError extends Error {
  override readonly name = "DataError";
  readonly file: string | undefined;
  readonly row: number | undefined;
  readonly column: string | undefined;

  constructor({ file, row, column }: Place, what: string, remedy?: string) {
    const parts = [file, row && `row ${row}`, column !== undefined && `column ${JSON.stringify(column)}`];
    const where = parts.filter(Boolean).join(", ");
    super(`${where && `${where}: `}${what}${remedy === undefined ? "" : `\n  ${remedy}`}`);
    this.file = file;
    this.row = row;
    this.column = column;
  }
}

/** A command line that cannot be understood. */
export class UsageError extends Error {
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
