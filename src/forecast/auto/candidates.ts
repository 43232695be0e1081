/** @module The models that `"auto"` tries on a series, cheap ones first. */
import type { Series } from "../../data/series/series.ts";
import { pickOptions } from "../../text/optionTable.ts";
import { type ForecasterOptions, forecastOptions, type ModelName, modelOptionNames } from "../options.ts";
import type { MemberPlan, Plan } from "../plan.ts";

/** Windows below which a model is not fitted. */
const FEWEST_WINDOWS = 8;
/** The longest look-back that least squares are solved for by default. */
const LONGEST_SOLVED = 1024;
/** Windows of an epoch of a network, so that a long series costs no more than a medium one. */
const MOST_WINDOWS = 4096;
/** The least ratio of the largest to the smallest value at which logarithms are tried. */
const SPREAD = 1.5;

/** The plan of `"auto"` holds what all candidates share: sets, horizon, season, columns and the options of training. */
export function candidatesOf(plan: Plan, series: Series, options: ForecasterOptions): MemberPlan[] {
  return [
    ...baselineCandidates(plan),
    ...solvedCandidates(plan, series, options),
    ...networkCandidates(plan),
  ];
}

function member(
  plan: Plan,
  model: ModelName,
  { modelOptions: own, ...others }: Partial<MemberPlan> = {},
): MemberPlan {
  const { lookback, season, scaler, windowsPerEpoch } = plan;
  const { network } = forecastOptions;
  const names: readonly string[] = modelOptionNames[model];
  const table = Object.fromEntries(Object.entries(network).filter(([name]) => names.includes(name)));
  const modelOptions = { ...pickOptions(table, plan.modelOptions), ...own };
  return { model, modelOptions, lookback, season, scaler, windowsPerEpoch, ...others };
}

function baselineCandidates(plan: Plan): MemberPlan[] {
  const seasonal = seasonsOf(plan)
    .filter((season) => season <= plan.split.train.until)
    .map((season) => member(plan, "seasonal", { season, lookback: Math.max(season, plan.lookback) }));
  return [member(plan, "naive"), ...seasonal, member(plan, "drift"), member(plan, "mean")];
}

/** The season and others that were found; else a week too where the season looks like a day of hours or less. */
function seasonsOf({ season, seasons = [], split }: Plan): number[] {
  if (season === null) return [];
  if (seasons.length > 1) return [season, ...seasons.filter((other) => other !== season)];
  const week = 7 * season;
  const isDay = [24, 48, 96, 144, 288].includes(season);
  const all = [season, ...seasons, ...(isDay && week <= 0.45 * split.train.until ? [week] : [])];
  return [...new Set(all)].sort((a, b) => a - b);
}

/** Ridge regression: of each look-back relative to the last value, absolute, and on logarithms. */
function solvedCandidates(plan: Plan, series: Series, options: ForecasterOptions): MemberPlan[] {
  const scalers =
    options.scaler === undefined && isGrowing(series) ? [plan.scaler, "log" as const] : [plan.scaler];
  const { relative } = plan.modelOptions;
  const kinds = relative === undefined ? [true, false] : [relative];
  return solvedLookbacks(plan, options).flatMap((lookback) =>
    scalers.flatMap((scaler) =>
      kinds
        .filter((kind) => scaler === plan.scaler || kind)
        .map((kind) => member(plan, "ridge", { lookback, scaler, modelOptions: { relative: kind } })),
    ),
  );
}

function solvedLookbacks(plan: Plan, { lookback }: ForecasterOptions): number[] {
  const { season, horizon, split } = plan;
  const most = Math.min(LONGEST_SOLVED, split.train.until - horizon - FEWEST_WINDOWS + 1);
  const short = season === null ? [6, Math.max(12, 2 * horizon)] : [...seasonsOf(plan), 2 * season];
  const wanted = lookback === undefined ? short.map((steps) => Math.min(steps, LONGEST_SOLVED)) : [lookback];
  return [...new Set(wanted)].filter((steps) => steps <= most).sort((a, b) => a - b);
}

/** Whether all targets are positive and vary so much that their logarithms are another thing. */
function isGrowing({ columns }: Series): boolean {
  return columns
    .filter(({ role }) => role === "target")
    .every(({ values }) => {
      const least = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
      const most = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
      return least > 0 && most > SPREAD * least;
    });
}

/** GRU; SegRNN where look-back and horizon are several segments, and there is nothing but targets to read. */
function networkCandidates(plan: Plan): MemberPlan[] {
  const { lookback, horizon, split, columns } = plan;
  const windowsPerEpoch = plan.windowsPerEpoch ?? MOST_WINDOWS;
  const isRoomy = split.train.until >= lookback + horizon + FEWEST_WINDOWS - 1;
  const readsMore = columns.future.length + columns.calendar.length + columns.covariates.length > 0;
  const segment = plan.modelOptions.segment ?? Math.min(24, horizon);
  const whole = lookback - (lookback % segment);
  const hasSegments = horizon % segment === 0 && segment >= 4 && whole >= 2 * segment;
  return [
    ...(isRoomy ? [member(plan, "gru", { windowsPerEpoch })] : []),
    ...(isRoomy && hasSegments && !readsMore
      ? [member(plan, "segrnn", { windowsPerEpoch, lookback: whole, modelOptions: { segment } })]
      : []),
  ];
}
