/** @module The tables of a run as rows of texts, for the terminal, the report and the studio. */

import type { Series } from "../../data/series/series.ts";
import type { Forecast, TargetForecast } from "../../forecast/forecaster.ts";
import { isBaseline, isSolved } from "../../forecast/options.ts";
import type { Candidate, Choice, MemberPlan, Plan } from "../../forecast/plan.ts";
import type { Backtest } from "../../forecast/scores/backtest.ts";
import type { TargetErrors, TargetScores } from "../../forecast/scores/judge.ts";
import { memberName, methodName } from "../../forecast/scores/methodNames.ts";
import { minOf } from "../../lists.ts";
import {
  formatDecimals,
  formatError,
  formatLevel,
  formatPercent,
  NO_NUMBER,
  valueFormatter,
} from "../../text/format.ts";
import type { Lang } from "../../text/lang.ts";
import { shownName, timeWriter } from "../labels.ts";
import type { RunResults } from "../results.ts";
import { type BacktestTotals, type MethodTotals, outcomeOf } from "../summary.ts";
import { terms } from "../terms.ts";

export interface TextTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The columns of numbers, which are aligned to the right. */
  readonly right: readonly number[];
  /** For each row, the columns in which it is the best. */
  readonly best: readonly (readonly number[])[];
}

interface Measure {
  readonly head: string;
  readonly of: (method: MethodTotals) => number | null | undefined;
  readonly write: (value: number) => string;
  /** The distance of a value from the best possible one. */
  readonly badness: (value: number) => number;
}

export type Scored = Pick<BacktestTotals, "model" | "baselines" | "units">;

/**
 * The scores of a model and the baselines: errors, of which less is better, then coverage and mean width of each level. Scaled errors
 * are formatted as in published tables: with the MSE, and one more digit.
 */
export function scoreTable({ model, baselines, units }: Scored, lang: Lang): TextTable {
  const methods = [model, ...baselines];
  const measures = measuresOf(model, units, lang);
  const values = measures.map(({ of }) => methods.map((method) => of(method) ?? Number.NaN));
  const bests = measures.map(({ badness }, m) => least(values[m].map(badness)));
  return {
    head: [terms[lang].method, ...measures.map(({ head }) => head)],
    rows: methods.map(({ name }, r) => [
      methodName(name, lang),
      ...measures.map(({ write }, m) => write(values[m][r])),
    ]),
    right: measures.map((_, m) => m + 1),
    best: methods.map((_, r) => bests.flatMap((rows, m) => (rows.includes(r) ? [m + 1] : []))),
  };
}

/** What `"auto"` tried, best first, with the MASE of each on the validation set; the chosen one is marked. */
export function choiceTable({ candidates }: Choice, lang: Lang): TextTable {
  const scored = ({ score }: Candidate): number => score ?? Number.POSITIVE_INFINITY;
  const sorted = [...candidates].sort((a, b) => scored(a) - scored(b));
  return {
    head: [terms[lang].method, "MASE"],
    rows: sorted.map(({ members, score }) => [
      members.length === 1 ? memberName(members[0], lang) : terms[lang].meanOfBest(members.length),
      score === null ? NO_NUMBER : formatError(score),
    ]),
    right: [1],
    best: sorted.map(({ isChosen }) => (isChosen ? [1] : [])),
  };
}

/** Of an ensemble, the member whose training stands for all: the first that has epochs; null for any other model. */
export function memberShown({ members }: Plan): MemberPlan | null {
  return members?.find(({ model }) => !isBaseline(model) && !isSolved(model)) ?? null;
}

/** Which rows the model that forecasts has learnt from, and which the one that is scored; null where nothing is learnt. */
export function rowsNote(
  { plan, refitRows }: Pick<RunResults, "plan" | "refitRows">,
  lang: Lang,
): string | null {
  const { train } = plan.split;
  if ((plan.members ?? [plan]).every(({ model }) => isBaseline(model))) return null;
  return terms[lang].learnt({ train: train.until - train.from, all: refitRows });
}

/** The measures of the table, explained: heading and text. */
export function measureNotes(
  { model, units }: Pick<Scored, "model" | "units">,
  lang: Lang,
): (readonly [heading: string, text: string])[] {
  const { measures, coverage, widthOf, pinball } = terms[lang];
  const levels = model.intervals.slice(0, 1).map(({ level }) => formatLevel(level));
  return [
    ["MAE", measures.mae],
    ...(units === "scaled" ? [["MSE", measures.mse] as const] : []),
    ["RMSE", measures.rmse],
    ["sMAPE", measures.smape],
    ["MASE", measures.mase],
    ...(isOld(model) ? [[pinball, measures.pinball] as const] : []),
    ...(model.crps == null ? [] : [["CRPS", measures.crps] as const]),
    ...levels.flatMap((level) => [
      [coverage(level), measures.coverage(level)] as const,
      [widthOf(level), measures.width] as const,
    ]),
  ];
}

/** Scores of version 0.1.0 have no CRPS, in whose place stands the pinball loss. */
function isOld({ pinball, crps }: MethodTotals): boolean {
  return pinball !== null && crps == null;
}

function measuresOf(model: MethodTotals, units: Backtest["units"], lang: Lang): Measure[] {
  const isScaled = units === "scaled";
  const digits = (value: number): string => formatError(value, isScaled ? 4 : 3);
  const error = (head: string, of: Measure["of"], write = digits): Measure => ({
    head,
    of,
    write,
    badness: (value) => value,
  });
  const levels = model.intervals.flatMap(({ level }, k): Measure[] => [
    {
      head: terms[lang].coverage(formatLevel(level)),
      of: (method) => method.intervals[k]?.coverage.overall,
      write: formatPercent,
      badness: (share) => Math.abs(share - level),
    },
    {
      head: terms[lang].widthOf(formatLevel(level)),
      of: (method) => method.intervals[k]?.width?.overall,
      write: (width) => endText(width, digits, lang),
      badness: () => Number.NaN, // of two widths neither is better by itself
    },
  ]);
  return [
    error("MAE", ({ mae }) => mae.overall),
    ...(isScaled ? [error("MSE", ({ mse }) => mse.overall)] : []),
    error("RMSE", ({ rmse }) => rmse.overall),
    error("sMAPE", ({ smape }) => smape.overall, percentError),
    error("MASE", ({ mase }) => mase.overall),
    ...(isOld(model) ? [error(terms[lang].pinball, (method) => method.pinball?.overall)] : []),
    ...(model.crps == null ? [] : [error("CRPS", (method) => method.crps?.overall)]),
    ...levels,
  ];
}

/** The indices of the smallest value; NaNs are ignored. */
function least(values: readonly number[]): readonly number[] {
  const low = minOf(values.filter((value) => !Number.isNaN(value)));
  return values.flatMap((value, i) => (value === low && Number.isFinite(low) ? [i] : []));
}

export function stepTable(
  { model, baselines }: Pick<Backtest, "model" | "baselines">,
  lang: Lang,
): TextTable {
  const methods = [model, ...baselines];
  const steps = Array.from(model.mae.byStep, (_, h) => methods.map(({ mae }) => mae.byStep[h]));
  return {
    head: [terms[lang].step, ...methods.map(({ name }) => methodName(name, lang))],
    rows: steps.map((errors, h) => [String(h + 1), ...errors.map((value) => formatError(value))]),
    right: [0, ...methods.map((_, m) => m + 1)],
    best: steps.map((errors) => least(errors).map((m) => m + 1)),
  };
}

export function coverageTable({ model }: Pick<Backtest, "model">, lang: Lang): TextTable {
  const { nominalCoverage, measuredCoverage, width } = terms[lang];
  return {
    head: [nominalCoverage, measuredCoverage, width],
    rows: model.intervals.map(({ level, coverage, width: breadth }) => [
      formatLevel(level),
      formatPercent(coverage.overall),
      endText(breadth.overall, formatError, lang),
    ]),
    right: [0, 1, 2],
    best: model.intervals.map(() => []),
  };
}

/** Several targets, each by itself: the model's errors and those of the best baseline, and which of them is better. */
export function targetTable(targets: readonly TargetScores[], lang: Lang): TextTable {
  const { target, bestBaseline, its, comparison, comparisons } = terms[lang];
  const errors = ({ mae, mase }: TargetErrors): string[] => [formatError(mae), formatError(mase)];
  const rows = targets.map(({ name, methods: [model, ...baselines], verdict }) => {
    const best = baselines.find((one) => one.name === verdict.best.name) ?? baselines[0];
    return [
      shownName(name, 32),
      ...errors(model),
      methodName(best.name, lang),
      ...errors(best),
      comparisons[outcomeOf(verdict)],
    ];
  });
  const head = [target, "MAE", "MASE", bestBaseline, its("MAE"), its("MASE"), comparison];
  return { head, rows, right: [1, 2, 4, 5], best: rows.map(() => []) };
}

/** The forecast: time, target if there are several, point forecast, both ends of each interval. */
export function forecastTable(
  { series, forecast }: { readonly series: Series; readonly forecast: Forecast },
  lang: Lang,
): TextTable {
  const { targets } = forecast;
  const words = terms[lang];
  const levels = targets[0].intervals.map(({ level }) => formatLevel(level));
  const isOne = targets.length === 1;
  const head = [
    forecast.time === null ? words.step : words.time,
    ...(isOne ? [] : [words.target]),
    words.forecast,
    ...levels.flatMap((level) => [words.lower(level), words.upper(level)]),
  ];
  const texts = isOne ? 1 : 2;
  const rows = targets.flatMap((target) => targetRows(series, forecast, target, isOne, lang));
  return {
    head,
    rows,
    right: head.map((_, i) => i).slice(texts),
    best: rows.map(() => []),
  };
}

function targetRows(
  series: Series,
  { time }: Forecast,
  { name, point, intervals }: TargetForecast,
  isOne: boolean,
  lang: Lang,
): string[][] {
  const writeTime = timeWriter(series);
  const known = series.columns.find((column) => column.name === name)?.values ?? point;
  const said = [point, ...intervals.flatMap(({ lower, upper }) => [lower, upper])];
  const isWhole = said.every((values) => values.every((value) => Math.round(value) === value)); // ±∞ too
  const write = isWhole ? (value: number) => formatDecimals(value, 0) : valueFormatter(known);
  return Array.from(point, (value, h) => [
    time === null ? String(h + 1) : writeTime(time[h]),
    ...(isOne ? [] : [shownName(name, 32)]),
    endText(value, write, lang),
    ...intervals.flatMap(({ lower, upper }) => [
      endText(lower[h], write, lang),
      endText(upper[h], write, lang),
    ]),
  ]);
}

/** A number, or the word for an infinite one. */
function endText(value: number, write: (value: number) => string, lang: Lang): string {
  return Math.abs(value) === Number.POSITIVE_INFINITY ? terms[lang].unbounded : write(value);
}

function percentError(percent: number): string {
  return Number.isNaN(percent) ? NO_NUMBER : `${formatError(percent)}%`;
}
