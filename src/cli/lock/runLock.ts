/**
 * @module The lock on a run: one process at a time reads, trains and finishes it. Whether its holder lives is decided by the
 * kernel; where that cannot be asked, by the start of the process, and else by a counter that changes. No clock and no bare
 * process number has a say.
 */
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { UsageError } from "../../errors.ts";
import type { RunStatus } from "../../runs/files.ts";
import { type RunState, stateOf } from "../../runs/summary.ts";
import { say } from "../../sentence.ts";
import { OutputError, outputError } from "../files.ts";
import { findProcess } from "../process.ts";
import { beats, startHeartbeat } from "./heartbeat.ts";
import { bootOf, type Holder, holderOf, lifeOf, readHolder } from "./holder.ts";
import { type Grip, grip, isLocal, letGo } from "./kernelLock.ts";

export const lockFile = ".lock";

/** The longest lock that is read: a foreign folder may have anything of that name. */
const MOST_BYTES = 4096;
/** Milliseconds and times to try again: a process that was killed lets go a little later, one that looks at once. */
const AGAIN = 50;
const TRIES = 6;
/** Milliseconds that one who only looks waits for a heartbeat. */
const GLANCE = 3000;

export class RunLock {
  readonly #path: string;
  readonly #folder: string;
  readonly #grip: Grip;
  readonly #file: bigint;
  readonly #stopBeat: (() => Promise<unknown>) | null;
  readonly #removeNow = (): void => this.#remove();

  private constructor(folder: string, taken: Grip, beat: number | null) {
    this.#folder = folder;
    this.#path = join(folder, lockFile);
    this.#grip = taken;
    this.#file = numberOf(taken.fd);
    this.#stopBeat = beat === null ? null : startHeartbeat(taken.fd, beat);
    process.once("exit", this.#removeNow);
  }

  /** Locks the run in a folder. Throws UsageError if another process has it, OutputError if the folder cannot be written to. */
  static async take(folder: string): Promise<RunLock> {
    const path = join(folder, lockFile);
    try {
      for (let i = 0; ; i++) {
        const taken = await made(path);
        if (taken !== null) return new RunLock(folder, taken, await written(taken, path));
        if (isAlive(path)) throw heldError(folder, path);
        const found = await cleared(path);
        if (found === "free") continue;
        if (found === "alive" || i >= TRIES) throw heldError(folder, path);
        await sleep(AGAIN);
      }
    } catch (error) {
      if (error instanceof UsageError) throw error;
      throw outputError(`cannot lock the run ${folder}`, error, "nothing was changed");
    }
  }

  /** Throws OutputError if the lock is another's by now: nothing may be written any more. */
  check(): void {
    if (numberAt(this.#path) === this.#file) return;
    throw new OutputError(
      `the lock of ${this.#folder} was taken away: another process may be training it\n  nothing more was written here`,
    );
  }

  async release(): Promise<void> {
    process.off("exit", this.#removeNow);
    await this.#stopBeat?.();
    this.#remove();
    letGo(this.#grip);
  }

  /** While it is held: a free name means a free run. */
  #remove(): void {
    try {
      if (numberAt(this.#path) === this.#file) rmSync(this.#path, { force: true });
    } catch {
      // A file that stays is no lock: the kernel has let go of it.
    }
  }
}

/** The state of a run: that of its lock where it has one. */
export async function stateOfRun(folder: string, status: RunStatus | null): Promise<RunState> {
  if (!hasLock(folder)) return stateOf(status, findProcess);
  return (await isHeld(join(folder, lockFile))) ? "training" : stateOf(status, () => "none");
}

/** Whether a run has a lock, be it that of a process that is gone. */
export function hasLock(folder: string): boolean {
  return numberAt(join(folder, lockFile)) !== null;
}

/** Whether a process is at work on a run, without disturbing it. */
async function isHeld(path: string): Promise<boolean> {
  const holder = holderAt(path);
  if (holder === null) return false;
  const life = lifeOf(holder);
  if (life !== "unknown") return life === "alive";
  const found = await grip(path, "look").catch(() => null);
  if (found === null) return false;
  letGo(found);
  return (
    found.state === "held" || (!(await isDecided(found, holder, path)) && beats(() => textAt(path), GLANCE))
  );
}

/** The new lock, empty; null if there is one already. */
async function made(path: string): Promise<Grip | null> {
  try {
    const taken = await grip(path, "create");
    if (taken.state !== "held" && numberAt(path) === numberOf(taken.fd)) return taken;
    letGo(taken); // another process was faster, and takes it for a dead one
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return null;
}

/** Writes who holds a new lock; returns the place of its heartbeat, null where none is needed. */
async function written(taken: Grip, path: string): Promise<number | null> {
  const { fd, state } = taken;
  const text = `${JSON.stringify(holderOf(numberOf(fd)))}\n`;
  try {
    writeSync(fd, text, 0);
    if (state === "locked" && (await isLocal(path))) return null;
    fsyncSync(fd);
    return Buffer.byteLength(text);
  } catch (error) {
    rmSync(path, { force: true });
    letGo(taken);
    throw error;
  }
}

/** Whether the process that wrote its name into a lock runs on this system. */
function isAlive(path: string): boolean {
  const holder = holderAt(path);
  return holder !== null && lifeOf(holder) === "alive";
}

/** Takes the lock of a dead holder out of the way. `busy`: the kernel refuses it, perhaps to one who only looks. */
async function cleared(path: string): Promise<"free" | "busy" | "alive"> {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats?.isFile() === false) throw new Error(`${path} is no regular file`);
  const found = await grip(path, "change").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (found === null) return "free"; // released in this moment
  try {
    if (found.state === "held") return "busy";
    if (!(await isDead(found, path))) return "alive";
    if (numberAt(path) === numberOf(found.fd)) rmSync(path, { force: true });
    return "free";
  } finally {
    letGo(found);
  }
}

/** Whether the holder of a lock that the kernel has not refused is gone. */
async function isDead(found: Grip, path: string): Promise<boolean> {
  let holder = holderAt(path);
  if (holder === null && found.state === "open") {
    await beats(() => textAt(path), 500); // it may be about to write who it is
    holder = holderAt(path);
  }
  if (holder === null || (await isDecided(found, holder, path))) return true;
  const life = found.state === "locked" ? "unknown" : lifeOf(holder);
  return life === "dead" || (life === "unknown" && !(await beats(() => textAt(path))));
}

/** Whether this kernel has the last word on a lock that it lets others have: no other can know of it. */
async function isDecided({ state }: Grip, { boot, host }: Holder, path: string): Promise<boolean> {
  const isThisSystem = boot === "" ? host === hostname() : boot === bootOf();
  return state === "locked" && (isThisSystem || (await isLocal(path)));
}

function heldError(folder: string, path: string): UsageError {
  const { host = "?", pid = 0 } = holderAt(path) ?? {};
  return new UsageError(say`${folder} is being trained by another process`, {
    hint: say`stop that process or wait for it (process ${pid} on ${host})`,
  });
}

/** Who holds the lock at a path; null for a lock that is none: foreign, empty, or of the folder that this one is a copy of. */
function holderAt(path: string): Holder | null {
  const holder = readHolder(textAt(path));
  return holder !== null && holder.file === String(numberAt(path)) ? holder : null;
}

function textAt(path: string): string {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  let fd = -1;
  try {
    fd = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    if (!fstatSync(fd).isFile()) return "";
    const bytes = Buffer.alloc(MOST_BYTES);
    return bytes.toString("utf8", 0, readSync(fd, bytes, 0, MOST_BYTES, 0));
  } catch {
    return "";
  } finally {
    if (fd >= 0) closeSync(fd);
  }
}

/** The number of a file in its file system, the same from every host; null for no file. */
function numberAt(path: string): bigint | null {
  return lstatSync(path, { bigint: true, throwIfNoEntry: false })?.ino ?? null;
}

function numberOf(fd: number): bigint {
  return fstatSync(fd, { bigint: true }).ino;
}
