/** @module The gated recurrent unit. */
import { closed } from "../arguments.ts";
import type { PackedSequence } from "../functional/packedSequence.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { RecurrentBase } from "./recurrentBase.ts";
import { RECURRENT, type RecurrentOptions, refuseProjection } from "./recurrentOptions.ts";

/**
 * Gated recurrent unit: the gate z mixes the old state with a candidate n.
 *
 *     r, z = σ(x_t W_iᵀ + b_i + h_{t−1} W_hᵀ + b_h)      n = tanh(x_t W_inᵀ + b_in + r ⊙ (h_{t−1} W_hnᵀ + b_hn))
 *     h_t = (1 − z) ⊙ n + z ⊙ h_{t−1}
 *
 *     x (T, B, I), or (B, T, I) with batchFirst   hx (L·D, B, H)   →   output (T, B, D·H)   hn (L·D, B, H)
 *
 * Weights hold the rows of r, z, n in this order and start uniform in ±1/√H.
 * Source: Cho et al., "Learning phrase representations using RNN encoder–decoder", 2014; torch.nn.GRU.
 */
export class GRU extends RecurrentBase {
  /** The name in printed models. */
  static override readonly typeName: string = "GRU";
  /** Draws the parameters as PyTorch does. */
  constructor(inputSize: number, hiddenSize: number, options: RecurrentOptions = {}) {
    refuseProjection(options);
    super("GRU", inputSize, hiddenSize, closed("GRU", options, RECURRENT));
  }

  /** The outputs of all time steps, and the final state. Without hx, the initial state is zero. */
  forward(x: Tensor, hx?: Tensor | null): [Tensor, Tensor];
  /** x (B, T, I) or packed, h₀ (L·D, B, H) → the outputs and the final states. */
  forward(x: PackedSequence, hx?: Tensor | null): [PackedSequence, Tensor];
  /** x (B, T, I) or packed, h₀ (L·D, B, H) → the outputs and the final states. */
  forward(x: Tensor | PackedSequence, hx?: Tensor | null): [Tensor | PackedSequence, Tensor];
  forward(x: Tensor | PackedSequence, hx: Tensor | null = null): [Tensor | PackedSequence, Tensor] {
    const { output, states } = this.run(x, hx && [hx]);
    return [output, states[0]];
  }
}
