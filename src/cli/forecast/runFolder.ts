/** @module The folder of a run: finds, makes, reads and writes it. */
import { appendFile, mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { UsageError } from "../../errors.ts";
import {
  type MetricsLine,
  type RunConfig,
  type RunFile,
  type RunStage,
  type RunStatus,
  runFiles,
} from "../../runs/files.ts";
import { readMetrics } from "../../runs/read.ts";
import type { EpochRecord, TrainEvent } from "../../train/events.ts";
import { InputError, isFolder, makeFolder, readFailure, writeWhole } from "../files.ts";

/** A run's folder. Every file is complete or absent, except for the last line of the metrics. */
export class RunFolder {
  readonly path: string;

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
  }

  /** Makes the folder of a new run in `out`: of a given name, or of the default name with a number to make it unique. */
  static async create(out: string, name: string | undefined, defaultName: string): Promise<RunFolder> {
    await makeFolder(out);
    if (name !== undefined) {
      await RunFolder.checkName(out, name);
      await makeFolder(join(out, name));
      return new RunFolder(join(out, name));
    }
    for (let n = 1; ; n++) {
      const path = join(out, n === 1 ? defaultName : `${defaultName}-${n}`);
      if (await madeFolder(path)) return new RunFolder(path);
    }
  }

  /** Throws InputError if there is no run. */
  static async open(path: string): Promise<RunFolder> {
    if (await isRun(path)) return new RunFolder(path);
    const reason = (await isFolder(path)) ? `it has no ${runFiles.config}` : "there is no such folder";
    throw new InputError(`${path} is not a run: ${reason}\n  \`unrolled train\` makes runs`);
  }

  get name(): string {
    return basename(this.path);
  }

  pathOf(file: RunFile): string {
    return join(this.path, runFiles[file]);
  }

  /** The bytes of a file; null if there is none. */
  async read(file: RunFile): Promise<Uint8Array | null> {
    const path = this.pathOf(file);
    return readFile(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw readFailure(path, error);
    });
  }

  async readText(file: RunFile): Promise<string | null> {
    const bytes = await this.read(file);
    return bytes === null ? null : new TextDecoder().decode(bytes);
  }

  async write(file: RunFile, content: string | Uint8Array): Promise<void> {
    await writeWhole(this.pathOf(file), content);
  }

  /** Not flushed: it is written often, and resuming does not need it. */
  async writeStatus(
    state: RunStatus["state"],
    event: TrainEvent | null,
    stage: RunStage | null = null,
  ): Promise<void> {
    const base = { state, event, updated: new Date().toISOString(), pid: process.pid };
    const status: RunStatus = stage === null ? base : { ...base, stage };
    await writeWhole(this.pathOf("status"), json(status), { flush: false });
  }

  /** Replaces parts of the configuration that have become others. */
  async updateConfig(facts: Partial<RunConfig>): Promise<void> {
    const before = (await this.readText("config")) ?? "{}";
    const after = json({ ...JSON.parse(before), ...facts });
    if (after !== before) await this.write("config", after);
  }

  async addMetrics(line: MetricsLine): Promise<void> {
    await appendFile(this.pathOf("metrics"), `${JSON.stringify(line)}\n`);
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
    const all = await readdir(this.path);
    const unfinished = all.filter((name) => /^\..*\.part$/.test(name));
    for (const name of [...unfinished, ...files.map((file) => runFiles[file])])
      await rm(join(this.path, name), { force: true });
  }
}

export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** The default name of a run: `sunspots-gru`. */
export function defaultName(data: string, model: string): string {
  const stem = basename(data, extname(data))
    .replace(/[^\p{L}\p{N}_-]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  return `${stem.slice(0, 60) || "series"}-${model}`;
}

async function isRun(path: string): Promise<boolean> {
  return (await stat(join(path, runFiles.config)).catch(() => null))?.isFile() ?? false;
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
