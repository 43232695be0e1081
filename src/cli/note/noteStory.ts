/** @module The note, told from beginning to end: what is run, in which order, and what is shown of it. */

import { renderUnrolledText } from "../../figures/unrolled/unrolledText.ts";
import {
  type ComparisonRun,
  type ComparisonSettings,
  comparisonOf,
  comparisonRuns,
  runCount,
  summarize,
} from "../../note/comparison.ts";
import { lagBelow } from "../../note/gradientFlow.ts";
import { type ParameterRow, parameterRows, parameterSharing, type Sharing } from "../../note/parameters.ts";
import { Program, type Segment, segmentData } from "../../note/program.ts";
import { noteFigures } from "../../note/report/noteFigures.ts";
import { verdicts } from "../../note/report/verdict.ts";
import type { ComparisonResult, NoteResults, Outcome, ProgramResult } from "../../note/results.ts";
import { cellNames, type Settings } from "../../note/settings.ts";
import { mean, type Quartiles } from "../../note/statistics.ts";
import { fixed, formatLoss, formatRatio } from "../../text/format.ts";
import { packageVersion } from "../packageRoot.ts";
import { tableLines } from "../table.ts";
import type { Words } from "../words.ts";
import { comparesCells, type NoteOptions, programsOf } from "./noteOptions.ts";
import type { NoteScreen } from "./noteScreen.ts";
import { parameterLines } from "./parameterTable.ts";

/** What the story is made of, and what it leaves behind. */
export interface Story {
  readonly results: NoteResults;
  /** The trained models, for their weights. */
  readonly programs: readonly Program[];
  readonly runs: readonly ComparisonRun[];
}

/** Tells the note. Ends early when `signal` is aborted or a loss is no finite number. */
export async function tellNote(
  options: NoteOptions,
  screen: NoteScreen,
  words: Words,
  signal: AbortSignal,
): Promise<Story> {
  const teller = new Teller(options, screen, words, signal);
  return await teller.tell();
}

class Teller {
  readonly #options: NoteOptions;
  readonly #screen: NoteScreen;
  readonly #words: Words;
  readonly #signal: AbortSignal;
  readonly #programs: Program[] = [];
  readonly #trained: ProgramResult[] = [];
  readonly #runs: ComparisonRun[] = [];
  #outcome: Outcome = { kind: "done" };
  #part = 0;

  constructor(options: NoteOptions, screen: NoteScreen, words: Words, signal: AbortSignal) {
    this.#options = options;
    this.#screen = screen;
    this.#words = words;
    this.#signal = signal;
  }

  async tell(): Promise<Story> {
    const programs = programsOf(this.#options);
    if (programs.length > 0) this.#showData();
    for (const settings of programs) {
      if (this.#isOver()) break;
      await this.#runProgram(settings);
    }
    const comparison = comparisonOf(this.#options, this.#options);
    if (comparesCells(this.#options) && !this.#isOver()) await this.#compare(comparison);
    return { results: this.#results(comparison), programs: this.#programs, runs: this.#runs };
  }

  #isOver(): boolean {
    if (this.#signal.aborted && this.#outcome.kind === "done") this.#outcome = { kind: "interrupted" };
    return this.#outcome.kind !== "done";
  }

  #results(settings: ComparisonSettings): NoteResults {
    const comparison = summarize(this.#runs);
    return {
      data: noteData(),
      programs: this.#trained,
      comparison: comparison && { ...comparison, settings },
      outcome: this.#outcome,
      versions: { unrolled: packageVersion(), node: process.versions.node },
    };
  }

  #title(text: string): void {
    this.#part += 1;
    this.#screen.title(`${this.#part}. ${text}`);
  }

  #showData(): void {
    const empty: NoteResults = { ...this.#results(comparisonOf(this.#options)), comparison: null };
    const data = noteFigures(empty, this.#options.lang).find((entry) => entry.name === "data");
    this.#title(this.#words.data);
    if (data) this.#screen.figure(data.figure, 15);
  }

  async #runProgram(settings: Settings): Promise<void> {
    const program = new Program(settings);
    const [parameters, sharing] = [parameterRows(program), parameterSharing(program)];
    const repr = String(program.model);
    this.#showModel(settings, repr, parameters, sharing);
    this.#title(this.#words.train(settings.cell.toUpperCase(), settings.timeStep, settings.steps));
    this.#screen.prose(this.#words.watch);
    this.#screen.lines("");

    const segments: Segment[] = [];
    const result = { name: settings.cell, settings, repr, parameters, sharing, segments };
    const seconds = await this.#train(program, segments);
    this.#programs.push(program);
    this.#trained.push({ ...result, seconds });
    this.#showTrained(segments, seconds);
  }

  /** Trains until the end, a loss that is not finite, or an interruption. Returns the seconds of training alone. */
  async #train(program: Program, segments: Segment[]): Promise<number> {
    const { settings } = program;
    const started = performance.now();
    let milliseconds = 0;
    while (program.trained < settings.steps && !this.#isOver()) {
      const before = performance.now();
      const segment = program.trainSegment();
      milliseconds += performance.now() - before;
      segments.push(segment);
      if (!Number.isFinite(segment.loss)) {
        this.#outcome = {
          kind: "diverged",
          program: settings.cell.toUpperCase(),
          segment: segment.index + 1,
          loss: segment.loss,
        };
      }
      await this.#screen.segment(segments, settings, started, this.#signal);
    }
    this.#screen.endSegments(segments, settings, started);
    return milliseconds / 1000;
  }

  #showModel(settings: Settings, repr: string, parameters: readonly ParameterRow[], sharing: Sharing): void {
    const words = this.#words;
    const total = parameters.reduce((sum, { count }) => sum + count, 0);
    this.#title(words.model(settings.cell.toUpperCase(), settings.timeStep));
    const table = parameterLines(parameters, words, this.#screen.tableColumns);
    this.#screen.lines(repr, "", ...table, words.parameterTotal(total));
    if (this.#programs.length > 0) return; // the same holds for every cell: told once
    const { lang } = this.#options;
    this.#screen.lines("");
    this.#screen.prose(words.sharing(sharing.keys.join(" ")));
    for (const { timeStep, arrays, numbers, outputShape } of sharing.rows) {
      this.#screen.prose(`  ${words.sharingRow(timeStep, arrays, numbers, `(${outputShape.join(", ")})`)}`);
    }
    this.#screen.prose(words.sharingProof(sharing.difference));
    this.#screen.lines("");
    this.#screen.lines(
      ...renderUnrolledText({ columns: this.#screen.columns, lang, color: this.#screen.color }),
    );
  }

  #showTrained(segments: readonly Segment[], seconds: number): void {
    const losses = segments.map((segment) => segment.loss);
    const [first, last] = [losses[0], losses[losses.length - 1]];
    if (first === undefined) return;
    const lastTen = formatLoss(mean(losses.slice(-10)));
    const took = this.#words.seconds(fixed(seconds, seconds < 1 ? 3 : 1));
    this.#screen.lines("");
    this.#screen.prose(this.#words.trained(formatLoss(first), formatLoss(last), lastTen, took));
  }

  async #compare(settings: ComparisonSettings): Promise<void> {
    const words = this.#words;
    this.#title(words.compare(settings.timeSteps[0], settings.seeds.length));
    const total = runCount(settings);
    for (const run of comparisonRuns(settings)) {
      this.#runs.push(run);
      const { cell, timeStep, seed } = run;
      this.#screen.status(words.comparing(this.#runs.length, total, cell.toUpperCase(), timeStep, seed));
      await this.#screen.breathe();
      if (this.#isOver()) break;
    }
    this.#screen.status(null);
    this.#noteDivergence();
    const comparison = this.#results(settings).comparison;
    if (comparison) this.#showComparison(comparison);
  }

  /** A run of the comparison that diverged is a result like others, but the command must not end as if all were well. */
  #noteDivergence(): void {
    for (const { cell, timeStep, seed, losses } of this.#runs) {
      const at = losses.findIndex((loss) => !Number.isFinite(loss));
      if (at === -1 || this.#outcome.kind !== "done") continue;
      const program = `${cell.toUpperCase()} (T = ${timeStep}, seed ${seed})`;
      this.#outcome = { kind: "diverged", program, segment: at + 1, loss: losses[at] };
    }
  }

  #showComparison(comparison: ComparisonResult): void {
    const words = this.#words;
    const { lang } = this.#options;
    const rows = cellNames.map((cell) => {
      const { final, lastTen } = comparison.losses[cell];
      return [cell.toUpperCase(), formatLoss(final.median), range(final), formatLoss(lastTen.median)];
    });
    this.#screen.lines(...tableLines([words.compareHead, ...rows], [1, 3]));
    const figures = noteFigures(this.#results(comparison.settings), lang);
    for (const name of ["comparison-loss", "gradient-flow"]) {
      const found = figures.find((entry) => entry.name === name);
      if (found === undefined) continue;
      this.#screen.lines("");
      this.#screen.figure(found.figure, 22);
    }
    for (const { timeStep, cells } of comparison.gradients) {
      this.#screen.lines("");
      this.#screen.prose(words.gradientHead(timeStep));
      for (const cell of cellNames) {
        const shares = cells[cell].after.hidden;
        const share = formatRatio(shares[shares.length - 1]);
        this.#screen.prose(
          `  ${words.gradientRow(cell.toUpperCase(), lagBelow(shares, 0.01), share, shares.length - 1)}`,
        );
      }
    }
    for (const sentence of verdicts(comparison, lang)) {
      this.#screen.lines("");
      this.#screen.prose(sentence);
    }
  }
}

/** The data of the note's first plot. */
function noteData(): NoteResults["data"] {
  const { t } = segmentData(0, { timeStep: 100, endpoint: true });
  const doubled = t.map((value) => 2 * value);
  return { t: doubled, input: doubled.map(Math.sin), target: doubled.map(Math.cos) };
}

function range({ q1, q3 }: Quartiles): string {
  return `${formatLoss(q1)} … ${formatLoss(q3)}`;
}

/** What it all came to, in a few lines. */
export function summaryLines({ programs, comparison }: NoteResults, words: Words): string[] {
  const trained = programs.flatMap(({ settings, segments }) => {
    const losses = segments.map((segment) => segment.loss);
    const [first, last] = [losses[0], losses[losses.length - 1]];
    if (first === undefined) return [];
    const name = settings.cell.toUpperCase();
    return words.summary(
      name,
      settings.timeStep,
      formatLoss(first),
      formatLoss(last),
      formatLoss(mean(losses.slice(-10))),
    );
  });
  if (comparison === null) return trained;
  const medians = cellNames.map(
    (cell) => `${cell.toUpperCase()} ${formatLoss(comparison.losses[cell].final.median)}`,
  );
  return [...trained, words.summaryOfComparison(comparison.timeStep, comparison.seeds.length, medians)];
}
