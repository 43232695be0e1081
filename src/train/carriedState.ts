/** @module A hidden state that is carried from one window to the next, detached from the graph. */
import { Tensor } from "../tensor/tensor.ts";

/** The state of a recurrent layer: h, or [h, c]. */
export type HiddenState = Tensor | readonly Tensor[];

/** Options of `CarriedState`. */
export interface CarriedStateOptions {
  /** Whether an epoch starts from the last state of the previous one; false by default. */
  readonly acrossEpochs?: boolean;
}

/**
 * The state of a recurrent layer between two windows of truncated BPTT.
 *
 *     const carried = new CarriedState<[Tensor, Tensor]>();
 *     const [output, hn] = lstm.forward(x, carried.current);
 *     carried.keep(hn);
 *
 * `keep` detaches the state, so gradients stop at the start of the window. A `Trainer` that receives it as `carried` resets
 * it at the start of each epoch and includes it in checkpoints.
 */
export class CarriedState<State extends HiddenState = Tensor> {
  /** The initial state of the next window; null for zeros. */
  current: State | null = null;
  readonly acrossEpochs: boolean;

  constructor({ acrossEpochs = false }: CarriedStateOptions = {}) {
    this.acrossEpochs = acrossEpochs;
  }

  /** Stores a state, detached, for the next window. */
  keep(state: State): void {
    const cut = state instanceof Tensor ? state.detach() : state.map((part) => part.detach());
    this.current = cut as State; // of the same form
  }

  /** Resets the state to zeros. */
  reset(): void {
    this.current = null;
  }
}
