/** @module The files of a run's folder and their contents. All of them can be read by other programs. */
import type { PlanModel } from "../forecast/options.ts";
import type { Plan } from "../forecast/plan.ts";
import type { Lang } from "../text/lang.ts";
import type { TrainEvent } from "../train/events.ts";

export const runFiles = {
  /** RunConfig. */
  config: "config.json",
  /** JSON lines: a MetricsLine per finished epoch. */
  metrics: "metrics.jsonl",
  /** RunStatus, rewritten about twice a second during training. */
  status: "status.json",
  /** The model: `Forecaster.fromBytes`. */
  best: "best.safetensors",
  /** What `--resume` continues from; deleted as the last step of a run. */
  checkpoint: "checkpoint.safetensors",
  /** Backtest, without its typed arrays. */
  backtest: "backtest.json",
  forecast: "forecast.csv",
  /** Of a panel: SavedPanelScores. */
  scores: "scores.json",
  /** Of a panel: the scores of each series. */
  bySeries: "series.csv",
  /** SavedForecast: the forecast again, with the rows before it. */
  chart: "forecast.json",
  report: "report.html",
} as const;

export type RunFile = keyof typeof runFiles;

const MB = 2 ** 20;

/** Larger files are not read: far more than a run writes, and little enough for the memory of any machine. */
export const mostBytes: Readonly<Record<RunFile, number>> = {
  config: 8 * MB,
  metrics: 64 * MB,
  status: MB,
  best: 2048 * MB,
  checkpoint: 2048 * MB,
  backtest: 64 * MB,
  forecast: 2048 * MB,
  scores: 8 * MB,
  bySeries: 2048 * MB,
  chart: 64 * MB,
  report: 32 * MB,
};

export interface RunConfig {
  readonly unrolled: string;
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly data: DataFacts;
  readonly plan: Plan;
  /** The options that were set, under the names of `--config`. */
  readonly asked: Readonly<Record<string, unknown>>;
  /** The language of the report; absent from runs of 0.1.0. */
  readonly lang?: Lang;
  /** Whether TensorBoard's file is written as well. */
  readonly tensorboard?: boolean;
}

export interface DataFacts {
  /** Relative to the run's folder. */
  readonly file: string;
  readonly rows: number;
  readonly timeColumn: string | null;
  /** The first and the last time as the report shows them; null without a time column. */
  readonly from: string | null;
  readonly until: string | null;
}

/** One epoch. A loss that is not a number is null in the file, NaN here. */
export interface MetricsLine {
  readonly epoch: number;
  readonly loss: number;
  readonly valLoss: number | null;
  readonly lr: number;
  /** Null if the process was killed before it could write it. */
  readonly seconds: number | null;
}

/** The last state that a run has written. */
export interface RunStatus {
  readonly state: "training" | "done" | "interrupted" | "diverged";
  /** The last event of the training; null for a baseline and before the first event. */
  readonly event: TrainEvent | null;
  /** When this was written: ISO 8601, UTC. */
  readonly updated: string;
  /** The process that trains: whether it exists distinguishes a running training from a killed one. */
  readonly pid: number;
  /** The model at work, where there are several one after the other; absent where there is one. */
  readonly stage?: RunStage;
  /** Of a finished run: the CRC-32 of each file of numbers by its name, in hexadecimal; `created` and `seconds` are left out. */
  readonly checksums?: Readonly<Record<string, string>>;
}

/** A model that `auto` tries, or one that is trained again on all rows. */
export interface RunStage {
  readonly phase: "candidate" | "refit";
  readonly model: PlanModel;
  /** From 1 to `count`. */
  readonly index: number;
  readonly count: number;
}
