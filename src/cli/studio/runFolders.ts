/**
 * @module Reads the runs in a folder for the studio. Opens only what a listing of the folder contains, only if it is a file
 * or a folder and not a link, and in a run only the files that a run has: no name, however spelled, leads elsewhere.
 */
import { type FileHandle, lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { AdvisedError, FormatError } from "../../errors.ts";
import { append } from "../../lists.ts";
import { mostBytes, type RunFile, runFiles } from "../../runs/files.ts";
import { readSavedForecast, type SavedForecast } from "../../runs/forecastFile.ts";
import { isPanelConfig } from "../../runs/panel/panelFiles.ts";
import { type PanelRunRecord, panelRun } from "../../runs/panel/panelSummary.ts";
import { readRun } from "../../runs/read.ts";
import type { BrokenRun, FoundRun, RunDownloads } from "../../runs/summary.ts";
import { type Message, say } from "../../sentence.ts";
import { InputError } from "../files.ts";
import { openRegular } from "../regularFile.ts";

/** A run of a panel. */
export interface FoundPanelRun extends PanelRunRecord {
  readonly name: string;
  readonly stamp: string;
}

type Found = FoundRun | FoundPanelRun | BrokenRun;

export interface RunFolders {
  /** The folders, whatever they hold; none where there is no such folder, or it cannot be read. */
  readonly names: () => Promise<readonly string[]>;
  /** `problem` is why the folder cannot be read; a folder that does not exist yet has no runs. */
  readonly list: () => Promise<{ problem: Message | null; runs: readonly Found[] }>;
  /** Null if there is no such run. */
  readonly find: (name: string) => Promise<Found | null>;
  /** Null if there is none that can be read. */
  readonly forecastOf: (name: string) => Promise<SavedForecast | null>;
  /** A file to read from, which the caller closes; null if there is none. */
  readonly open: (name: string, file: RunFile) => Promise<FileHandle | null>;
}

/** Runs that are read at the same time. */
const AT_ONCE = 4;

/** The runs in a folder. A run is read again only if one of its files has changed. */
export function runFolders(folder: string): RunFolders {
  const cache = new Map<string, FoundRun | FoundPanelRun>();
  const read = async (name: string): Promise<Found> => {
    const stamp = await stampOf(join(folder, name));
    const known = cache.get(name);
    if (known?.stamp === stamp) return known;
    const fresh = await readFound(folder, name, stamp);
    if ("problem" in fresh && !("status" in fresh))
      cache.delete(name); // it may be readable the next time
    else cache.set(name, fresh);
    return fresh;
  };
  const isRun = async (name: string): Promise<boolean> => (await namesIn(folder)).includes(name);
  return {
    names: () => namesIn(folder).catch(() => []),
    async list() {
      try {
        const names = await namesIn(folder);
        for (const name of cache.keys()) if (!names.includes(name)) cache.delete(name);
        return { problem: null, runs: await inBatches(names, read) };
      } catch (error) {
        return { problem: messageOf(error), runs: [] };
      }
    },
    find: async (name) => ((await isRun(name)) ? read(name) : null),
    forecastOf: async (name) => ((await isRun(name)) ? readForecast(join(folder, name)) : null),
    open: async (name, file) => ((await isRun(name)) ? openFile(join(folder, name, runFiles[file])) : null),
  };
}

/** A few at a time: the number of open files is limited. */
async function inBatches<Result>(
  names: readonly string[],
  read: (name: string) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let i = 0; i < names.length; i += AT_ONCE)
    append(results, await Promise.all(names.slice(i, i + AT_ONCE).map(read)));
  return results;
}

/** Folders that are neither hidden nor links. */
async function namesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => name);
}

/** Sizes and times of all files of a run: equal as long as none has changed. */
async function stampOf(run: string): Promise<string> {
  const stats = await Promise.all(
    Object.values(runFiles).map((file) => lstat(join(run, file), { bigint: true }).catch(() => null)),
  );
  return stats
    .map((found) => (found === null ? "" : `${found.mtimeNs.toString(36)}.${found.size}`))
    .join("-");
}

async function readFound(folder: string, name: string, stamp: string): Promise<Found> {
  const run = join(folder, name);
  try {
    const [config, status, metrics, backtest] = await Promise.all(
      (["config", "status", "metrics", "backtest"] as const).map((file) => readText(run, file)),
    );
    if (config !== null && isPanelConfig(config)) {
      const texts = { config, status, metrics, scores: await readText(run, "scores") };
      return { name, stamp, ...panelRun(texts, await downloadsOf(run)) };
    }
    const record = readRun({ config, status, metrics, backtest });
    return { name, stamp, ...record, files: await downloadsOf(run) };
  } catch (error) {
    return { name, stamp, problem: messageOf(error) };
  }
}

/** Read for the runs that are shown: the list, which has all runs, is read every second. */
async function readForecast(run: string): Promise<SavedForecast | null> {
  try {
    const text = await readText(run, "chart");
    return text === null ? null : readSavedForecast(text);
  } catch {
    return null; // everything else of the run can be shown
  }
}

async function downloadsOf(run: string): Promise<RunDownloads> {
  const has = async (file: RunFile): Promise<boolean> =>
    (await lstat(join(run, runFiles[file])).catch(() => null))?.isFile() ?? false;
  return { report: await has("report"), forecast: await has("forecast"), model: await has("best") };
}

async function readText(run: string, file: RunFile): Promise<string | null> {
  const handle = await openFile(join(run, runFiles[file]));
  if (handle === null) return null;
  try {
    const { size } = await handle.stat();
    const most = mostBytes[file];
    if (size > most)
      throw new FormatError(say`${runFiles[file]} has ${size} bytes but must have at most ${most}`);
    return await handle.readFile("utf8");
  } finally {
    await handle.close();
  }
}

/** Opens a regular file; null if there is none, and for a link, a pipe or a device. Throws InputError if it cannot be read. */
async function openFile(path: string): Promise<FileHandle | null> {
  return openRegular(path, "refused").catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
}

function isMissing(error: unknown): boolean {
  return error instanceof InputError && (error.cause === undefined || Object(error.cause).code === "ENOENT");
}

function messageOf(error: unknown): Message {
  if (error instanceof AdvisedError) return error.sentence;
  return error instanceof Error ? error.message : String(error);
}
