/** @module A training step on a batch, from small to large, beside the same step elsewhere. */
import { availableParallelism } from "node:os";
import { alternate, fastestOfEach } from "./alternate.ts";
import { modesOf } from "./arguments.ts";
import { type Field, type Job, ours, scriptPeersIn, torchIn, tryTorch } from "./field.ts";
import { bestOf, count, type Tried } from "./settings.ts";
import { fastest, median } from "./statistics.ts";
import type { Row } from "./table.ts";

type Cell = "RNN" | "LSTM" | "GRU";

/** A recurrent layer and its input. */
export interface Case {
  readonly cell: Cell;
  readonly B: number;
  readonly T: number;
  readonly H: number;
  readonly I: number;
}

const gates: Readonly<Record<Cell, number>> = { RNN: 1, LSTM: 4, GRU: 3 };
const cells: readonly Cell[] = ["RNN", "LSTM", "GRU"];
const sizes = [
  { B: 32, T: 20, H: 32, I: 1 },
  { B: 64, T: 50, H: 128, I: 8 },
  { B: 32, T: 100, H: 256, I: 8 },
  { B: 64, T: 100, H: 512, I: 8 },
];

const ROUNDS = 3;
const program = new URL("./oursBatch.js", import.meta.url);

/** From small to large; words are cells and hidden sizes to keep. */
export function casesOf(words: readonly string[]): Case[] {
  const all = sizes.flatMap((size) => cells.map((cell) => ({ cell, ...size })));
  const kept = (named: readonly string[], word: string): boolean =>
    named.length === 0 || named.includes(word);
  const [numbers, names] = [words.filter(isNumber), words.filter((word) => !isNumber(word)).map(upper)];
  return all.filter(({ cell, H }) => kept(names, cell) && kept(numbers, String(H)));
}

/** What is wrong with these words; null when nothing is. */
export function batchFault(words: readonly string[]): string | null {
  const known = [...cells, ...sizes.map(({ H }) => String(H))];
  const unknown = words.filter((word) => !known.includes(upper(word)));
  return unknown.length === 0 ? null : `there is no ${unknown.join(", ")}, but ${known.join(", ")}`;
}

function isNumber(word: string): boolean {
  return /^\d+$/.test(word);
}

function upper(word: string): string {
  return word.toUpperCase();
}

/** Of a training step: products with both weights, forward, and twice that backward. */
export function flopsOf({ cell, B, T, H, I }: Case): number {
  return 2 * 3 * B * T * gates[cell] * H * (H + I);
}

/** Times the cases that the options' words keep. */
export function benchBatch(field: Field): Row[] {
  const cases = casesOf(field.options.words);
  const timeout = 3 + 0.4 * cases.length; // threads that fight for a core make a step of milliseconds last a second
  const trial = { pace: { warm: 0.05, seconds: 0.1, least: 2 }, timeOf: fastest, timeout };
  const tasks = cases.map((one) => taskOf({ ...one, T: shortened(one) }));
  const triedFor = tryTorch(field, tasks, trial);
  return cases.map((one, k) => rowOf(field, one, triedFor[k] ?? []));
}

function rowOf(field: Field, one: Case, tried: readonly Tried[]): Row {
  const { cell, B, T, H, I } = one;
  const what = `${cell}, B ${B}, T ${T}, H ${H}, I ${I}`;
  field.report(`${what}: ${ROUNDS} rounds`);
  const job: Job = {
    task: taskOf(one),
    pace: paceOf(one),
    timeOf: (micros) => median(micros) / 1000,
    timeout: 40,
  };
  const modes = modesOf(field.options);
  const here = [...new Set([1, availableParallelism()])].map((threads) =>
    ours(field, [`Unrolled, ${count(threads)}`, ...modes].join(", "), program, job, [
      String(threads),
      ...modes,
    ]),
  );
  const contenders = [...here, ...torchIn(field, bestOf(tried), job), ...scriptPeersIn(field, job)];
  const entries = fastestOfEach(alternate(contenders, ROUNDS));
  return { what, unit: "ms", flops: flopsOf(one), entries, tried };
}

/** Trying a setting takes fewer time steps, where a step of training is long. */
function shortened({ T, H }: Case): number {
  return Math.min(T, Math.ceil(6400 / H));
}

function taskOf({ cell, B, T, H, I }: Case): string {
  return [cell, B, T, H, I].join(",");
}

/** Compilers want some hundred steps where much of a step is theirs; where it is long, a few do. */
function paceOf({ H }: Case): Job["pace"] {
  return { warm: H < 100 ? 0.5 : 0.3, seconds: 0.3, least: 2 };
}
