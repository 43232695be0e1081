/**
 * @module What a run amounts to: its state, its best loss, its test error, and whether it can be compared with others. The
 * command line and the studio show these; the studio's server sends them as plain JSON, with null for NaN.
 */

import type { Units } from "../forecast/options.ts";
import type { Plan } from "../forecast/plan.ts";
import type { NamedError, Verdict } from "../forecast/scores/verdict.ts";
import type { Message } from "../sentence.ts";
import type { Lang } from "../text/lang.ts";
import type { EpochRecord, StopReason } from "../train/events.ts";
import type { MetricsLine, RunConfig, RunStage, RunStatus } from "./files.ts";
import type { SavedForecast } from "./forecastFile.ts";
import type { RunRecord, SavedBacktest } from "./read.ts";

/** `killed`: the process of the training is gone without having written so; `unknown`: there is no status yet. */
export type RunState = RunStatus["state"] | "killed" | "unknown";

/** Milliseconds. Training writes its status twice a second; an older one is no sign of life. */
export const STATUS_LIFETIME = 60_000;

/** Whether there is a process, and whether it belongs to this user. */
export type FindProcess = (pid: number) => "own" | "foreign" | "none";

/**
 * The state that was written; `killed` if that is "training" and the process no longer exists. For runs without a lock, as
 * versions before 0.2 make them: a process may have got its number later, so a status that is not recent is no sign of it.
 */
export function stateOf(status: RunStatus | null, find: FindProcess, now: number = Date.now()): RunState {
  if (status === null) return "unknown";
  if (status.state !== "training") return status.state;
  const isRecent = Math.abs(now - Date.parse(status.updated)) < STATUS_LIFETIME;
  return isRecent && find(status.pid) !== "none" ? "training" : "killed";
}

/** The epoch with the smallest validation loss; with the smallest training loss if no epoch was validated. */
export function bestOf(metrics: readonly EpochRecord[]): BestEpoch | null {
  const isValidated = metrics.some(({ valLoss }) => valLoss !== null);
  let best: BestEpoch | null = null;
  for (const { epoch, loss, valLoss } of metrics) {
    const value = finite(isValidated ? valLoss : loss);
    if (value !== null && (best === null || value < best.loss)) best = { epoch, loss: value };
  }
  return best;
}

export type BestEpoch = Readonly<Record<"epoch" | "loss", number>>;

/** What numbers of a run depend on besides its model. */
type Aspect = "data" | "targets" | "horizon" | "test" | "loss" | "scaler" | "validation";

/** A run to compare; `data` is the path of its data file. */
export interface Comparable {
  readonly data: string;
  readonly plan: Plan;
}

/** In which aspects runs differ: as long as a list is not empty, the numbers it is about are not comparable. */
export type Differences = Readonly<Record<"scores" | "losses", readonly Aspect[]>>;

const aspectOf: Readonly<Record<Aspect, (run: Comparable) => unknown>> = {
  data: ({ data }) => data,
  targets: ({ plan }) => plan.columns.targets,
  horizon: ({ plan }) => plan.horizon,
  test: ({ plan }) => plan.split.test,
  loss: ({ plan }) => [plan.loss, plan.loss === "quantile" ? plan.levels : []],
  scaler: ({ plan }) => plan.scaler, // losses are in its units
  validation: ({ plan }) => plan.split.validation,
};

/** Test errors are comparable on the same test rows; losses if loss, scaler and validation rows are the same, too. */
export function differencesOf(runs: readonly Comparable[]): Differences {
  const differs = (aspect: Aspect): boolean =>
    new Set(runs.map((run) => JSON.stringify(aspectOf[aspect](run)))).size > 1;
  const of = (...aspects: readonly Aspect[]): Aspect[] =>
    (["data", "targets", "horizon", ...aspects] as const).filter(differs);
  return { scores: of("test"), losses: of("loss", "scaler", "validation") };
}

export type VerdictOutcome = "better" | "worse" | "unsure";

/** What a verdict comes to: better than every baseline, worse than some, or neither for certain. */
export function outcomeOf({ beatsAll, lost }: Pick<Verdict, "beatsAll" | "lost">): VerdictOutcome {
  return beatsAll ? "better" : lost.length > 0 ? "worse" : "unsure";
}

/** The folder of a run; the stamp changes whenever a file of it changes. */
interface FolderStamp {
  readonly name: string;
  readonly stamp: string;
}

export interface RunSummary extends FolderStamp, Pick<Plan, "model" | "horizon" | "epochs"> {
  readonly problem: null;
  readonly state: RunState;
  readonly created: string;
  /** When the run last wrote its status: ISO 8601. */
  readonly updated: string;
  readonly file: string;
  readonly targets: readonly string[];
  /** Finished epochs. */
  readonly epoch: number;
  readonly best: BestEpoch | null;
  readonly mae: RunVerdict | null;
  /** Null before the test, and if it is not a number. */
  readonly mase: number | null;
}

/** The MAE of the backtest and that of the best baseline. */
export interface RunVerdict {
  readonly model: number | null;
  readonly best: NamedError;
  readonly beatsAll: boolean;
  /** Whether the model cannot be told apart from a baseline, and is worse than none. */
  readonly isUnsure: boolean;
}

/** A folder that cannot be shown as a run, and why. */
export interface BrokenRun extends FolderStamp {
  readonly problem: Message;
  /** Of the run of a panel, whose results are in its report. */
  readonly panel?: PanelSummary;
}

/** What the list shows of a panel's run. */
export interface PanelSummary {
  readonly state: RunState;
  readonly created: string;
  readonly updated: string;
  readonly model: string;
  readonly target: string;
  readonly series: number;
  readonly horizon: number;
  readonly epoch: number;
  readonly best: BestEpoch | null;
  /** Null before the test, and if it is not a number. */
  readonly mase: number | null;
  /** The verdict; null before the test. */
  readonly verdict: Readonly<Record<Lang, string>> | null;
  readonly files: RunDownloads;
}

/** The reply to `api/runs.json`. */
export interface RunsReply {
  /** The folder of the runs, as it was named on the command line. */
  readonly folder: string;
  readonly problem: Message | null;
  /** The newest first. */
  readonly runs: readonly (RunSummary | BrokenRun)[];
}

/** A measure over all steps; null if it is not a number. */
interface Total {
  readonly overall: number | null;
}

const errors = ["mae", "mse", "rmse", "smape", "mase"] as const;

/** The scores of a method over all steps: MethodScores, or what JSON has of them. */
export interface MethodTotals extends Readonly<Record<(typeof errors)[number], Total>> {
  readonly name: string;
  readonly pinball: Total | null;
  /** Absent from runs of version 0.1.0, as is the width. */
  readonly crps?: Total | null;
  readonly intervals: readonly {
    readonly level: number;
    readonly coverage: Total;
    readonly width?: Total;
  }[];
}

/** The scores of a backtest over all steps: a Backtest, or what JSON has of it. */
export interface BacktestTotals {
  readonly windows: number;
  readonly units: Units;
  readonly model: MethodTotals;
  readonly baselines: readonly MethodTotals[];
  readonly verdict: Pick<Verdict, "beatsAll" | "best" | "lost" | Lang>;
}

interface RunProgress {
  readonly epoch: number;
  /** Of the model at work; null before its first event. */
  readonly epochs: number | null;
  /** The model at work, where there are several one after the other. */
  readonly stage: RunStage | null;
  /** Finished batches of that epoch and their total; null if the last event was not about a batch. */
  readonly batch: number | null;
  readonly batches: number | null;
  /** The mean loss of that epoch so far. */
  readonly loss: number | null;
  readonly valLoss: number | null;
  readonly samplesPerSecond: number | null;
  /** Seconds left: of the epoch after a batch, of the run after an epoch. */
  readonly eta: number | null;
  readonly reason: StopReason | null;
}

/** Whether these files exist. */
export type RunDownloads = Readonly<Record<"report" | "forecast" | "model", boolean>>;

export interface FoundRun extends RunRecord, FolderStamp {
  readonly files: RunDownloads;
}

/** The reply to `api/runs/NAME.json`. */
export interface RunReply {
  readonly summary: RunSummary;
  readonly config: RunConfig;
  readonly progress: RunProgress | null;
  /** The epochs after the one in the request. */
  readonly metrics: readonly (Omit<MetricsLine, "loss"> & { readonly loss: number | null })[];
  readonly backtest: BacktestTotals | null;
  /** Null before the end, and of runs of versions that did not write it. */
  readonly forecast: SavedForecast | null;
  readonly files: RunDownloads;
}

export function summaryOf(run: FoundRun, state: RunState): RunSummary {
  const { name, stamp, config, status, metrics, backtest } = run;
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
      model: finite(backtest.model.mae.overall),
      best: bestByMae(backtest),
      beatsAll: backtest.verdict.beatsAll,
      isUnsure: outcomeOf(backtest.verdict) === "unsure",
    },
    mase: backtest && finite(backtest.model.mase.overall),
  };
}

export function replyOf(
  run: FoundRun,
  state: RunState,
  after: number,
  forecast: SavedForecast | null = null,
): RunReply {
  const { config, status, metrics, backtest, files } = run;
  const points = metrics.filter(({ epoch }) => epoch > after);
  return {
    summary: summaryOf(run, state),
    config,
    progress: status === null ? null : progressOf(status),
    metrics: points.map((line) => ({ ...line, loss: finite(line.loss) })),
    backtest: backtest && totalsOf(backtest),
    forecast,
    files,
  };
}

/** The best baseline of the verdict with its MAE: of several targets it is judged by another measure. */
function bestByMae({ baselines, verdict: { best } }: SavedBacktest): NamedError {
  const mae = baselines.find(({ name }) => name === best.name)?.mae.overall;
  return { name: best.name, error: mae ?? best.error };
}

function totalsOf({ model, baselines, verdict, targets: _, ...rest }: SavedBacktest): BacktestTotals {
  const { beatsAll, best, lost, en, zh } = verdict;
  return {
    ...rest,
    model: methodTotals(model),
    baselines: baselines.map(methodTotals),
    verdict: { beatsAll, best, lost, en, zh },
  };
}

function methodTotals({ name, pinball, crps = null, intervals, ...scores }: MethodTotals): MethodTotals {
  const total = ({ overall }: Total): Total => ({ overall: finite(overall) });
  const totals = errors.map((error) => [error, total(scores[error])] as const);
  return {
    name,
    ...(Object.fromEntries(totals) as Pick<MethodTotals, (typeof errors)[number]>),
    pinball: pinball && total(pinball),
    crps: crps && total(crps),
    intervals: intervals.map(({ level, coverage, width }) => ({
      level,
      coverage: total(coverage),
      ...(width === undefined ? {} : { width: total(width) }),
    })),
  };
}

function progressOf(status: RunStatus): RunProgress | null {
  const { event, stage = null } = status;
  if (event === null && stage === null) return null;
  const none = { batch: null, batches: null, loss: null, valLoss: null, samplesPerSecond: null, eta: null };
  const { epoch = 0, epochs = null } = event ?? {};
  const base: RunProgress = { epoch, epochs, stage, ...none, reason: null };
  if (event === null) return base;
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
