/** @module The rows of a table in which columns have certain values: `region=North`. */
import { DataError } from "../../errors.ts";
import { say } from "../../sentence.ts";
import { parseNumber } from "./parseNumber.ts";
import { type Column, columnOf, quoted, type Table } from "./table.ts";

/**
 * The rows that fit the conditions, each of the form `column=value`; of several values of one column any fits. Numbers are
 * compared as numbers, texts without spaces around them. Throws DataError if there is no such column, or no such row.
 */
export function rowsWhere(table: Table, conditions: readonly string[]): Table {
  if (conditions.length === 0) return table;
  const wanted = new Map<Column, string[]>();
  for (const condition of conditions) {
    const [column, value] = parsed(table, condition);
    wanted.set(column, [...(wanted.get(column) ?? []), value]);
  }
  const tests = Array.from(wanted, ([column, values]) => testOf(column, values, table));
  const rows = new Int32Array(table.rows)
    .map((_, row) => row)
    .filter((row) => tests.every((test) => test(row)));
  if (rows.length === 0) throw noRow(table, [...wanted.keys()], conditions);
  return pickRows(table, rows);
}

/** The column and the value of a condition; names may contain `=`, too. */
function parsed(table: Table, condition: string): readonly [Column, string] {
  for (let at = condition.indexOf("="); at >= 0; at = condition.indexOf("=", at + 1)) {
    const name = condition.slice(0, at).trim();
    const column = table.columns.find((one) => one.name === name);
    if (column !== undefined) return [column, condition.slice(at + 1).trim()];
  }
  const [name = ""] = condition.split("=");
  if (condition.includes("=")) columnOf(table, name.trim());
  throw new DataError({ file: table.name }, say`where is ${quoted(condition)} but must be COLUMN=VALUE`);
}

function testOf(column: Column, values: readonly string[], table: Table): (row: number) => boolean {
  if (column.kind === "text") {
    const texts = new Set(values);
    return (row) => texts.has(column.texts[row]?.trim() ?? "");
  }
  const numbers = new Set(values.map((value) => parseNumber(value, table.format?.decimal ?? ".")));
  return (row) => !Number.isNaN(column.values[row]) && numbers.has(column.values[row] ?? Number.NaN);
}

/** Whether a row fits, by the cells of all columns of the file. */
export type RowTest = (cells: readonly string[]) => boolean;

/** The conditions as a test of rows that are no table yet; columns are those of the sample. */
export function rowTest(sample: Table, conditions: readonly string[]): RowTest {
  const wanted = new Map<number, string[]>();
  for (const condition of conditions) {
    const [column, value] = parsed(sample, condition);
    const index = sample.columns.indexOf(column);
    wanted.set(index, [...(wanted.get(index) ?? []), value]);
  }
  const decimal = sample.format?.decimal ?? ".";
  const tests = Array.from(wanted, ([index, values]) => {
    const texts = new Set(values);
    const numbers = new Set(
      values.map((value) => parseNumber(value, decimal)).filter((value) => !Number.isNaN(value)),
    );
    return (cells: readonly string[]): boolean => {
      const text = cells[index]?.trim() ?? "";
      return texts.has(text) || (numbers.size > 0 && numbers.has(parseNumber(text, decimal)));
    };
  });
  return (cells) => tests.every((test) => test(cells));
}

const MOST_SHOWN = 10;

function noRow(table: Table, columns: readonly Column[], conditions: readonly string[]): DataError {
  const [column] = columns;
  const values = column === undefined ? [] : valuesOf(column, MOST_SHOWN + 1);
  const shown = values.slice(0, MOST_SHOWN).join(", ");
  const name = quoted(column?.name ?? "");
  const hint =
    values.length > MOST_SHOWN
      ? say`Values of ${name} are ${shown} and others`
      : say`Values of ${name} are ${shown}`;
  return new DataError({ file: table.name }, say`no row has ${conditions.join(", ").replace(/\s+/g, " ")}`, {
    hint,
  });
}

/** The first different values of a column, as texts. */
function valuesOf(column: Column, most: number): string[] {
  const found = new Set<string>();
  const count = column.kind === "text" ? column.texts.length : column.values.length;
  for (let row = 0; row < count && found.size < most; row++)
    found.add(column.kind === "text" ? (column.texts[row]?.trim() ?? "") : String(column.values[row]));
  return [...found];
}

function pickRows(table: Table, rows: Int32Array): Table {
  const columns = table.columns.map((column): Column => {
    if (column.kind === "text") {
      const texts = Array.from(rows, (row) => column.texts[row] ?? "");
      return table.columnOfTexts?.(column.name, texts) ?? { ...column, texts };
    }
    const values = Float64Array.from(rows, (row) => column.values[row] ?? Number.NaN);
    return { ...column, values, missing: values.filter(Number.isNaN).length };
  });
  return { ...table, rows: rows.length, columns, lineOf: (row) => table.lineOf(rows[row] ?? row) };
}
