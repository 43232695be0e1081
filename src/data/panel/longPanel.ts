/** @module Gathers the rows of a long table, whatever their order, as columns of codes and numbers. */
import { DataError } from "../../errors.ts";
import { say } from "../../sentence.ts";
import type { CellRules } from "../read/columnBuilder.ts";
import { type RowSink, TableSink } from "../read/rowSink.ts";
import { type RowTest, rowTest } from "../read/rowsWhere.ts";
import { LineMap, type Table } from "../read/table.ts";
import { encodeCovariate } from "../series/categories.ts";
import { type CellSource, NumberSink, StaticSink, TimeSink } from "./cellSinks.ts";
import { Dictionary, growingDoubles, growingFloats, growingIntegers } from "./growing.ts";
import type { PanelOptions } from "./panelOptions.ts";
import { type PanelRoles, rolesIn } from "./panelRoles.ts";
import type { RawColumn, RawPanel } from "./rawPanel.ts";

/** Rows by which roles are found. */
const SAMPLE = 2000;

/** What a table becomes, row by row. */
export interface PanelSink extends RowSink {
  /** Throws DataError for the first cell that cannot be read. */
  finish(): RawPanel;
}

/** Holds the first rows back until they show what the columns are. */
export abstract class SampledSink implements PanelSink {
  /** An id may be the word for a total: no row is taken for one below the table. */
  readonly hasTotals = true;
  readonly file: string;
  protected readonly options: PanelOptions;
  #names: readonly string[] = [];
  #rules: CellRules | null = null;
  #held: { readonly cells: readonly string[]; readonly line: number }[] | null = [];
  #lastText = "";

  constructor(file: string, options: PanelOptions) {
    this.file = file;
    this.options = options;
  }

  get lastText(): string {
    return this.#lastText;
  }

  begin(names: readonly string[], rules: CellRules): void {
    this.#names = names;
    this.#rules = rules;
  }

  add(cells: readonly string[], line: number): void {
    this.#lastText = cells[0] ?? "";
    if (this.#held === null) this.addRow(cells, line);
    else {
      this.#held.push({ cells, line });
      if (this.#held.length === this.sampleRows) this.#release();
    }
  }

  finish(): RawPanel {
    this.#release();
    return this.raw();
  }

  protected get sampleRows(): number {
    return SAMPLE;
  }

  #release(): void {
    const held = this.#held;
    if (held === null || this.#rules === null) return;
    const sink = new TableSink();
    sink.begin(this.#names, this.#rules);
    for (const { cells, line } of held) sink.add(cells, line);
    this.#held = null;
    this.start(sink.build(this.file), this.#names, this.#rules);
    for (const { cells, line } of held) this.addRow(cells, line);
  }

  /** The first rows, and the names of all columns. */
  protected abstract start(sample: Table, names: readonly string[], rules: CellRules): void;
  protected abstract addRow(cells: readonly string[], line: number): void;
  protected abstract raw(): RawPanel;
}

interface Columns {
  readonly roles: PanelRoles;
  readonly source: CellSource;
  readonly idIndices: readonly number[];
  readonly time: TimeSink | null;
  readonly targetIndex: number;
  readonly target: NumberSink<Float64Array>;
  readonly others: readonly { readonly index: number; readonly sink: NumberSink<Float32Array> }[];
  readonly statics: readonly { readonly index: number; readonly sink: StaticSink }[];
  readonly isWanted: RowTest | null;
}

/** A row for each series and time. */
export class LongSink extends SampledSink {
  readonly #ids = new Dictionary();
  readonly #seriesOf = growingIntegers();
  readonly #lines = new LineMap();
  #columns: Columns | null = null;

  protected start(sample: Table, names: readonly string[], rules: CellRules): void {
    const { options } = this;
    const roles = rolesIn(sample, options);
    const indexOf = (name: string): number => names.indexOf(name);
    const source = { file: this.file, rules, lineOf: (row: number) => this.#lines.lineOf(row) };
    const { where = [] } = options;
    this.#columns = {
      roles,
      source,
      idIndices: roles.series.map(indexOf),
      time: roles.time === null ? null : new TimeSink(roles.time, roles.time.map(indexOf), options, source),
      targetIndex: indexOf(roles.target),
      target: new NumberSink(roles.target, rules, growingDoubles()),
      others: [...roles.covariates, ...roles.future].map((name) => ({
        index: indexOf(name),
        sink: new NumberSink(name, rules, growingFloats()),
      })),
      statics: roles.statics.map((name) => ({ index: indexOf(name), sink: new StaticSink(name, rules) })),
      isWanted: where.length === 0 ? null : rowTest(sample, where),
    };
  }

  protected addRow(cells: readonly string[], line: number): void {
    const columns = this.#columns;
    if (columns === null || columns.isWanted?.(cells) === false) return;
    const series = this.#ids.codeOf(this.#idOf(cells, columns, line));
    this.#seriesOf.push(series);
    this.#lines.add(line);
    columns.time?.add(cells);
    columns.target.add(cells[columns.targetIndex] ?? "");
    for (const { index, sink } of columns.others) sink.add(cells[index] ?? "");
    for (const { index, sink } of columns.statics)
      sink.add(cells[index] ?? "", series, () => ({
        id: shownId(this.#ids.texts[series] ?? ""),
        file: this.file,
        row: line,
      }));
  }

  #idOf(cells: readonly string[], { idIndices, source, roles }: Columns, line: number): string {
    const [first = 0] = idIndices;
    const text =
      idIndices.length === 1
        ? trimmed(cells[first] ?? "")
        : idIndices.map((i) => trimmed(cells[i] ?? "")).join("\0");
    if (text !== "" && !text.startsWith("\0") && !text.endsWith("\0")) return text;
    const missing = idIndices.findIndex((i) => trimmed(cells[i] ?? "") === "");
    if (missing < 0) return text;
    throw new DataError(
      { file: source.file, row: line, column: roles.series[missing] },
      say`the row does not say to which series it belongs`,
      { hint: say`Fill the cell in, or leave the row out` },
    );
  }

  protected raw(): RawPanel {
    const columns = this.#columns;
    if (columns === null || this.#seriesOf.length === 0)
      throw new DataError({ file: this.file }, say`no rows remain`);
    const { roles, source, time, target, statics } = columns;
    const parts = this.#ids.texts.map((text) => text.split("\0"));
    return {
      name: this.file,
      idNames: roles.series,
      ids: this.#ids.texts.map(shownId),
      ...(roles.series.length > 1 && {
        idParts: roles.series.map((_, i) => parts.map((texts) => texts[i] ?? "")),
      }),
      seriesOf: this.#seriesOf.values,
      times: time?.finish() ?? null,
      targetName: roles.target,
      target: target.numbers(source),
      columns: this.#covariates(columns),
      staticsOf: (series) => statics.map(({ sink }) => sink.finish(series)),
      lineOf: source.lineOf,
      unused: roles.unused,
      isTrimmed: false,
    };
  }

  #covariates({ roles, others, source }: Columns): RawColumn[] {
    const { categories = {} } = this.options;
    return others.flatMap(({ sink }): RawColumn[] => {
      const { name } = sink;
      const role = roles.future.includes(name) ? "future" : "covariate";
      const stored = Object.hasOwn(categories, name) ? categories[name] : undefined;
      if (sink.isPlain && stored === undefined) return [{ name, role, values: sink.numbers(source) }];
      const column = sink.column();
      const rows = this.#seriesOf.length;
      const table: Table = { name: this.file, rows, columns: [column], lineOf: source.lineOf };
      return encodeCovariate(table, name, stored).columns.map((one) => ({ ...one, role }));
    });
  }
}

/** Ids of several columns are joined by a slash. */
export function shownId(text: string): string {
  return text.replaceAll("\0", "/");
}

function trimmed(text: string): string {
  return text.charCodeAt(0) <= 32 || text.charCodeAt(text.length - 1) <= 32 ? text.trim() : text;
}
