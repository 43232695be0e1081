/** @module The files of a run's folder, and what stands in them. Everything in them can be read by other programs. */
import type { Plan } from "../forecast/plan.ts";
import type { TrainEvent } from "../train/events.ts";

/** The names of the files. */
export const runFiles = {
  /** RunConfig. */
  config: "config.json",
  /** One MetricsLine a line, for each epoch that is done. */
  metrics: "metrics.jsonl",
  /** RunStatus, written anew about twice a second while training goes on. */
  status: "status.json",
  /** The model: `Forecaster.fromBytes`. */
  best: "best.safetensors",
  /** What `--resume` goes on from; taken away once the run is over. */
  checkpoint: "checkpoint.safetensors",
  /** The scores of the backtest, as JSON. */
  backtest: "backtest.json",
  /** The steps ahead, with intervals. */
  forecast: "forecast.csv",
  report: "report.html",
} as const;

/** What a run was started with. */
export interface RunConfig {
  readonly unrolled: string;
  /** As `Date.toISOString` has it. */
  readonly created: string;
  readonly data: DataFacts;
  readonly plan: Plan;
  /** What the person asked for, under the names of `--config`. */
  readonly asked: Readonly<Record<string, unknown>>;
}

/** What the data were. */
export interface DataFacts {
  readonly file: string;
  readonly rows: number;
  readonly timeColumn: string | null;
  /** The first and the last time, as the report shows them; null without times. */
  readonly from: string | null;
  readonly until: string | null;
}

/** One epoch. */
export interface MetricsLine {
  readonly epoch: number;
  readonly loss: number;
  readonly valLoss: number | null;
  readonly lr: number;
  /** Null where the process was killed before it could write it. */
  readonly seconds: number | null;
}

/** Where a run stands. */
export interface RunStatus {
  readonly state: "training" | "done" | "interrupted" | "diverged";
  /** The last event of the training; null for a baseline, or before the first. */
  readonly event: TrainEvent | null;
  /** When this was written, as `Date.toISOString` has it. */
  readonly updated: string;
  /** The process that trains, to tell one that was killed from one that is at work. */
  readonly pid: number;
}
