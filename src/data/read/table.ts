/** @module Tables: named columns of numbers or texts, and where in their file each row stands. */

/** A column of which every cell is a number or missing. */
export interface NumberColumn {
  readonly name: string;
  readonly kind: "number";
  /** One for each row; NaN where the value is missing. */
  readonly values: Float64Array;
  /** How many are missing. */
  readonly missing: number;
}

/** A column with a cell that is neither a number nor missing. */
export interface TextColumn {
  readonly name: string;
  readonly kind: "text";
  /**
   * The cells as they stand in the file. Where the first text comes after a thousand rows of numbers, those before it
   * are written as JavaScript writes the numbers.
   */
  readonly texts: readonly string[];
  /** The first cell that is no number, and how many there are. */
  readonly fault: { readonly index: number; readonly text: string; readonly count: number };
}

/** A column of a table. */
export type Column = NumberColumn | TextColumn;

/** What was found out, or told, about how a CSV file is written. */
export interface CsvFormat {
  readonly delimiter: string;
  readonly decimal: "." | ",";
  readonly encoding: string;
  /** False where the first row has numbers already, and columns are named c0, c1 … */
  readonly header: boolean;
}

/** What a file holds, column by column. */
export interface Table {
  /** The file's name, for messages. */
  readonly name: string;
  /** How many rows, the header not counted. */
  readonly rows: number;
  readonly columns: readonly Column[];
  /** The line in the file, counted from 1 as editors do, on which a row of the table (from 0) begins. */
  readonly lineOf: (row: number) => number;
  /** Absent for JSON lines. */
  readonly format?: CsvFormat;
}

/** A text in quotes, cut short when it is long. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 39)}…` : text);
}

/** Which line each row begins on, kept as the few places where it is not simply the next one. */
export class LineMap {
  readonly #rows: number[] = [];
  readonly #lines: number[] = [];
  #row = 0;
  #next = Number.NaN;

  /** Takes the line of the next row. */
  add(line: number): void {
    if (line !== this.#next) {
      this.#rows.push(this.#row);
      this.#lines.push(line);
    }
    this.#row += 1;
    this.#next = line + 1;
  }

  /** The line of a row that was added. */
  lineOf(row: number): number {
    let [low, high] = [0, this.#rows.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#rows[middle] ?? 0) <= row) low = middle;
      else high = middle;
    }
    return (this.#lines[low] ?? 1) + row - (this.#rows[low] ?? 0);
  }
}
