/** @module An existing run: its files, how its training went, its model, and how it is resumed. */
import { join, sep } from "node:path";
import { FormatError, UsageError } from "../../errors.ts";
import { Forecaster } from "../../forecast/forecaster.ts";
import { savedHistory } from "../../forecast/runCheckpoint.ts";
import { hasChecksum } from "../../interop/safetensors.ts";
import { type MetricsLine, type RunConfig, runFiles } from "../../runs/files.ts";
import { type RunRecord, readMetrics, readRun, readRunConfig, readStatusIfWhole } from "../../runs/read.ts";
import { bestOf, type RunState } from "../../runs/summary.ts";
import type { Lang } from "../../text/lang.ts";
import type { EpochRecord } from "../../train/events.ts";
import { InputError } from "../files.ts";
import { isStandardInput } from "../input.ts";
import { stateOfRun } from "../lock/runLock.ts";
import type { Process } from "../process.ts";
import { refuseSpecial } from "../regularFile.ts";
import { linesText } from "../terminalGate.ts";
import { requestOf, type SeriesOptions, type SeriesRequest } from "./commonOptions.ts";
import { checkOptions } from "./givenOptions.ts";
import { RunFolder } from "./runFolder.ts";
import { seriesWords } from "./words.ts";

export interface SavedRun {
  readonly folder: RunFolder;
  readonly config: RunConfig;
  readonly request: SeriesRequest;
}

/** Finds a run by its folder. Throws InputError that names the file that is damaged or missing. */
export async function savedRun(path: string): Promise<SavedRun> {
  return savedIn(await RunFolder.open(path));
}

async function savedIn(folder: RunFolder): Promise<SavedRun> {
  const text = (await folder.readText("config")) ?? "";
  const config = inFolder(folder, () => readRunConfig(text));
  const given = checkOptions(config.asked, folder.pathOf("config"));
  const { file } = config.data;
  return { folder, config, request: { data: isStandardInput(file) ? file : join(folder.path, file), given } };
}

/** The path of the data that a run names. Throws InputError unless it is a file, or standard input: the sender of a run chose it. */
export async function ownData({ request: { data } }: Pick<SavedRun, "request">): Promise<string> {
  if (!isStandardInput(data)) await refuseSpecial(data);
  return data;
}

/**
 * Reads all files that describe a run; says which of its files are not as they were written. Metrics that are damaged are
 * taken from the checkpoint. Throws InputError that names the file and the field that is damaged.
 */
export async function recordOf(folder: RunFolder, notified: Notified): Promise<RunRecord> {
  const names = ["config", "status", "metrics", "backtest"] as const;
  const [config, status, metrics, backtest] = await Promise.all(names.map((name) => folder.readText(name)));
  const history = isReadable(metrics) ? null : await checkpointHistory(folder, notified);
  const texts = { config, status, metrics: history === null ? metrics : null, backtest };
  const record = inFolder(folder, () => readRun(texts));
  await warnOfChanges(folder, record, notified);
  return history === null ? record : { ...record, metrics: history };
}

function isReadable(metrics: string | null): boolean {
  try {
    readMetrics(metrics ?? "");
    return true;
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}

/** The epochs of a run's checkpoint, whose seconds are not known; null if it has none that can be read. */
async function checkpointHistory(
  folder: RunFolder,
  { stderr, lang }: Notified,
): Promise<readonly MetricsLine[] | null> {
  const bytes = await folder.read("checkpoint");
  const history = bytes && historyIn(bytes);
  if (history === null) return null;
  stderr.write(linesText([seriesWords[lang].metricsOfCheckpoint(folder.pathOf("metrics"))]));
  return history.map((record) => ({ ...record, seconds: null }));
}

function historyIn(checkpoint: Uint8Array): readonly EpochRecord[] | null {
  try {
    return savedHistory(checkpoint);
  } catch (error) {
    if (error instanceof FormatError) return null; // the error is that of the metrics
    throw error;
  }
}

/** Compares the files of a finished run with their checksums; those of earlier versions have none. */
async function warnOfChanges(folder: RunFolder, { status }: RunRecord, notified: Notified): Promise<void> {
  const { stderr, lang } = notified;
  const expected = status?.checksums;
  if (expected === undefined) return;
  const actual = await folder.checksums();
  for (const [name, sum] of Object.entries(expected))
    if (actual[name] !== sum)
      stderr.write(linesText([seriesWords[lang].notAsWritten(join(folder.path, name))]));
}

export interface TrainingSummary {
  readonly state: RunState;
  /** Finished epochs. */
  readonly epochs: number;
  /** The smallest validation loss (training loss, without validation); null before there is one. */
  readonly best: number | null;
  /** The epoch of `best`, 0 before there is one. */
  readonly bestEpoch: number;
  readonly seconds: number;
  readonly history: readonly EpochRecord[];
}

export async function trainingSummary(
  { status, metrics }: RunRecord,
  path: string,
): Promise<TrainingSummary> {
  const best = bestOf(metrics);
  return {
    state: await stateOfRun(path, status),
    epochs: metrics.length,
    best: best?.loss ?? null,
    bestEpoch: best?.epoch ?? 0,
    seconds: metrics.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0),
    history: metrics.map(({ seconds: _, ...record }) => record),
  };
}

/** Who is told of what is odd in a run. */
export interface Notified {
  readonly stderr: Process["stderr"];
  readonly lang: Lang;
}

/** The model of a run, the best so far. Throws InputError if there is none. */
export async function modelOf(folder: RunFolder, notified: Notified): Promise<Forecaster> {
  const bytes = await folder.read("best");
  if (bytes === null) {
    const canResume = (await folder.read("checkpoint")) !== null;
    const remedy = canResume ? `resume it with \`unrolled train --resume ${folder.path}\`` : "train it again";
    throw new InputError(`${folder.path} has no ${runFiles.best}\n  ${remedy}`);
  }
  return checkedRead(folder, "best", bytes, () => Forecaster.fromBytes(bytes), notified);
}

/** Reads a file of numbers; says so if it has no checksum, as those of earlier versions. */
export function checkedRead<Result>(
  folder: RunFolder,
  file: "best" | "checkpoint",
  bytes: Uint8Array,
  read: () => Result,
  { stderr, lang }: Notified,
): Result {
  const result = inFolder(folder, read, `${runFiles[file]}: `);
  if (!hasChecksum(bytes)) stderr.write(linesText([seriesWords[lang].noChecksum(folder.pathOf(file))]));
  return result;
}

/** Runs a reader of a run's folder; its errors name the folder, too. */
function inFolder<Result>(folder: RunFolder, read: () => Result, file = ""): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new InputError(`${folder.path}${sep}${file}${error.what}`, { cause: error });
  }
}

/**
 * A run to resume. Its settings are its own, except for those that end the training; its data file may have moved.
 * Throws UsageError for settings that would make it a different run.
 */
export async function resumedRun(
  folder: RunFolder,
  data: string | undefined,
  options: SeriesOptions,
): Promise<SavedRun> {
  const { request, ...rest } = await savedIn(folder);
  const { data: file, given } = await requestOf(data ?? (await ownData({ request })), options);
  const changed = Object.keys(given).filter((name) => name !== "epochs" && name !== "patience");
  if (changed.length > 0)
    throw new UsageError(
      `--resume uses the settings of ${folder.path}, so ${changed.join(", ")} cannot be given\n  only --epochs and --patience may change`,
    );
  return { ...rest, request: { data: file, given: { ...request.given, ...given } } };
}

/** Whether all files of a run are written: the checkpoint is deleted last. */
export async function isDone(folder: RunFolder): Promise<boolean> {
  const state = readStatusIfWhole(await folder.readText("status"))?.state;
  return (state === "done" || state === "diverged") && (await folder.read("checkpoint")) === null;
}
