/** @module What `unrolled note` prints between and after its live drawings. */
import { columnsOf, truncate } from "../../figures/terminal/span.ts";
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
import { cellLabels, cellNames } from "../../note/settings.ts";
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

  /** The model before training; `isFirst` adds what holds for every cell. */
  model({ settings, repr, parameters, sharing }: Omit<ProgramResult, "seconds">, isFirst: boolean): void {
    const words = this.#words;
    const { cell, timeStep, steps } = settings;
    const total = parameters.reduce((sum, { count }) => sum + count, 0);
    this.#title(words.model(cellLabels[cell], timeStep));
    const table = parameterLines(parameters, words, this.#screen.tableColumns);
    this.#screen.lines(repr, "", ...table, words.parameterTotal(total));
    if (isFirst) this.#sharing(sharing);
    this.#title(words.train(cellLabels[cell], timeStep, steps));
    this.#screen.prose(words.watch);
    this.#screen.lines("");
  }

  #sharing({ keys, rows, difference }: ProgramResult["sharing"]): void {
    const [screen, words] = [this.#screen, this.#words];
    screen.lines("");
    screen.prose(words.sharing(keys.join(" ")));
    for (const { timeStep, arrays, numbers, outputShape } of rows)
      screen.prose(`  ${words.sharingRow(timeStep, arrays, numbers, formatShape(outputShape))}`);
    screen.prose(words.sharingProof(difference));
    const { columns, color } = screen;
    screen.lines("", ...renderUnrolledText({ columns, lang: this.#lang, color }));
  }

  trained(segments: readonly Segment[], seconds: number): void {
    if (segments.length === 0) return;
    this.#screen.lines("");
    this.#screen.prose(this.#words.trained(summarizeLosses(segments), seconds));
  }

  comparisonTitle({ timeSteps, seeds, lr }: ComparisonSettings): void {
    this.#title(this.#words.compare(timeSteps[0], seeds.length, lr));
  }

  comparing({ cell, timeStep, seed }: ComparisonRun, run: number, runs: number): void {
    this.#screen.status(this.#words.comparing(run, runs, cellLabels[cell], timeStep, seed));
  }

  comparison(results: NoteResults): void {
    const { comparison } = results;
    if (comparison === null) return;
    const rows = cellNames.map((cell) => {
      const { final, lastTen } = comparison.losses[cell];
      const range = `${formatLoss(final.q1)} … ${formatLoss(final.q3)}`;
      return [cellLabels[cell], formatLoss(final.median), range, formatLoss(lastTen.median)];
    });
    this.#screen.lines(...tableLines([this.#words.compareHead, ...rows], [1, 3]));
    for (const name of ["comparison-loss", "gradient-flow"]) {
      this.#screen.lines("");
      this.#figure(results, name, 22);
    }
    this.#gradients(comparison);
    const { losses, gradients, cellState } = verdict(comparison, this.#lang);
    for (const sentences of [losses, [...gradients, ...cellState]]) {
      this.#screen.lines("");
      this.#screen.prose(...sentences);
    }
  }

  #gradients({ gradients }: ComparisonResult): void {
    for (const { timeStep, cells } of gradients) {
      this.#screen.lines("");
      this.#screen.prose(this.#words.gradientHead(timeStep));
      for (const cell of cellNames) {
        const { hidden } = cells[cell].after;
        const last = hidden.length - 1;
        const lag = lagBelow(hidden, vanished);
        this.#screen.prose(
          `  ${this.#words.gradientRow(cellLabels[cell], lag, formatRatio(hidden[last]), last)}`,
        );
      }
    }
  }

  summary({ programs, comparison }: NoteResults, paths: readonly string[]): void {
    const words = this.#words;
    this.#screen.title(words.summaryTitle);
    for (const { settings, segments } of programs) {
      if (segments.length === 0) continue;
      this.#screen.prose(
        words.summary(cellLabels[settings.cell], settings.timeStep, summarizeLosses(segments)),
      );
    }
    if (comparison !== null) {
      const { timeStep, seeds, losses } = comparison;
      const medians = cellNames.map((cell) => `${cellLabels[cell]} ${formatLoss(losses[cell].final.median)}`);
      this.#screen.prose(words.summaryOfComparison(timeStep, seeds.length, medians));
    }
    this.#screen.lines("", words.files, ...paths.map((path) => `  ${path}`));
  }

  #figure(results: NoteResults, name: string, rows: number): void {
    const found = noteFigures(results, this.#lang).find((entry) => entry.name === name);
    if (found) this.#screen.figure(found.figure, rows);
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
