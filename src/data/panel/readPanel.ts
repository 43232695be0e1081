/** @module Reads a panel from a file, or makes one of a table. */
import { closed, type OptionNames } from "../../arguments.ts";
import { ValueError } from "../../errors.ts";
import { shown } from "../../shown.ts";
import { type CellRules, cellRules } from "../read/columnBuilder.ts";
import { csvOptions, type ReadCsvOptions } from "../read/readCsv.ts";
import { readRows } from "../read/readTable.ts";
import type { RowSink } from "../read/rowSink.ts";
import type { Table } from "../read/table.ts";
import type { DataSource } from "../read/textWindows.ts";
import { checkPolicies, strictPolicies } from "../series/rows.ts";
import { completePanel } from "./completePanel.ts";
import { LongSink, type PanelSink } from "./longPanel.ts";
import type { Panel } from "./panel.ts";
import { type PanelOptions, panelOptions, wideForms } from "./panelOptions.ts";
import { WideColumnsSink, WideRowsSink } from "./widePanel.ts";

/** Everything that `readPanel` can be told. */
export interface ReadPanelOptions extends ReadCsvOptions, PanelOptions {}

const readPanelOptions: OptionNames<ReadPanelOptions> = { ...csvOptions, ...panelOptions };

/**
 * Reads a panel from CSV or JSON lines: many series in one table.
 *
 * The table is long, with a row for each series and time, in any order; `unique_id`, `ds` and `y` are found by name. Rows
 * stream through: only numbers and each different id are held, so that ten million rows take less than 1 GB. Each series
 * is checked as `toSeries` checks a series, with the same policies. Throws DataError that names the series and the row.
 */
export async function readPanel(source: DataSource, options: ReadPanelOptions): Promise<Panel> {
  closed("readPanel", options, readPanelOptions);
  checkForm(options);
  const sink = sinkOf(options.name, options);
  await readRows(source, options, sink);
  return completePanel(sink.finish(), options);
}

/** A file whose rows belong to the same panel. */
export interface PanelPart {
  readonly source: DataSource;
  readonly name: string;
}

/** A panel of several long files: columns are found by their names in each, and those that a file lacks are empty there. */
export async function readPanelParts(parts: readonly PanelPart[], options: ReadPanelOptions): Promise<Panel> {
  checkForm(options);
  const sink = sinkOf(options.name, options);
  let names: readonly string[] | null = null;
  for (const { source, name } of parts) {
    const part: FirstPart = names === null ? new FirstPart(sink) : new LaterPart(sink, names);
    await readRows(source, { ...options, name }, part);
    names ??= part.names;
  }
  return completePanel(sink.finish(), options);
}

class FirstPart implements RowSink {
  names: readonly string[] = [];
  readonly hasTotals = true;
  protected readonly sink: RowSink;

  constructor(sink: RowSink) {
    this.sink = sink;
  }

  get lastText(): string {
    return this.sink.lastText;
  }

  begin(names: readonly string[], rules: CellRules, unnamed: readonly boolean[]): void {
    this.names = names;
    this.sink.begin(names, rules, unnamed);
  }

  add(row: readonly string[], line: number): void {
    this.sink.add(row, line);
  }
}

class LaterPart extends FirstPart {
  readonly #wanted: readonly string[];
  #indices: readonly number[] = [];

  constructor(sink: RowSink, wanted: readonly string[]) {
    super(sink);
    this.#wanted = wanted;
  }

  override begin(names: readonly string[]): void {
    this.#indices = this.#wanted.map((name) => names.indexOf(name));
  }

  override add(row: readonly string[], line: number): void {
    this.sink.add(
      this.#indices.map((index) => row[index] ?? ""),
      line,
    );
  }
}

/** Makes a panel of a table that was read. Throws what `readPanel` throws. */
export function toPanel(table: Table, options: PanelOptions = {}): Panel {
  closed("toPanel", options, panelOptions);
  checkForm(options);
  const sink = sinkOf(table.name, options);
  const { columns } = table;
  sink.begin(
    columns.map(({ name }) => name),
    cellRules("."),
    [],
  );
  for (let row = 0; row < table.rows; row++) {
    const cells = columns.map((column) => {
      if (column.kind === "text") return column.texts[row] ?? "";
      const value = column.values[row] ?? Number.NaN;
      return Number.isNaN(value) ? "" : String(value);
    });
    sink.add(cells, table.lineOf(row));
  }
  return completePanel(sink.finish(), options);
}

function sinkOf(file: string, options: PanelOptions): PanelSink {
  if (options.wide === "columns") return new WideColumnsSink(file, options);
  return options.wide === "rows" ? new WideRowsSink(file, options) : new LongSink(file, options);
}

function checkForm(options: PanelOptions): void {
  const { wide, missing, duplicates, unsorted, gaps } = options;
  const given = Object.entries({ missing, duplicates, unsorted, gaps }).filter(
    ([, value]) => value !== undefined,
  );
  checkPolicies({ ...strictPolicies, ...Object.fromEntries(given) });
  if (wide !== undefined && !wideForms.includes(wide))
    throw new ValueError(`wide is ${shown(wide)} but must be one of ${wideForms.join(", ")}`, {
      caller: "readPanel",
    });
}
