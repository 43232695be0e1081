/** @module The note run from beginning to end: data, programs, comparison. */
import { append } from "../../lists.ts";
import {
  type ComparisonRun,
  type ComparisonSettings,
  comparisonOf,
  comparisonRuns,
  runCount,
  summarize,
} from "../../note/comparison.ts";
import { type ForgetReach, forgetReach } from "../../note/forgetGate.ts";
import { parameterRows, parameterSharing } from "../../note/parameters.ts";
import { Program, type Segment } from "../../note/program.ts";
import type { NoteResults, Outcome, ProgramResult, Training } from "../../note/results.ts";
import { cellLabels, type Settings } from "../../note/settings.ts";
import { segmentData } from "../../note/tasks.ts";
import { packageVersion } from "../process.ts";
import { comparesCells, type NoteOptions, pairOf, programsOf } from "./noteOptions.ts";
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
  readonly #pair: Training[] = [];
  readonly #runs: ComparisonRun[] = [];
  /** Those that were trained while the screen waited. */
  readonly #early: ComparisonRun[] = [];
  #reach: ForgetReach | null = null;
  #outcome: Outcome = { kind: "done" };

  constructor(options: NoteOptions, screen: NoteScreen, printer: NotePrinter, signal: AbortSignal) {
    this.#options = options;
    this.#screen = screen;
    this.#printer = printer;
    this.#signal = signal;
  }

  async run(): Promise<FinishedNote> {
    const comparison = comparisonOf(this.#options, this.#options);
    const runs = comparisonRuns(comparison);
    const compares = comparesCells(this.#options);
    if (compares) this.#screen.work = () => this.#runEarly(runs);
    await this.#runPrograms(comparison);
    if (compares && !this.#isOver()) await this.#runPair();
    if (compares && !this.#isOver()) await this.#compare(comparison, runs);
    return { results: this.#results(comparison), programs: this.#programs, runs: this.#runs };
  }

  async #runPrograms(comparison: ComparisonSettings): Promise<void> {
    const programs = programsOf(this.#options);
    if (programs.length === 0) return;
    this.#printer.data(this.#results(comparison));
    await this.#printer.pause(this.#signal);
    for (const settings of programs) {
      if (this.#isOver()) break;
      await this.#runProgram(settings);
    }
  }

  /** Trains a network of the comparison; false when all have been trained. */
  #runEarly(runs: Iterator<ComparisonRun, unknown>): boolean {
    const next = runs.next();
    if (!next.done) this.#early.push(next.value);
    return !next.done;
  }

  #isOver(): boolean {
    if (this.#signal.aborted && this.#outcome.kind === "done") this.#outcome = { kind: "interrupted" };
    return this.#outcome.kind !== "done";
  }

  #results(settings: ComparisonSettings): NoteResults {
    const comparison = summarize(this.#runs);
    if (comparison) this.#reach ??= forgetReach({ ...settings, seed: settings.seeds[0] });
    return {
      data: noteData(),
      programs: this.#trained,
      pair: this.#pair,
      comparison: comparison && this.#reach && { ...comparison, settings, reach: this.#reach },
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
    const isFirst = this.#programs.length === 0;
    this.#printer.model(result);
    await this.#printer.pause(this.#signal);
    if (isFirst) await this.#explain(result.sharing);
    this.#printer.trainingTitle(settings, isFirst);
    const seconds = await this.#train(program, segments);
    this.#programs.push(program);
    this.#trained.push({ ...result, seconds });
    this.#printer.trained(segments, seconds);
  }

  async #explain(sharing: ProgramResult["sharing"]): Promise<void> {
    this.#printer.sharing(sharing);
    await this.#printer.pause(this.#signal);
    this.#printer.diagram();
    await this.#printer.pause(this.#signal);
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
      await this.#screen.segment([{ settings, segments }], started, this.#signal);
    }
    if (segments.length > 0) this.#screen.endSegments([{ settings, segments }], started);
    return milliseconds / 1000;
  }

  /** Trains the RNN and the LSTM of the note's last figure, side by side. */
  async #runPair(): Promise<void> {
    const programs = pairOf(this.#options).map((settings) => new Program(settings));
    const films = programs.map(({ settings }) => ({ settings, segments: [] as Segment[] }));
    const [{ settings }] = films;
    this.#printer.pairTitle(settings);
    const started = performance.now();
    while (programs[0].trained < settings.steps && !this.#isOver()) {
      for (const [i, program] of programs.entries()) films[i].segments.push(program.trainSegment());
      await this.#screen.segment(films, started, this.#signal);
    }
    if (programs[0].trained === 0) return;
    this.#screen.endSegments(films, started);
    append(this.#pair, films);
  }

  async #compare(settings: ComparisonSettings, runs: Iterable<ComparisonRun>): Promise<void> {
    this.#printer.comparisonTitle(settings);
    append(this.#runs, this.#early);
    const total = runCount(settings);
    for (const run of runs) {
      this.#runs.push(run);
      this.#printer.comparing(run, this.#runs.length, total);
      await this.#screen.breathe();
      if (this.#isOver()) break;
    }
    this.#screen.status(null);
    this.#noteDivergence();
    await this.#printComparison(this.#results(settings));
  }

  async #printComparison(results: NoteResults): Promise<void> {
    const { comparison } = results;
    if (comparison === null) return;
    this.#printer.comparison(results, comparison);
    await this.#printer.pause(this.#signal);
    this.#printer.rates(comparison);
    await this.#printer.pause(this.#signal);
    this.#printer.gradients(comparison);
    await this.#printer.pause(this.#signal);
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
