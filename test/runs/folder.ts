/** @module Folders of runs as `unrolled train` leaves them, written by hand: whole ones, and one that grows. */
import { appendFileSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { unbounded } from "../../src/forecast/bounds.ts";
import { forecastOptions, type ModelName } from "../../src/forecast/options.ts";
import { verdictAgainst } from "../../src/forecast/scores/verdict.ts";
import { renderPage } from "../../src/report/page.ts";
import { type MetricsLine, type RunConfig, type RunStatus, runFiles } from "../../src/runs/files.ts";
import type { SavedForecast } from "../../src/runs/forecastFile.ts";
import { defaultsOf } from "../../src/text/optionTable.ts";
import type { TrainEvent } from "../../src/train/events.ts";

/** What is told of a run; the rest is made up. */
export interface MadeRun {
  readonly model?: ModelName;
  readonly targets?: readonly string[];
  readonly horizon?: number;
  readonly epochs?: number;
  /** How many epochs are done. */
  readonly done?: number;
  readonly state?: RunStatus["state"];
  /** This process by default: it is alive. */
  readonly pid?: number;
  readonly created?: string;
  readonly updated?: string;
  readonly seed?: number;
  /** The model's MAE, where there has been a backtest. */
  readonly mae?: number | null;
}

/** What unrolled train would have been told, and settled. */
export function configOf({
  model = "gru",
  targets = ["sunspots"],
  horizon = 12,
  epochs = 40,
  created = "2026-03-01T10:00:00.000Z",
  seed = 1,
}: MadeRun = {}): RunConfig {
  const modelOptions =
    model === "gru" || model === "lstm" || model === "rnn" ? { hidden: 64, layers: 1 } : {};
  return {
    unrolled: "0.1.0",
    created,
    data: {
      file: "../../datasets/sunspots.csv",
      rows: 3310,
      timeColumn: "month",
      from: "1749-01",
      until: "2024-10",
    },
    plan: {
      model,
      modelOptions,
      lookback: 24,
      horizon,
      season: 128,
      split: {
        train: { part: "train", from: 0, until: 2317 },
        validation: { part: "validation", from: 2317, until: 2648 },
        test: { part: "test", from: 2648, until: 3310 },
      },
      scaler: "standard",
      ...defaultsOf(forecastOptions.training, model),
      ...unbounded,
      loss: "mse",
      levels: [0.8, 0.95],
      epochs,
      batchSize: 32,
      lr: 0.001,
      lrDecay: model === "dlinear" || model === "nlinear" ? null : 1,
      patience: 10,
      clip: 1,
      seed,
      columns: { targets, future: [], calendar: ["month"], covariates: [] },
    },
    asked: { model, target: targets },
  };
}

/** A curve that falls and then overfits, a little different for each seed. */
export function lineOf(epoch: number, seed = 1): MetricsLine {
  const wave = Math.sin(epoch * 2.3 + seed) * 0.01;
  const loss = 0.08 + 0.9 * Math.exp(-epoch / (5 + seed)) + wave / 2;
  const valLoss = 0.13 + 0.02 * seed + 0.8 * Math.exp(-epoch / 6) + 0.0006 * epoch ** 1.4 + wave;
  return { epoch, loss, valLoss, lr: 0.001, seconds: 1.24 };
}

/** What stands in backtest.json. */
export function backtestOf(model: string, mae: number): object {
  const score = (overall: number) => ({ overall, byStep: [overall * 0.8, overall * 1.2] });
  const method = (name: string, error: number) => ({
    name,
    mae: score(error),
    mse: score(error ** 2 * 1.6),
    rmse: score(error * 1.27),
    smape: score(error * 1.4),
    mase: score(error / 21),
    pinball: score(error / 3),
    intervals: [0.8, 0.95].map((level) => ({
      level,
      coverage: score(level - 0.013),
      width: score(error * 3),
    })),
  });
  const known = { naive: 24.2, drift: 24.9, mean: 41.3, "seasonal naive": 36.6 };
  const errors = Object.fromEntries(Object.entries(known).filter(([name]) => name !== model));
  const echo = { echoes: false, toLast: 20, toTarget: 25, moved: 33, correlation: 0.6, skill: 0.4 };
  return {
    windows: 651,
    units: "original",
    model: method(model, mae),
    baselines: Object.entries(errors).map(([name, error]) => method(name, error)),
    echo,
    verdict: verdictAgainst(errors, { name: model, error: mae }, { echo }),
  };
}

/** What stands in status.json after an epoch, or in the middle of the next. */
export function statusOf(run: MadeRun, event: TrainEvent | null = null): RunStatus {
  const { state = "done", pid = process.pid, updated = new Date().toISOString() } = run;
  return { state, event, updated, pid };
}

/** The event of an epoch that is done. */
export function epochEventOf(line: MetricsLine, epochs: number): TrainEvent {
  const { epoch, loss, valLoss, lr } = line;
  const seconds = line.seconds ?? 0;
  const eta = (epochs - epoch) * seconds;
  return {
    type: "epoch",
    epoch,
    epochs,
    batches: 72,
    loss,
    valLoss,
    best: valLoss,
    bestEpoch: epoch,
    lr,
    seconds,
    eta,
  };
}

/** What stands in forecast.json; a run of a version before it had this file has none. */
export function forecastOf({ targets = ["sunspots"], horizon = 12 }: MadeRun = {}): SavedForecast {
  const month = (i: number): number => Date.UTC(2019, 10 + i, 1);
  return {
    ...{ timeName: "month", timeKind: "date", lookback: 24 },
    time: Array.from({ length: 60 }, (_, i) => month(i)),
    ahead: Array.from({ length: horizon }, (_, i) => month(60 + i)),
    targets: targets.map((name, k) => ({
      name,
      past: Array.from({ length: 60 }, (_, i) => 100 + 10 * k + Math.sin(i / 4)),
      point: Array.from({ length: horizon }, (_, i) => 140.2 + 10 * k + i),
      intervals: [0.8, 0.95].map((level) => ({
        level,
        lower: Array.from({ length: horizon }, (_, i) => (i === 1 && level > 0.9 ? null : 120 - 20 * level)),
        upper: Array.from({ length: horizon }, () => 160 + 20 * level),
      })),
    })),
  };
}

/** Writes the folder of a run; returns where it is. */
export function writeRun(folder: string, name: string, run: MadeRun = {}): string {
  const { model = "gru", epochs = 40, done = epochs, seed = 1, state = "done" } = run;
  const { mae = state === "done" ? 21.8 : null } = run;
  const place = join(folder, name);
  mkdirSync(place, { recursive: true });
  const lines = Array.from({ length: done }, (_, i) => lineOf(i + 1, seed));
  const last = lines.at(-1);
  const event = last ? epochEventOf(last, epochs) : null;
  writeJson(place, runFiles.config, configOf(run));
  writeFileSync(join(place, runFiles.metrics), lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  writeJson(place, runFiles.status, statusOf({ ...run, state }, event));
  if (mae === null) return place;
  writeJson(place, runFiles.backtest, backtestOf(model, mae));
  writeFileSync(join(place, runFiles.forecast), "time,sunspots\n2024-11,140.2\n");
  if (model !== "naive") writeJson(place, runFiles.chart, forecastOf(run));
  writeFileSync(join(place, runFiles.report), report);
  writeFileSync(join(place, runFiles.best), Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 123, 125));
  return place;
}

/** A run that trains for as long as somebody goes on with it. */
export class GrowingRun {
  readonly #place: string;
  readonly #run: MadeRun;
  #epoch: number;

  constructor(folder: string, name: string, run: MadeRun = {}) {
    this.#run = { state: "training", done: 0, ...run };
    this.#epoch = this.#run.done ?? 0;
    this.#place = writeRun(folder, name, this.#run);
  }

  /** Trains another epoch. */
  step(): void {
    const { epochs = 40, seed = 1 } = this.#run;
    const line = lineOf(++this.#epoch, seed);
    const text = `${JSON.stringify(line)}\n`;
    appendFileSync(join(this.#place, runFiles.metrics), text.slice(0, 9)); // as a reader may find it
    appendFileSync(join(this.#place, runFiles.metrics), text.slice(9));
    writeJson(this.#place, runFiles.status, statusOf(this.#run, epochEventOf(line, epochs)));
  }

  /** Is in the middle of an epoch. */
  batch(batch: number): void {
    const { epochs = 40 } = this.#run;
    const { loss, valLoss, lr } = lineOf(this.#epoch + 1);
    const common = { epoch: this.#epoch + 1, epochs, batch, batches: 72, loss, meanLoss: loss, valLoss, lr };
    const event: TrainEvent = { type: "batch", ...common, gradNorm: 0.7, samplesPerSecond: 1843, eta: 0.7 };
    writeJson(this.#place, runFiles.status, statusOf(this.#run, event));
  }

  /** Is over, with a backtest. */
  end(mae = 21.8): void {
    const { model = "gru", epochs = 40 } = this.#run;
    const event: TrainEvent = {
      ...{ type: "end", reason: "patience", epoch: this.#epoch, epochs, best: 0.2, bestEpoch: this.#epoch },
      seconds: 12,
    };
    writeJson(this.#place, runFiles.backtest, backtestOf(model, mae));
    writeJson(this.#place, runFiles.status, statusOf({ ...this.#run, state: "done" }, event));
  }
}

/** A report in the frame of all reports, whose script takes the title from the language that is chosen. */
export const report = renderPage({
  lang: "en",
  titles: { en: "A report", zh: "一份报告" },
  articles: { en: "<h1>A report</h1>", zh: "<h1>一份报告</h1>" },
  unrolled: "0.1.0",
}).replace("<title>A report</title>", "<title>before its script</title>");

function writeJson(place: string, file: string, value: unknown): void {
  const temporary = join(place, `.${file}.part`);
  writeFileSync(temporary, JSON.stringify(value));
  renameSync(temporary, join(place, file));
}
