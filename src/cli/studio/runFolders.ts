/**
 * @module The runs of a folder, from the disk. Only what a listing of that folder names is ever opened, only as a file or
 * a folder that is no link, and of a run nothing but the files that a run has: no name, however written, leads elsewhere.
 */
import { constants } from "node:fs";
import { type FileHandle, lstat, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { readBacktest, readConfig, readMetrics, readStatus } from "../../runs/readRecord.ts";
import { runFiles } from "../../runs/record.ts";
import type { BrokenRun, RunRecord } from "../../runs/replies.ts";

/** What stands in a folder of runs. */
interface FoundRuns {
  /** Why the folder cannot be read; one that is not there yet merely has no runs. */
  readonly problem: string | null;
  readonly runs: readonly (RunRecord | BrokenRun)[];
}

/** The name of a file that a run may have. */
type RunFile = (typeof runFiles)[keyof typeof runFiles];

/** Reads a folder of runs. */
export interface RunFolders {
  readonly list: () => Promise<FoundRuns>;
  /** Null where there is no such run. */
  readonly find: (name: string) => Promise<RunRecord | BrokenRun | null>;
  /** A file to read from, which is for the caller to close; null where there is none. */
  readonly open: (name: string, file: RunFile) => Promise<FileHandle | null>;
}

/** A text of more bytes than that is no file of ours; to read it would take the server's memory. */
const MOST = 64 * 2 ** 20;
/** Runs that are read at the same time. */
const AT_ONCE = 16;

/** The runs below a folder. What was read is kept for as long as no file of that run changes. */
export function runFolders(folder: string): RunFolders {
  const kept = new Map<string, RunRecord>();
  const read = async (name: string): Promise<RunRecord | BrokenRun> => {
    const stamp = await stampOf(join(folder, name));
    const known = kept.get(name);
    if (known?.stamp === stamp) return known;
    const fresh = await readRun(folder, name, stamp);
    if ("problem" in fresh)
      kept.delete(name); // what could not be read may be readable the next time
    else kept.set(name, fresh);
    return fresh;
  };
  const isRun = async (name: string): Promise<boolean> => (await namesIn(folder)).includes(name);
  return {
    async list() {
      try {
        const names = await namesIn(folder);
        for (const name of kept.keys()) if (!names.includes(name)) kept.delete(name);
        return { problem: null, runs: await inTurn(names, read) };
      } catch (error) {
        return { problem: messageOf(error), runs: [] };
      }
    },
    find: async (name) => ((await isRun(name)) ? read(name) : null),
    open: async (name, file) => ((await isRun(name)) ? openFile(join(folder, name, file)) : null),
  };
}

/** A few at a time: a system lets a process have only so many files open. */
async function inTurn<Result>(
  names: readonly string[],
  read: (name: string) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let i = 0; i < names.length; i += AT_ONCE)
    results.push(...(await Promise.all(names.slice(i, i + AT_ONCE).map(read))));
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

/** Sizes and times of all files of a run: what has not changed has the same. */
async function stampOf(run: string): Promise<string> {
  const stats = await Promise.all(
    Object.values(runFiles).map((file) => lstat(join(run, file), { bigint: true }).catch(() => null)),
  );
  return stats
    .map((found) => (found === null ? "" : `${found.mtimeNs.toString(36)}.${found.size}`))
    .join("-");
}

async function readRun(folder: string, name: string, stamp: string): Promise<RunRecord | BrokenRun> {
  const run = join(folder, name);
  try {
    const [config, status, metrics, backtest] = await Promise.all(
      (["config", "status", "metrics", "backtest"] as const).map((file) => readText(run, runFiles[file])),
    );
    if (config === null) return { name, stamp, problem: `there is no ${runFiles.config}` };
    return {
      name,
      stamp,
      config: readConfig(config),
      status: status === null ? null : readStatus(status),
      metrics: readMetrics(metrics ?? ""),
      backtest: backtest === null ? null : readBacktest(backtest),
      files: await downloadsOf(run),
    };
  } catch (error) {
    return { name, stamp, problem: messageOf(error) };
  }
}

async function downloadsOf(run: string): Promise<RunRecord["files"]> {
  const has = (file: RunFile): Promise<boolean> =>
    lstat(join(run, file)).then(
      (found) => found.isFile(),
      () => false,
    );
  const { report, forecast, best } = runFiles;
  return { report: await has(report), forecast: await has(forecast), model: await has(best) };
}

async function readText(run: string, file: RunFile): Promise<string | null> {
  const handle = await openFile(join(run, file));
  if (handle === null) return null;
  try {
    const { size } = await handle.stat();
    if (size > MOST) throw new Error(`${file} has ${size} bytes but must have ${MOST} at most`);
    return await handle.readFile("utf8");
  } finally {
    await handle.close();
  }
}

/** A file that is one: no link, and nothing that would keep its reader waiting, as a pipe does. */
async function openFile(path: string): Promise<FileHandle | null> {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants; // Windows lacks the last two
  const found = await lstat(path).catch(() => null);
  if (!found?.isFile()) return null;
  const handle = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  return null;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
