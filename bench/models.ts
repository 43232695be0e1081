/** @module Training steps of whole models, from the note's to SegRNN's, beside PyTorch's best setting: `bench -- models`. */
import { availableParallelism } from "node:os";
import { alternate, fastestOfEach } from "./alternate.ts";
import { modesOf } from "./arguments.ts";
import { type Field, type Job, ours, torchIn, tryTorch } from "./field.ts";
import { modelNames } from "./models/sizes.ts";
import { programs } from "./note.ts";
import { modelsScript } from "./peers.ts";
import { bestOf, count, type Tried } from "./settings.ts";
import { fastest, lowerQuartile } from "./statistics.ts";
import type { Row } from "./table.ts";

const ROUNDS = 3;
const noteProgram = new URL("./oursNote.js", import.meta.url);
const modelProgram = new URL("./oursModels.js", import.meta.url);

/** A program, as the children are given it and as tables name it. */
interface Case {
  readonly task: string;
  readonly what: string;
}

const cases: Readonly<Record<string, Case>> = {
  ...Object.fromEntries(
    Object.entries(programs).map(([cell, T]) => [
      `note-${cell}`,
      { task: `note,${cell}`, what: `the note's ${cell.toUpperCase()}, T ${T}, B 1` },
    ]),
  ),
  ...Object.fromEntries(Object.entries(modelNames).map(([task, what]) => [task, { task, what }])),
};

/** What is wrong with these words; null when nothing is. */
export function modelsFault(words: readonly string[]): string | null {
  const unknown = words.filter((word) => !Object.hasOwn(cases, word));
  return unknown.length === 0
    ? null
    : `there is no ${unknown.join(", ")}, but ${Object.keys(cases).join(", ")}`;
}

/** Times the models that the options' words name, all by default. */
export function benchModels(field: Field): Row[] {
  const { words } = field.options;
  const kept = Object.entries(cases).flatMap(([name, one]) =>
    words.length === 0 || words.includes(name) ? [one] : [],
  );
  const trial = {
    pace: { warm: 0.1, seconds: 0.2, least: 2 },
    timeOf: fastest,
    timeout: 60,
    script: modelsScript,
  };
  const tasks = kept.map(({ task }) => task);
  const triedFor = tryTorch(field, tasks, trial);
  return kept.map((one, k) => rowOf(field, one, triedFor[k] ?? []));
}

function rowOf(field: Field, { task, what }: Case, tried: readonly Tried[]): Row {
  field.report(`${what}: ${ROUNDS} rounds`);
  const isNote = task.startsWith("note,");
  const unit = isNote ? "µs" : "ms";
  const job: Job = {
    task,
    pace: isNote ? { warm: 0.8, seconds: 0.4, least: 10 } : { warm: 0.5, seconds: 0.5, least: 3 },
    timeOf: (micros) => lowerQuartile(micros) / (isNote ? 1 : 1000),
    timeout: 120,
    script: modelsScript,
  };
  const here = isNote ? [ours(field, "Unrolled", noteProgram, job)] : threaded(field, job);
  const contenders = [...here, ...torchIn(field, bestOf(tried), job)];
  return {
    what,
    unit,
    entries: fastestOfEach(alternate(contenders, ROUNDS, Number.POSITIVE_INFINITY)),
    tried,
  };
}

/** Ours with one thread and with all. */
function threaded(field: Field, job: Job): ReturnType<typeof ours>[] {
  const modes = modesOf(field.options);
  return [...new Set([1, availableParallelism()])].map((threads) =>
    ours(field, ["Unrolled", count(threads), ...modes].join(", "), modelProgram, job, [
      String(threads),
      ...modes,
    ]),
  );
}
