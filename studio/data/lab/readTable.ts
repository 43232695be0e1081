/** @module A file of any kind to a table, and what was found in it; bytes that are no text are told by name. */
import type { CsvFormatOptions } from "../../../src/data/read/csvFormat.ts";
import { type ReadProgress, readCsv } from "../../../src/data/read/readCsv.ts";
import { readJsonLines } from "../../../src/data/read/readJsonLines.ts";
import type { CsvFormat, Table } from "../../../src/data/read/table.ts";
import type { DataSource } from "../../../src/data/read/textWindows.ts";
import { findTimes } from "../../../src/data/series/timeColumn.ts";
import { DataError } from "../../../src/errors.ts";

/** How to read a file again, once its reader has said what it cannot settle. */
export interface Reading extends CsvFormatOptions {
  readonly encoding?: string;
}

/** What is in a file, without its values. */
export interface TableFacts {
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly ColumnFacts[];
  /** Which column tells the time, as an index; null where none does. */
  readonly time: number | null;
  readonly format: CsvFormat | null;
}

/** One column. */
export interface ColumnFacts {
  readonly name: string;
  readonly kind: "number" | "text";
  /** How many values are missing; of a column of texts, how many cells are no numbers. */
  readonly faults: number;
  /** The first cells, as they are shown. */
  readonly first: readonly string[];
  /** Whether it can be forecast: numbers, but for a few cells that may be slips. */
  readonly isNumeric: boolean;
}

/** A file that is no table, as its first bytes tell: no text, or JSON that is not in lines. */
export type Binary = "spreadsheet" | "picture" | "pdf" | "archive" | "model" | "array";

/** Thrown for such a file. */
export class BinaryError extends DataError {
  readonly kind: Binary;

  constructor(file: string, kind: Binary) {
    super({ file }, `this is no table, but a file of the kind: ${kind}`);
    this.kind = kind;
  }
}

/** Reads a file as JSON lines where it begins with a brace, else as CSV. Throws DataError that says where and what. */
export async function readTable(
  file: Blob,
  name: string,
  reading: Reading,
  onProgress: (progress: ReadProgress) => void,
): Promise<Table> {
  const head = new Uint8Array(await file.slice(0, 512).arrayBuffer());
  const kind = binaryOf(head);
  if (kind !== null) throw new BinaryError(name, kind);
  const source: DataSource = file.stream();
  const { encoding, missing } = reading;
  const common = { name, onProgress, ...(encoding === undefined ? {} : { encoding }) };
  return isJson(head)
    ? readJsonLines(source, { ...common, ...(missing === undefined ? {} : { missing }) })
    : readCsv(source, { ...common, ...reading });
}

const signatures: readonly (readonly [Binary, readonly number[], number])[] = [
  ["spreadsheet", [0x50, 0x4b, 0x03, 0x04], 0],
  ["spreadsheet", [0xd0, 0xcf, 0x11, 0xe0], 0],
  ["picture", [0x89, 0x50, 0x4e, 0x47], 0],
  ["picture", [0xff, 0xd8, 0xff], 0],
  ["picture", [0x47, 0x49, 0x46, 0x38], 0],
  ["pdf", [0x25, 0x50, 0x44, 0x46], 0],
  ["archive", [0x1f, 0x8b], 0],
  ["model", [0, 0, 0, 0x7b], 5], // safetensors: eight bytes for the length of a JSON object, then the object
];

function binaryOf(head: Uint8Array): Binary | null {
  const found = signatures.find(([, bytes, at]) => bytes.every((byte, i) => head[at + i] === byte));
  if (found !== undefined) return found[0];
  return /^[\ufeff\s]*\[\s*[{[]/.test(new TextDecoder().decode(head)) ? "array" : null;
}

/** Whether the first character that is no space is a brace. */
function isJson(head: Uint8Array): boolean {
  return /^[\ufeff\s]*\{/.test(new TextDecoder().decode(head));
}

/** What the page shows of a table. */
export function factsOf(table: Table): TableFacts {
  return {
    name: table.name,
    rows: table.rows,
    columns: table.columns.map(columnFacts),
    time: timeOf(table),
    format: table.format ?? null,
  };
}

const SHOWN = 3;

/** Beyond that share of texts a column is one of texts; the same as where the library's hints change. */
const SLIPS = 0.05;

function columnFacts(column: Table["columns"][number]): ColumnFacts {
  const { name, kind } = column;
  if (kind === "text") {
    const { texts, fault } = column;
    const isNumeric = fault.count < SLIPS * texts.length;
    return { name, kind, faults: fault.count, first: texts.slice(0, SHOWN), isNumeric };
  }
  const { values, missing } = column;
  const first = Array.from(values.subarray(0, SHOWN), (one) => (Number.isNaN(one) ? "" : String(one)));
  return { name, kind, faults: missing, first, isNumeric: missing < values.length };
}

/** A column whose times are in doubt is one all the same: what is wrong with it is told when it is used. */
function timeOf(table: Table): number | null {
  const at = (name: string | undefined): number | null => {
    const found = table.columns.findIndex((column) => column.name === name);
    return found < 0 ? null : found;
  };
  try {
    return at(findTimes(table, new Set(), {})?.name);
  } catch (error) {
    if (error instanceof DataError) return at(error.column);
    throw error;
  }
}
