/** @module Tables: named columns of numbers or texts, looked up by name, and the line of the file of each row. */
import { DataError, didYouMean, type Remedy } from "../../errors.ts";
import { type Sentence, say } from "../../sentence.ts";
import type { LeftOut } from "./csvLayout.ts";
import { type NumberStyle, readStyled } from "./numberStyle.ts";
import type { Decimal } from "./parseNumber.ts";

/** A column in which every cell is a number or missing. */
export interface NumberColumn {
  /** The name in the header. */
  readonly name: string;
  /** Numbers in every cell. */
  readonly kind: "number";
  /** One for each row; NaN where the value is missing. */
  readonly values: Float64Array;
  /** How many cells are missing. */
  readonly missing: number;
  /** How its numbers are written, where they have thousands separators, currencies and the like. */
  readonly style?: NumberStyle;
}

/** A column with a cell that is neither a number nor missing. */
export interface TextColumn {
  /** The name in the header. */
  readonly name: string;
  /** Text in at least one cell. */
  readonly kind: "text";
  /**
   * The cells as they stand in the file. Where the first text comes after a thousand rows of numbers, those before it
   * are written as JavaScript writes the numbers.
   */
  readonly texts: readonly string[];
  /** The first cell that is no number, and how many there are. */
  readonly fault: { readonly index: number; readonly text: string; readonly count: number };
}

/** Numbers, as long as no cell is anything else. */
export type Column = NumberColumn | TextColumn;

/** How a CSV file is written, as detected or as the options say. */
export interface CsvFormat {
  /** The sign between cells. */
  readonly delimiter: string;
  /** The decimal sign. */
  readonly decimal: "." | ",";
  /** The encoding, by its name in the Encoding Standard. */
  readonly encoding: string;
  /** False where the first row has numbers already, and columns are named c0, c1 … */
  readonly header: boolean;
  /** Lines that are no part of the table; absent where there are none. */
  readonly leftOut?: LeftOut;
}

/** The contents of a file, column by column. */
export interface Table {
  /** The file's name, for messages. */
  readonly name: string;
  /** The number of rows, without the header. */
  readonly rows: number;
  /** In the order of the file. */
  readonly columns: readonly Column[];
  /** The line in the file, counted from 1 as editors do, on which a row of the table (from 0) begins. */
  readonly lineOf: (row: number) => number;
  /** Absent for JSON lines. */
  readonly format?: CsvFormat;
  /** A column of some of the texts of another, read as the file's columns are. */
  readonly columnOfTexts?: (name: string, texts: readonly string[]) => Column;
}

/** The column of that name. Throws DataError that suggests the nearest name, or lists all of them. */
export function columnOf(table: Table, name: string): Column {
  const column = table.columns.find((one) => one.name === name);
  if (column !== undefined) return column;
  const names = table.columns.map((one) => one.name);
  const near = didYouMean(name, names);
  const hint = near === undefined ? listed(names) : say`Did you mean ${quoted(near)}?`;
  throw new DataError({ file: table.name }, say`there is no column ${quoted(name)}`, {
    hint,
    remedies: otherReading(table, near, names.join("")),
  });
}

/** The columns may have other names in another encoding, or in a first row that was taken for data. */
function otherReading({ format }: Table, near: string | undefined, names: string): Remedy[] {
  const { encoding, header } = format ?? {};
  if (encoding === "gb18030" && /[a-z][\u3400-\uffff]|[\u3400-\uffff][a-z]/i.test(near ?? names))
    return [{ option: "encoding", values: ["windows-1252"] }];
  if (encoding === "windows-1252" && near === undefined) return [{ option: "encoding", values: ["gb18030"] }];
  return header === false ? [{ option: "header", values: [true] }] : [];
}

/** Up to this fraction of cells that are not numbers, a column is taken for numbers with typing errors. */
const MOST_SLIPS = 0.05;

/** Whether a column holds numbers, except for a few cells. */
export function isMostlyNumbers(column: Column): boolean {
  if (column.kind === "number") return column.missing < column.values.length;
  return column.fault.count < MOST_SLIPS * column.texts.length;
}

/** The numbers of a column. Throws DataError that names its first cell that is not a number. */
export function numbersOf(table: Table, name: string): NumberColumn {
  const column = columnOf(table, name);
  if (column.kind === "number") return column;
  const { index, text, count } = column.fault;
  const place = { file: table.name, row: table.lineOf(index), column: name };
  const advice =
    isMostlyNumbers(column) || isMarker(column)
      ? {
          remedies: [...missingText(text), ...thousandsOf(column, table.format?.decimal)],
          hint: say`If it does not stand for a missing value, correct it`,
        }
      : { remedies: otherDecimal(column, table.format?.decimal), hint: say`Choose another column` };
  throw new DataError(place, say`${quoted(text)} is not a number (${count} of ${table.rows} cells)`, advice);
}

/** Whether all cells that are not numbers are the same text, and fewer than the numbers. */
function isMarker({ texts, fault }: TextColumn): boolean {
  const same = texts.filter((text) => text === fault.text).length;
  return same === fault.count && 2 * same < texts.length;
}

/** A text that a user can recognise and type may stand for a missing value. */
function missingText(text: string): Remedy[] {
  return text.length <= LONGEST_SHOWN ? [{ option: "missingValues", values: [[text.trim()]] }] : [];
}

/** The thousands separator, if all cells of the column are numbers with it. */
function thousandsOf({ texts, fault }: TextColumn, decimal: Decimal = "."): Remedy[] {
  const sign = ([",", "."] as const).find((one) => one !== decimal && fault.text.includes(one));
  if (sign === undefined) return [];
  const isMissing = (text: string): boolean => text.trim() === "";
  const read = readStyled(texts, { decimal, thousands: sign, isMissing });
  return read?.fault.count === 0 ? [{ option: "thousands", values: [sign] }] : [];
}

/** The other decimal sign, if all cells of the column are numbers with it. */
function otherDecimal({ texts }: TextColumn, decimal: Decimal = "."): Remedy[] {
  const other = decimal === "." ? "," : ".";
  const isMissing = (text: string): boolean => text.trim() === "";
  const read = readStyled(texts, { decimal: other, thousands: undefined, isMissing });
  return read?.fault.count === 0 ? [{ option: "decimal", values: [other] }] : [];
}

function listed(names: readonly string[]): Sentence {
  const shown = names.slice(0, 12).map(quoted).join(", ");
  return names.length > 12
    ? say`The columns are ${shown} and ${names.length - 12} more`
    : say`The columns are ${shown}`;
}

const LONGEST_SHOWN = 40;

/** A text in quotes, truncated to 40 characters. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN - 1)}…` : text);
}

/** The line on which each row begins, stored as the few places where it is not simply the next one. */
export class LineMap {
  readonly #rows: number[] = [];
  readonly #lines: number[] = [];
  #row = 0;
  #next = Number.NaN;

  add(line: number): void {
    if (line !== this.#next) {
      this.#rows.push(this.#row);
      this.#lines.push(line);
    }
    this.#row += 1;
    this.#next = line + 1;
  }

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
