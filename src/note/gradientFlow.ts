/** @module The gradient of the last step's loss with respect to each earlier state: |∂L_T/∂h_t|. */

import { crossEntropy } from "../functional/crossEntropy.ts";
import { euclideanNorm } from "../lists.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Program, RNN, State } from "./program.ts";
import { drawSamples } from "./tasks.ts";

/** Gradient norms by lag: entry k is that of the state k steps before the last. */
export interface GradientFlow {
  /** |∂L_T/∂h_{T−k}|, over all layers. */
  readonly hidden: readonly number[];
  /** |∂L_T/∂c_{T−k}| of an LSTM at fixed h: 0 at lag 0, where only h reaches the output. Null for other cells. */
  readonly cell: readonly number[] | null;
}

export type ProgramState = Pick<Program, "model" | "settings" | "state" | "trained">;

/**
 * Backpropagates the loss of the last time step of the next segment, or of the first sequence of the next batch, to
 * its first step.
 *
 * Leaves the program unchanged, its parameters' gradients and its state included.
 */
export function gradientFlow({ model, settings, state, trained }: ProgramState): GradientFlow {
  const { x, y } = drawSamples(trained, settings);
  const before = model.parameters().map((parameter) => parameter.grad);
  model.zeroGrad();
  model.rnn.recordStepNorms = true;
  lastLoss(model, x.slice(0, 0, 1), y.slice(0, 0, 1), state).backward();
  model.rnn.recordStepNorms = false;
  model.parameters().forEach((parameter, i) => {
    parameter.grad = before[i];
  });

  const { hidden, cell } = model.rnn.stepNorms ?? { hidden: [], cell: null };
  return { hidden: byLag(hidden), cell: cell && byLag(cell) };
}

/** The loss of the answer at the last time step: squared error or cross entropy. */
function lastLoss(model: RNN, x: Tensor, y: Tensor, state: State | null): Tensor {
  const [rOut] = model.recur(x, state?.map((each) => each.slice(1, 0, 1)) ?? null);
  const answer = model.out.forward(rOut.select(1, -1));
  const right = y.select(1, -1);
  return right.dim() === answer.dim() ? answer.sub(right).pow(2).sum() : crossEntropy(answer, right);
}

/** Norms of all layers together, the last time step first. */
function byLag(layers: readonly (readonly number[])[]): number[] {
  return layers[0].map((_, t) => euclideanNorm(layers.map((norms) => norms[t]))).reverse();
}

/** The first lag whose norm is below `ratio` times that at lag 0; null if there is none. */
export function lagBelow(norms: readonly number[], ratio: number): number | null {
  const lag = norms.findIndex((norm) => norm < ratio * norms[0]);
  return lag === -1 ? null : lag;
}
