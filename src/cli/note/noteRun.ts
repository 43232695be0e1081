/** @module The note run from beginning to end: data, programs, comparison. */
import {
  type ComparisonRun,
  type ComparisonSettings,
  comparisonOf,
  comparisonRuns,
  runCount,
  summarize,
} from "../../note/comparison.ts";
import { parameterRows, parameterSharing } from "../../note/parameters.ts";
import { Program, type Segment } from "../../note/program.ts";
import type { NoteResults, Outcome, ProgramResult } from "../../note/results.ts";
import { cellLabels, type Settings } from "../../note/settings.ts";
import { segmentData } from "../../note/tasks.ts";
import { packageVersion } from "../process.ts";
import { comparesCells, type NoteOptions, programsOf } from "./noteOptions.ts";
import type { NotePrinter } from "./notePrinter.ts";
import type { NoteScreen } from "./noteScreen.ts";

export interface FinishedNote {
  readonly results: NoteResults;
  readonly programs: readonly Program[];
  readonly runs: readonly ComparisonRun[];
}

/** Runs and prints the note. Ends early when `signal` is aborted or a loss is not finite. */
export class NoteRun {
  readonly #options: NoteOptions;
  readonly #screen: NoteScreen;
  readonly #printer: NotePrinter;
  readonly #signal: AbortSignal;
  readonly #programs: Program[] = [];
  readonly #trained: ProgramResult[] = [];
  readonly #runs: ComparisonRun[] = [];
  #outcome: Outcome = { kind: "done" };

  constructor(options: NoteOptions, screen: NoteScreen, printer: NotePrinter, signal: AbortSignal) {
    this.#options = options;
    this.#screen = screen;
    this.#printer = printer;
    this.#signal = signal;
  }

  async run(): Promise<FinishedNote> {
    const programs = programsOf(this.#options);
    const comparison = comparisonOf(this.#options, this.#options);
    if (programs.length > 0) this.#printer.data(this.#results(comparison));
    for (const settings of programs) {
      if (this.#isOver()) break;
      await this.#runProgram(settings);
    }
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

  async #runProgram(settings: Settings): Promise<void> {
    const program = new Program(settings);
    const segments: Segment[] = [];
    const result = {
      name: settings.cell,
      settings,
      repr: String(program.model),
      parameters: parameterRows(program),
      sharing: parameterSharing(program),
      segments,
    };
    this.#printer.model(result, this.#programs.length === 0);
    const seconds = await this.#train(program, segments);
    this.#programs.push(program);
    this.#trained.push({ ...result, seconds });
    this.#printer.trained(segments, seconds);
  }

  /** Trains to the end, to a loss that is not finite, or to an interruption. Returns the seconds of training alone. */
  async #train(program: Program, segments: Segment[]): Promise<number> {
    const { settings } = program;
    const started = performance.now();
    let milliseconds = 0;
    while (program.trained < settings.steps && !this.#isOver()) {
      const before = performance.now();
      const segment = program.trainSegment();
      milliseconds += performance.now() - before;
      segments.push(segment);
      if (!Number.isFinite(segment.loss))
        this.#setDiverged(cellLabels[settings.cell], segment.index, segment.loss);
      await this.#screen.segment(segments, settings, started, this.#signal);
    }
    this.#screen.endSegments(segments, settings, started);
    return milliseconds / 1000;
  }

  async #compare(settings: ComparisonSettings): Promise<void> {
    this.#printer.comparisonTitle(settings);
    const total = runCount(settings);
    for (const run of comparisonRuns(settings)) {
      this.#runs.push(run);
      this.#printer.comparing(run, this.#runs.length, total);
      await this.#screen.breathe();
      if (this.#isOver()) break;
    }
    this.#screen.status(null);
    this.#noteDivergence();
    this.#printer.comparison(this.#results(settings));
  }

  /** A diverged run of the comparison is a result like any other, but the command must not report success. */
  #noteDivergence(): void {
    for (const { cell, timeStep, seed, losses } of this.#runs) {
      const at = losses.findIndex((loss) => !Number.isFinite(loss));
      if (at === -1 || this.#outcome.kind !== "done") continue;
      this.#setDiverged(`${cellLabels[cell]} (T = ${timeStep}, seed ${seed})`, at, losses[at]);
    }
  }

  #setDiverged(program: string, index: number, loss: number): void {
    this.#outcome = { kind: "diverged", program, segment: index + 1, loss };
  }
}

function noteData(): NoteResults["data"] {
  const { t } = segmentData(0, { timeStep: 100, endpoint: true });
  const doubled = t.map((value) => 2 * value);
  return { t: doubled, input: doubled.map(Math.sin), target: doubled.map(Math.cos) };
}
