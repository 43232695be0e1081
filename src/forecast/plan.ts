/** @module From a series and a few options to everything that training needs to know. */
import type { CalendarFeature } from "../data/prepare/calendarFeatures.ts";
import { type Split, splitByTime } from "../data/prepare/splitByTime.ts";
import type { Series } from "../data/series/series.ts";
import { ValueError } from "../errors.ts";
import { defaultsOf, pickOptions } from "../text/optionTable.ts";
import {
  type ForecasterOptions,
  forecastOptions,
  isRecurrent,
  type ModelName,
  type ModelOptions,
  type PlanOptions,
  splitSizes,
} from "./options.ts";
import { checkFit, checkForecasterOptions, checkPlan, recurrentModels } from "./planChecks.ts";
import { findSeason } from "./season.ts";

/** The columns a forecaster reads, by name and in the order in which a network reads them. */
export interface PlanColumns {
  readonly targets: readonly string[];
  readonly future: readonly string[];
  readonly calendar: readonly CalendarFeature[];
  readonly covariates: readonly string[];
}

/** Every option with its value, as plain JSON; of `modelOptions` only those that were given. */
export interface Plan extends PlanOptions {
  readonly modelOptions: ModelOptions;
  readonly split: Split;
  readonly columns: PlanColumns;
}

/** A season is looked for in that many rows at most, the last of the train part. */
const SEASON_ROWS = 20_000;
const LONGEST_SEASON = 1000;

/**
 * Resolves the options: given values, then defaults, then what the series suggests. Throws ValueError for options outside
 * their domain, and for a series that is too short.
 */
export function planOf(series: Series, options: ForecasterOptions): Plan {
  checkForecasterOptions(options);
  const given = definedIn(options);
  const { split: sizes, ...task } = defaultsOf(forecastOptions.task);
  const { model, scaler } = { ...task, ...given };
  const split = splitByTime(series.length, given.split ?? splitSizes(sizes));
  const columns = columnsOf(series, model, options);
  const season = options.season === undefined ? seasonOf(series, split) : options.season;
  const hasValidation = split.validation.until > split.validation.from;
  const defaults = defaultsOf(forecastOptions.training, model);
  const training = { ...defaults, ...(hasValidation ? {} : { levels: [] }), ...given };
  // The fields have the order of saved runs: a checkpoint is compared with its run as JSON.
  const plan: Plan = {
    model,
    modelOptions: given.modelOptions ?? {},
    ...sizesOf(split, season, options),
    season,
    split,
    scaler,
    ...pickOptions(forecastOptions.training, training),
    columns,
  };
  checkPlan(plan);
  checkFit(plan, series);
  return plan;
}

/** Without options that are there and undefined. */
function definedIn(options: ForecasterOptions): ForecasterOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** Look-back and horizon, where they are not given. */
function sizesOf(
  split: Split,
  season: number | null,
  options: ForecasterOptions,
): { lookback: number; horizon: number } {
  const behind = [split.validation, split.test]
    .map(({ from, until }) => until - from)
    .filter((rows) => rows > 0);
  const room = Math.min(split.train.until, ...behind);
  const horizon = options.horizon ?? Math.max(1, Math.min(season ?? 12, Math.floor(room / 2)));
  const wanted = 2 * Math.max(season ?? 1, horizon);
  const most = Math.max(1, season ?? 1, Math.floor(split.train.until / 2));
  return { lookback: options.lookback ?? wholeSegments(Math.min(wanted, most), horizon, options), horizon };
}

/** SegRNN's look-back is whole segments. */
function wholeSegments(
  lookback: number,
  horizon: number,
  { model, modelOptions }: ForecasterOptions,
): number {
  if (model !== "segrnn") return lookback;
  const segment = modelOptions?.segment ?? horizon;
  return Math.max(segment, lookback - (lookback % segment));
}

function seasonOf(series: Series, { train }: Split): number | null {
  const target = series.columns.find(({ role }) => role === "target");
  const rows = target?.values.subarray(Math.max(train.from, train.until - SEASON_ROWS), train.until);
  return rows === undefined ? null : findSeason(rows, { max: LONGEST_SEASON });
}

function columnsOf(series: Series, model: ModelName, options: ForecasterOptions): PlanColumns {
  const named = (role: string): string[] =>
    series.columns.filter((column) => column.role === role).map(({ name }) => name);
  const takes = isRecurrent(model);
  const isDirect = options.modelOptions?.mode !== "recursive";
  const targets = named("target");
  if (targets.length === 0)
    throw new ValueError(`${series.name} has no target but must have at least one`, {
      caller: "forecaster",
      remedies: [{ option: "targets", values: [] }],
    });
  const { covariates = takes && isDirect, future = takes, calendar = [] } = options;
  const isWanted = (covariates && named("covariate").length > 0) || (future && named("future").length > 0);
  if ((isWanted || calendar.length > 0) && !takes)
    throw new ValueError(
      `${model} reads the targets only: it takes no past covariates, future covariates or calendar features`,
      { caller: "forecaster", remedies: [recurrentModels] },
    );
  return {
    targets,
    future: future ? named("future") : [],
    calendar,
    covariates: covariates ? named("covariate") : [],
  };
}
