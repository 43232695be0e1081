/** @module A hidden state that is carried from one window to the next, without the graph behind it. */
import { Tensor } from "../tensor/tensor.ts";

/** What recurrent layers take and give: h, or [h, c]. */
export type HiddenState = Tensor | readonly Tensor[];

/** `CarriedState`'s options. */
export interface CarriedStateOptions {
  /** Whether an epoch begins with the state in which the one before ended; by default it begins with none. */
  readonly acrossEpochs?: boolean;
}

/**
 * The state of a recurrent layer between two windows of truncated BPTT.
 *
 *     const carried = new CarriedState<[Tensor, Tensor]>();
 *     const [output, hn] = lstm.forward(x, carried.current);
 *     carried.keep(hn);
 *
 * `keep` detaches: gradients end where the window begins. Given to a `Trainer` as `carried`, it is emptied at the start
 * of each epoch and stands in checkpoints.
 */
export class CarriedState<State extends HiddenState = Tensor> {
  /** The state to begin with; null stands for zeros. */
  current: State | null = null;
  readonly acrossEpochs: boolean;

  constructor({ acrossEpochs = false }: CarriedStateOptions = {}) {
    this.acrossEpochs = acrossEpochs;
  }

  /** Keeps a state for the next window, cut off from its graph. */
  keep(state: State): void {
    const cut = state instanceof Tensor ? state.detach() : state.map((part) => part.detach());
    this.current = cut as State; // of the same form
  }

  /** Forgets the state. */
  reset(): void {
    this.current = null;
  }
}
