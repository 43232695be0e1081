/** @module From rows in any order to a panel: gathered by series, each checked and completed as a series alone would be. */
import { DataError } from "../../errors.ts";
import { say } from "../../sentence.ts";
import { quoted } from "../read/table.ts";
import { coarser, completeRows } from "../series/completeRows.ts";
import { type Context, isOfHours, type Policies, type Rows, rowNumbers, takeRows } from "../series/rows.ts";
import { findStep, fixedStep, followsStep, type Step, stepsBetween, timeAfter } from "../series/timeStep.ts";
import { Growing, growingDoubles } from "./growing.ts";
import type { Panel, PanelColumn } from "./panel.ts";
import type { PanelOptions } from "./panelOptions.ts";
import type { RawPanel } from "./rawPanel.ts";

/** Rows of series s are `order[offsets[s]]` up to `order[offsets[s + 1]]`; an absent order is that of the file. */
interface Grouped {
  readonly offsets: Float64Array;
  readonly order: Int32Array | null;
}

/** Counting sort by series: rows of one series stay in the order of the file. */
function groupedBySeries({ seriesOf, ids }: RawPanel): Grouped {
  const offsets = new Float64Array(ids.length + 1);
  let isGrouped = true;
  for (let row = 0; row < seriesOf.length; row++) {
    const series = seriesOf[row] ?? 0;
    offsets[series + 1] = (offsets[series + 1] ?? 0) + 1;
    if (row > 0 && series < (seriesOf[row - 1] ?? 0)) isGrouped = false;
  }
  for (let s = 0; s < ids.length; s++) offsets[s + 1] = (offsets[s + 1] ?? 0) + (offsets[s] ?? 0);
  if (isGrouped) return { offsets, order: null };
  const next = offsets.slice();
  const order = new Int32Array(seriesOf.length);
  for (let row = 0; row < seriesOf.length; row++) {
    const series = seriesOf[row] ?? 0;
    const at = next[series] ?? 0;
    order[at] = row;
    next[series] = at + 1;
  }
  return { offsets, order };
}

/** Series by which the step of all is found. */
const SAMPLE_SERIES = 200;
/** More series with faults than that are not counted. */
const MOST_FAULTS = 1000;

/** A panel of raw rows, each series completed by the policies. Throws DataError for the first series that they refuse. */
export function completePanel(raw: RawPanel, options: PanelOptions): Panel {
  const { missing = "error", duplicates = "error", unsorted = "error", gaps = "error" } = options;
  return new Completion(raw, options, { missing, duplicates, unsorted, gaps }).panel();
}

class Completion {
  readonly #raw: RawPanel;
  readonly #options: PanelOptions;
  readonly #policies: Policies;
  readonly #grouped: Grouped;
  readonly #step: Step | null;
  readonly #context: Context;
  readonly #values = growingDoubles();
  readonly #columns: readonly Growing<Float32Array>[];
  readonly #ahead: readonly Growing<Float32Array>[];
  readonly #filled: { row: number; until: number; mask: Uint8Array }[] = [];
  readonly #offsets: number[] = [0];
  readonly #aheadOffsets: number[] = [0];
  readonly #starts: number[] = [];
  /** The numbers of the series with values. */
  readonly #used: number[] = [];
  readonly #leftOut: string[] = [];
  readonly #faults: { readonly error: DataError; readonly id: string }[] = [];

  constructor(raw: RawPanel, options: PanelOptions, policies: Policies) {
    this.#raw = raw;
    this.#options = options;
    this.#policies = policies;
    this.#grouped = groupedBySeries(raw);
    this.#context = { file: raw.name, time: raw.times, lineOf: raw.lineOf };
    this.#step = raw.times === null ? null : this.#commonStep();
    if (this.#step !== null) this.#context = { ...this.#context, step: this.#step, isStepFixed: true };
    const floats = () => new Growing((length) => new Float32Array(length));
    this.#columns = raw.columns.map(floats);
    this.#ahead = raw.columns.filter(({ role }) => role === "future").map(floats);
  }

  panel(): Panel {
    for (let s = 0; s < this.#raw.ids.length && this.#faults.length < MOST_FAULTS; s++) {
      if (this.#takeWhole(s)) continue;
      try {
        this.#complete(s);
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
        this.#faults.push({ error, id: this.#raw.ids[s] ?? "" });
      }
    }
    const [first] = this.#faults;
    if (first !== undefined) throw inSeries(first.error, first.id, this.#faults.length);
    if (this.#used.length === 0) throw new DataError({ file: this.#raw.name }, say`no rows remain`);
    return this.#build();
  }

  /** A series without any fault, which most are, is copied row by row. */
  #takeWhole(s: number): boolean {
    const { times, target, columns } = this.#raw;
    const { offsets, order } = this.#grouped;
    const [from, until] = [offsets[s] ?? 0, offsets[s + 1] ?? 0];
    if (from === until || this.#options.resample !== undefined) return false;
    const step = this.#step;
    if (times !== null && step === null && until - from > 1) return false;
    let before = Number.NaN;
    for (let k = from; k < until; k++) {
      const row = order === null ? k : (order[k] ?? 0);
      if (Number.isNaN(target[row])) return false;
      for (const { values } of columns) if (Number.isNaN(values[row])) return false;
      if (times === null) continue;
      const time = times.values[row] ?? Number.NaN;
      if (Number.isNaN(time)) return false;
      if (k > from && step !== null && !isNext(before, time, step)) return false;
      before = time;
    }
    for (let k = from; k < until; k++) {
      const row = order === null ? k : (order[k] ?? 0);
      this.#values.push(target[row] ?? 0);
      for (let c = 0; c < columns.length; c++) this.#columns[c]?.push(columns[c]?.values[row] ?? 0);
    }
    const first = order === null ? from : (order[from] ?? 0);
    this.#end(s, times?.values[first] ?? Number.NaN);
    return true;
  }

  #complete(s: number): void {
    const { columns, isTrimmed, targetName, ids } = this.#raw;
    const { rows, context: inFile } = this.#rowsOf(s);
    const [values = new Float64Array(0)] = rows.columns;
    if (values.every(Number.isNaN)) {
      if (!isTrimmed && this.#policies.missing === "error")
        throw new DataError({ file: this.#raw.name, column: targetName }, say`every value is missing`, {
          remedies: [{ option: "missing", values: ["forward", "linear", "drop"] }],
          hint: say`Series without values are then left out`,
        });
      this.#leftOut.push(ids[s] ?? "");
      return;
    }
    const own = isTrimmed ? trimmed(rows) : rows;
    const { rows: combined, context } = coarser(own, this.#policies, inFile, this.#options);
    const names = [targetName, ...columns.map(({ name }) => name)];
    const counts = { targets: 1, future: this.#ahead.length };
    const { complete, ahead } = completeRows(combined, names, counts, this.#policies, context);
    const { times } = complete.rows;
    const from = this.#values.length;
    for (const value of complete.rows.columns[0] ?? []) this.#values.push(value);
    for (const [c, column] of this.#columns.entries())
      for (const value of complete.rows.columns[c + 1] ?? []) column.push(value);
    for (const [c, column] of this.#ahead.entries()) for (const value of ahead?.[c] ?? []) column.push(value);
    const [mask] = complete.filled;
    if (mask != null) this.#filled.push({ row: from, until: this.#values.length, mask });
    this.#end(s, times === null ? Number.NaN : this.#startOf(times));
  }

  /** By the last row where rows were left out: the times that follow must be right. */
  #startOf(times: Float64Array): number {
    const [first = Number.NaN] = times;
    const last = times.at(-1) ?? first;
    const step = this.#step;
    if (step === null || stepsBetween(first, last, step) === times.length - 1) return first;
    return timeAfter(last, step, 1 - times.length);
  }

  #end(s: number, start: number): void {
    this.#used.push(s);
    this.#starts.push(start);
    this.#offsets.push(this.#values.length);
    this.#aheadOffsets.push(this.#ahead[0]?.length ?? 0);
  }

  /** The rows of a series, counted from 0, and where they are in the file. */
  #rowsOf(s: number): { readonly rows: Rows; readonly context: Context } {
    const { times, target, columns, lineOf } = this.#raw;
    const { offsets, order } = this.#grouped;
    const [from, until] = [offsets[s] ?? 0, offsets[s + 1] ?? 0];
    const inFile = (i: number): number => (order === null ? from + i : (order[from + i] ?? 0));
    const origin = rowNumbers(until - from);
    const take = (values: ArrayLike<number>): Float64Array =>
      Float64Array.from(origin, (i) => values[inFile(i)] ?? Number.NaN);
    const rows = {
      times: times === null ? null : take(times.values),
      columns: [take(target), ...columns.map(({ values }) => take(values))],
      origin,
    };
    return { rows, context: { ...this.#context, lineOf: (i) => lineOf(inFile(i)) } };
  }

  /** The step that most rows of some series show. */
  #commonStep(): Step | null {
    const { times, ids } = this.#raw;
    const { offsets } = this.#grouped;
    const candidates = Array.from({ length: ids.length }, (_, s) => s).filter(
      (s) => (offsets[s + 1] ?? 0) - (offsets[s] ?? 0) > 1,
    );
    const stride = Math.max(1, Math.floor(candidates.length / SAMPLE_SERIES));
    const found = new Map<string, { readonly step: Step; weight: number }>();
    const samples = candidates
      .filter((_, i) => i % stride === 0)
      .map((s) => this.#timesOf(s))
      .filter(({ length }) => length > 1);
    const { step: expected } = this.#options;
    if (expected !== undefined && samples.every((own) => followsStep(own, expected))) return expected;
    for (const own of samples) {
      const step = findStep(own, times?.kind ?? "number", times?.style?.zone);
      if (step === null) continue;
      const fixed = this.#policies.gaps === "fill" && isOfHours(step) ? fixedStep(own) : step;
      const key = JSON.stringify(fixed);
      const entry = found.get(key) ?? { step: fixed, weight: 0 };
      entry.weight += own.length;
      found.set(key, entry);
    }
    const [best] = [...found.values()].sort((a, b) => b.weight - a.weight);
    return best?.step ?? null;
  }

  /** The different times of a series in order. */
  #timesOf(s: number): Float64Array {
    const { rows: all, context } = this.#rowsOf(s);
    const rows = this.#options.resample === undefined ? all : this.#combined(all, context);
    const own = (rows.times ?? new Float64Array(0)).filter((time) => !Number.isNaN(time)).sort();
    return own.filter((time, i) => i === 0 || time !== own[i - 1]);
  }

  #combined(rows: Rows, context: Context): Rows {
    const lenient: Policies = { ...this.#policies, missing: "drop", unsorted: "sort" };
    return coarser(rows, lenient, context, this.#options).rows;
  }

  #build(): Panel {
    const raw = this.#raw;
    const { times } = raw;
    const used = this.#used;
    const pick = <Item>(items: readonly Item[]): Item[] => used.flatMap((s) => items[s] ?? []);
    let next = 0;
    const columns = raw.columns.map(({ name, role }, c): PanelColumn => {
      const values = this.#columns[c]?.values ?? new Float32Array(0);
      if (role !== "future") return { name, role, values };
      const ahead = this.#ahead[next++];
      return { name, role, values, ...(ahead && ahead.length > 0 && { ahead: ahead.values }) };
    });
    const hasAhead = columns.some(({ ahead }) => ahead !== undefined);
    return {
      name: raw.name,
      idNames: raw.idNames,
      timeName: times?.name ?? null,
      targetName: raw.targetName,
      ids: pick(raw.ids),
      ...(raw.idParts && { idParts: raw.idParts.map(pick) }),
      offsets: Float64Array.from(this.#offsets),
      values: this.#values.values,
      ...(this.#filled.length > 0 && { filled: this.#mask() }),
      starts: times === null ? null : Float64Array.from(this.#starts),
      timeKind: times?.kind ?? null,
      ...(times?.style && { timeStyle: times.style }),
      step: this.#step,
      columns,
      ...(hasAhead && { aheadOffsets: Float64Array.from(this.#aheadOffsets) }),
      statics: raw.staticsOf(used),
      ...(this.#leftOut.length > 0 && { leftOut: this.#leftOut }),
      ...(raw.unused.length > 0 && { unused: raw.unused }),
    };
  }

  #mask(): Uint8Array {
    const filled = new Uint8Array(this.#values.length);
    for (const { row, mask } of this.#filled) filled.set(mask, row);
    return filled;
  }
}

function isNext(before: number, time: number, step: Step): boolean {
  if (step.unit === "millisecond" && step.zone === undefined) return time - before === step.count;
  return stepsBetween(before, time, step) === 1;
}

/** Without the rows before the first and after the last value. */
function trimmed(rows: Rows): Rows {
  const [values = new Float64Array(0)] = rows.columns;
  const from = values.findIndex((value) => !Number.isNaN(value));
  const until = values.findLastIndex((value) => !Number.isNaN(value)) + 1;
  if (from === 0 && until === values.length) return rows;
  return takeRows(
    rows,
    Int32Array.from({ length: until - from }, (_, i) => from + i),
  );
}

/** An error of a series with its name, and the number of others that have one. */
function inSeries(error: DataError, id: string, count: number): DataError {
  const { file, row, column, sentence, remedies, hintSentence } = error;
  const what =
    count === 1
      ? say`series ${quoted(id)}: ${sentence}`
      : count < MOST_FAULTS
        ? say`series ${quoted(id)}: ${sentence}; ${count} series have faults`
        : say`series ${quoted(id)}: ${sentence}; more than ${count} series have faults`;
  const isTwice = remedies.some(({ option }) => option === "duplicates");
  return new DataError({ file, row, column }, what, {
    remedies: isTwice ? [...remedies, { option: "series", values: [] }] : remedies,
    hint: hintSentence,
    count: error.count ?? 1,
    cause: error,
  });
}
