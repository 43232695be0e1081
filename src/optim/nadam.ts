/** @module NAdam. */

import type { Tensor } from "../tensor/tensor.ts";
import { stepBlocks } from "../wasm/optimizers.ts";
import { type AdamState, checkAdamOptions, type SharedAdamOptions } from "./adam.ts";
import { checkNotNegative } from "./checks.ts";
import { Optimizer, type Params } from "./optimizer.ts";

/** Options of `NAdam`; the learning rate is 0.002 by default, the others as in `Adam`. */
export interface NAdamOptions extends SharedAdamOptions {
  /** The rate at which the momentum rises from β₁/2 to β₁, 0.004 by default. */
  readonly momentumDecay: number;
}

/** What is stored for a parameter between steps. */
export interface NAdamState extends Omit<AdamState, "maxExpAvgSq"> {
  /** The product μ₁ … μₜ in float32, as in PyTorch. */
  muProduct: number;
}

const DEFAULTS: NAdamOptions = {
  lr: 2e-3,
  betas: [0.9, 0.999],
  eps: 1e-8,
  weightDecay: 0,
  momentumDecay: 4e-3,
};

const { fround } = Math;

/**
 * Adam with Nesterov momentum.
 *
 *     g ← g + weightDecay · p
 *     μₜ = β₁ (1 − ½ · 0.96^(t · momentumDecay))
 *     m ← β₁ m + (1 − β₁) g        v ← β₂ v + (1 − β₂) g²        v̂ = v / (1 − β₂ᵗ)
 *     p ← p − lr · ((1 − μₜ) / (1 − Π) · g + μₜ₊₁ / (1 − Π μₜ μₜ₊₁) · m) / (√v̂ + ε)        Π = μ₁ … μₜ
 *
 * The second μₜ in the denominator is that of PyTorch 1.13. Later versions divide by 1 − Π μₜ₊₁, as the paper does; the
 * results differ by 4e-4 after 25 steps of 0.02.
 *
 * Throws ValueError for options outside their domain: lr, ε, weightDecay, momentumDecay ≥ 0, 0 ≤ β < 1.
 * Source: Dozat, "Incorporating Nesterov momentum into Adam", 2016; torch.optim.NAdam.
 */
export class NAdam extends Optimizer<NAdamOptions, NAdamState> {
  /** Throws ValueError for options outside their domain. */
  constructor(params: Params<NAdamOptions>, options: Partial<NAdamOptions> = {}) {
    super(params, DEFAULTS, options);
  }

  /** Throws ValueError for options outside their domain. */
  protected override checkOptions(options: NAdamOptions): void {
    checkAdamOptions(options);
    checkNotNegative("momentum_decay value", options.momentumDecay);
  }

  /** What is stored for a parameter before its first step. */
  protected override initialState(parameter: Tensor): NAdamState {
    const size = parameter.data.length;
    return { step: 0, muProduct: 1, expAvg: new Float32Array(size), expAvgSq: new Float32Array(size) };
  }

  /** Updates a parameter in place. */
  protected override update(
    p: Float32Array,
    g: Float32Array,
    state: NAdamState,
    options: NAdamOptions,
  ): void {
    const { lr, betas, eps, weightDecay, momentumDecay } = options;
    const [beta1, beta2] = betas;
    const { expAvg, expAvgSq } = state;
    state.step += 1;
    const correction = 1 - beta2 ** state.step;
    const mu = beta1 * (1 - 0.5 * 0.96 ** (state.step * momentumDecay));
    const muNext = beta1 * (1 - 0.5 * 0.96 ** ((state.step + 1) * momentumDecay));
    state.muProduct = fround(state.muProduct * fround(mu));
    const ahead = fround(fround(state.muProduct * fround(mu)) * fround(muNext));
    const ofGrad = (lr * (1 - mu)) / (1 - state.muProduct);
    const ofMean = (lr * muNext) / (1 - ahead);
    stepBlocks(p, g, expAvg, expAvgSq, false, (kernels, pAt, gAt, m, v, n) =>
      kernels.nadam(pAt, gAt, m, v, n, ofGrad, ofMean, beta1, beta2, correction, eps, weightDecay),
    );
  }
}
