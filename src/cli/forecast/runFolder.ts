/** @module The folder of a run: found, made, read and written. */
import { appendFile, mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { UsageError } from "../../errors.ts";
import { type MetricsLine, type RunConfig, type RunStatus, runFiles } from "../../runs/record.ts";
import type { EpochRecord, TrainEvent } from "../../train/events.ts";
import { InputError, makeFolder, readFailure, writeWhole } from "../files.ts";

/** A run's folder. Every file is there whole or not at all, but for the last line of the metrics. */
export class RunFolder {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** Throws UsageError where a name is none for a folder, or there is a run of it already. */
  static async checkName(out: string, name: string): Promise<void> {
    const path = join(out, checkedName(name));
    if (await isRun(path))
      throw new UsageError(
        `there is a run ${path} already\n  go on with it by --resume ${path}, or give another --name`,
      );
  }

  /** Makes the folder of a new run below another: of the name that was asked for, or of one like it that is free. */
  static async create(out: string, asked: string | undefined, wish: string): Promise<RunFolder> {
    await makeFolder(out);
    if (asked !== undefined) {
      await RunFolder.checkName(out, asked);
      await makeFolder(join(out, asked));
      return new RunFolder(join(out, asked));
    }
    for (let n = 1; ; n++) {
      const path = join(out, n === 1 ? wish : `${wish}-${n}`);
      if (await takesFolder(path)) return new RunFolder(path);
    }
  }

  /** Throws InputError where there is no run. */
  static async open(path: string): Promise<RunFolder> {
    if (await isRun(path)) return new RunFolder(path);
    const remedy = (await isFolder(path)) ? `it has no ${runFiles.config}` : "there is no such folder";
    throw new InputError(`${path} is no run: ${remedy}\n  \`unrolled train\` makes runs`);
  }

  get name(): string {
    return basename(this.path);
  }

  pathOf(file: keyof typeof runFiles): string {
    return join(this.path, runFiles[file]);
  }

  /** The bytes of a file; null where there is none. */
  async read(file: keyof typeof runFiles): Promise<Uint8Array | null> {
    const path = this.pathOf(file);
    return readFile(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw readFailure(path, error);
    });
  }

  /** The text of a file; null where there is none. */
  async readText(file: keyof typeof runFiles): Promise<string | null> {
    const bytes = await this.read(file);
    return bytes === null ? null : new TextDecoder().decode(bytes);
  }

  async write(file: keyof typeof runFiles, content: string | Uint8Array): Promise<void> {
    await writeWhole(this.pathOf(file), content);
  }

  async writeConfig(config: RunConfig): Promise<void> {
    await this.write("config", json(config));
  }

  /** Not flushed: it is written often, and says nothing that is needed to go on. */
  async writeStatus(state: RunStatus["state"], event: TrainEvent | null): Promise<void> {
    const status: RunStatus = { state, event, updated: new Date().toISOString(), pid: process.pid };
    await writeWhole(this.pathOf("status"), json(status), { flush: false });
  }

  async addMetrics(line: MetricsLine): Promise<void> {
    await appendFile(this.pathOf("metrics"), `${JSON.stringify(line)}\n`);
  }

  /** Leaves of the metrics those epochs that a checkpoint knows; a killed run may have written more, or half a line. */
  async trimMetrics(history: readonly EpochRecord[]): Promise<void> {
    const lines = ((await this.readText("metrics")) ?? "").split("\n");
    const kept = history.map((record, i) => (isLineOf(lines[i], record) ? lines[i] : lineOf(record)));
    await this.write("metrics", kept.map((line) => `${line}\n`).join(""));
  }

  /** Takes away what is no longer needed, and what a killed process was about to write. */
  async tidy(...files: readonly (keyof typeof runFiles)[]): Promise<void> {
    const all = await readdir(this.path);
    const unfinished = all.filter((name) => /^\..*\.part$/.test(name));
    for (const name of [...unfinished, ...files.map((file) => runFiles[file])])
      await rm(join(this.path, name), { force: true });
  }
}

/** A value as the text of a JSON file. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** A name for runs on a file: `sunspots-gru`. */
export function wishFor(data: string, model: string): string {
  const stem = basename(data, extname(data))
    .replace(/[^\p{L}\p{N}_-]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  return `${stem.slice(0, 60) || "series"}-${model}`;
}

function checkedName(name: string): string {
  if (/^[^./\\\0][^/\\\0]{0,199}$/.test(name)) return name;
  throw new UsageError(
    `--name is ${JSON.stringify(name)} but must be the name of a folder, not a path\n  --out is where it is made`,
  );
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function isRun(path: string): Promise<boolean> {
  return stat(join(path, runFiles.config)).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** Makes a folder, and says whether it was not there before. */
async function takesFolder(path: string): Promise<boolean> {
  return mkdir(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "EEXIST") return false;
      throw new InputError(`cannot make the folder ${path}: ${error.message}`, { cause: error });
    },
  );
}

function lineOf({ epoch, loss, valLoss, lr }: EpochRecord): string {
  return JSON.stringify({ epoch, loss, valLoss, lr, seconds: null });
}

function isLineOf(line: string | undefined, record: EpochRecord): boolean {
  try {
    const read: unknown = JSON.parse(line ?? "");
    const { epoch, loss } = Object(read);
    return epoch === record.epoch && loss === record.loss;
  } catch {
    return false;
  }
}
