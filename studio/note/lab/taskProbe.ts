/** @module A network put to the test on sequences of other lengths than those that it was trained on. */
import { maxOf } from "../../../src/lists.ts";
import type { Program } from "../../../src/note/program.ts";
import { drawSamples, tasks } from "../../../src/note/tasks.ts";
import { noGrad } from "../../../src/tensor/tape.ts";
import type { Tensor } from "../../../src/tensor/tensor.ts";

/** How well it does at each length. */
export interface TaskProbe {
  /** Steps of a sequence; of echo, those that the symbol must be remembered over. */
  readonly lengths: readonly number[];
  /** The share of right answers; of sums, of those within a tenth. */
  readonly right: readonly number[];
  /** The length that it was trained on. */
  readonly trained: number;
}

/** A sum within this counts as right. */
export const sumTolerance = 0.1;

/** Batches of each length; none of them is trained on, as long as runs have fewer than this many. */
const batches = 4;
const firstBatch = 900_000;

/** Tests a network on new sequences from one step to twice as many as it knows, and changes nothing. */
export function probeLengths(program: Program): TaskProbe {
  const { timeStep, task } = program.settings;
  const lengths = lengthsAround(timeStep);
  const right = noGrad(() => lengths.map((length) => shareRight(program, length)));
  const more = task === "echo" ? 1 : 0; // the symbol itself is read, too
  return { lengths: lengths.map((length) => length - more), right, trained: timeStep - more };
}

/** About a dozen lengths up to 2T, T among them. */
function lengthsAround(timeStep: number): readonly number[] {
  const parts = Math.min(6, timeStep);
  const up = Array.from({ length: 2 * parts }, (_, i) =>
    Math.max(1, Math.round(((i + 1) * timeStep) / parts)),
  );
  return [...new Set([1, ...up])].sort((a, b) => a - b);
}

function shareRight({ model, settings, state }: Program, timeStep: number): number {
  let [right, all] = [0, 0];
  for (let i = 0; i < batches; i++) {
    const { x, y } = drawSamples(firstBatch + i, { ...settings, timeStep });
    const [answers] = model.forward(x, state);
    y.data.forEach((target, at) => {
      if (isRight(answers, at, target)) right += 1;
    });
    all += y.data.length;
  }
  return right / all;
}

/** The most likely class, or a sum that is near enough. */
function isRight({ data, shape }: Tensor, at: number, target: number): boolean {
  const classes = shape[2];
  if (classes === 1) return Math.abs(data[at] - target) < sumTolerance;
  const logits = data.subarray(at * classes, (at + 1) * classes);
  return logits.indexOf(maxOf(logits)) === target;
}

/** What a guess has: one over the number of classes; of sums, the share of those within a tenth of 1. */
export function chanceOf({ task }: Pick<Program["settings"], "task">): number {
  const { outputs } = tasks[task];
  // The sum of two uniform numbers has the density 1 − |s − 1|: within d of 1, that is 2d − d².
  return outputs > 1 ? 1 / outputs : 2 * sumTolerance - sumTolerance ** 2;
}
