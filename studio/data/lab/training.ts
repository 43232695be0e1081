/** @module Trains in slices of time, so that the worker can answer messages between two of them and stop at once. */

import type { Series } from "../../../src/data/series/series.ts";
import { Forecaster, targetForecasts } from "../../../src/forecast/forecaster.ts";
import { ForecasterRun } from "../../../src/forecast/forecasterRun.ts";
import type { ForecasterOptions } from "../../../src/forecast/options.ts";
import type { Candidate, MemberPlan, Plan } from "../../../src/forecast/plan.ts";
import { isTrainEvent, type RunEvent } from "../../../src/forecast/runEvents.ts";
import type { TestSample } from "../../../src/forecast/scores/backtest.ts";
import { outcomeOf, type RunResults, type TrainingResults, trainingOf } from "../../../src/runs/results.ts";
import type { BatchEvent, EpochRecord, TrainEvent } from "../../../src/train/events.ts";

export interface TrainingFrame {
  /** `choosing`: of several models one after the other; `refitting`: the chosen one, again, on all rows. */
  readonly phase: "choosing" | "training" | "refitting" | "testing" | "done";
  /** The model at work, of those to try or to train again; null where there is one only. */
  readonly stage: StageFrame | null;
  /** The models that were tried so far; after the choice with the mean of several. */
  readonly candidates: readonly Candidate[];
  /** Seconds since the start; and how many there are for trying models, about. */
  readonly seconds: number;
  readonly budget: number | null;
  readonly epoch: number;
  readonly epochs: number;
  readonly batch: number;
  readonly batches: number;
  /** The mean loss of the epoch so far. */
  readonly loss: number | null;
  readonly valLoss: number | null;
  readonly lr: number | null;
  readonly best: number | null;
  readonly bestEpoch: number;
  readonly samplesPerSecond: number | null;
  /** Seconds to the last epoch; patience may end the training earlier. */
  readonly eta: number | null;
  readonly history: readonly EpochRecord[];
  readonly targets: readonly string[];
  /** The epoch that the latest preview is of, or how many models were tried then; 0 for none. */
  readonly previewed: number;
}

export interface StageFrame {
  readonly member: MemberPlan;
  /** From 1 to `count`. */
  readonly index: number;
  readonly count: number;
}

/** Forecasts of the test set after an epoch, one beginning where another ends. */
export interface Preview {
  readonly epoch: number;
  readonly samples: readonly TestSample[];
}

/** Milliseconds from one preview to the next, at least; and how many times what it costs. */
const previewPause = { least: 400, times: 20 };

/** Milliseconds before the test, which cannot be interrupted, for the page to show that it begins. */
const testPause = 200;

/** Trains, then tests. */
export class Training {
  readonly series: Series;
  /** Set once the phase is "done". */
  results: RunResults | null = null;
  /** Set once the phase is "done". */
  forecaster: Forecaster | null = null;
  /** The forecasts after the first epoch and after the latest one; empty before, and of a baseline. */
  previews: readonly Preview[] = [];
  readonly #run: ForecasterRun;
  readonly #rows: readonly number[];
  #nextPreview = 0;
  readonly #version: string;
  readonly #events: Iterator<RunEvent | null, void>;
  #phase: TrainingFrame["phase"];
  #stage: StageFrame | null = null;
  readonly #tried: Candidate[] = [];
  #epochs = 0;
  #isStopped = false;
  #batch: BatchEvent | null = null;
  #worked = 0;

  /** Throws ValueError for options outside their domain, and for a series that is too short for them. */
  constructor(series: Series, options: ForecasterOptions, version: string) {
    this.series = series;
    this.#version = version;
    this.#run = new ForecasterRun(series, options);
    this.#phase = this.plan.model === "auto" ? "choosing" : "training";
    this.#events = this.#run.work();
    this.#rows = previewRows(this.plan);
  }

  /** Of the model to choose, until it is chosen; then its own. */
  get plan(): Plan {
    return this.#run.plan;
  }

  /** Ends the training before its next event; the best weights so far are tested. */
  stop(): void {
    this.#isStopped = true;
  }

  /** Works for about `slice` milliseconds; returns the pause before the next call, or null if there is nothing left to do. */
  work(slice: number): number | null {
    const began = performance.now();
    if (this.#phase === "testing") this.#test();
    while (this.#isTraining && performance.now() - began < slice) this.#next();
    this.#worked += performance.now() - began;
    if (this.#phase === "done") return null;
    return this.#phase === "testing" ? testPause : 0;
  }

  get #isTraining(): boolean {
    return this.#phase !== "testing" && this.#phase !== "done";
  }

  frame(): TrainingFrame {
    const { progress, plan } = this.#run;
    const { epoch = 0, batch = 0, batches = 0, meanLoss, lr, samplesPerSecond } = this.#batch ?? {};
    const history = progress?.history ?? [];
    return {
      phase: this.#phase,
      stage: this.#stage,
      candidates: plan.choice?.candidates ?? this.#tried,
      seconds: this.#worked / 1000,
      budget: this.#isAuto ? plan.budget : null,
      epoch,
      epochs: this.#epochs > 0 ? this.#epochs : plan.epochs,
      batch,
      batches,
      loss: meanLoss ?? null,
      valLoss: history.at(-1)?.valLoss ?? null,
      lr: lr ?? null,
      best: progress?.best ?? null,
      bestEpoch: progress?.bestEpoch ?? 0,
      samplesPerSecond: samplesPerSecond ?? null,
      eta: this.#eta(epoch, batch / Math.max(1, batches)),
      history,
      targets: plan.columns.targets,
      previewed: this.previews.at(-1)?.epoch ?? 0,
    };
  }

  #eta(epoch: number, share: number): number | null {
    const done = epoch - 1 + share;
    if (done <= 0 || this.#isAuto || this.#phase !== "training") return null;
    return ((this.#worked / 1000) * (this.plan.epochs - done)) / done;
  }

  get #isAuto(): boolean {
    return this.#tried.length > 0 || this.#phase === "choosing" || this.plan.choice !== undefined;
  }

  #next(): void {
    if (this.#isStopped && !this.#run.isFinished) {
      for (const event of this.#run.interrupted()) this.#note(event);
      this.#phase = "testing";
      return;
    }
    const { done, value } = this.#events.next();
    if (done) this.#phase = "testing";
    else if (value !== null) this.#note(value);
  }

  #note(event: RunEvent): void {
    if (event.type === "refit") this.#noteTraining(event.event);
    else if (isTrainEvent(event)) {
      this.#noteTraining(event);
      const isShown = this.#phase === "training" && event.type === "epoch";
      if (isShown && performance.now() >= this.#nextPreview) this.#preview(event.epoch, this.plan.lookback);
    } else if (event.type === "stage") {
      const { phase, member, index, count } = event;
      this.#phase = phase === "refit" ? "refitting" : "choosing";
      [this.#stage, this.#batch, this.#epochs] = [{ member, index, count }, null, 0];
    } else if (event.type === "scored") {
      this.#tried.push(event.candidate);
      const [{ lookback }] = event.candidate.members;
      if (event.isBest) this.#preview(this.#tried.length, lookback);
    }
  }

  #noteTraining(event: TrainEvent): void {
    if (event.type === "batch") this.#batch = event;
    if (event.type === "start") this.#epochs = event.epochs;
  }

  /** With the weights as they are: those of the best epoch are for the results. */
  #preview(epoch: number, lookback: number): void {
    const rows = this.#rows.filter((row) => row >= lookback);
    if (rows.length === 0) return;
    const began = performance.now();
    const { series, plan } = this;
    const samples = this.#run.preview(rows).map((point, i): TestSample => {
      const time = series.time?.slice(rows[i], rows[i] + plan.horizon) ?? null;
      return { from: rows[i], forecast: { time, targets: targetForecasts(point, [], plan) } };
    });
    this.previews = [...(this.#isAuto ? [] : this.previews.slice(0, 1)), { epoch, samples }];
    const now = performance.now();
    this.#nextPreview = now + Math.max(previewPause.least, previewPause.times * (now - began));
  }

  #test(): void {
    this.forecaster = Forecaster.from(this.#run);
    const { series } = this;
    const { plan } = this.forecaster;
    const name = series.name.replace(/\.\w+$/, "");
    const outcome = outcomeOf(this.forecaster, series);
    this.results = {
      name,
      series,
      plan,
      refitRows: this.forecaster.trained.refit?.rows ?? null,
      training: this.#trainingResults(),
      ...outcome,
      unrolled: this.#version,
    };
    this.#phase = "done";
  }

  #trainingResults(): TrainingResults | null {
    return this.forecaster && trainingOf(this.#run, this.forecaster);
  }
}

/** Forecasts in a preview, at most. */
const MOST_PREVIEWED = 8;

/** The rows at which forecasts of the last rows of the test set begin, one where another ends. */
function previewRows({ horizon, split: { test } }: Plan): number[] {
  const count = Math.min(MOST_PREVIEWED, Math.floor((test.until - test.from) / horizon));
  return Array.from({ length: count }, (_, i) => test.until - (count - i) * horizon);
}
