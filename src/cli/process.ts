/** @module The parts of the process that commands use, replaceable in tests, and the package that it runs. */
import { EventEmitter, once } from "node:events";
import { readFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { type Context, createContext, runInContext } from "node:vm";
import type { Output } from "../figures/terminal/output.ts";
import type { Lang } from "../text/lang.ts";
import { isHangupIgnored } from "./hangup.ts";

const CTRL_C = "\u0003";

export interface Process {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Runs work that Ctrl-C ends early but cleanly; a second Ctrl-C ends the process at once. */
  readonly interruptible: <Result>(work: (signal: AbortSignal) => Promise<Result>) => Promise<Result>;
  /**
   * Runs synchronous work that has no turn for signals. Ctrl-C breaks it off with `Interrupted`, wherever it is; other signals
   * end the process at once. What it was working on cannot be used after that.
   */
  readonly atOnce?: <Result>(work: () => Result) => Result;
  /** Runs work that ends, without an error, when the reader of the output has gone. */
  readonly untilReaderLeaves?: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Resolves when a key is pressed, or when the signal is aborted. */
  readonly key?: (signal: AbortSignal) => Promise<void>;
}

/** Waits until every signal that has arrived is handled. */
export async function signalsHandled(): Promise<void> {
  await setImmediate(); // the rest of a turn that may have begun before the signal
  await setImmediate();
}

/**
 * Runs long synchronous work as `Process.atOnce` does. A signal that arrives before is handled first, as it would be lost: then
 * throws Interrupted.
 */
export async function runAtOnce<Result>(
  work: () => Result,
  {
    signal,
    atOnce = (work) => work(),
  }: { readonly signal?: AbortSignal | undefined; readonly atOnce?: Process["atOnce"] | undefined },
): Promise<Result> {
  await signalsHandled();
  if (signal?.aborted) throw new Interrupted();
  return atOnce(work);
}

const opened = new Set<() => void>();

/** What is open, such as a pipe, would keep the process alive: it is closed when the command ends. */
export function closeAtEnd(close: () => void): void {
  opened.add(close);
}

/** Closes what the command has opened. */
export function closeOpened(): void {
  for (const close of opened) close();
  opened.clear();
}

export function findProcess(pid: number): "own" | "foreign" | "none" {
  try {
    process.kill(pid, 0); // signal 0 only checks whether a signal could be sent
    return "own";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM" ? "foreign" : "none";
  }
}

/** Work that a signal has ended before there was anything to keep. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/**
 * Ends this process without an error when the reader of its output has gone (`unrolled note | head`). Returns a function
 * after which it does no more.
 */
export function endWithReader(): () => void {
  const endings = [process.stdout, process.stderr].map((stream) => {
    const end = (error: NodeJS.ErrnoException): void => {
      const isReaderGone = error.code === "EPIPE";
      if (!isReaderGone && stream === process.stdout)
        process.stderr.write(`error: cannot write the output: ${error.message}\n`);
      process.exit(isReaderGone ? 0 : 1);
    };
    stream.on("error", end);
    return () => stream.off("error", end);
  });
  return () => {
    for (const off of endings) off();
  };
}

/**
 * Goes on without its reader (`unrolled train 2>&1 | head`): the work and its exit code do not depend on who reads of
 * it. An output that is lost for another reason, such as a full disk, makes the exit code 1.
 */
export function outliveReader(): void {
  let isTold = false;
  process.stderr.on("error", () => undefined);
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE" || isTold) return;
    isTold = true;
    process.stderr.write(`error: cannot write the output: ${error.message}\n`);
    process.exitCode ||= 1;
  });
}

let breakableContext: Context | null = null;

/** Only code that is run by `vm` can be broken off by Ctrl-C: here, one call. */
function breakable<Result>(work: () => Result): Result {
  const results: Result[] = [];
  breakableContext ??= createContext();
  breakableContext.work = () => void results.push(work());
  try {
    runInContext("work()", breakableContext, { breakOnSigint: true, displayErrors: false });
    return results[0];
  } catch (error) {
    if ((error as NodeJS.ErrnoException | null)?.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED")
      throw new Interrupted();
    throw error;
  } finally {
    breakableContext.work = null;
  }
}

/** The signals that end a command. A terminal that is closed sends SIGHUP, often twice. */
let endings: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Ignores SIGHUP where nohup did: a process that outlives its terminal. */
export function keepIgnoringHangup(): void {
  if (!isHangupIgnored()) return;
  endings = ["SIGINT", "SIGTERM"];
  process.on("SIGHUP", () => undefined);
}

export const realProcess: Process = {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  async interruptible(work) {
    const controller = new AbortController();
    const stop = (signal: NodeJS.Signals): void => {
      if (controller.signal.aborted && signal !== "SIGHUP") process.exit(130);
      controller.abort();
    };
    for (const signal of endings) process.on(signal, stop);
    try {
      return await work(controller.signal);
    } finally {
      for (const signal of endings) process.off(signal, stop);
    }
  },
  atOnce(work) {
    const listeners = endings.map((signal) => [signal, process.listeners(signal)] as const);
    for (const [signal] of listeners) process.removeAllListeners(signal);
    try {
      return breakable(work);
    } finally {
      for (const [signal, all] of listeners) for (const one of all) process.on(signal, one);
    }
  },
  async untilReaderLeaves(work) {
    const off = endWithReader();
    try {
      return await work();
    } finally {
      off();
    }
  },
  async key(signal) {
    const { stdin } = process;
    const listens = stdin.isTTY && !signal.aborted;
    if (listens) stdin.setRawMode(true); // otherwise keys arrive with Enter only
    try {
      const [pressed] = await once(listens ? stdin : new EventEmitter(), "data", { signal });
      if (String(pressed) === CTRL_C) process.kill(process.pid, "SIGINT"); // the raw terminal does not send it
    } catch {
      // aborted
    } finally {
      if (listens) stdin.setRawMode(false).pause();
    }
  },
};

/** The language of the environment: Chinese if its locale is Chinese, else English. */
export function langOf(env: Process["env"]): Lang {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  return locale.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** Holds for src/cli, dist/cli and dist/node alike. */
export const packageRoot: URL = new URL("../../", import.meta.url);

export function packageVersion(): string {
  return JSON.parse(readFileSync(new URL("package.json", packageRoot), "utf8")).version;
}
