/** @module What the network reads of a panel: windows scaled by themselves, covariates, static columns, the calendar. */
import type { Panel, PanelColumn, StaticColumn } from "../../data/panel/panel.ts";
import { calendarFeatures } from "../../data/prepare/calendarFeatures.ts";
import { clockTimes } from "../../data/series/series.ts";
import { timeAfter } from "../../data/series/timeStep.ts";
import { ValueError } from "../../errors.ts";
import { type Sentence, say } from "../../sentence.ts";
import { shownName } from "../../shown.ts";
import { Tensor } from "../../tensor/tensor.ts";
import type { NumberInput, PanelPlan } from "./panelPlan.ts";
import { seriesScales } from "./panelScales.ts";
import type { PanelWindow } from "./panelWindows.ts";

/** The greatest weight of a window whose spread is large beside the in-sample error of its series. */
const MOST_WEIGHT = 5;

/** Sizes of what is read, which the plan decides. */
export interface ReadSizes {
  /** Values of one segment of one window. */
  readonly segment: number;
  /** Numbers of a window besides its look-back. */
  readonly numbers: number;
}

/** The sizes of what a plan's network reads. */
export function readSizes({ segment, horizon, inputs }: PanelPlan): ReadSizes {
  const { covariates, future, numbers, calendar } = inputs;
  const columns = 1 + covariates.length + future.length;
  return {
    segment: segment * columns + 1,
    numbers: 2 + 2 * numbers.length + 2 * calendar.length + horizon * future.length,
  };
}

/** A batch of windows, B of them. */
export interface PanelBatch {
  /** Look-back and covariates by segment, and the share of its rows that there are, (B, N, I). */
  readonly segments: Tensor;
  /** The look-back, scaled; 0 where there are no rows (B, L). */
  readonly lags: Tensor;
  /** Level of the window, static numbers, calendar, future covariates (B, E). */
  readonly numbers: Tensor;
  /** The level of each category, 0 for unknown ones: one array (B) for each category. */
  readonly codes: readonly Float32Array[];
  /** The naive forecast, scaled (B, H). */
  readonly base: Float32Array;
  /** What happened, scaled; NaN where it is not known (B, H). */
  readonly target: Float32Array;
  /** The spread of the window over the in-sample error of its series (B, H). */
  readonly weight: Float32Array;
  /** The level and the spread of each window: values are level + spread × scaled ones (B). */
  readonly levels: Float64Array;
  readonly spreads: Float64Array;
}

interface InputColumn extends NumberInput {
  readonly column: PanelColumn;
}

/** Reads windows of one panel. */
export class PanelReader {
  readonly #panel: Panel;
  readonly #plan: PanelPlan;
  readonly #ends: Float64Array | null;
  readonly #scales: Float64Array | null;
  readonly #base: number;
  readonly #columns: readonly InputColumn[];
  readonly #future: readonly InputColumn[];
  readonly #numbers: readonly { readonly input: NumberInput; readonly values: Float64Array }[];
  readonly #codes: readonly Int32Array[];

  /**
   * Rows from `ends` (S) on are not known; without it, those from the origin of each window on. `base` is the season of the
   * naive forecast, 1 for the last value. Throws ValueError for a panel without a column that the plan reads.
   */
  constructor(panel: Panel, plan: PanelPlan, base: number, ends: Float64Array | null = null) {
    const { covariates, future, numbers, categories } = plan.inputs;
    this.#panel = panel;
    this.#plan = plan;
    this.#ends = ends;
    this.#base = base;
    this.#scales = ends?.map((end, s) => this.#scaleOf(s, end)) ?? null;
    this.#future = future.map((input) => ({ ...input, column: columnOf(panel, input.name, "future") }));
    this.#columns = [
      ...covariates.map((input) => ({ ...input, column: columnOf(panel, input.name, "covariate") })),
      ...this.#future,
    ];
    this.#numbers = numbers.map((input) => {
      const column = staticOf(panel, input.name, "number");
      return { input, values: column.kind === "number" ? column.values : new Float64Array(0) };
    });
    this.#codes = categories.map(({ name, levels }) => codesOf(staticOf(panel, name, "category"), levels));
  }

  /** The in-sample error of a series, by which the loss of a window is divided; 0 for a constant one. */
  scale({ series, origin }: PanelWindow): number {
    return this.#scales === null ? this.#scaleOf(series, origin) : this.#scales[series];
  }

  #scaleOf(s: number, end: number): number {
    return seriesScales(this.#panel, this.#panel.offsets[s], end, this.#plan.season ?? 1).absolute || 0;
  }

  /** Reads windows; the rows before each origin are its look-back, fewer where the series begins there. */
  read(windows: readonly PanelWindow[]): PanelBatch {
    const { lookback: L, horizon: H, segment: w } = this.#plan;
    const B = windows.length;
    const sizes = readSizes(this.#plan);
    const N = L / w;
    const batch = {
      segments: new Tensor(new Float32Array(B * N * sizes.segment), [B, N, sizes.segment]),
      lags: new Tensor(new Float32Array(B * L), [B, L]),
      numbers: new Tensor(new Float32Array(B * sizes.numbers), [B, sizes.numbers]),
      codes: this.#codes.map((codes) => Float32Array.from(windows, ({ series }) => codes[series])),
      base: new Float32Array(B * H),
      target: new Float32Array(B * H).fill(Number.NaN),
      weight: new Float32Array(B * H),
      levels: new Float64Array(B),
      spreads: new Float64Array(B),
    };
    windows.forEach((window, b) => {
      const scale = this.scale(window);
      this.#readLookback(window, b, batch, scale);
      this.#readHorizon(window, b, batch, scale);
      this.#readNumbers(window, b, batch, scale);
    });
    this.#readCalendar(windows, batch);
    return batch;
  }

  #readLookback({ series, origin }: PanelWindow, b: number, batch: PanelBatch, scale: number): void {
    const { lookback: L, segment: w } = this.#plan;
    const { values, offsets } = this.#panel;
    const from = Math.max(offsets[series], origin - L);
    const level = meanOf(values, from, origin);
    const spread = Math.max(deviationOf(values, from, origin, level), 0.1 * scale);
    batch.levels[b] = level;
    batch.spreads[b] = spread;
    const lags = batch.lags.data;
    const skipped = L - (origin - from);
    const by = spread > 0 ? 1 / spread : 0;
    for (let i = skipped; i < L; i++) lags[b * L + i] = (values[origin - L + i] - level) * by;
    const size = batch.segments.shape[2];
    const segments = batch.segments.data.subarray(b * (L / w) * size, (b + 1) * (L / w) * size);
    for (let i = skipped; i < L; i++) {
      const at = Math.floor(i / w) * size;
      segments[at + (i % w)] = lags[b * L + i];
      segments[at + size - 1] += 1 / w;
    }
    this.#columns.forEach(({ column, mean, deviation }, c) => {
      for (let i = skipped; i < L; i++) {
        const x = (column.values[origin - L + i] - mean) / deviation;
        segments[Math.floor(i / w) * size + (c + 1) * w + (i % w)] = Number.isFinite(x) ? x : 0;
      }
    });
  }

  #readHorizon({ series, origin }: PanelWindow, b: number, batch: PanelBatch, scale: number): void {
    const { lookback: L, horizon: H } = this.#plan;
    const { values, offsets, filled } = this.#panel;
    const [level, spread] = [batch.levels[b], batch.spreads[b]];
    const season = origin - offsets[series] >= this.#base && this.#base <= L ? this.#base : 1;
    const weight = scale > 0 ? Math.min(MOST_WEIGHT, spread / scale) : 0;
    const end = this.#ends?.[series] ?? origin;
    for (let h = 0; h < H; h++) {
      batch.base[b * H + h] = batch.lags.data[(b + 1) * L - season + (h % season)];
      batch.weight[b * H + h] = weight;
      const t = origin + h;
      if (t < end && filled?.[t] !== 1 && spread > 0) batch.target[b * H + h] = (values[t] - level) / spread;
    }
  }

  #readNumbers({ series, origin }: PanelWindow, b: number, batch: PanelBatch, scale: number): void {
    const E = batch.numbers.shape[1];
    const numbers = batch.numbers.data.subarray(b * E, (b + 1) * E);
    const [level, spread] = [batch.levels[b], batch.spreads[b]];
    if (spread > 0) {
      numbers[0] = Math.tanh(level / spread / 4);
      numbers[1] = Math.tanh(Math.log(spread / Math.max(scale, 1e-3 * spread)));
    }
    this.#numbers.forEach(({ input, values }, i) => {
      const x = (values[series] - input.mean) / input.deviation;
      numbers[2 + 2 * i] = Number.isFinite(x) ? Math.max(-5, Math.min(5, x)) : 0;
      numbers[3 + 2 * i] = Number.isFinite(x) ? 1 : 0;
    });
    const { horizon: H } = this.#plan;
    this.#future.forEach(({ column, mean, deviation }, c) => {
      for (let h = 0; h < H; h++)
        numbers[E - H * (this.#future.length - c) + h] =
          (this.#futureValue(column, series, origin + h) - mean) / deviation;
    });
  }

  /** The value of a future covariate in a row of a series, or behind its last one. */
  #futureValue({ name, values, ahead }: PanelColumn, s: number, row: number): number {
    const { offsets, aheadOffsets, ids } = this.#panel;
    const beyond = row - offsets[s + 1];
    if (beyond < 0) return Number.isFinite(values[row]) ? values[row] : 0;
    const at = (aheadOffsets?.[s] ?? 0) + beyond;
    const value = at < (aheadOffsets?.[s + 1] ?? 0) ? ahead?.[at] : undefined;
    if (value !== undefined && Number.isFinite(value)) return value;
    throw new ValueError(
      say`the future covariate ${JSON.stringify(name)} has no value for step ${beyond + 1} of series ${shownName(ids[s])} but must have one for each step to forecast`,
      { caller: "forecast" },
    );
  }

  #readCalendar(windows: readonly PanelWindow[], batch: PanelBatch): void {
    const { starts, step, offsets } = this.#panel;
    const { calendar, numbers } = this.#plan.inputs;
    if (calendar.length === 0) return;
    if (starts === null || step === null)
      throw new ValueError(
        say`${this.#panel.name} has no dates but must have for the calendar features ${calendar.join(", ")}`,
        {
          caller: "forecast",
        },
      );
    const times = Float64Array.from(windows, ({ series, origin }) =>
      timeAfter(starts[series], step, origin - offsets[series]),
    );
    const E = batch.numbers.shape[1];
    calendarFeatures(clockTimes(this.#panel, times), calendar).forEach(({ values }, i) => {
      for (let b = 0; b < windows.length; b++)
        batch.numbers.data[b * E + 2 + 2 * numbers.length + i] = values[b];
    });
  }
}

function columnOf({ columns, name: file }: Panel, name: string, role: "covariate" | "future"): PanelColumn {
  const found = columns.find((column) => column.name === name && column.role === role);
  if (found !== undefined) return found;
  throw missing(file, role === "future" ? say`future covariate` : say`past covariate`, name);
}

function staticOf({ statics, name: file }: Panel, name: string, kind: StaticColumn["kind"]): StaticColumn {
  const found = statics.find((column) => column.name === name && column.kind === kind);
  if (found !== undefined) return found;
  throw missing(file, say`static column`, name);
}

function missing(file: string, what: Sentence, name: string): ValueError {
  return new ValueError(say`${file} has no ${what} ${shownName(name)}, which the model was trained with`, {
    caller: "forecast",
  });
}

/** The number of each series' level among those that the model knows, from 1; 0 for others. */
function codesOf(column: StaticColumn, levels: readonly string[]): Int32Array {
  if (column.kind !== "category") return new Int32Array(0);
  const known = new Map(levels.map((level, k) => [level, k + 1]));
  const numbers = column.levels.map((level) => known.get(level) ?? 0);
  return column.codes.map((code) => numbers[code] ?? 0);
}

function meanOf(values: Float64Array, from: number, until: number): number {
  let sum = 0;
  for (let t = from; t < until; t++) sum += values[t];
  return sum / (until - from);
}

/** Mean |x − level|. */
function deviationOf(values: Float64Array, from: number, until: number, level: number): number {
  let sum = 0;
  for (let t = from; t < until; t++) sum += Math.abs(values[t] - level);
  return sum / (until - from);
}
