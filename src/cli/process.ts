/** @module The parts of the process that commands use, replaceable in tests, and the package that it runs. */
import { EventEmitter, once } from "node:events";
import { readFileSync } from "node:fs";
import type { Output } from "../figures/terminal/output.ts";
import type { Lang } from "../text/lang.ts";

const CTRL_C = "\u0003";

export interface Process {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Runs work that Ctrl-C ends early but cleanly; a second Ctrl-C ends the process at once. */
  readonly interruptible: <Result>(work: (signal: AbortSignal) => Promise<Result>) => Promise<Result>;
  /** Resolves when a key is pressed, or when the signal is aborted. */
  readonly key?: (signal: AbortSignal) => Promise<void>;
}

export function findProcess(pid: number): "own" | "foreign" | "none" {
  try {
    process.kill(pid, 0); // signal 0 only checks whether a signal could be sent
    return "own";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM" ? "foreign" : "none";
  }
}

/** Ends this process without an error when the reader of its output has gone (`unrolled note | head`). */
export function endWithReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      const isReaderGone = error.code === "EPIPE";
      if (!isReaderGone && stream === process.stdout)
        process.stderr.write(`error: cannot write the output: ${error.message}\n`);
      process.exit(isReaderGone ? 0 : 1);
    });
  }
}

export const realProcess: Process = {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  async interruptible(work) {
    const controller = new AbortController();
    const stop = (): void => {
      if (controller.signal.aborted) process.exit(130);
      controller.abort();
    };
    process.on("SIGINT", stop).on("SIGTERM", stop);
    try {
      return await work(controller.signal);
    } finally {
      process.off("SIGINT", stop).off("SIGTERM", stop);
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
