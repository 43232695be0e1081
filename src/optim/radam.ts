/** @module RAdam. */

import type { Tensor } from "../tensor/tensor.ts";
import { stepBlocks } from "../wasm/optimizers.ts";
import { type AdamState, checkAdamOptions, type SharedAdamOptions } from "./adam.ts";
import { Optimizer, type Params } from "./optimizer.ts";

/** Options of `RAdam`, as those of `Adam`. */
export type RAdamOptions = SharedAdamOptions;

/** What is stored for a parameter between steps. */
export type RAdamState = Omit<AdamState, "maxExpAvgSq">;

const DEFAULTS: RAdamOptions = { lr: 1e-3, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0 };

/**
 * Rectified Adam: plain momentum for the first steps, then Adam with a correction for the variance of its rate.
 *
 *     g ← g + weightDecay · p
 *     m ← β₁ m + (1 − β₁) g        v ← β₂ v + (1 − β₂) g²        m̂ = m / (1 − β₁ᵗ)
 *     ρ∞ = 2 / (1 − β₂) − 1        ρ = ρ∞ − 2 t β₂ᵗ / (1 − β₂ᵗ)
 *     ρ ≤ 5:  p ← p − lr · m̂
 *     ρ > 5:  p ← p − lr · m̂ · r √(1 − β₂ᵗ) / (√v + ε)
 *             r = √((ρ − 4)(ρ − 2) ρ∞ / ((ρ∞ − 4)(ρ∞ − 2) ρ))
 *
 * Throws ValueError for options outside their domain: lr, ε, weightDecay ≥ 0, 0 ≤ β < 1.
 * Source: Liu et al., "On the variance of the adaptive learning rate and beyond", 2020; torch.optim.RAdam.
 */
export class RAdam extends Optimizer<RAdamOptions, RAdamState> {
  /** Throws ValueError for options outside their domain. */
  constructor(params: Params<RAdamOptions>, options: Partial<RAdamOptions> = {}) {
    super(params, DEFAULTS, options);
  }

  /** Throws ValueError for options outside their domain. */
  protected override checkOptions(options: RAdamOptions): void {
    checkAdamOptions(options);
  }

  /** What is stored for a parameter before its first step. */
  protected override initialState(parameter: Tensor): RAdamState {
    const size = parameter.data.length;
    return { step: 0, expAvg: new Float32Array(size), expAvgSq: new Float32Array(size) };
  }

  /** Updates a parameter in place. */
  protected override update(
    p: Float32Array,
    g: Float32Array,
    state: RAdamState,
    options: RAdamOptions,
  ): void {
    const { lr, betas, eps, weightDecay } = options;
    const [beta1, beta2] = betas;
    const { expAvg, expAvgSq } = state;
    state.step += 1;
    const stepSize = lr / (1 - beta1 ** state.step);
    const rectified = rectification(beta2, state.step) ?? 0;
    stepBlocks(p, g, expAvg, expAvgSq, false, (kernels, pAt, gAt, m, v, n) =>
      kernels.radam(pAt, gAt, m, v, n, stepSize, rectified, beta1, beta2, eps, weightDecay),
    );
  }
}

/** r √(1 − β₂ᵗ), or null while there are too few gradients to estimate their variance. */
function rectification(beta2: number, step: number): number | null {
  const correction = 1 - beta2 ** step;
  const most = 2 / (1 - beta2) - 1;
  const rho = most - (2 * step * beta2 ** step) / correction;
  if (!(rho > 5)) return null;
  return Math.sqrt((((rho - 4) * (rho - 2) * most) / ((most - 4) * (most - 2) * rho)) * correction);
}
