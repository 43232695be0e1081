/** @module What is printed of a run in the terminal, before its training and after it. */
import type { CsvFormat } from "../../data/read/table.ts";
import type { Series } from "../../data/series/series.ts";
import { phraseOf } from "../../data/series/timeStep.ts";
import type { ColorDepth } from "../../figures/palette.ts";
import { colorDepth, styled } from "../../figures/terminal/output.ts";
import { columnsOf, wrap } from "../../figures/terminal/span.ts";
import type { Forecast } from "../../forecast/forecaster.ts";
import type { Plan } from "../../forecast/plan.ts";
import type { Backtest } from "../../forecast/scores/backtest.ts";
import { runFiles } from "../../runs/files.ts";
import { timeSpan } from "../../runs/labels.ts";
import type { SavedBacktest } from "../../runs/read.ts";
import {
  choiceTable,
  forecastTable,
  rowsNote,
  scoreTable,
  stepTable,
  type TextTable,
  targetTable,
} from "../../runs/report/scoreTables.ts";
import type { RunResults } from "../../runs/results.ts";
import { terms } from "../../runs/terms.ts";
import { oneLine, shellWord } from "../../text/escape.ts";
import { formatList } from "../../text/format.ts";
import { phraseText } from "../../text/inChinese.ts";
import type { Lang } from "../../text/lang.ts";
import type { Process } from "../process.ts";
import { tableLines } from "../table.ts";
import { own } from "../terminalGate.ts";
import type { DataFile } from "./dataFile.ts";
import { seriesWords } from "./words.ts";

export function introduce(file: DataFile, plan: Plan, lang: Lang): string[] {
  const { series, unused, format, styles, encodings } = file;
  const words = seriesWords[lang];
  const { name, step, length, columns } = series;
  const targets = columns.filter(({ role }) => role === "target").map((column) => column.name);
  return [
    words.read({
      file: name,
      rows: length,
      ...timeSpan(series),
      step: step && phraseText(phraseOf(step), lang),
    }),
    ...timeLines(series, lang),
    ...(series.completed === undefined ? [] : [words.completed(terms[lang].completed(series.completed))]),
    ...(format === null ? [] : formatLines(format, lang)),
    ...styles.map(({ name, style }) => terms[lang].numberStyle(name, style)),
    ...(series.resampled === undefined ? [] : [words.resampled(series.resampled)]),
    words.targets(listed(targets, lang)),
    ...encodings.map((encoding) => words[encoding.kind](encoding)),
    ...(unused.length === 0 ? [] : [words.unused(listed(unused, lang))]),
    words.sizes(plan),
    ...boundsLines(plan, lang),
    setsLine(plan, length, lang),
  ];
}

/** What is remarkable about the times of a series. */
function timeLines(
  { time, timeName, timeStyle, otherTimes = [], step, skipped = 0 }: Series,
  lang: Lang,
): string[] {
  const words = seriesWords[lang];
  const parts = timeStyle?.columns?.map(({ name }) => name) ?? [];
  return [
    ...(parts.length > 0 ? [words.timeParts(formatList(parts, lang))] : []),
    ...(otherTimes.length > 0 ? [words.otherTimes(timeName ?? "", listed(otherTimes, lang))] : []),
    ...(skipped > 0 ? [words.skipped(skipped)] : []),
    ...(time !== null && time.length > 1 && step === null ? [words.noStep] : []),
  ];
}

/** What forecasts keep to: no line without bounds. */
export function boundsLines(plan: Plan, lang: Lang): string[] {
  const bounds = terms[lang].bounds(plan);
  return bounds === "" ? [] : [seriesWords[lang].bounds(bounds)];
}

function formatLines(format: CsvFormat, lang: Lang): string[] {
  const words = seriesWords[lang];
  return [
    words.format(format),
    ...(format.header ? [] : [words.noHeader]),
    ...(format.leftOut === undefined ? [] : [words.leftOut(terms[lang].leftOut(format.leftOut))]),
  ];
}

export function setsLine({ split }: Plan, length: number, lang: Lang): string {
  const rows = ({ from, until }: { readonly from: number; readonly until: number }): number => until - from;
  const [train, validation, test] = [split.train, split.validation, split.test].map(rows);
  return seriesWords[lang].sets({ train, validation, test, left: length - split.test.until });
}

export interface Style {
  readonly lang: Lang;
  readonly color: ColorDepth;
  readonly columns: number;
}

export function runLines(results: RunResults, path: string, style: Style): string[] {
  const { backtest, forecast, series, plan } = results;
  const words = seriesWords[style.lang];
  const note = rowsNote(results, style.lang);
  const run = shellWord(path);
  return [
    ...choiceLines(plan, style),
    ...(backtest === null ? ["", words.noTest] : backtestLines(backtest, style)),
    ...(forecast === null
      ? ["", words.noForecast(listed(plan.columns.future, style.lang))]
      : forecastLines(forecast, series, style)),
    ...(note === null ? [] : ["", ...wrap(note, style.columns, Number.POSITIVE_INFINITY)]),
    ...heading(words.written, style),
    ...tableLines([
      [`  ${path}/${runFiles.report}`, words.reportFile],
      ...(forecast === null ? [] : [[`  ${path}/${runFiles.forecast}`, words.forecastFile]]),
      [`  ${path}/${runFiles.best}`, words.modelFile],
    ]),
    ...heading(words.next, style),
    `  unrolled forecast ${run} --data NEWER.csv`,
    `  unrolled inspect ${run}`,
    "  unrolled studio",
  ];
}

/** What `auto` tried, and what it chose; nothing where the model was given. */
export function choiceLines(plan: Plan, style: Style): string[] {
  const { choice } = plan;
  if (choice === undefined) return [];
  return [
    ...heading(terms[style.lang].choice(choice.windows), style),
    ...asTable(choiceTable(choice, style.lang), style),
    ...wrap(seriesWords[style.lang].chosen(plan), style.columns, Number.POSITIVE_INFINITY),
  ];
}

export function backtestLines(backtest: Backtest, style: Style): string[] {
  const words = seriesWords[style.lang];
  return [
    ...scoreLines(backtest, style),
    ...(backtest.model.mae.byStep.length < 2
      ? []
      : [...heading(words.bySteps, style), ...asTable(fewSteps(stepTable(backtest, style.lang)), style)]),
  ];
}

/** The verdict, and the scores of the model and the baselines. */
export function scoreLines(backtest: SavedBacktest, style: Style): string[] {
  const words = seriesWords[style.lang];
  const title = backtest.units === "scaled" ? words.scaledScores : words.scores;
  return [
    ...heading(words.verdict, style),
    ...wrap(backtest.verdict[style.lang], style.columns, Number.POSITIVE_INFINITY),
    ...heading(title(backtest.windows), style),
    ...asTable(scoreTable(backtest, style.lang), style),
    ...(backtest.targets.length === 0
      ? []
      : [
          ...heading(terms[style.lang].byTarget, style),
          ...asTable(targetTable(backtest.targets, style.lang), style),
        ]),
  ];
}

const SHOWN_STEPS = 12;
const SHOWN_TARGETS = 3;

export function styleOf(lang: Lang, { stdout, env }: Process): Style {
  return { lang, color: colorDepth(stdout, env), columns: Math.min(stdout.columns || 100, 100) - 1 };
}

function forecastLines(forecast: Forecast, series: Series, style: Style): string[] {
  const words = seriesWords[style.lang];
  const shown = forecast.targets.slice(0, SHOWN_TARGETS);
  const lines = shown.flatMap((target) => {
    const table = forecastTable({ series, forecast: { ...forecast, targets: [target] } }, style.lang);
    const more = table.rows.length - SHOWN_STEPS;
    const first = { ...table, rows: table.rows.slice(0, SHOWN_STEPS) };
    return [
      ...heading(words.forecast(target.name), style),
      ...asTable(first, style),
      ...(more > 0 ? [words.more(more)] : []),
    ];
  });
  const others = forecast.targets.length - shown.length;
  return others > 0 ? [...lines, words.more(others)] : lines;
}

/** A heading with an empty line above it. */
export function heading(text: string, { color }: Style): string[] {
  return ["", own(styled("bold", oneLine(text), color))];
}

/** A table as lines; the best of a column has a star. Heads of a table that is too wide take two lines. */
export function asTable({ head, rows, right, best }: TextTable, { columns }: Style): string[] {
  const isStarred = best.some((columns) => columns.length > 0);
  const mark = (cell: string, row: number, column: number): string =>
    isStarred && right.includes(column) ? `${cell}${best[row]?.includes(column) ? "*" : " "}` : cell;
  const body = rows.map((cells, r) => cells.map((cell, c) => mark(cell, r, c)));
  const lines = tableLines([head, ...body], right);
  const isTooWide = lines.some((line) => columnsOf(line) > columns);
  return isTooWide ? tableLines([...stackedHead(head), ...body], right) : lines;
}

/** Heads on two lines: the last word below the others. */
function stackedHead(head: readonly string[]): string[][] {
  const space = (cell: string): number => cell.lastIndexOf(" ");
  return [
    head.map((cell) => cell.slice(0, Math.max(0, space(cell)))),
    head.map((cell) => cell.slice(space(cell) + 1)),
  ];
}

/** Of many steps the first, the last, and some in between. */
function fewSteps(table: TextTable): TextTable {
  const last = table.rows.length;
  const isShown = (_: unknown, row: number): boolean =>
    last <= SHOWN_STEPS || row + 1 === last || [1, 2, 3, 6, 12, 24, 48, 96, 192, 336].includes(row + 1);
  return { ...table, rows: table.rows.filter(isShown), best: table.best.filter(isShown) };
}

export function listed(names: readonly string[], lang: Lang): string {
  const shown = names.slice(0, 8).join(", ");
  return names.length > 8 ? `${shown} ${seriesWords[lang].more(names.length - 8)}` : shown;
}
