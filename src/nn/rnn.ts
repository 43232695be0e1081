/** @module The simple recurrent layer. */
import { closed } from "../arguments.ts";
import { ValueError } from "../errors.ts";
import type { PackedSequence } from "../functional/packedSequence.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { RecurrentBase } from "./recurrentBase.ts";
import { RECURRENT, type RecurrentOptions, refuseProjection } from "./recurrentOptions.ts";

/** Options of `RNN`. */
export interface RNNOptions extends RecurrentOptions {
  /** tanh by default. */
  readonly nonlinearity?: "tanh" | "relu";
}

/**
 * Elman's recurrent network, with the same U, W and biases at every time step.
 *
 *     h_t = tanh(x_t W_ihᵀ + b_ih + h_{t−1} W_hhᵀ + b_hh)        or relu
 *
 *     x (T, B, I), or (B, T, I) with batchFirst   hx (L·D, B, H)   →   output (T, B, D·H)   hn (L·D, B, H)
 *
 * Parameters start uniform in ±1/√H. Source: Elman, "Finding structure in time", 1990; torch.nn.RNN.
 */
export class RNN extends RecurrentBase {
  /** The name in printed models. */
  static override readonly typeName: string = "RNN";
  /** The function of the pre-activations. */
  readonly nonlinearity: "tanh" | "relu";

  /** Draws the parameters as PyTorch does. */
  constructor(inputSize: number, hiddenSize: number, options: RNNOptions = {}) {
    refuseProjection(options);
    const { nonlinearity = "tanh" } = closed("RNN", options, { ...RECURRENT, nonlinearity: 0 });
    if (nonlinearity !== "tanh" && nonlinearity !== "relu") {
      throw new ValueError(`Unknown nonlinearity '${String(nonlinearity)}'\n  it must be "tanh" or "relu"`);
    }
    super(nonlinearity === "tanh" ? "RNN_TANH" : "RNN_RELU", inputSize, hiddenSize, options);
    this.nonlinearity = nonlinearity;
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
