/** @module What is told of a run in the terminal: before the training, and when it is over. */

import type { ReadProgress } from "../../data/read/readCsv.ts";
import type { Series } from "../../data/series/series.ts";
import { describeStep } from "../../data/series/timeStep.ts";
import type { ColorDepth } from "../../figures/palette.ts";
import { colorDepth, styled } from "../../figures/terminal/output.ts";
import { wrap } from "../../figures/terminal/span.ts";
import type { Forecast } from "../../forecast/forecaster.ts";
import type { Plan } from "../../forecast/plan.ts";
import type { Backtest } from "../../forecast/scores/backtest.ts";
import { runFiles } from "../../runs/record.ts";
import { forecastTable, scoreTable, stepTable, type TextTable } from "../../runs/report/scoreTables.ts";
import type { RunResults } from "../../runs/results.ts";
import { timeWriter } from "../../runs/times.ts";
import { fixed, formatWhole } from "../../text/format.ts";
import type { Lang } from "../../text/lang.ts";
import { shellWord } from "../../text/shell.ts";
import type { Process } from "../process.ts";
import { tableLines } from "../table.ts";
import type { DataFile } from "./dataFile.ts";
import { seriesWords } from "./words.ts";

/** How far the reading of a file has come. */
export function readingLine(file: string, { taken, rows }: ReadProgress, lang: Lang): string {
  return seriesWords[lang].reading(file, fixed(taken / 1e6, 0), formatWhole(rows));
}

/** What was read, and what is about to be learnt. */
export function introduce({ series, unused, format }: DataFile, plan: Plan, lang: Lang): string[] {
  const words = seriesWords[lang];
  const { name, time, step, length, columns } = series;
  const write = timeWriter(series);
  const shown = (value: number | undefined): string | null => (value === undefined ? null : write(value));
  const targets = columns.filter(({ role }) => role === "target");
  return [
    words.read(
      name,
      formatWhole(length),
      shown(time?.at(0)),
      shown(time?.at(-1)),
      step && words.step(describeStep(step)),
    ),
    ...(format === null ? [] : [words.format(nameOfSign(format.delimiter), format.decimal, format.encoding)]),
    words.targets(
      listed(
        targets.map((column) => column.name),
        lang,
      ),
    ),
    ...(unused.length === 0 ? [] : [words.unused(listed(unused, lang))]),
    sizesLine(plan, lang),
    partsLine(plan, length, lang),
  ];
}

function nameOfSign(sign: string): string {
  return sign === "\t" ? "tab" : sign;
}

/** How far a model looks back and ahead. */
export function sizesLine({ model, lookback, horizon, season }: Plan, lang: Lang): string {
  return seriesWords[lang].sizes(model, lookback, horizon, season);
}

/** How many rows are in each part. */
export function partsLine({ split }: Plan, length: number, lang: Lang): string {
  const rows = ({ from, until }: { readonly from: number; readonly until: number }): number => until - from;
  const parts = seriesWords[lang].parts(rows(split.train), rows(split.validation), rows(split.test));
  const left = length - split.test.until;
  return left > 0 ? `${parts}${seriesWords[lang].leftOut(left)}` : parts;
}

/** How the terminal is written to. */
export interface Style {
  readonly lang: Lang;
  readonly color: ColorDepth;
  readonly columns: number;
}

/** What has come of a run: verdict, scores, the steps ahead, and what to do with it. */
export function tellRun(
  { backtest, forecast, series, plan }: RunResults,
  path: string,
  style: Style,
): string[] {
  const words = seriesWords[style.lang];
  const run = shellWord(path);
  return [
    ...(backtest === null ? ["", words.noTest] : tellBacktest(backtest, style)),
    ...(forecast === null
      ? ["", words.noAhead(listed(plan.columns.future, style.lang))]
      : tellForecast(forecast, series, style)),
    ...heading(words.written, style),
    ...tableLines([
      [`  ${path}/${runFiles.report}`, words.reportFile],
      ...(forecast === null ? [] : [[`  ${path}/${runFiles.forecast}`, words.forecastFile]]),
      [`  ${path}/${runFiles.best}`, words.bestFile],
    ]),
    ...heading(words.next, style),
    `  unrolled forecast ${run} --data NEWER.csv`,
    `  unrolled inspect ${run}`,
    "  unrolled studio",
  ];
}

/** The verdict, the scores beside those of the baselines, and the errors by steps ahead. */
export function tellBacktest(backtest: Backtest, style: Style): string[] {
  const words = seriesWords[style.lang];
  const { units, windows, verdict } = backtest;
  const title = units === "scaled" ? words.scaledScores : words.scores;
  return [
    ...heading(words.verdict, style),
    ...wrap(verdict[style.lang], Math.min(style.columns, 100), Number.POSITIVE_INFINITY),
    ...heading(title(formatWhole(windows)), style),
    ...asTable(scoreTable(backtest, style.lang)),
    ...(backtest.model.mae.byStep.length < 2
      ? []
      : [...heading(words.bySteps, style), ...asTable(fewSteps(stepTable(backtest, style.lang)))]),
  ];
}

/** Rows of a forecast that are shown, of each target. */
const SHOWN_STEPS = 12;
/** Targets that are shown. */
const SHOWN_TARGETS = 3;

/** What a process can show. */
export function styleOf(lang: Lang, { stdout, env }: Process): Style {
  return { lang, color: colorDepth(stdout, env), columns: Math.min(stdout.columns || 100, 100) - 1 };
}

/** The first steps ahead, with their intervals. */
function tellForecast(forecast: Forecast, series: Series, style: Style): string[] {
  const words = seriesWords[style.lang];
  const shown = forecast.targets.slice(0, SHOWN_TARGETS);
  const lines = shown.flatMap((target) => {
    const table = forecastTable({ series, forecast: { ...forecast, targets: [target] } }, style.lang);
    const more = table.rows.length - SHOWN_STEPS;
    const first = { ...table, rows: table.rows.slice(0, SHOWN_STEPS) };
    return [
      ...heading(words.ahead(target.name), style),
      ...asTable(first),
      ...(more > 0 ? [words.more(more)] : []),
    ];
  });
  const others = forecast.targets.length - shown.length;
  return others > 0 ? [...lines, words.more(others)] : lines;
}

/** A line above a part. */
export function heading(text: string, { color }: Style): string[] {
  return ["", styled("bold", text, color)];
}

/** A table as lines; a star marks the best of a column. */
export function asTable({ head, rows, right, best }: TextTable): string[] {
  const isStarred = best.some((columns) => columns.length > 0);
  const mark = (cell: string, row: number, column: number): string =>
    isStarred && right.includes(column) ? `${cell}${best[row]?.includes(column) ? "*" : " "}` : cell;
  return tableLines([head, ...rows.map((cells, r) => cells.map((cell, c) => mark(cell, r, c)))], right);
}

/** Of many steps the first, the last, and some between. */
function fewSteps(table: TextTable): TextTable {
  const last = table.rows.length;
  const isShown = (_: unknown, row: number): boolean =>
    last <= SHOWN_STEPS || row + 1 === last || [1, 2, 3, 6, 12, 24, 48, 96, 192, 336].includes(row + 1);
  return { ...table, rows: table.rows.filter(isShown), best: table.best.filter(isShown) };
}

function listed(names: readonly string[], lang: Lang): string {
  const shown = names.slice(0, 8).join(", ");
  return names.length > 8 ? `${shown} ${seriesWords[lang].more(names.length - 8)}` : shown;
}
