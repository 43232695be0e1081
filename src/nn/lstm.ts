/** @module The long short-term memory layer. */
import type { Tensor } from "../tensor/tensor.ts";
import { RecurrentBase, type RecurrentOptions } from "./recurrentBase.ts";

/**
 * Long short-term memory: a cell c that gates fill, empty and show.
 *
 *     i, f, o = σ(x_t W_iᵀ + b_i + h_{t−1} W_hᵀ + b_h)      g = tanh(…)      each gate with rows of its own
 *     c_t = f ⊙ c_{t−1} + i ⊙ g                             h_t = o ⊙ tanh(c_t)
 *
 *     x (T, B, I), or (B, T, I) with batchFirst   hx [h, c], (L, B, H) each   →   output (T, B, H)   [hn, cn]
 *
 * Weights hold the rows of i, f, g, o in this order and start uniform in ±1/√H.
 * Source: Hochreiter & Schmidhuber, "Long short-term memory", 1997; torch.nn.LSTM.
 */
export class LSTM extends RecurrentBase {
  static override readonly typeName: string = "LSTM";
  constructor(inputSize: number, hiddenSize: number, options: RecurrentOptions = {}) {
    super("LSTM", inputSize, hiddenSize, options);
  }

  /** The outputs at all time steps, and the final state and cell. Without hx both start from zero. */
  forward(x: Tensor, hx: readonly [Tensor, Tensor] | null = null): [Tensor, [Tensor, Tensor]] {
    const { output, states } = this.run(x, hx);
    return [output, [states[0], states[1]]];
  }
}
