/** @module Recurrent layers beside oneDNN's, in C++ with the vectors of the machine: `bench -- native`. */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { alternate, type Contender } from "./alternate.ts";
import { flagsFor, modesOf, type Options } from "./arguments.ts";
import { type Case, casesOf, flopsOf } from "./batch.ts";
import { ChildError, run, timingsIn } from "./child.ts";
import { type Pace, wordsOf } from "./pace.ts";
import { count } from "./settings.ts";
import { lowerQuartile } from "./statistics.ts";
import type { Row } from "./table.ts";

type Report = (message: string) => void;

const ROUNDS = 3;
const source = fileURLToPath(new URL("../../bench/native/onednn.cpp", import.meta.url));
const binary = fileURLToPath(new URL("../native/onednn", import.meta.url));
const program = fileURLToPath(new URL("./oursLayer.js", import.meta.url));

/** Limits of oneDNN's vectors: as wide as WebAssembly's widest, and none. */
const limits = { AVX2: "AVX2", unlimited: "ALL" } as const;

/** Compiles the program and times LSTM and GRU; null without oneDNN, which is reported. */
export function benchNative(options: Options, report: Report): Row[] | null {
  const version = compile(report);
  if (version === null) return null;
  const cases = casesOf(options.words).filter(({ cell }) => cell !== "RNN");
  return cases.map((one) => rowOf(one, options, version, report));
}

/** The version of oneDNN; null if the program cannot be compiled. */
function compile(report: Report): string | null {
  report("Compiling bench/native/onednn.cpp…");
  mkdirSync(dirname(binary), { recursive: true });
  const args = ["-O2", "-std=c++17", source, "-ldnnl", "-o", binary];
  const { status, stderr, error } = spawnSync("g++", args, { encoding: "utf8" });
  if (status === 0) return run({ command: binary, args: [] }).stdout.trim();
  const reason = error?.message ?? stderr.split("\n").find((line) => /error|cannot find/.test(line)) ?? "";
  report(`Not measured: oneDNN or g++ is not on this machine (${reason})`);
  report("On Debian: apt-get install libdnnl-dev g++");
  return null;
}

function rowOf(one: Case, options: Options, version: string, report: Report): Row {
  const { cell, B, T, H, I } = one;
  const task = [cell, B, T, H, I].join(",");
  const what = `${cell}, B ${B}, T ${T}, H ${H}, I ${I}, forward and backward`;
  const threads = [...new Set([1, availableParallelism()])];
  const modes = modesOf(options);
  const commandOf = { ours: ours(options, task, modes), theirs: oneDnn(task) };
  report(`${what}: ${ROUNDS} rounds`);
  const isSame = agree(commandOf.ours(1, ONCE), commandOf.theirs(1, limits.AVX2, ONCE));
  const contenders = [
    ...threads.map((n) =>
      contender(["Unrolled", count(n), ...modes].join(", "), true, () => commandOf.ours(n, PACE)),
    ),
    ...Object.entries(limits).flatMap(([name, limit]) =>
      threads.map((n) =>
        contender(`oneDNN ${version} ${name}, ${count(n)}`, false, () => commandOf.theirs(n, limit, PACE)),
      ),
    ),
  ];
  const entries = alternate(contenders, ROUNDS, Number.POSITIVE_INFINITY);
  return { what: isSame ? what : `${what} (results differ)`, unit: "ms", flops: flopsOf(one), entries };
}

const ONCE: Pace = { warm: 0, seconds: 0, least: 1 };
const PACE: Pace = { warm: 0.6, seconds: 0.3, least: 3 };

/** A step's microseconds, and the sum of the magnitudes of what it computed. */
interface Measured {
  readonly micros: readonly number[];
  readonly loss: number;
}

function contender(who: string, isOurs: boolean, measure: () => Measured): Contender {
  return { who, ours: isOurs, time: () => lowerQuartile(measure().micros) / 1000 };
}

function ours(options: Options, task: string, modes: readonly string[]) {
  return (threads: number, pace: Pace): Measured =>
    measuredBy(options.node, [
      ...flagsFor(options),
      program,
      ...wordsOf(pace),
      task,
      String(threads),
      ...modes,
    ]);
}

function oneDnn(task: string) {
  return (threads: number, limit: string, pace: Pace): Measured =>
    measuredBy(binary, [...wordsOf(pace), task], {
      OMP_NUM_THREADS: String(threads),
      ONEDNN_MAX_CPU_ISA: limit,
    });
}

function measuredBy(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Measured {
  const [timing] = timingsIn(run({ command, args, env, timeout: 60 }).stdout);
  if (!timing) throw new ChildError("failed: it printed no times", "");
  return timing;
}

/** Whether both computed the same, up to the rounding of sums. */
function agree(here: Measured, there: Measured): boolean {
  return Math.abs(here.loss - there.loss) <= 1e-3 * Math.abs(there.loss);
}

/** What is wrong with these words; null when nothing is. */
export function nativeFault(words: readonly string[]): string | null {
  const known = ["LSTM", "GRU", "32", "128", "256", "512"];
  const unknown = words.filter((word) => !known.includes(word.toUpperCase()));
  return unknown.length === 0 ? null : `there is no ${unknown.join(", ")}, but ${known.join(", ")}`;
}
