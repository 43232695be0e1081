/** @module A plan: everything that training needs to know, from a series and a few options, or from a file. */

import { type CalendarFeature, calendarFeatureNames } from "../data/prepare/calendarFeatures.ts";
import { type Part, type Range, type Split, splitByTime } from "../data/prepare/splitByTime.ts";
import { clockTimes, type Series } from "../data/series/series.ts";
import { maxOf, minOf } from "../lists.ts";
import { say } from "../sentence.ts";
import {
  defaultsOf,
  describeDomain,
  isIn,
  type OptionTable,
  optionNames,
  pickOptions,
} from "../text/optionTable.ts";
import { Fields, within } from "../train/json.ts";
import { boundsOf, checkBounds, unbounded } from "./bounds.ts";
import {
  type ForecasterOptions,
  forecastOptions,
  isRecurrent,
  type ModelChoice,
  type ModelOptions,
  modelNames,
  type PlanModel,
  type PlanOptions,
  planModels,
  planTable,
  splitSizes,
} from "./options.ts";
import { checkFit, checkForecasterOptions, checkPlan, fault, recurrentModels } from "./planChecks.ts";
import { checkForecastSize, checkTraining } from "./planSize.ts";
import { findSeasons, mainSeason } from "./season/findSeason.ts";
import { likelySeasons } from "./season/likelySeasons.ts";

/** The columns a forecaster reads, by name and in the order in which a network reads them. */
export interface PlanColumns {
  /** What is forecast. */
  readonly targets: readonly string[];
  /** Columns that are known for the steps to forecast. */
  readonly future: readonly string[];
  /** Features that are computed from the times. */
  readonly calendar: readonly CalendarFeature[];
  /** Columns that are known up to the last row. */
  readonly covariates: readonly string[];
}

/** Every option with its value, as plain JSON; of `modelOptions` only those that were given. */
export interface Plan extends PlanOptions {
  /** Options of the network. */
  readonly modelOptions: ModelOptions;
  /** The rows of each part. */
  readonly split: Split;
  /** The columns, by their roles. */
  readonly columns: PlanColumns;
  /** All seasons of the series, in rising order, where several were found: `season` and longer ones. */
  readonly seasons?: readonly number[];
  /** The models of an ensemble, whose forecast is their mean; of no other plan. */
  readonly members?: readonly MemberPlan[];
  /** How `"auto"` came to this plan; absent where the model was given. */
  readonly choice?: Choice;
}

/** A model of an ensemble, or one that `"auto"` tries: what of its plan is its own. */
export interface MemberPlan
  extends Pick<Plan, "model" | "modelOptions" | "lookback" | "season" | "scaler" | "windowsPerEpoch"> {}

/** What `"auto"` tried, and what it chose. */
export interface Choice {
  /** Windows of the validation set that every candidate forecast. */
  readonly windows: number;
  /** In the order in which they were tried; the means of several come last. */
  readonly candidates: readonly Candidate[];
}

/** What `"auto"` tried: one model, or the mean of several. */
export interface Candidate {
  /** One model, or the members of a mean. */
  readonly members: readonly MemberPlan[];
  /** MASE over the windows, the mean of all targets; null where the budget was used up before it was trained. */
  readonly score: number | null;
  /** Whether it, alone or in a mean, is what forecasts. */
  readonly isChosen: boolean;
}

/** The complete plan of a member, which trains and forecasts like any other. */
export function memberPlan({ members: _, choice: __, ...plan }: Plan, member: MemberPlan): Plan {
  const { targets } = plan.columns;
  const columns = isRecurrent(member.model)
    ? plan.columns
    : { targets, future: [], calendar: [], covariates: [] };
  return { ...plan, ...member, columns };
}

/** A season is looked for in that many rows at most, the last before the test set. */
const SEASON_ROWS = 20_000;
const LONGEST_SEASON = 1000;

/**
 * Resolves the options: given values, then defaults, then what the series suggests. Throws ValueError for options outside
 * their domain, and for a series that is too short.
 */
export function planOf(series: Series, options: ForecasterOptions): Plan {
  checkForecasterOptions(options);
  const { split: sizes, ...task } = defaultsOf(forecastOptions.task);
  const { model = defaultModel(options), scaler = task.scaler } = options;
  const split = splitByTime(series.length, options.split ?? splitSizes(sizes));
  const columns = columnsOf(series, model, options);
  const { season, seasons } =
    options.season === undefined ? seasonsOf(series, split) : { season: options.season, seasons: [] };
  const hasValidation = split.validation.until > split.validation.from;
  const defaults = defaultsOf(forecastOptions.training, model);
  const given = pickOptions(forecastOptions.training, options);
  const bounds = boundsOf(series, withMin(options));
  const values = { ...defaults, ...(hasValidation ? {} : { levels: [] }), ...given, ...bounds };
  // The fields have the order of saved runs: a checkpoint is compared with its run as JSON.
  const plan: Plan = {
    model,
    modelOptions: options.modelOptions ?? {},
    ...sizesOf(split, { season, seasons }, options),
    season,
    split,
    scaler,
    ...pickOptions(forecastOptions.training, values),
    columns,
    ...(seasons.length > 1 ? { seasons } : {}),
  };
  checkPlan(plan);
  checkFit(plan, series);
  checkForecastSize(plan);
  checkTraining(plan);
  checkBounds(series, plan);
  return plan;
}

/** `auto`, but GRU if an option of a network or of its training is set. */
function defaultModel(options: ForecasterOptions): ModelChoice {
  const { loss, epochs, batchSize, lr, lrDecay, patience, clip, modelOptions = {} } = options;
  const given = [loss, epochs, batchSize, lr, lrDecay, patience, clip, ...Object.values(modelOptions)];
  return given.some((value) => value !== undefined) ? "gru" : forecastOptions.task.model.default;
}

/** With the `min` that `nonNegative` stands for. */
function withMin({ nonNegative, ...options }: ForecasterOptions): ForecasterOptions {
  return nonNegative === true ? { min: 0, ...options } : options;
}

/** Look-back and horizon, where they are not given. */
function sizesOf(
  split: Split,
  { season, seasons }: Seasons,
  options: ForecasterOptions,
): { lookback: number; horizon: number } {
  const behind = [split.validation, split.test]
    .map(({ from, until }) => until - from)
    .filter((rows) => rows > 0);
  const room = minOf(behind, split.train.until);
  const horizon = options.horizon ?? Math.max(1, Math.min(season ?? 12, Math.floor(room / 2)));
  const wanted = maxOf([2 * (season ?? 1), 2 * horizon, ...seasons]); // the longest season has to be seen
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

interface Seasons {
  /** That of the seasonal naive forecast, and of MASE. */
  readonly season: number | null;
  readonly seasons: readonly number[];
}

/** The seasons of the first target that has any, by the rows before the test set. */
function seasonsOf(series: Series, { train, validation: { until } }: Split): Seasons {
  const { columns, time, timeKind } = series;
  const from = Math.max(0, until - SEASON_ROWS);
  const dates =
    timeKind === "date" && time !== null ? clockTimes(series, time.subarray(from, until)) : undefined;
  const max = Math.min(LONGEST_SEASON, Math.floor(train.until / 2));
  if (max < 2) return { season: null, seasons: [] };
  const likely = dates === undefined ? [] : likelySeasons(dates);
  for (const { role, values } of columns) {
    const rows = role === "target" ? values.subarray(from, until) : [];
    const seasons = findSeasons(rows, { max, likely });
    if (seasons.length > 0) return { season: mainSeason(rows, seasons), seasons };
  }
  return { season: null, seasons: [] };
}

function columnsOf(series: Series, model: PlanModel, options: ForecasterOptions): PlanColumns {
  const named = (role: string): string[] =>
    series.columns.filter((column) => column.role === role).map(({ name }) => name);
  const takes = isRecurrent(model) || model === "auto";
  const isDirect = options.modelOptions?.mode !== "recursive";
  const targets = named("target");
  if (targets.length === 0)
    throw fault(`${series.name} has no target but must have at least one`, {
      remedies: [{ option: "targets", values: [] }],
    });
  const { covariates = takes && isDirect, future = takes, calendar = [] } = options;
  const isWanted = (covariates && named("covariate").length > 0) || (future && named("future").length > 0);
  if ((isWanted || calendar.length > 0) && !takes)
    throw fault(
      say`${model} reads the targets only: it takes no past covariates, future covariates or calendar features`,
      { remedies: [recurrentModels] },
    );
  return {
    targets,
    future: future ? named("future") : [],
    calendar,
    covariates: covariates ? named("covariate") : [],
  };
}

/** Throws FormatError that names the field. An option that is missing, since it is younger than the file, has its default. */
export function readPlan(fields: Fields): Plan {
  const defaults = defaultsOf(planTable, fields.oneOf("model", planModels));
  const { nonNegative } = fields.all();
  const bounds = { ...unbounded, ...(nonNegative === true ? { min: 0 } : {}) }; // older plans
  const values = { ...defaults, ...bounds, ...fields.all() };
  checkFields(fields, planTable, values);
  const { model, lookback, horizon, season, scaler, ...training } = Object.fromEntries(
    optionNames(planTable).map((name) => [name, Object(values)[name]]),
  ) as unknown as PlanOptions;
  const plan: Plan = {
    model,
    modelOptions: modelOptionsOf(fields.object("modelOptions")),
    lookback,
    horizon,
    season,
    split: splitOf(fields.object("split")),
    scaler,
    ...training,
    columns: readColumns(fields.object("columns")),
    ...(fields.raw("seasons") === undefined ? {} : { seasons: readSeasons(fields) }),
    ...(fields.raw("members") === undefined ? {} : { members: readMembers(fields, "members") }),
    ...(fields.raw("choice") === undefined ? {} : { choice: readChoice(fields.object("choice")) }),
  };
  if ((plan.model === "ensemble") !== (plan.members?.length ?? 0) > 1)
    fields.refuse("members", "at least two models of an ensemble, and of no other model");
  within("forecaster.plan", () => {
    checkPlan(plan);
    checkForecastSize(plan);
  });
  return plan;
}

function readSeasons(fields: Fields): number[] {
  const { domain } = forecastOptions.task.season;
  const isSeason = (value: unknown): value is number => value !== null && isIn(domain, value);
  return fields
    .list("seasons")
    .map((value) => (isSeason(value) ? value : fields.refuse("seasons", "whole numbers")));
}

function readMembers(fields: Fields, name: string): MemberPlan[] {
  return fields.list(name).map((value, i) => readMember(new Fields(value, `${fields.pathOf(name)}.${i}`)));
}

function readMember(fields: Fields): MemberPlan {
  const { model: _, lookback, season, scaler, windowsPerEpoch } = planTable;
  const table = { lookback, season, scaler, windowsPerEpoch };
  const values = { windowsPerEpoch: null, ...fields.all() };
  checkFields(fields, table, values);
  const model = fields.oneOf("model", modelNames);
  const modelOptions = modelOptionsOf(fields.object("modelOptions"));
  return { model, modelOptions, ...pickOptions(table, values) } as unknown as MemberPlan;
}

function readChoice(fields: Fields): Choice {
  const candidates = fields.list("candidates").map((value, i): Candidate => {
    const one = new Fields(value, `${fields.pathOf("candidates")}.${i}`);
    const members = readMembers(one, "members");
    return { members, score: one.numberOrNull("score"), isChosen: one.raw("isChosen") === true };
  });
  return { windows: fields.whole("windows"), candidates };
}

/** Which of them the model takes is for `checkPlan` to say. */
function modelOptionsOf(fields: Fields): ModelOptions {
  const { network } = forecastOptions;
  const names = optionNames(network).filter((name) => Object.hasOwn(fields.all(), name));
  checkFields(fields, Object.fromEntries(names.map((name) => [name, network[name]])), fields.all());
  return fields.all();
}

function checkFields(fields: Fields, table: OptionTable, values: Readonly<Record<string, unknown>>): void {
  for (const [name, { domain }] of Object.entries(table))
    if (!isIn(domain, values[name])) fields.refuse(name, describeDomain(domain));
}

function splitOf(fields: Fields): Plan["split"] {
  const of = <P extends Part>(part: P): Range<P> => {
    const range = fields.object(part);
    range.oneOf("part", [part]);
    const until = range.whole("until");
    return { part, from: range.whole("from", until), until };
  };
  return { train: of("train"), validation: of("validation"), test: of("test") };
}

function readColumns(fields: Fields): PlanColumns {
  const texts = (name: string): string[] =>
    fields.list(name).map((text) => (typeof text === "string" ? text : fields.refuse(name, "strings")));
  const calendar = texts("calendar").map(
    (text) =>
      calendarFeatureNames.find((feature) => feature === text) ??
      fields.refuse("calendar", `of ${calendarFeatureNames.join(", ")}`),
  );
  const targets = texts("targets");
  if (targets.length === 0) fields.refuse("targets", "at least one");
  return { targets, future: texts("future"), calendar, covariates: texts("covariates") };
}
