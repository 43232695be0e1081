/** @module Runs what is measured: child processes, to their end or to their time-out. */
import { spawnSync } from "node:child_process";
import type { Timing } from "./pace.ts";

/** A command; `env` changes the environment, undefined takes a variable away. */
export interface Child {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** In seconds. */
  readonly timeout?: number;
}

/** A finished command: what it printed, and the milliseconds from its start to its end. */
export interface Finished {
  readonly stdout: string;
  readonly milliseconds: number;
}

/** Why a child gave no number; `printed` is what it had printed until then. */
export class ChildError extends Error {
  override readonly name = "ChildError";
  readonly printed: string;

  constructor(message: string, printed: string) {
    super(message);
    this.printed = printed;
  }
}

/** Runs a child to its end; one that fails or takes too long is a ChildError that says so in a few words. */
export function run({ command, args, env = {}, cwd, timeout = 120 }: Child): Finished {
  const before = performance.now();
  const { status, signal, stdout, stderr, error } = spawnSync(command, args, {
    encoding: "utf8",
    cwd,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", ...env },
    maxBuffer: 2 ** 28,
    timeout: Math.ceil(timeout * 1000),
    killSignal: "SIGKILL",
  });
  const milliseconds = performance.now() - before;
  if (error && "code" in error && error.code === "ETIMEDOUT")
    throw new ChildError(`too slow: not done within ${timeout} s`, stdout);
  if (error) throw new ChildError(`failed: ${error.message}`, "");
  if (status !== 0)
    throw new ChildError(`failed: ${reasonIn(stderr) ?? signal ?? `exit code ${status}`}`, stdout);
  return { stdout, milliseconds };
}

/** The line of a stack trace that says what went wrong, in Node's form or Python's. */
export function reasonIn(stderr: string): string | null {
  const lines = stderr.split("\n").filter((line) => /^\w*(Error|Exception)\b.*: /.test(line));
  return (
    lines
      .at(-1)
      ?.replace(/^Error: /, "")
      .slice(0, 100) ?? null
  );
}

/** The timings that a child prints, one line for each of its tasks. */
export function timingsIn(stdout: string): Timing[] {
  return linesOf<Timing>(stdout);
}

/** The objects that a child prints, one in each line. */
export function linesOf<Printed>(stdout: string): Printed[] {
  const lines = stdout.split("\n").filter((line) => line.startsWith("{") && line.endsWith("}"));
  return lines.map((line): Printed => JSON.parse(line));
}
