/** @module Adagrad. */

import type { Tensor } from "../tensor/tensor.ts";
import { stepBlocks } from "../wasm/optimizers.ts";
import { checkNotNegative } from "./checks.ts";
import { type CommonOptions, Optimizer, type ParamGroupOptions, type Params } from "./optimizer.ts";

/** Options of `Adagrad`. */
export interface AdagradOptions extends CommonOptions {
  /** The learning rate, 0.01 by default. */
  readonly lr: number;
  /** The rate in step t is lr / (1 + (t − 1) · lrDecay); 0 by default. */
  readonly lrDecay: number;
  /** The initial value of the sums of squares, 0 by default. As in PyTorch, groups cannot override it. */
  readonly initialAccumulatorValue: number;
  /** Added to the square root, to avoid division by zero, 1e-10 by default. */
  readonly eps: number;
}

/** What is stored for a parameter between steps. */
export interface AdagradState {
  /** The number of steps so far. */
  step: number;
  /** The sum of squared gradients. */
  readonly sum: Float32Array;
}

const DEFAULTS: AdagradOptions = {
  lr: 1e-2,
  lrDecay: 0,
  weightDecay: 0,
  initialAccumulatorValue: 0,
  eps: 1e-10,
  maximize: false,
};

/**
 * Adagrad: divides the gradient by the root of the sum of its squares so far.
 *
 *     g ← g + weightDecay · p
 *     s ← s + g²
 *     p ← p − lr / (1 + (t − 1) lrDecay) · g / (√s + ε)
 *
 * With `maximize`, g is replaced with −g.
 *
 * Throws ValueError for a negative option.
 * Source: Duchi, Hazan & Singer, "Adaptive subgradient methods for online learning and stochastic optimization", 2011;
 * torch.optim.Adagrad.
 */
export class Adagrad extends Optimizer<AdagradOptions, AdagradState> {
  /** Throws ValueError for options outside their domain. */
  constructor(params: Params<AdagradOptions>, options: Partial<AdagradOptions> = {}) {
    super(params, DEFAULTS, options);
  }

  /** Adds parameters and, as in PyTorch, initialises their sums now instead of in their first step. */
  override addParamGroup(group: ParamGroupOptions<AdagradOptions>): void {
    super.addParamGroup(group);
    const added = this.paramGroups[this.paramGroups.length - 1];
    for (const parameter of added.params) this.state.set(parameter, this.initialState(parameter));
  }

  /** Throws ValueError for options outside their domain. */
  protected override checkOptions(options: AdagradOptions): void {
    checkNotNegative("learning rate", options.lr);
    checkNotNegative("lr_decay value", options.lrDecay);
    checkNotNegative("weight_decay value", options.weightDecay);
    checkNotNegative("initial_accumulator_value value", options.initialAccumulatorValue);
    checkNotNegative("epsilon value", options.eps);
  }

  /** What is stored for a parameter before its first step. */
  protected override initialState(parameter: Tensor): AdagradState {
    const sum = new Float32Array(parameter.data.length).fill(this.defaults.initialAccumulatorValue);
    return { step: 0, sum };
  }

  /** Updates a parameter in place. */
  protected override update(
    p: Float32Array,
    g: Float32Array,
    state: AdagradState,
    options: AdagradOptions,
  ): void {
    const { lr, lrDecay, weightDecay, eps, maximize } = options;
    state.step += 1;
    const rate = lr / (1 + (state.step - 1) * lrDecay);
    stepBlocks(p, g, state.sum, null, maximize, (kernels, pAt, gAt, sum, _none, n) =>
      kernels.adagrad(pAt, gAt, sum, n, rate, eps, weightDecay),
    );
  }
}
