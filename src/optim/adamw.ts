/** @module AdamW. */
import type { Tensor } from "../tensor/tensor.ts";
import { adamStep } from "../wasm/adam.ts";
import type { AdamState } from "./adam.ts";
import { checkAdamOptions } from "./checks.ts";
import { Optimizer, type Params } from "./optimizer.ts";

/** AdamW's options. */
export interface AdamWOptions {
  /** The learning rate, 0.001 by default. */
  readonly lr: number;
  /** How slowly the running means of the gradient and of its square forget, [0.9, 0.999] by default. */
  readonly betas: readonly [number, number];
  /** Added to the root, against division by zero, 1e-8 by default. */
  readonly eps: number;
  /** By how much of lr a parameter shrinks in a step, whatever its gradient, 0.01 by default. */
  readonly weightDecay: number;
  /** Whether v̂ is divided by at its greatest so far (Reddi et al. 2018), which it is not by default. */
  readonly amsgrad: boolean;
  /** Whether the loss is to grow, which it is not by default. */
  readonly maximize: boolean;
}

const DEFAULTS: AdamWOptions = {
  lr: 1e-3,
  betas: [0.9, 0.999],
  eps: 1e-8,
  weightDecay: 1e-2,
  amsgrad: false,
  maximize: false,
};

/**
 * Adam with the decay of weights kept out of the gradient and its means.
 *
 *     p ← p · (1 − lr · weightDecay)
 *     m ← m + (1 − β₁)(g − m)      v ← β₂ v + (1 − β₂) g²
 *     p ← p − lr · m̂ / (√v̂ + ε)    m̂ = m / (1 − β₁ᵗ)    v̂ = v / (1 − β₂ᵗ)
 *
 * With `amsgrad`, the greatest v so far stands for v in v̂; with `maximize`, −g for g.
 *
 * Throws ValueError for options outside their domain: lr, ε, weightDecay ≥ 0, 0 ≤ β < 1.
 * Source: Loshchilov & Hutter, "Decoupled weight decay regularization", 2019; torch.optim.AdamW.
 */
export class AdamW extends Optimizer<AdamWOptions, AdamState> {
  constructor(params: Params<AdamWOptions>, options: Partial<AdamWOptions> = {}) {
    super(params, DEFAULTS, options);
  }

  protected override checkOptions(options: AdamWOptions): void {
    checkAdamOptions(options);
  }

  protected override initialState(parameter: Tensor): AdamState {
    const size = parameter.data.length;
    const [expAvg, expAvgSq] = [new Float32Array(size), new Float32Array(size)];
    return { step: 0, expAvg, expAvgSq, maxExpAvgSq: undefined };
  }

  protected override update(p: Float32Array, g: Float32Array, state: AdamState, options: AdamWOptions): void {
    const { lr, betas, eps, weightDecay, amsgrad, maximize } = options;
    const [beta1, beta2] = betas;
    state.step += 1;
    if (amsgrad) state.maxExpAvgSq ??= new Float32Array(p.length);
    const maxExpAvgSq = amsgrad ? (state.maxExpAvgSq ?? null) : null;
    adamStep(p, g, state.expAvg, state.expAvgSq, maxExpAvgSq, {
      beta1,
      beta2,
      stepSize: lr / (1 - beta1 ** state.step),
      correction: Math.sqrt(1 - beta2 ** state.step),
      eps,
      weightDecay: 0,
      keep: 1 - lr * weightDecay,
      maximize,
    });
  }
}
