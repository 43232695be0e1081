/** @module How much of the last step's loss reaches each earlier hidden state: |∂L_T/∂h_t|. */
import { column, type Program, segmentData } from "./program.ts";

/** Gradient norms by lag: entry k belongs to the state k steps before the last. */
export interface GradientFlow {
  /** |∂L_T/∂h_{T−k}|, over all layers. */
  readonly hidden: readonly number[];
  /** |∂L_T/∂c_{T−k}| of an LSTM, with h held fixed: 0 at lag 0, where only h reaches the output. Null for others. */
  readonly cell: readonly number[] | null;
}

/** What of a program the gradient depends on. */
export type Moment = Pick<Program, "model" | "settings" | "state" | "trained">;

/**
 * Sends the squared error of the last time step of the next segment back through the whole segment.
 *
 * Nothing of the program changes: neither its parameters' gradients nor its state.
 */
export function gradientFlow({ model, settings, state, trained }: Moment): GradientFlow {
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

/** The first lag whose norm is below a share of that at lag 0; null when none is. */
export function lagBelow(norms: readonly number[], share: number): number | null {
  const lag = norms.findIndex((norm) => norm < share * norms[0]);
  return lag === -1 ? null : lag;
}
