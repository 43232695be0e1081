/** @module The plan of a panel's training: given options, defaults, and what the panel suggests. */

import type { Panel } from "../../data/panel/panel.ts";
import { type CalendarFeature, calendarFeatureNames } from "../../data/prepare/calendarFeatures.ts";
import { timeAfter } from "../../data/series/timeStep.ts";
import { ValueError } from "../../errors.ts";
import { say } from "../../sentence.ts";
import { defaultsOf, isIn, optionNames, pickOptions, type TableOf } from "../../text/optionTable.ts";
import { Fields, within } from "../../train/json.ts";
import { checkDomains, checkNames } from "../planChecks.ts";
import {
  type PanelFound,
  type PanelNetworkOptions,
  type PanelOptions,
  type PanelTaskOptions,
  type PanelTrainingOptions,
  panelOptions,
} from "./panelOptions.ts";
import { panelSeasons } from "./panelSeasons.ts";

/** A column of numbers that the network reads, standardized: (x − mean) / deviation. */
export interface NumberInput {
  /** The name in the file. */
  readonly name: string;
  /** The mean over the training rows, in units of the column. */
  readonly mean: number;
  /** The standard deviation over them. */
  readonly deviation: number;
}

/** A static category that the network reads. */
export interface CategoryInput {
  /** The name in the file. */
  readonly name: string;
  /** The levels that it has learnt; others count as unknown. */
  readonly levels: readonly string[];
}

/** What the network reads besides the target. */
export interface PanelInputs {
  /** Known up to the last row. */
  readonly covariates: readonly NumberInput[];
  /** Known for the steps to forecast, too. */
  readonly future: readonly NumberInput[];
  /** Static numbers. */
  readonly numbers: readonly NumberInput[];
  /** Static categories. */
  readonly categories: readonly CategoryInput[];
  /** The position of the first step to forecast in the day, week or year. */
  readonly calendar: readonly CalendarFeature[];
}

/** Every option with its value, as plain JSON. */
export interface PanelPlan extends PanelTaskOptions, PanelNetworkOptions, PanelTrainingOptions {
  /** All seasons of the panel that were found, the one of MASE first; empty for none. */
  readonly seasons: readonly number[];
  /** What is read besides the target. */
  readonly inputs: PanelInputs;
}

/** One table of all options. */
const panelTable: TableOf<PanelTaskOptions & PanelNetworkOptions & PanelTrainingOptions, PanelFound> = {
  ...panelOptions.task,
  ...panelOptions.network,
  ...panelOptions.training,
};

/** A season counts for the look-back if two of it are no longer than this, or one and a horizon no longer than twice that. */
const LONGEST = 400;

/** The options that lead to a plan. */
export function optionsOfPlan({
  seasons: _,
  inputs: __,
  ...options
}: PanelPlan): Omit<PanelPlan, "seasons" | "inputs"> {
  return options;
}

/** Resolves the options. Throws ValueError for options that are unknown or outside their domain, and for an empty panel. */
export function panelPlanOf(panel: Panel, options: PanelOptions): PanelPlan {
  checkNames("forecaster", options, optionNames(panelTable));
  checkDomains("forecaster", panelTable, options);
  if (panel.ids.length === 0)
    throw new ValueError(say`${panel.name} has no series`, { caller: "forecaster" });
  const given = { ...defaultsOf(panelTable), ...pickOptions(panelTable, options) };
  checkQuantiles(given.quantiles);
  const lengths = lengthsOf(panel);
  const test = (horizon: number): Float64Array => endsBefore(panel, given.test * horizon);
  const guess = options.horizon ?? 1;
  const seasons = seasonsOf(options.season, () => panelSeasons(panel, test(guess)));
  const season = seasons[0] ?? null;
  const middle = lengths[lengths.length >> 1];
  const horizon = options.horizon ?? Math.max(1, Math.min(season ?? 12, Math.floor(middle / 5)));
  const lookback = options.lookback ?? lookbackOf(seasons, horizon, middle - (given.test + 2) * horizon);
  const segment = Math.min(lookback, options.segment ?? segmentOf(season, lookback));
  const validation =
    options.validation ?? validationOf(lengths.length, middle - given.test * horizon, horizon);
  const windows = windowsOf(panel, test(horizon), horizon);
  const { quantiles, model, layers, batchSize, lr, clip, sampling, refit, seed } = given;
  return {
    model,
    perSeries: given.perSeries,
    horizon,
    lookback: Math.ceil(lookback / segment) * segment,
    season,
    quantiles,
    min: options.min === undefined ? leastOf(panel) : options.min,
    hidden: options.hidden ?? hiddenOf(windows, lookback),
    layers,
    dropout: options.dropout ?? (windows < FEW ? 0.3 : 0),
    segment,
    steps: options.steps ?? stepsOf(windows, lookback),
    batchSize,
    lr,
    clip,
    sampling,
    validation,
    test: given.test,
    refit,
    seed,
    seasons,
    inputs: inputsOf(panel, test(horizon), lengths[lengths.length - 1]),
  };
}

/** The season that is given, with the longer ones that are found; what is found, if none is given. */
function seasonsOf(given: number | null | undefined, find: () => number[]): number[] {
  if (given === undefined) return find();
  if (given === null || given === 1) return [];
  return [given, ...find().filter((season) => season > given)];
}

/** The end of each series without its last `back` rows (S). */
export function endsBefore({ offsets }: Panel, back: number): Float64Array {
  return Float64Array.from({ length: offsets.length - 1 }, (_, s) =>
    Math.max(offsets[s], offsets[s + 1] - back),
  );
}

function checkQuantiles(quantiles: readonly number[]): void {
  const middle = quantiles[(quantiles.length - 1) / 2];
  const rises = quantiles.every((q, k) => k === 0 || q > quantiles[k - 1]);
  if (middle === 0.5 && rises) return;
  throw new ValueError(say`quantiles are ${quantiles.join(", ")} but must rise, with 0.5 in the middle`, {
    caller: "forecaster",
  });
}

/** The lengths of the series, rising. */
function lengthsOf({ offsets }: Panel): Float64Array {
  return Float64Array.from({ length: offsets.length - 1 }, (_, s) => offsets[s + 1] - offsets[s]).sort();
}

/** Two of the longest season that is not too long, at least two horizons; no more than series of middling length have. */
function lookbackOf(seasons: readonly number[], H: number, room: number): number {
  const fits = (season: number): number =>
    2 * season <= LONGEST ? 2 * season : season + H <= 2 * LONGEST ? season + H : 0;
  const seasonal = seasons.map(fits).filter((rows) => rows > 0);
  const longest = seasonal.length === 0 ? 0 : seasonal[seasonal.length - 1];
  const [m = 0] = seasons;
  const short = m === 0 ? 3 * H : Math.max(Math.min(8 * m, 60), Math.min(4 * m, 96));
  return Math.max(4, Math.min(Math.max(longest, short, 2 * H, 16), Math.max(room, H)));
}

/** Segments of a look-back, about: fewer hide its order, more take longer. */
const SEGMENTS = 10;

/** A part or a multiple of the season, near a tenth of the look-back; without a season just that. */
function segmentOf(season: number | null, L: number): number {
  const ideal = Math.max(1, L / SEGMENTS);
  const most = Math.max(1, Math.floor(L / 4));
  const sizes = Array.from({ length: most }, (_, i) => i + 1);
  const whole = sizes.filter((w) => season === null || season % w === 0 || w % season === 0);
  const far = (w: number): number => Math.abs(Math.log(w / ideal));
  return whole.reduce((best, w) => (far(w) < far(best) ? w : best), whole[0]);
}

/** Windows of a panel to decide by, about, as long as they are a tenth of its rows at most. */
const DECISIVE = 100;

function validationOf(series: number, rows: number, H: number): number {
  return Math.max(1, Math.min(Math.ceil(DECISIVE / series), Math.floor(rows / (10 * H)), 100));
}

/** Horizons in all series that a larger network, without dropout, would learn by heart. */
const FEW = 1000;

/** The units that a number of windows can train; a short look-back has less to say. */
function hiddenOf(windows: number, lookback: number): number {
  if (windows < FEW) return 32;
  return windows < 5000 || lookback <= 100 ? 64 : 128;
}

function stepsOf(windows: number, lookback: number): number {
  return Math.round(Math.min(lookback <= 100 ? 1000 : 1600, Math.max(800, windows / 5)));
}

/** How many horizons fit into the series, one behind the other: windows that overlap say little more. */
function windowsOf({ offsets }: Panel, ends: Float64Array, H: number): number {
  return ends.reduce((sum, end, s) => sum + Math.floor((end - offsets[s]) / H), 0);
}

/** 0 where no value is negative. */
function leastOf({ values }: Panel): number | null {
  for (let i = 0; i < values.length; i++) if (values[i] < 0) return null;
  return 0;
}

function inputsOf(panel: Panel, ends: Float64Array, longest: number): PanelInputs {
  const byRole = (role: "covariate" | "future"): NumberInput[] =>
    panel.columns
      .filter((column) => column.role === role)
      .map(({ name, values }) => ({ name, ...momentsOf(values, panel.offsets, ends) }));
  return {
    covariates: byRole("covariate"),
    future: byRole("future"),
    numbers: panel.statics.flatMap((column) =>
      column.kind === "number"
        ? [{ name: column.name, ...momentsOf(column.values, [0], [column.values.length]) }]
        : [],
    ),
    categories: panel.statics.flatMap((column) =>
      column.kind === "category" ? [{ name: column.name, levels: [...column.levels] }] : [],
    ),
    calendar: calendarOf(panel, longest),
  };
}

/** Mean and standard deviation of the known values of some parts; 1 for the deviation of a constant. */
function momentsOf(
  values: ArrayLike<number>,
  starts: ArrayLike<number>,
  ends: ArrayLike<number>,
): { mean: number; deviation: number } {
  const mean = meanOf((i) => values[i], starts, ends);
  const variance = meanOf((i) => (values[i] - mean) ** 2, starts, ends);
  const deviation = Math.sqrt(variance);
  return { mean, deviation: deviation > 1e-9 * Math.abs(mean) ? deviation : 1 };
}

/** The mean of the finite values of some parts, 0 without any. */
function meanOf(valueAt: (i: number) => number, starts: ArrayLike<number>, ends: ArrayLike<number>): number {
  let [sum, count] = [0, 0];
  for (let s = 0; s < ends.length; s++)
    for (let i = starts[s]; i < ends[s]; i++) {
      const value = valueAt(i);
      if (!Number.isFinite(value)) continue;
      sum += value;
      count += 1;
    }
  return count > 0 ? sum / count : 0;
}

const DAY = 86_400_000;

/** How many milliseconds a feature's cycle takes, and its longest step. */
const cycles: Readonly<Record<CalendarFeature, readonly [cycle: number, step: number]>> = {
  hour: [DAY, DAY / 2],
  weekday: [7 * DAY, DAY],
  "day-of-month": [30.4 * DAY, 0],
  month: [365 * DAY, 0],
  "day-of-year": [365 * DAY, 92 * DAY],
};

/** The features whose cycle series of such a length have seen twice. */
function calendarOf({ starts, step, timeKind }: Panel, longest: number): CalendarFeature[] {
  if (starts === null || step === null || timeKind !== "date" || starts.length === 0) return [];
  const length = (timeAfter(starts[0], step, 24) - starts[0]) / 24;
  return calendarFeatureNames.filter((name) => {
    const [cycle, most] = cycles[name];
    return length <= most && longest * length >= 2 * cycle;
  });
}

/** Reads a plan from a file. Throws FormatError that names the field. */
export function readPanelPlan(fields: Fields): PanelPlan {
  const values = Object.entries(panelTable).map(([name, { domain }]) => {
    const value = fields.raw(name);
    return [name, isIn(domain, value) ? value : fields.refuse(name, "a value of this option")];
  });
  const { quantiles, lookback, segment } = Object.fromEntries(values) as unknown as PanelPlan;
  within("forecaster.plan", () => checkQuantiles(quantiles));
  if (lookback % segment !== 0) fields.refuse("segment", `a divisor of ${lookback}, the look-back`);
  const inputs = fields.object("inputs");
  const numbers = (name: string): NumberInput[] =>
    inputs.list(name).map((value, i) => {
      const one = new Fields(value, `${inputs.pathOf(name)}.${i}`);
      return { name: one.text("name"), mean: one.number("mean"), deviation: one.number("deviation") };
    });
  return {
    ...(Object.fromEntries(values) as unknown as Omit<PanelPlan, "seasons" | "inputs">),
    seasons: fields
      .list("seasons")
      .map((value) => (isSize(value) ? value : fields.refuse("seasons", "steps"))),
    inputs: {
      covariates: numbers("covariates"),
      future: numbers("future"),
      numbers: numbers("numbers"),
      categories: inputs.list("categories").map((value, i) => {
        const one = new Fields(value, `${inputs.pathOf("categories")}.${i}`);
        return { name: one.text("name"), levels: one.list("levels").map(String) };
      }),
      calendar: inputs
        .list("calendar")
        .map(
          (value) =>
            calendarFeatureNames.find((name) => name === value) ?? inputs.refuse("calendar", "features"),
        ),
    },
  };
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 1;
}

/** The name of `perSeries` in scores. */
export const PER_SERIES = "ridge by series";

/** The name of a plan's method in scores and texts. */
export function panelMethodName({ model, perSeries }: Pick<PanelPlan, "model" | "perSeries">): string {
  return perSeries ? PER_SERIES : model;
}
