/** @module The folder of a run: finds, makes, reads and writes it. */
import { lstat, mkdir, readdir, rmdir, stat } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { UsageError } from "../../errors.ts";
import { crc32 } from "../../interop/crc32.ts";
import {
  type MetricsLine,
  mostBytes,
  type RunConfig,
  type RunFile,
  type RunStatus,
  runFiles,
} from "../../runs/files.ts";
import type { PanelConfig } from "../../runs/panel/panelFiles.ts";
import { readMetrics, readStatusIfWhole } from "../../runs/read.ts";
import { stateOf } from "../../runs/summary.ts";
import { say } from "../../sentence.ts";
import type { EpochRecord, TrainEvent } from "../../train/events.ts";
import {
  appendTo,
  type Content,
  flushFolder,
  InputError,
  isUnfinished,
  makeFolder,
  outputError,
  readFailure,
  remove,
  writeWhole,
} from "../files.ts";
import { isStudyFolder } from "../jobs/studyFiles.ts";
import { hasLock, lockFile, RunLock } from "../lock/runLock.ts";
import { findProcess } from "../process.ts";
import { readRegular } from "../regularFile.ts";

/** A run's folder. Every file is complete or absent, except for the last line of the metrics. */
export class RunFolder {
  readonly path: string;
  #lock: RunLock | null = null;
  /** Whether this process has made it. */
  #isNew = false;

  private constructor(path: string) {
    this.path = path;
  }

  /** Throws UsageError if a name is not that of a folder, or belongs to another run. */
  static async checkName(out: string, name: string): Promise<void> {
    if (!/^[^./\\\0][^/\\\0]{0,199}$/.test(name))
      throw new UsageError(
        `--name is ${JSON.stringify(name)} but must be the name of a folder, not a path\n  choose the folder above it with --out`,
      );
    const path = join(out, name);
    if (await isRun(path))
      throw new UsageError(
        `the run ${path} already exists\n  resume it with --resume ${path}, or choose another --name`,
      );
    if (await hasForeign(path))
      throw new UsageError(say`${path} exists already and is no run`, { hint: say`choose another --name` });
  }

  /** Makes and locks the folder of a new run of that name in `out`. Throws UsageError if another process is faster. */
  static async reserve(out: string, name: string): Promise<RunFolder> {
    await RunFolder.checkName(out, name);
    await makeFolder(out);
    const folder = new RunFolder(join(out, name));
    folder.#isNew = await madeFolder(folder.path);
    try {
      await folder.#take();
      await RunFolder.checkName(out, name); // another process may have had the lock, and have finished
      await flushFolder(out);
      return folder;
    } catch (error) {
      await folder.release();
      throw error;
    }
  }

  /** Makes and locks the folder of a new run in `out`, of the default name with a number to make it unique. */
  static async create(out: string, defaultName: string): Promise<RunFolder> {
    await makeFolder(out);
    for (let n = 1; ; n++) {
      const folder = new RunFolder(join(out, n === 1 ? defaultName : `${defaultName}-${n}`));
      folder.#isNew = await madeFolder(folder.path);
      if (!folder.#isNew || !(await folder.#tryTake())) continue;
      await flushFolder(out);
      return folder;
    }
  }

  /** Locks a run before any of it is read. Throws InputError if there is none, UsageError if another process has it. */
  static async openLocked(path: string): Promise<RunFolder> {
    const folder = await RunFolder.open(path);
    if (!hasLock(path)) await folder.#checkUnlocked();
    await folder.#take();
    return folder;
  }

  /** Throws InputError if there is no run. */
  static async open(path: string): Promise<RunFolder> {
    if (await isRun(path)) return new RunFolder(path);
    if (isStudyFolder(path))
      throw new InputError(
        `${path} is not a run: it is a study\n  \`unrolled train DATA --from-study ${path}\` trains its best settings`,
      );
    const found = await stat(path).catch(() => null);
    const missing = found === null ? "there is no such folder" : "that is a file, not a folder";
    const reason = found?.isDirectory() ? `it has no ${runFiles.config}` : missing;
    throw new InputError(`${path} is not a run: ${reason}\n  \`unrolled train\` makes runs`);
  }

  /** Throws UsageError if an earlier version, which has no locks, is training the run. */
  async #checkUnlocked(): Promise<void> {
    const status = readStatusIfWhole(await this.readText("status"));
    if (status?.state !== "training" || status.pid === process.pid) return;
    if (stateOf(status, findProcess) === "training")
      throw new UsageError(say`${this.path} is being trained by another process`, {
        hint: say`stop that process or wait for it`,
      });
  }

  async #take(): Promise<void> {
    this.#lock = await RunLock.take(this.path);
  }

  /** False if another process had the same name in mind. */
  async #tryTake(): Promise<boolean> {
    return this.#take().then(
      () => true,
      async (error: unknown) => {
        await this.release();
        if (error instanceof UsageError) return false;
        throw error;
      },
    );
  }

  /** Lets others have the run. A new folder in which nothing was written goes again. */
  async release(): Promise<void> {
    await this.#lock?.release();
    this.#lock = null;
    if (this.#isNew) await rmdir(this.path).catch(() => undefined); // it has files
  }

  get name(): string {
    return basename(this.path);
  }

  pathOf(file: RunFile): string {
    return join(this.path, runFiles[file]);
  }

  /** The bytes of a file; null if there is none. Throws InputError for a link, a pipe or a device. */
  async read(file: RunFile): Promise<Uint8Array | null> {
    return readRegular(this.pathOf(file), "refused", mostBytes[file]).catch((error: unknown) => {
      if (error instanceof InputError && Object(error.cause).code === "ENOENT") return null;
      throw error;
    });
  }

  async readText(file: RunFile): Promise<string | null> {
    const bytes = await this.read(file);
    return bytes === null ? null : new TextDecoder().decode(bytes);
  }

  async write(file: RunFile, content: Content): Promise<void> {
    this.#lock?.check();
    await writeWhole(this.pathOf(file), content);
  }

  /** Not flushed: it is written often, and resuming does not need it. */
  async writeStatus(
    state: RunStatus["state"],
    event: TrainEvent | null,
    more: Pick<RunStatus, "stage" | "checksums"> = {},
  ): Promise<void> {
    this.#lock?.check();
    const updated = new Date().toISOString();
    const status: RunStatus = { state, event, updated, pid: process.pid, ...more };
    await writeWhole(this.pathOf("status"), json(status), { flush: false });
  }

  /** The CRC-32 of each file of results that can be read, by its name. */
  async checksums(): Promise<Readonly<Record<string, string>>> {
    const sums: Record<string, string> = {};
    for (const file of summedFiles) {
      const bytes = await this.read(file).catch((error: unknown) => {
        if (error instanceof InputError) return null; // a link, a pipe, or far too large
        throw error;
      });
      if (bytes !== null) sums[runFiles[file]] = checksumOf(file, bytes);
    }
    return sums;
  }

  /** Replaces parts of the configuration that have become others. */
  async updateConfig(facts: Partial<RunConfig> | Partial<PanelConfig>): Promise<void> {
    const before = (await this.readText("config")) ?? "{}";
    const after = json({ ...JSON.parse(before), ...facts });
    if (after !== before) await this.write("config", after);
  }

  async addMetrics(line: MetricsLine): Promise<void> {
    await this.append(runFiles.metrics, `${JSON.stringify(line)}\n`);
  }

  async append(name: string, content: string | Uint8Array): Promise<void> {
    this.#lock?.check();
    await appendTo(join(this.path, name), content);
  }

  /**
   * Reduces the metrics to the epochs of a checkpoint, as its history has them; a killed run may have written more, or half a
   * line. Only the seconds are those of the lines that are there; others get `seconds`.
   */
  async trimMetrics(history: readonly EpochRecord[], seconds: number | null = null): Promise<void> {
    const lines = wholeLines((await this.readText("metrics")) ?? "");
    const kept = history.map((record) => lineOf(record, secondsOf(lines, record) ?? seconds));
    await this.write("metrics", kept.map((line) => `${line}\n`).join(""));
  }

  /** Deletes some files, and the unfinished ones of a killed process. */
  async tidy(...files: readonly RunFile[]): Promise<void> {
    this.#lock?.check();
    const all = await namesIn(this.path);
    const unfinished = all.filter((name) => isUnfinished(name, Object.values(runFiles)));
    for (const name of [...unfinished, ...files.map((file) => runFiles[file])])
      await remove(join(this.path, name));
  }
}

/** What a finished run has of numbers, but for its status. */
const summedFiles = [
  "config",
  "metrics",
  "best",
  "backtest",
  "forecast",
  "chart",
  "scores",
  "bySeries",
] as const;

/** Times are left out: they are all that two runs of the same data and options differ in. */
function checksumOf(file: RunFile, bytes: Uint8Array): string {
  const isTimed = file === "config" || file === "metrics";
  const text = isTimed ? new TextDecoder().decode(bytes).replaceAll(TIMES, "") : null;
  return crc32(text === null ? bytes : new TextEncoder().encode(text))
    .toString(16)
    .padStart(8, "0");
}

const TIMES = /"(?:created|seconds)": ?[^,}\n]*/g;

export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** The default name of a run: `sunspots-gru`. */
export function defaultName(data: string, model: string): string {
  const stem = basename(data, extname(data))
    .replace(/[^\p{L}\p{N}_-]+/gu, "-")
    .replace(/^-+|(?<!-)-+$/g, "");
  return `${stem.slice(0, 60) || "series"}-${model}`;
}

/** Whether a path is anything but a folder that is empty, or was left so by a run that was killed at its start. */
async function hasForeign(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => null);
  if (found === null) return false;
  if (!found.isDirectory()) return true;
  const files = Object.values(runFiles);
  return !(await namesIn(path)).every((name) => name === lockFile || isUnfinished(name, files));
}

async function namesIn(path: string): Promise<string[]> {
  return readdir(path).catch((error: unknown) => {
    throw outputError(`cannot look into the folder ${path}`, error, "give another one");
  });
}

async function isRun(path: string): Promise<boolean> {
  const found = await stat(join(path, runFiles.config)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EACCES") throw readFailure(path, error);
    return null;
  });
  return found?.isFile() ?? false;
}

/** Makes a folder; false if it exists already. */
async function madeFolder(path: string): Promise<boolean> {
  return mkdir(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "EEXIST") return false;
      throw new InputError(`cannot make the folder ${path}: ${error.message}`, { cause: error });
    },
  );
}

function lineOf({ epoch, loss, valLoss, lr }: EpochRecord, seconds: number | null): string {
  return JSON.stringify({ epoch, loss, valLoss, lr, seconds });
}

/** The lines of the metrics that can be read, by their epochs. */
function wholeLines(text: string): ReadonlyMap<number, MetricsLine> {
  const lines = text.split("\n").flatMap((line) => {
    try {
      return readMetrics(`${line}\n`);
    } catch {
      return [];
    }
  });
  return new Map(lines.map((line) => [line.epoch, line]));
}

function secondsOf(lines: ReadonlyMap<number, MetricsLine>, { epoch, loss }: EpochRecord): number | null {
  const line = lines.get(epoch);
  return line?.loss === loss ? line.seconds : null;
}
