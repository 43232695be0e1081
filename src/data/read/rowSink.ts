/** @module Where the rows of a file go, one by one: into a table, or into a panel that holds no row as it was written. */
import { type CellRules, ColumnBuilder, columnMaker } from "./columnBuilder.ts";
import { type Column, type CsvFormat, LineMap, type Table } from "./table.ts";

/** Takes the rows of a file in its order. */
export interface RowSink {
  /** The last cell of the first column; an empty text where all of its cells are numbers so far. */
  readonly lastText: string;
  /** Whether a first cell such as `Total` may begin a row of the table; it stands below one otherwise. */
  readonly hasTotals?: boolean;
  /** The columns, before the first row; of those without a name in the header, it was made up. */
  begin(names: readonly string[], rules: CellRules, unnamed: readonly boolean[]): void;
  /** A row with a cell for each column, and its line in the file. */
  add(row: readonly string[], line: number): void;
}

/** Gathers rows into columns. */
export class TableSink implements RowSink {
  rows = 0;
  readonly #lines: LineMap = new LineMap();
  #columns: ColumnBuilder[] = [];
  #unnamed: readonly boolean[] = [];
  #rules: CellRules | null = null;

  get lastText(): string {
    return this.#columns[0]?.lastText ?? "";
  }

  begin(names: readonly string[], rules: CellRules, unnamed: readonly boolean[] = []): void {
    this.#columns = names.map((name) => new ColumnBuilder(name, rules));
    this.#unnamed = unnamed;
    this.#rules = rules;
  }

  add(row: readonly string[], line: number): void {
    const columns = this.#columns;
    for (let i = 0; i < columns.length; i++) columns[i]?.add(row[i] ?? "");
    this.#lines.add(line);
    this.rows += 1;
  }

  build(name: string, format?: CsvFormat): Table {
    const lines = this.#lines;
    const built = this.#columns.map((builder) => builder.build());
    return {
      name,
      rows: this.rows,
      columns: built.filter((column, i) => !(this.#unnamed[i] && isEmpty(column))),
      lineOf: (row) => lines.lineOf(row),
      ...(format && { format }),
      ...(this.#rules && { columnOfTexts: columnMaker(this.#rules) }),
    };
  }
}

/** A column without name and values comes from a delimiter at the end of each line. */
function isEmpty(column: Column): boolean {
  return column.kind === "number" && column.missing === column.values.length;
}
