/** @module The gradient of the last step's loss with respect to each earlier state: |∂L_T/∂h_t|. */
import { column, type Program, segmentData } from "./program.ts";

/** Gradient norms by lag: entry k is that of the state k steps before the last. */
export interface GradientFlow {
  /** |∂L_T/∂h_{T−k}|, over all layers. */
  readonly hidden: readonly number[];
  /** |∂L_T/∂c_{T−k}| of an LSTM at fixed h: 0 at lag 0, where only h reaches the output. Null for other cells. */
  readonly cell: readonly number[] | null;
}

export type ProgramState = Pick<Program, "model" | "settings" | "state" | "trained">;

/**
 * Backpropagates the squared error of the last time step of the next segment through the whole segment.
 *
 * Leaves the program unchanged, its parameters' gradients and its state included.
 */
export function gradientFlow({ model, settings, state, trained }: ProgramState): GradientFlow {
  const data = segmentData(trained, settings);
  const last = settings.timeStep - 1;
  const before = model.parameters().map((parameter) => parameter.grad);
  model.zeroGrad();
  model.rnn.recordStepNorms = true;
  const [rOut] = model.recur(column(data.input), state);
  const error = model.out.forward(rOut.select(1, last)).sub(column(data.target).select(1, last));
  error.pow(2).sum().backward();
  model.rnn.recordStepNorms = false;
  model.parameters().forEach((parameter, i) => {
    parameter.grad = before[i];
  });

  const { hidden, cell } = model.rnn.stepNorms ?? { hidden: [], cell: null };
  return { hidden: byLag(hidden), cell: cell && byLag(cell) };
}

/** Norms of all layers together, the last time step first. */
function byLag(layers: readonly (readonly number[])[]): number[] {
  return layers[0].map((_, t) => Math.hypot(...layers.map((norms) => norms[t]))).reverse();
}

/** The first lag whose norm is below `ratio` times that at lag 0; null if there is none. */
export function lagBelow(norms: readonly number[], ratio: number): number | null {
  const lag = norms.findIndex((norm) => norm < ratio * norms[0]);
  return lag === -1 ? null : lag;
}
