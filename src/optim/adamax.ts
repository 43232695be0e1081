/** @module Adamax. */

import type { Tensor } from "../tensor/tensor.ts";
import { stepBlocks } from "../wasm/optimizers.ts";
import { checkAdamOptions } from "./adam.ts";
import { type CommonOptions, Optimizer, type Params } from "./optimizer.ts";

/** Options of `Adamax`. */
export interface AdamaxOptions extends CommonOptions {
  /** The learning rate, 0.002 by default. */
  readonly lr: number;
  /** Decay rates of the running mean of the gradient and of the largest gradient, [0.9, 0.999] by default. */
  readonly betas: readonly [number, number];
  /** Added to |g|, to avoid division by zero, 1e-8 by default. */
  readonly eps: number;
}

/** What is stored for a parameter between steps. */
export interface AdamaxState {
  /** The number of steps so far. */
  step: number;
  /** The running mean of gradients. */
  readonly expAvg: Float32Array;
  /** The running maximum of gradients. */
  readonly expInf: Float32Array;
}

const DEFAULTS: AdamaxOptions = {
  lr: 2e-3,
  betas: [0.9, 0.999],
  eps: 1e-8,
  weightDecay: 0,
  maximize: false,
};

/**
 * Adam with the largest recent gradient in place of the root of the mean square.
 *
 *     g ← g + weightDecay · p
 *     m ← β₁ m + (1 − β₁) g        u ← max(β₂ u, |g| + ε)
 *     p ← p − lr / (1 − β₁ᵗ) · m / u
 *
 * With `maximize`, g is replaced with −g.
 *
 * Throws ValueError for options outside their domain: lr, ε, weightDecay ≥ 0, 0 ≤ β < 1.
 * Source: Kingma & Ba, "Adam: a method for stochastic optimization", 2015, section 7.1; torch.optim.Adamax.
 */
export class Adamax extends Optimizer<AdamaxOptions, AdamaxState> {
  /** Throws ValueError for options outside their domain. */
  constructor(params: Params<AdamaxOptions>, options: Partial<AdamaxOptions> = {}) {
    super(params, DEFAULTS, options);
  }

  /** Throws ValueError for options outside their domain. */
  protected override checkOptions(options: AdamaxOptions): void {
    checkAdamOptions(options);
  }

  /** What is stored for a parameter before its first step. */
  protected override initialState(parameter: Tensor): AdamaxState {
    const size = parameter.data.length;
    return { step: 0, expAvg: new Float32Array(size), expInf: new Float32Array(size) };
  }

  /** Updates a parameter in place. */
  protected override update(
    p: Float32Array,
    g: Float32Array,
    state: AdamaxState,
    options: AdamaxOptions,
  ): void {
    const { lr, betas, eps, weightDecay, maximize } = options;
    const [beta1, beta2] = betas;
    const { expAvg, expInf } = state;
    state.step += 1;
    const rate = lr / (1 - beta1 ** state.step);
    stepBlocks(p, g, expAvg, expInf, maximize, (kernels, pAt, gAt, m, u, n) =>
      kernels.adamax(pAt, gAt, m, u, n, rate, beta1, beta2, eps, weightDecay),
    );
  }
}
