/** @module What `unrolled note` prints between and after its live drawings. */
import { basename, dirname } from "node:path";
import { columnsOf, truncate, wrap } from "../../figures/terminal/span.ts";
import { renderUnrolledText } from "../../figures/unrolled/unrolledText.ts";
import type { ComparisonRun, ComparisonSettings } from "../../note/comparison.ts";
import { lagBelow } from "../../note/gradientFlow.ts";
import type { ParameterRow } from "../../note/parameters.ts";
import type { Segment } from "../../note/program.ts";
import { vanished } from "../../note/report/findings.ts";
import { noteFigures } from "../../note/report/noteFigures.ts";
import { verdict } from "../../note/report/verdict.ts";
import {
  type ComparisonResult,
  type NoteResults,
  type ProgramResult,
  summarizeLosses,
} from "../../note/results.ts";
import { cellLabels, cellNames, type Settings } from "../../note/settings.ts";
import { oneLine } from "../../text/escape.ts";
import { fixed, formatLoss, formatRatio, formatShape } from "../../text/format.ts";
import type { Lang } from "../../text/lang.ts";
import { tableLines } from "../table.ts";
import type { NoteWords } from "./en.ts";
import type { NoteScreen } from "./noteScreen.ts";
import { noteWords } from "./zh.ts";

export class NotePrinter {
  readonly #screen: NoteScreen;
  readonly #words: NoteWords;
  readonly #lang: Lang;
  #part = 0;

  constructor(screen: NoteScreen, lang: Lang) {
    this.#screen = screen;
    this.#words = noteWords[lang];
    this.#lang = lang;
  }

  #title(text: string): void {
    this.#part += 1;
    this.#screen.title(`${this.#part}. ${text}`);
  }

  data(results: NoteResults): void {
    this.#title(this.#words.data);
    this.#figure(results, "data", 15);
  }

  /** Gives time to read the chapter. */
  pause(signal: AbortSignal): Promise<void> {
    return this.#screen.pause(signal);
  }

  /** The model before training. */
  model({ settings, repr, parameters }: Omit<ProgramResult, "seconds">): void {
    const words = this.#words;
    const total = parameters.reduce((sum, { count }) => sum + count, 0);
    this.#title(words.model(cellLabels[settings.cell], settings.timeStep));
    const table = parameterLines(parameters, words, this.#screen.tableColumns);
    this.#screen.lines(repr, "", ...table, words.parameterTotal(total));
  }

  /** What holds for every cell. */
  sharing({ keys, rows, difference }: ProgramResult["sharing"]): void {
    const [screen, words] = [this.#screen, this.#words];
    this.#title(words.sharingTitle);
    screen.prose(words.sharing(keys.join(" ")));
    for (const { timeStep, arrays, numbers, outputShape } of rows)
      screen.prose(`  ${words.sharingRow(timeStep, arrays, numbers, formatShape(outputShape))}`);
    screen.prose(words.sharingProof(difference));
  }

  diagram(): void {
    const { columns, color } = this.#screen;
    this.#screen.lines("", ...renderUnrolledText({ columns, lang: this.#lang, color }));
  }

  trainingTitle({ cell, timeStep, steps }: Settings, isFirst: boolean): void {
    this.#title(this.#words.train(cellLabels[cell], timeStep, steps));
    if (isFirst) this.#screen.prose(this.#words.watch);
    this.#screen.lines("");
  }

  pairTitle({ timeStep, steps }: Settings): void {
    this.#title(this.#words.pair(timeStep, steps));
    this.#screen.lines("");
  }

  trained(segments: readonly Segment[], seconds: number): void {
    if (segments.length === 0) return;
    this.#screen.lines("");
    this.#screen.prose(this.#words.trained(summarizeLosses(segments), seconds));
  }

  comparisonTitle({ timeSteps, seeds, lr }: ComparisonSettings): void {
    this.#title(this.#words.compare(timeSteps[0], seeds.length, lr));
  }

  comparing({ cell, timeStep, lr }: ComparisonRun, run: number, runs: number): void {
    this.#screen.status(this.#words.comparing(run, runs, cellLabels[cell], timeStep, lr));
  }

  /** The final losses, their course, and how the cells rank. */
  comparison(results: NoteResults, comparison: ComparisonResult): void {
    const rows = cellNames.map((cell) => {
      const { final, lastTen } = comparison.losses[cell];
      const range = `${formatLoss(final.q1)} … ${formatLoss(final.q3)}`;
      return [cellLabels[cell], formatLoss(final.median), range, formatLoss(lastTen.median)];
    });
    this.#screen.lines(...tableLines([this.#words.compareHead, ...rows], [1, 3]), "");
    const { losses } = verdict(comparison, this.#lang);
    this.#figure(results, "comparison-loss", 22, 16);
    this.#screen.prose(...losses);
  }

  /** Final losses by learning rate and length. */
  rates(comparison: ComparisonResult): void {
    const words = this.#words;
    this.#title(words.rates(comparison.seeds.length));
    const rows = comparison.trainings.map(({ lr, timeStep, losses }) => [
      String(lr),
      String(timeStep),
      ...cellNames.map((cell) => formatLoss(losses[cell].median, 2)),
    ]);
    const head = [...words.ratesHead, ...cellNames.map((cell) => cellLabels[cell])];
    this.#screen.lines(...tableLines([head, ...rows], [0, 1, 2, 3, 4]), "");
    this.#screen.prose(...verdict(comparison, this.#lang).length);
  }

  gradients(comparison: ComparisonResult): void {
    const words = this.#words;
    this.#title(words.gradients);
    this.#screen.prose(words.gradientsAre(comparison.seeds.length));
    const rows = comparison.gradients.flatMap(({ timeStep, cells }) =>
      (["before", "after"] as const).map((when) => [
        String(timeStep),
        words[when],
        ...cellNames.map((cell) => {
          const { hidden } = cells[cell][when];
          return words.gradientCell(lagBelow(hidden, vanished), formatRatio(hidden[hidden.length - 1]));
        }),
      ]),
    );
    const head = [...words.gradientHead, ...cellNames.map((cell) => cellLabels[cell])];
    this.#screen.lines("", ...tableLines([head, ...rows], [0]), "");
    const { gradients, memory } = verdict(comparison, this.#lang);
    this.#screen.prose(...gradients.slice(-1), ...memory);
  }

  /** The last screen: the verdict, where the report is, and what to do next. */
  summary({ programs, comparison }: NoteResults, paths: readonly string[]): void {
    const [screen, words] = [this.#screen, this.#words];
    screen.title(comparison === null ? words.summaryTitle : words.verdictTitle);
    const trained = programs.filter(({ segments }) => segments.length > 0);
    const lines = comparison
      ? verdict(comparison, this.#lang).brief
      : trained.map(({ settings: { cell, timeStep }, segments }) =>
          words.summary(cellLabels[cell], timeStep, summarizeLosses(segments)),
        );
    screen.list(...lines);
    if (lines.length > 0) screen.lines("");
    const shown = paths.map(oneLine); // a folder may have any name
    const names = shown.map((path) => basename(path).replaceAll("-", "\u2011")).join(" ");
    const files = wrap(words.files(dirname(shown[0]), names), screen.tableColumns, Number.POSITIVE_INFINITY);
    screen.lines(...files.map((line) => line.replaceAll("\u2011", "-"))); // no line ends within a name
    screen.lines("", words.report(shown[0]), words.studio);
  }

  #figure(results: NoteResults, name: string, rows: number, others = 0): void {
    const found = noteFigures(results, this.#lang).find((entry) => entry.name === name);
    if (found) this.#screen.figure(found.figure, rows, others);
  }
}

/** The parameter table, with as many of the first values as fit the columns. */
function parameterLines(rows: readonly ParameterRow[], words: NoteWords, columns: number): string[] {
  const [name, , ...head] = words.parameterHead;
  const tables = [4, 3, 2, 1].map((values) => {
    const cells = rows.map((row) => parameterCells(row, values));
    return tableLines([[`   ${name}`, ...head], ...cells], [3]);
  });
  const fits = (lines: readonly string[]): boolean => lines.every((line) => columnsOf(line) <= columns);
  return tables.find(fits) ?? tables[tables.length - 1].map((line) => truncate(line, columns));
}

function parameterCells(
  { name, shape, meaning, letter, count, first }: ParameterRow,
  values: number,
): string[] {
  const shown = first.slice(0, values);
  return [
    letter ? `${letter}  ${name}` : `   ${name}`,
    formatShape(shape),
    meaning,
    String(count),
    shown.map((value) => fixed(value, 4).padStart(7)).join(" ") + (count > shown.length ? " …" : ""),
  ];
}
