/** @module A process that tests can look into: what was written where, on what kind of terminal. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll } from "vitest";
import { main } from "../../src/cli/main.ts";
import type { Process } from "../../src/cli/process.ts";
import { columnsOf } from "../../src/figures/terminal/span.ts";

/** The terminal, if it is one, and what surrounds it. */
export interface Surroundings {
  /** Columns and rows of a terminal; without it stdout and stderr are files. */
  readonly size?: readonly [columns: number, rows: number];
  readonly env?: Readonly<Record<string, string>>;
  /** Presses Ctrl-C as soon as this has been said; "start" does so before anything is. */
  readonly stopAt?: RegExp | "start";
  /** Gives the terminal another size as soon as this has been said. */
  readonly resizeAt?: readonly [said: RegExp, size: readonly [columns: number, rows: number]];
}

/** What a command has said, and how it ended. */
export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Every single write to stdout. */
  readonly writes: readonly string[];
}

/** Runs a command line in this process. */
export async function say(words: readonly string[], surroundings: Surroundings = {}): Promise<Said> {
  const { size, env = {}, stopAt, resizeAt } = surroundings;
  const controller = new AbortController();
  const [out, err]: [string[], string[]] = [[], []];
  if (stopAt === "start") controller.abort();
  const write = (to: string[]) => (text: string) => {
    to.push(text);
    if (stopAt instanceof RegExp && stopAt.test(to.join(""))) controller.abort();
  };
  const resize = (): void => {
    if (resizeAt === undefined || !resizeAt[0].test(out.join(""))) return;
    [stdout.columns, stdout.rows] = resizeAt[1];
  };
  const terminal = size && { isTTY: true, columns: size[0], rows: size[1], getColorDepth: () => 24 };
  const stdout: { columns?: number; rows?: number; write: (text: string) => void } = {
    ...terminal,
    write: (text) => {
      write(out)(text);
      resize();
    },
  };
  const process: Process = {
    stdout,
    stderr: { ...terminal, write: write(err) },
    env,
    interruptible: (work) => work(controller.signal),
    key: () => Promise.resolve(), // no chapter waits for its reader
  };
  const code = await main(words, process);
  return { code, stdout: out.join(""), stderr: err.join(""), writes: out };
}

/** Runs it when it is first asked for, and never again. */
export function once<Result>(run: () => Result): () => Result {
  let made: { readonly result: Result } | undefined;
  return () => {
    made ??= { result: run() };
    return made.result;
  };
}

/** A folder for the files of one test file; it is taken away at the end. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "unrolled-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The columns of the widest line. */
export function widestOf(text: string): number {
  return Math.max(...stripVTControlCharacters(text).split("\n").map(columnsOf));
}

/** The text without paths that differ from run to run. */
export function without(folder: string, text: string): string {
  return text.replaceAll(folder, "OUT");
}
