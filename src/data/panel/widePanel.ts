/** @module Wide tables: a column for each series, or a row for each, whose names are times or only count. */
import { DataError, ValueError } from "../../errors.ts";
import { say } from "../../sentence.ts";
import { type CellRules, cellRules } from "../read/columnBuilder.ts";
import { type RowTest, rowTest } from "../read/rowsWhere.ts";
import { columnOf, isMostlyNumbers, LineMap, quoted, type Table } from "../read/table.ts";
import { idColumns, isTimeName } from "../series/panel.ts";
import type { Times } from "../series/readTimes.ts";
import { type CellSource, NumberSink, StaticSink, TimeSink } from "./cellSinks.ts";
import { Dictionary, growingDoubles, growingFloats, growingIntegers } from "./growing.ts";
import { SampledSink, shownId } from "./longPanel.ts";
import { fieldNames } from "./panelOptions.ts";
import { timeColumns } from "./panelRoles.ts";
import type { RawColumn, RawPanel } from "./rawPanel.ts";

interface SeriesColumns {
  readonly names: readonly string[];
  readonly indices: readonly number[];
  readonly source: CellSource;
  readonly time: TimeSink | null;
  readonly timeNames: readonly string[];
  readonly target: NumberSink<Float64Array>;
  readonly covariates: readonly {
    readonly index: number;
    readonly sink: NumberSink<Float32Array>;
    readonly role: "covariate" | "future";
  }[];
  readonly unused: readonly string[];
  readonly isWanted: RowTest | null;
}

/** A column for each series; covariates are those of all of them. */
export class WideColumnsSink extends SampledSink {
  readonly #lines = new LineMap();
  readonly #seriesOf = growingIntegers();
  #columns: SeriesColumns | null = null;

  protected start(sample: Table, all: readonly string[], rules: CellRules): void {
    const { options } = this;
    const { covariates = [], future = [], where = [] } = options;
    if (options.static !== undefined && options.static.length > 0)
      throw new ValueError("static is set but a table with a column for each series has no static columns", {
        caller: "readPanel",
      });
    const named = [...covariates, ...future, ...(options.series ?? [])];
    for (const name of named) columnOf(sample, name);
    const timeNames = timeColumns(sample, new Set(named), options) ?? [];
    const taken = new Set([...covariates, ...future, ...timeNames]);
    const free = sample.columns.filter(({ name }) => !taken.has(name));
    const names =
      options.series ??
      free.filter((column) => isMostlyNumbers(column) || isEmpty(column)).map(({ name }) => name);
    if (names.length === 0)
      throw new DataError({ file: this.file }, say`there is no column of numbers to forecast`);
    const indexOf = (name: string): number => all.indexOf(name);
    const count = names.length;
    const lineOf = (row: number): number => this.#lines.lineOf(Math.floor(row / count));
    const source: CellSource = {
      file: this.file,
      rules,
      lineOf,
      columnOf: (row) => names[row % count] ?? "",
    };
    this.#columns = {
      names,
      indices: names.map(indexOf),
      source,
      time: timeNames.length === 0 ? null : new TimeSink(timeNames, timeNames.map(indexOf), options, source),
      timeNames,
      target: new NumberSink(fieldNames.target, rules, growingDoubles()),
      covariates: [...covariates, ...future].map((name) => ({
        index: indexOf(name),
        sink: new NumberSink(name, rules, growingFloats()),
        role: future.includes(name) ? "future" : "covariate",
      })),
      unused: free.map(({ name }) => name).filter((name) => !names.includes(name)),
      isWanted: where.length === 0 ? null : rowTest(sample, where),
    };
  }

  protected addRow(cells: readonly string[], line: number): void {
    const columns = this.#columns;
    if (columns === null || columns.isWanted?.(cells) === false) return;
    this.#lines.add(line);
    for (const [series, index] of columns.indices.entries()) {
      this.#seriesOf.push(series);
      columns.time?.add(cells);
      columns.target.add(cells[index] ?? "");
      for (const one of columns.covariates) one.sink.add(cells[one.index] ?? "");
    }
  }

  protected raw(): RawPanel {
    const columns = this.#columns;
    if (columns === null || this.#seriesOf.length === 0)
      throw new DataError({ file: this.file }, say`no rows remain`);
    const { names, source, time, target, covariates, unused } = columns;
    return {
      name: this.file,
      idNames: [fieldNames.series],
      ids: names,
      seriesOf: this.#seriesOf.values,
      times: time?.finish() ?? null,
      targetName: fieldNames.target,
      target: target.numbers(source),
      columns: covariates.map(
        ({ sink, role }): RawColumn => ({ name: sink.name, role, values: sink.numbers(source) }),
      ),
      staticsOf: () => [],
      lineOf: source.lineOf,
      unused,
      isTrimmed: true,
    };
  }
}

function isEmpty(column: Table["columns"][number]): boolean {
  return column.kind === "number" && column.missing === column.values.length;
}

interface SeriesRows {
  readonly idNames: readonly string[];
  readonly idIndices: readonly number[];
  readonly valueIndices: readonly number[];
  readonly source: CellSource;
  /** Times that are the names of columns. */
  readonly times: Times | null;
  readonly target: NumberSink<Float64Array>;
  readonly statics: readonly { readonly index: number; readonly sink: StaticSink }[];
  readonly unused: readonly string[];
  readonly isWanted: RowTest | null;
}

/** A row for each series: its ids, its static columns, and its values in the order of time. */
export class WideRowsSink extends SampledSink {
  readonly #ids = new Dictionary();
  readonly #lines: number[] = [];
  readonly #seriesOf = growingIntegers();
  /** The column of values of each row. */
  readonly #steps = growingIntegers();
  #rows: SeriesRows | null = null;

  /** Rows are long. */
  protected override get sampleRows(): number {
    return 100;
  }

  protected start(sample: Table, all: readonly string[], rules: CellRules): void {
    const { options } = this;
    const { where = [], covariates = [], future = [] } = options;
    if (covariates.length + future.length > 0)
      throw new ValueError("covariates are set but a table with a row for each series has no room for them", {
        caller: "readPanel",
      });
    const statics = options.static ?? [];
    for (const name of statics) columnOf(sample, name);
    const names = sample.columns.map(({ name }) => name);
    const dated = names.filter(isTimeName);
    const hasTimes = dated.length >= 2 && 2 * dated.length > names.length - 8;
    const idNames = idNamesOf(sample, options.series, new Set([...statics, ...(hasTimes ? dated : [])]));
    const taken = new Set([...statics, ...idNames]);
    const values = hasTimes ? dated : names.filter((name) => !taken.has(name));
    const indexOf = (name: string): number => all.indexOf(name);
    const lineOf = (row: number): number => this.#lines[this.#seriesOf.values[row] ?? 0] ?? 1;
    const source: CellSource = {
      file: this.file,
      rules,
      lineOf,
      columnOf: (row) => values[this.#steps.values[row] ?? 0] ?? "",
    };
    this.#rows = {
      idNames,
      idIndices: idNames.map(indexOf),
      valueIndices: values.map(indexOf),
      source,
      times: hasTimes ? timesOfNames(values, this.file, options) : null,
      target: new NumberSink(fieldNames.target, rules, growingDoubles()),
      statics: statics.map((name) => ({ index: indexOf(name), sink: new StaticSink(name, rules) })),
      unused: names.filter((name) => !taken.has(name) && !values.includes(name)),
      isWanted: where.length === 0 ? null : rowTest(sample, where),
    };
  }

  protected addRow(cells: readonly string[], line: number): void {
    const rows = this.#rows;
    if (rows === null || rows.isWanted?.(cells) === false) return;
    const key = rows.idIndices.map((index) => (cells[index] ?? "").trim()).join("\0");
    const series = this.#ids.codeOf(key);
    if (series < this.#lines.length) throw this.#twice(key, line, this.#lines[series] ?? 0);
    this.#lines.push(line);
    for (const { index, sink } of rows.statics)
      sink.add(cells[index] ?? "", series, () => ({ id: shownId(key), file: this.file, row: line }));
    const { valueIndices } = rows;
    let last = valueIndices.length - 1;
    while (last >= 0 && (cells[valueIndices[last] ?? 0] ?? "").trim() === "") last -= 1;
    for (let step = 0; step <= last; step++) {
      this.#seriesOf.push(series);
      this.#steps.push(step);
      rows.target.add(cells[valueIndices[step] ?? 0] ?? "");
    }
  }

  #twice(key: string, line: number, first: number): DataError {
    return new DataError(
      { file: this.file, row: line },
      say`series ${quoted(shownId(key))} is that of row ${first} too`,
      { remedies: [{ option: "series", values: [] }], hint: say`Several columns may identify a series` },
    );
  }

  protected raw(): RawPanel {
    const rows = this.#rows;
    if (rows === null || this.#seriesOf.length === 0)
      throw new DataError({ file: this.file }, say`no rows remain`);
    const { idNames, source, times, target, statics, unused } = rows;
    const parts = this.#ids.texts.map((text) => text.split("\0"));
    const steps = this.#steps.values;
    return {
      name: this.file,
      idNames,
      ids: this.#ids.texts.map(shownId),
      ...(idNames.length > 1 && { idParts: idNames.map((_, i) => parts.map((texts) => texts[i] ?? "")) }),
      seriesOf: this.#seriesOf.values,
      times: times && {
        ...times,
        values: Float64Array.from(steps, (step) => times.values[step] ?? Number.NaN),
      },
      targetName: fieldNames.target,
      target: target.numbers(source),
      columns: [],
      staticsOf: (series) => statics.map(({ sink }) => sink.finish(series)),
      lineOf: source.lineOf,
      unused,
      isTrimmed: true,
    };
  }
}

/** The columns of ids: as named, `unique_id`, those that look like ids and hold no numbers, or the first one. */
function idNamesOf(
  sample: Table,
  named: readonly string[] | undefined,
  taken: ReadonlySet<string>,
): readonly string[] {
  if (named !== undefined && named.length > 0) return named.map((name) => columnOf(sample, name).name);
  const free = sample.columns.filter(({ name }) => !taken.has(name));
  if (free.some(({ name }) => name === fieldNames.series)) return [fieldNames.series];
  const texts = free.filter(({ kind }) => kind === "text").map(({ name }) => name);
  const likely = idColumns({ ...sample, columns: free.filter(({ kind }) => kind === "text") }, null, taken);
  const [first] = texts.length > 0 ? texts : free.map(({ name }) => name);
  if (likely.length > 0) return likely;
  return first === undefined ? [] : [first];
}

/** Names of columns read as times. */
function timesOfNames(
  names: readonly string[],
  file: string,
  options: ConstructorParameters<typeof TimeSink>[2],
): Times {
  const source: CellSource = { file, rules: cellRules("."), lineOf: () => 1, columnOf: () => "" };
  const sink = new TimeSink(
    [fieldNames.time],
    [0],
    { ...(options.timeFormat && { timeFormat: options.timeFormat }) },
    source,
  );
  for (const name of names) sink.add([name]);
  return sink.finish();
}
