/** @module What an output says: the answer, its loss, and the loss's gradient, for values and for classes. */
import { maxOf } from "../../../src/lists.ts";
import type { TaskName } from "../../../src/note/settings.ts";
import { tasks } from "../../../src/note/tasks.ts";

type Values = ArrayLike<number>;

/** The value; of two classes the probability of the second; of more the most likely one. */
export function answerOf(output: Values): number {
  if (output.length === 1) return output[0];
  if (output.length === 2) return softmaxOf(output)[1];
  return Array.from(output).indexOf(maxOf(Array.from(output)));
}

/** The squared error, or the cross entropy in nats. */
export function lossOf(output: Values, target: number): number {
  return output.length === 1 ? (output[0] - target) ** 2 : -Math.log(softmaxOf(output)[target]);
}

/** ∂L/∂o: 2 (o − y), or softmax(o) less one at the right class. */
export function lossGradient(output: Values, target: number): Float64Array {
  if (output.length === 1) return Float64Array.of(2 * (output[0] - target));
  return softmaxOf(output).map((share, k) => share - (k === target ? 1 : 0));
}

/** Whether the answer is the right class; null where answers are values. */
export function isRight(output: Values, target: number): boolean | null {
  return output.length === 1 ? null : lossIsLeast(output, target);
}

function lossIsLeast(output: Values, target: number): boolean {
  return Array.from(output).every((each) => each <= output[target]);
}

/** exp(oₖ) / Σ exp(o). */
export function softmaxOf(output: Values): Float64Array {
  const most = maxOf(Array.from(output));
  const powers = Float64Array.from(output, (each) => Math.exp(each - most));
  const sum = powers.reduce((total, each) => total + each, 0);
  return powers.map((each) => each / sum);
}

/** The first step that is answered: 0, or the last. */
export function firstAnswered(task: TaskName, T: number): number {
  return tasks[task].answers === "each" ? 0 : T - 1;
}
