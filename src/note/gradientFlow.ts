/** @module How much of the last step's loss reaches each earlier hidden state: |∂L_T/∂h_t|. */
import { noGrad } from "../tensor/tape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { column, type Program, type State, segmentData } from "./program.ts";

/** Gradient norms by lag: entry k belongs to the state k steps before the last. */
export interface GradientFlow {
  /** |∂L_T/∂h_{T−k}|, over all layers. */
  readonly hidden: readonly number[];
  /** |∂L_T/∂c_{T−k}| of an LSTM, with h held fixed: 0 at lag 0, where only h reaches the output. Null for others. */
  readonly cell: readonly number[] | null;
}

/**
 * Sends the squared error of the last time step of the next segment back through the whole segment.
 *
 * The layer is run one step at a time, so that every state is a tensor whose gradient can be kept. Nothing of the
 * program changes: neither its parameters' gradients nor its state.
 */
export function gradientFlow(program: Program): GradientFlow {
  const { model, settings } = program;
  const data = segmentData(program.trained, settings);
  const T = settings.timeStep;
  const [x, y] = [column(data.input), column(data.target)];
  const states: State[] = [];
  let state: State | null = program.state;
  const [, first] = model.recur(x.slice(1, 0, 1), state);
  state = first.map((part) => part.retainGrad());
  states.push(state);
  for (let t = 1; t < T; t++) {
    const [, next] = model.recur(x.slice(1, t, t + 1), state);
    state = next.map((part) => part.retainGrad());
    states.push(state);
  }
  const top = state[0].select(0, settings.layers - 1); // (1, H): what the output layer sees at the last step
  const before = model.parameters().map((parameter) => parameter.grad);
  model.zeroGrad();
  model.out
    .forward(top)
    .sub(y.select(1, T - 1))
    .pow(2)
    .sum()
    .backward();
  model.parameters().forEach((parameter, i) => {
    parameter.grad = before[i];
  });

  const norms = (part: number): number[] => states.map((s) => norm(s[part].grad)).reverse();
  return { hidden: norms(0), cell: settings.cell === "lstm" ? norms(1) : null };
}

/** The Euclidean norm of all values. */
function norm(gradient: Tensor | null): number {
  return gradient === null ? 0 : Math.sqrt(noGrad(() => gradient.mul(gradient).sum().item()));
}

/** The first lag whose norm is below a share of that at lag 0; null when none is. */
export function lagBelow(norms: readonly number[], share: number): number | null {
  const lag = norms.findIndex((norm) => norm < share * norms[0]);
  return lag === -1 ? null : lag;
}
