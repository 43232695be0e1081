/**
 * @module What a server says of runs, and what a page therefore knows: plain JSON, made of the files of a run's folder.
 * A number that is none is null.
 */
import type { ModelName } from "../forecast/options.ts";
import type { StopReason, TrainEvent } from "../train/events.ts";
import type { RecordedBacktest } from "./readRecord.ts";
import type { MetricsLine, RunConfig, RunStatus } from "./record.ts";

/** All that was read of a run's folder. */
export interface RunRecord {
  readonly name: string;
  /** Another one whenever a file has changed. */
  readonly stamp: string;
  readonly config: RunConfig;
  /** Null where it has not been written yet. */
  readonly status: RunStatus | null;
  readonly metrics: readonly MetricsLine[];
  readonly backtest: RecordedBacktest | null;
  readonly files: RunDownloads;
}

/** Which files there are to take away. */
interface RunDownloads {
  readonly report: boolean;
  readonly forecast: boolean;
  readonly model: boolean;
}

/** Where a run stands; `killed`: its process is gone and could not say so; `unknown`: nothing has been said yet. */
export type RunState = RunStatus["state"] | "killed" | "unknown";

/** A line of the list of runs. */
export interface RunSummary {
  readonly name: string;
  readonly stamp: string;
  readonly problem: null;
  readonly state: RunState;
  readonly created: string;
  /** When the run last said something. */
  readonly updated: string;
  readonly file: string;
  readonly targets: readonly string[];
  readonly model: ModelName;
  readonly horizon: number;
  /** Epochs that are done, of so many at most. */
  readonly epoch: number;
  readonly epochs: number;
  /** The best epoch so far; of the validation, where there is one. */
  readonly best: { readonly epoch: number; readonly loss: number } | null;
  readonly mae: RunVerdict | null;
}

/** The MAE of the backtest beside the best baseline's. */
export interface RunVerdict {
  readonly model: number | null;
  readonly best: { readonly name: string; readonly error: number };
  readonly beatsAll: boolean;
}

/** A folder that cannot be read as a run, and why. */
export interface BrokenRun {
  readonly name: string;
  readonly stamp: string;
  readonly problem: string;
}

/** The answer to `api/runs.json`. */
export interface RunsReply {
  /** Where they are, as the person has named it. */
  readonly folder: string;
  /** Why the folder itself cannot be read. */
  readonly problem: string | null;
  /** The newest first. */
  readonly runs: readonly (RunSummary | BrokenRun)[];
}

/** How far the training is. */
interface RunProgress {
  readonly epoch: number;
  /** Batches of that epoch that are done, of so many; null where the last event was of none. */
  readonly batch: number | null;
  readonly batches: number | null;
  /** The mean loss of that epoch so far. */
  readonly loss: number | null;
  readonly valLoss: number | null;
  readonly samplesPerSecond: number | null;
  /** Seconds: of the epoch while batches go by, of the run once it is done. */
  readonly eta: number | null;
  readonly reason: StopReason | null;
}

/** An epoch. */
export interface EpochPoint extends Omit<MetricsLine, "loss"> {
  readonly loss: number | null;
}

/** The answer to `api/runs/NAME.json`. */
export interface RunReply {
  readonly summary: RunSummary;
  readonly config: RunConfig;
  readonly progress: RunProgress | null;
  /** The epochs after the one that was asked for. */
  readonly metrics: readonly EpochPoint[];
  readonly backtest: RecordedBacktest | null;
  readonly files: RunDownloads;
}

/** The line of a run in the list. */
export function summaryOf(
  { name, stamp, config, status, metrics, backtest }: RunRecord,
  state: RunState,
): RunSummary {
  const { created, data, plan } = config;
  return {
    name,
    stamp,
    problem: null,
    state,
    created,
    updated: status?.updated ?? created,
    file: data.file,
    targets: plan.columns.targets,
    model: plan.model,
    horizon: plan.horizon,
    epoch: metrics.at(-1)?.epoch ?? 0,
    epochs: plan.epochs,
    best: bestOf(metrics),
    mae: backtest && {
      model: backtest.model.mae,
      best: backtest.verdict.best,
      beatsAll: backtest.verdict.beatsAll,
    },
  };
}

/** All of a run, with the epochs after a given one. */
export function replyOf(record: RunRecord, state: RunState, after: number): RunReply {
  const { config, status, metrics, backtest, files } = record;
  const points = metrics.filter(({ epoch }) => epoch > after);
  return {
    summary: summaryOf(record, state),
    config,
    progress: status?.event ? progressOf(status.event) : null,
    metrics: points.map((line) => ({ ...line, loss: finite(line.loss) })),
    backtest,
    files,
  };
}

/** The least validation loss, or the least loss of a run that has no validation. */
function bestOf(metrics: readonly MetricsLine[]): RunSummary["best"] {
  const isValidated = metrics.some(({ valLoss }) => valLoss !== null);
  let best: RunSummary["best"] = null;
  for (const { epoch, loss, valLoss } of metrics) {
    const value = finite(isValidated ? valLoss : loss);
    if (value !== null && (best === null || value < best.loss)) best = { epoch, loss: value };
  }
  return best;
}

function progressOf(event: TrainEvent): RunProgress {
  const { epoch } = event;
  const none = { batch: null, batches: null, loss: null, valLoss: null, samplesPerSecond: null, eta: null };
  const base: RunProgress = { epoch, ...none, reason: null };
  switch (event.type) {
    case "start":
      return { ...base, batch: event.batch, batches: event.batches };
    case "batch": {
      const { batch, batches, valLoss, samplesPerSecond, eta } = event;
      return { ...base, batch, batches, loss: finite(event.meanLoss), valLoss, samplesPerSecond, eta };
    }
    case "epoch":
      return { ...base, loss: finite(event.loss), valLoss: event.valLoss, eta: finite(event.eta) };
    case "improved":
      return base;
    default:
      return { ...base, reason: event.reason };
  }
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
