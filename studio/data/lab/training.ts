/** @module Trains in slices of time, so that the worker can answer messages between two of them and stop at once. */

import type { Series } from "../../../src/data/series/series.ts";
import { Forecaster, targetForecasts } from "../../../src/forecast/forecaster.ts";
import { ForecasterRun } from "../../../src/forecast/forecasterRun.ts";
import type { ForecasterOptions } from "../../../src/forecast/options.ts";
import type { Plan } from "../../../src/forecast/plan.ts";
import type { RunEvent } from "../../../src/forecast/runEvents.ts";
import type { TestSample } from "../../../src/forecast/scores/backtest.ts";
import { outcomeOf, type RunResults, type TrainingResults, trainingOf } from "../../../src/runs/results.ts";
import type { BatchEvent, EpochRecord } from "../../../src/train/events.ts";

export interface TrainingFrame {
  readonly phase: "training" | "testing" | "done";
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
  /** The epoch that the latest preview is of; 0 for none. */
  readonly previewed: number;
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
  readonly #events: Iterator<RunEvent, void>;
  #phase: TrainingFrame["phase"] = "training";
  #isStopped = false;
  #batch: BatchEvent | null = null;
  #worked = 0;

  /** Throws ValueError for options outside their domain, and for a series that is too short for them. */
  constructor(series: Series, options: ForecasterOptions, version: string) {
    this.series = series;
    this.#version = version;
    this.#run = new ForecasterRun(series, options);
    this.#events = this.#run.run();
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
    while (this.#phase === "training" && performance.now() - began < slice) this.#next();
    this.#worked += performance.now() - began;
    if (this.#phase === "done") return null;
    return this.#phase === "testing" ? testPause : 0;
  }

  frame(): TrainingFrame {
    const progress = this.#run.progress;
    const { epoch = 0, batch = 0, batches = 0, meanLoss, lr, samplesPerSecond } = this.#batch ?? {};
    const history = progress?.history ?? [];
    return {
      phase: this.#phase,
      epoch,
      epochs: this.plan.epochs,
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
      targets: this.plan.columns.targets,
      previewed: this.previews.at(-1)?.epoch ?? 0,
    };
  }

  #eta(epoch: number, share: number): number | null {
    const done = epoch - 1 + share;
    return done <= 0 ? null : ((this.#worked / 1000) * (this.plan.epochs - done)) / done;
  }

  #next(): void {
    if (this.#isStopped && !this.#run.isFinished) {
      for (const event of this.#run.interrupted()) this.#note(event);
      this.#phase = "testing";
      return;
    }
    const { done, value } = this.#events.next();
    if (done) this.#phase = "testing";
    else this.#note(value);
  }

  #note(event: RunEvent): void {
    if (event.type === "batch") this.#batch = event;
    if (event.type === "epoch" && performance.now() >= this.#nextPreview) this.#preview(event.epoch);
  }

  /** With the weights as they are: those of the best epoch are for the results. */
  #preview(epoch: number): void {
    if (this.#rows.length === 0) return;
    const began = performance.now();
    const { series, plan } = this;
    const samples = this.#run.preview(this.#rows).map((point, i): TestSample => {
      const time = series.time?.slice(this.#rows[i], this.#rows[i] + plan.horizon) ?? null;
      return { from: this.#rows[i], forecast: { time, targets: targetForecasts(point, [], plan) } };
    });
    this.previews = [...this.previews.slice(0, 1), { epoch, samples }];
    const now = performance.now();
    this.#nextPreview = now + Math.max(previewPause.least, previewPause.times * (now - began));
  }

  #test(): void {
    this.forecaster = Forecaster.from(this.#run);
    const { series, plan } = this;
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
