/** @module The long short-term memory layer. */
import { closed } from "../arguments.ts";
import { ShapeError } from "../errors.ts";
import type { PackedSequence } from "../functional/packedSequence.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { RecurrentBase } from "./recurrentBase.ts";
import { RECURRENT, type RecurrentOptions } from "./recurrentOptions.ts";

/** Options of `LSTM`. */
export interface LSTMOptions extends RecurrentOptions {
  /** The width P that a matrix projects the outputs to; 0 for no projection. */
  readonly projSize?: number;
}

/** An initial state [h₀, c₀]; zeros if null. */
export type Initial = readonly [Tensor, Tensor] | null;

/**
 * Long short-term memory: gates write, forget and read a cell state c.
 *
 *     i, f, o = σ(x_t W_iᵀ + b_i + h_{t−1} W_hᵀ + b_h)      g = tanh(…)      each gate with rows of its own
 *     c_t = f ⊙ c_{t−1} + i ⊙ g                             h_t = o ⊙ tanh(c_t), then W_hr h_t if projected
 *
 *     x (T, B, I), or (B, T, I) with batchFirst   hx [h, c], (L·D, B, P) and (L·D, B, H)
 *     →   output (T, B, D·P)   [hn, cn]        D directions; P = projSize, or H without a projection
 *
 * Weights hold the rows of i, f, g, o in this order and start uniform in ±1/√H.
 * Source: Hochreiter & Schmidhuber, "Long short-term memory", 1997; torch.nn.LSTM.
 */
export class LSTM extends RecurrentBase {
  /** The name in printed models. */
  static override readonly typeName: string = "LSTM";
  /** Draws the parameters as PyTorch does. */
  constructor(inputSize: number, hiddenSize: number, options: LSTMOptions = {}) {
    closed("LSTM", options, { ...RECURRENT, projSize: 0 });
    super("LSTM", inputSize, hiddenSize, options, options.projSize);
  }

  /** The outputs of all time steps, and the final hidden and cell states. Without hx, the initial states are zero. */
  forward(x: Tensor, hx?: Initial): [Tensor, [Tensor, Tensor]];
  /** x (B, T, I) or packed, [h₀, c₀] → the outputs and the final [h, c]. */
  forward(x: PackedSequence, hx?: Initial): [PackedSequence, [Tensor, Tensor]];
  /** x (B, T, I) or packed, [h₀, c₀] → the outputs and the final [h, c]. */
  forward(x: Tensor | PackedSequence, hx?: Initial): [Tensor | PackedSequence, [Tensor, Tensor]];
  forward(x: Tensor | PackedSequence, hx: Initial = null): [Tensor | PackedSequence, [Tensor, Tensor]] {
    if (hx !== null && !(Array.isArray(hx) && hx.length === 2)) {
      throw new ShapeError("LSTM: hx must be the pair [h, c]\n  both start from zero when it is left out");
    }
    const { output, states } = this.run(x, hx);
    return [output, [states[0], states[1]]];
  }
}
