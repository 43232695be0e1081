/** @module Trains a run and writes its folder: metrics, status and checkpoints meanwhile, the results at the end. */
import type { ReadProgress } from "../../data/read/readCsv.ts";
import type { Series } from "../../data/series/series.ts";
import { Forecaster } from "../../forecast/forecaster.ts";
import { ForecasterRun } from "../../forecast/forecasterRun.ts";
import { isBaseline } from "../../forecast/options.ts";
import { isTrainEvent, type RefitEvent, type RunEvent } from "../../forecast/runEvents.ts";
import type { RunFile, RunStage } from "../../runs/files.ts";
import { forecastCsv } from "../../runs/forecastCsv.ts";
import { forecastToSave } from "../../runs/forecastFile.ts";
import { renderRunReport } from "../../runs/report/runReport.ts";
import type { RunResults } from "../../runs/results.ts";
import type { Lang } from "../../text/lang.ts";
import type { EpochEvent, StopReason, TrainEvent } from "../../train/events.ts";
import { fit as fitTrainer } from "../../train/fit.ts";
import { plainJson } from "../files.ts";
import { beforeLong, guardedRun, inShortTurns, MOST_LOST, StepGuard } from "../longSteps.ts";
import { Interrupted, type Process, runAtOnce } from "../process.ts";
import { BoardFile } from "./boardFile.ts";
import type { SeriesRequest } from "./commonOptions.ts";
import { readSeries } from "./dataFile.ts";
import { forecasterOptionsOf } from "./givenOptions.ts";
import { introduce } from "./print.ts";
import type { RunFolder } from "./runFolder.ts";
import type { TrainScreen } from "./trainScreen.ts";
import { seriesWords } from "./words.ts";

export interface Prepared {
  readonly series: Series;
  readonly run: ForecasterRun;
}

export interface Preparing {
  readonly screen: TrainScreen;
  readonly lang: Lang;
  readonly process: Process;
  readonly signal: AbortSignal;
}

/** Throws Interrupted once the signal is aborted. */
export async function prepare(
  { data, given }: SeriesRequest,
  { screen, lang, process, signal }: Preparing,
): Promise<Prepared> {
  const { atOnce } = process;
  const onProgress = (progress: ReadProgress): void =>
    screen.status(seriesWords[lang].reading(data, progress));
  const file = await readSeries(data, given, undefined, { onProgress, signal, atOnce }).finally(() =>
    screen.status(null),
  );
  const run = await runAtOnce(() => new ForecasterRun(file.series, forecasterOptionsOf(given)), {
    atOnce,
    signal,
  });
  screen.print(...introduce(file, run.plan, lang));
  return { series: file.series, run };
}

interface WriterOptions {
  readonly folder: RunFolder;
  /** Seconds between two checkpoints. */
  readonly checkpointEvery: number;
  readonly tensorboard: boolean;
}

export interface TrainingOptions {
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
  readonly atOnce?: Process["atOnce"] | undefined;
  /** Absent to write nothing. */
  readonly to?: WriterOptions;
}

/** Why a training ended, and its last event; both are null for a baseline. */
export interface TrainingEnd {
  readonly reason: StopReason | null;
  readonly last: TrainEvent | null;
  /** Whether a signal has come within a step, so that only what was written before it can be used. */
  readonly isBroken: boolean;
}

/** Trains until the end or the signal. The folder then has all that is needed to resume. */
export async function trainRun(
  run: ForecasterRun,
  { signal, onEvent, atOnce, to }: TrainingOptions,
): Promise<TrainingEnd> {
  let last: TrainEvent | null = null;
  const writer = to && (await RunWriter.open(run, to));
  const train = fitTrainer(
    guardedRun(run, () => run.work(), new StepGuard(atOnce)),
    {
      signal,
      onEvent: (event) => {
        if (event.type === "pause") return event.isLong ? beforeLong(writer) : undefined;
        if (isTrainEvent(event)) last = event;
        onEvent(event);
        return writer?.write(event);
      },
    },
  );
  try {
    await train;
  } catch (error) {
    if (!(error instanceof Interrupted) || writer === undefined) throw error;
    return { reason: "interrupted", last, isBroken: true };
  }
  if (!run.isFinished) await writer?.save(); // least squares and baselines have no last event
  const reason = run.isFinished ? (run.progress?.reason ?? null) : "interrupted";
  return { reason, last, isBroken: false };
}

/** Milliseconds for the intervals of a model that is interrupted: a signal must not wait longer. */
const CALIBRATION_LIMIT = 500;

/** Leaves the best model so far where that is quick; the checkpoint is there already. */
export async function writeInterrupted(
  run: ForecasterRun,
  folder: RunFolder,
  { last, isBroken }: Omit<TrainingEnd, "reason">,
): Promise<void> {
  await folder.writeStatus("interrupted", last);
  if (isBroken) return;
  if (run.plan.model !== "auto" && (run.progress?.bestEpoch ?? 0) === 0) return;
  const { signal } = new AbortController();
  const model = await inShortTurns(Forecaster.stepsFrom(run), { signal, limit: CALIBRATION_LIMIT });
  if (model !== null) await folder.write("best", model.toBytes());
}

interface Finishing {
  /** The bytes of the model. */
  readonly model: Uint8Array;
  readonly last: TrainEvent | null;
  readonly lang: Lang;
  readonly signal: AbortSignal;
}

/**
 * Writes all files of a finished run; returns false if the signal ended it before. The checkpoint is deleted last: a run that is
 * killed or ended before can be resumed.
 */
export async function finishRun(
  folder: RunFolder,
  results: RunResults,
  { model, last, lang, signal }: Finishing,
): Promise<boolean> {
  const { training, plan } = results;
  await folder.updateConfig({ plan });
  await folder.write("best", model);
  for (const [file, content] of filesOf(results, lang)) {
    if (signal.aborted) return false;
    if (content !== null) await folder.write(file, content);
  }
  const checksums = await folder.checksums();
  await folder.writeStatus(training?.reason === "diverged" ? "diverged" : "done", last, { checksums });
  await folder.tidy("checkpoint");
  return true;
}

/** The files of the results, each made when it is written; null for one that there is nothing to write in. */
function* filesOf(results: RunResults, lang: Lang): Generator<[RunFile, string | null]> {
  const { backtest, forecast, series } = results;
  yield ["backtest", backtest && plainJson(backtest)];
  yield ["forecast", forecast && forecastCsv(forecast, series)];
  const chart = forecastToSave(results);
  yield ["chart", chart && plainJson(chart)];
  yield ["report", renderRunReport(results, { lang })];
}

/** Milliseconds between two statuses. */
const STATUS_EVERY = 500;

class RunWriter {
  readonly #run: ForecasterRun;
  readonly #folder: RunFolder;
  readonly #checkpointEvery: number;
  readonly #board: BoardFile | null;
  /** The model at work, where there are several. */
  #stage: RunStage | null = null;
  #statusAt = Number.NEGATIVE_INFINITY;
  /** Milliseconds of a clock that is never set. */
  #checkpointAt = performance.now();
  /** Whether the checkpoint has all so far. */
  #isSaved = false;

  private constructor(
    run: ForecasterRun,
    folder: RunFolder,
    checkpointEvery: number,
    board: BoardFile | null,
  ) {
    this.#run = run;
    this.#folder = folder;
    this.#checkpointEvery = 1000 * checkpointEvery;
    this.#board = board;
  }

  static async open(
    run: ForecasterRun,
    { folder, checkpointEvery, tensorboard }: WriterOptions,
  ): Promise<RunWriter> {
    return new RunWriter(run, folder, checkpointEvery, await BoardFile.open(folder, run, tensorboard));
  }

  /** Returns a promise if there is something to write: training waits for it. */
  write(event: RunEvent): Promise<void> | undefined {
    if (!isTrainEvent(event) || event.type !== "end") this.#isSaved = false; // it changes nothing
    if (event.type === "refit") return this.#writeDue(event.event, true);
    return isTrainEvent(event) ? this.#writeDue(event, false) : this.#writeStage(event);
  }

  /** Writes a checkpoint before a step that a signal would break off, if more than a second of work would be lost. */
  async saveBeforeLong(): Promise<void> {
    if (performance.now() - this.#checkpointAt > MOST_LOST) await this.save();
  }

  /** Writes a checkpoint, unless the last one has all so far. */
  async save(): Promise<void> {
    if (this.#isSaved || isBaseline(this.#run.plan.model)) return;
    await this.#folder.write("checkpoint", this.#run.checkpoint());
    this.#checkpointAt = performance.now();
    this.#isSaved = true;
  }

  get #isCheckpointDue(): boolean {
    return performance.now() - this.#checkpointAt >= this.#checkpointEvery;
  }

  #writeDue(event: TrainEvent, isRefit: boolean): Promise<void> | undefined {
    const isCheckpointDue = event.type === "stopped" || this.#isCheckpointDue;
    const isStatusDue = event.type !== "batch" || performance.now() - this.#statusAt >= STATUS_EVERY;
    return isCheckpointDue || isStatusDue ? this.#write(event, isCheckpointDue, isRefit) : undefined;
  }

  /** The metrics are those of the model at work, then those of the chosen one; training on all rows adds none. */
  async #writeStage(event: Exclude<RunEvent, TrainEvent | RefitEvent>): Promise<void> {
    if (event.type === "stage") {
      const { phase, member, index, count } = event;
      this.#stage = { phase, model: member.model, index, count };
      if (phase === "candidate") await this.#folder.trimMetrics([]);
      await this.#folder.writeStatus("training", null, { stage: this.#stage });
    }
    if (event.type === "scored" && this.#isCheckpointDue) await this.save();
    if (event.type !== "chosen") return;
    this.#stage = null;
    await this.#folder.updateConfig({ plan: event.plan });
    const { history = [], seconds = 0 } = this.#run.progress ?? {};
    await this.#folder.trimMetrics(history, seconds / history.length);
    await this.save();
  }

  async #write(event: TrainEvent, isCheckpointDue: boolean, isRefit: boolean): Promise<void> {
    if (event.type === "epoch" && !isRefit) await this.#addEpoch(event);
    if (isCheckpointDue) await this.save();
    await this.#folder.writeStatus("training", event, this.#stage === null ? {} : { stage: this.#stage });
    this.#statusAt = performance.now();
  }

  async #addEpoch(event: EpochEvent): Promise<void> {
    const { epoch, loss, valLoss, lr, seconds } = event;
    await this.#folder.addMetrics({ epoch, loss, valLoss, lr, seconds });
    await this.#board?.add(event);
  }
}
