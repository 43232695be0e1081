/** @module What a test of memory shows: the sequence that was read, what was asked, and how it was answered. */
import type { Segment } from "../../../src/note/program.ts";
import type { Settings, TaskName } from "../../../src/note/settings.ts";
import { tasks } from "../../../src/note/tasks.ts";
import { fixed, formatPercent } from "../../../src/text/format.ts";
import type { Curves } from "../lab/history.ts";
import { sumTolerance } from "../lab/taskProbe.ts";

/** One step of a sequence. */
export interface Cell {
  /** A symbol, a number or a bit. */
  readonly text: string;
  /** From 0 to 1: which symbol it is, or how large. */
  readonly level: number;
  /** Whether the answer depends on it: the first symbol, the marked numbers, the ones. */
  readonly matters: boolean;
}

/** One answer. */
export interface TaskAnswer {
  readonly right: string;
  readonly given: string;
  readonly isRight: boolean;
}

const symbols = "ABCDEFGH";

/** The steps of the first sequence of a batch. */
export function cellsOf(task: TaskName, { input }: Pick<Segment, "input">): readonly Cell[] {
  const { inputs } = tasks[task];
  return Array.from({ length: input.length / inputs }, (_, step) =>
    cellOf(task, input.subarray(step * inputs, (step + 1) * inputs), step),
  );
}

function cellOf(task: TaskName, values: Float32Array, step: number): Cell {
  const [value] = values;
  if (task === "echo") {
    const symbol = values.indexOf(1);
    return { text: symbols[symbol] ?? "", level: symbol / symbols.length, matters: step === 0 };
  }
  if (task === "adding") return { text: fixed(value, 2), level: value, matters: values[1] === 1 };
  return { text: String(value), level: value, matters: value === 1 };
}

/** Right answer and given one; of parity, the probability of odd is rounded. */
export function answerOf(task: TaskName, target: number, prediction: number): TaskAnswer {
  if (task === "adding") {
    const isRight = Math.abs(target - prediction) < sumTolerance;
    return { right: fixed(target, 2), given: fixed(prediction, 2), isRight };
  }
  if (task === "parity") {
    const isRight = prediction > 0.5 === target > 0.5;
    return { right: String(target), given: formatPercent(prediction, 0), isRight };
  }
  return {
    right: symbols[target] ?? "",
    given: symbols[prediction] ?? "",
    isRight: target === prediction,
  };
}

/** The answers of a segment. */
export function answersOf(task: TaskName, { target, prediction }: Segment): readonly TaskAnswer[] {
  return Array.from(target, (right, i) => answerOf(task, right, prediction[i]));
}

/** The last answers of a task that is answered once per sequence, the newest last; none for others. */
export function latestAnswers({ task }: Settings, curves: Curves, count: number): readonly TaskAnswer[] {
  if (tasks[task].answers === "each") return [];
  const from = Math.max(0, curves.target.length - count);
  const answers: TaskAnswer[] = [];
  for (let i = from; i < curves.target.length; i++)
    if (!Number.isNaN(curves.target[i])) answers.push(answerOf(task, curves.target[i], curves.prediction[i]));
  return answers;
}
