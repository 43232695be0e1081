/** @module Adadelta. */

import { ValueError } from "../errors.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { stepBlocks } from "../wasm/optimizers.ts";
import { checkNotNegative } from "./checks.ts";
import { type CommonOptions, Optimizer, type Params } from "./optimizer.ts";

/** Options of `Adadelta`. */
export interface AdadeltaOptions extends CommonOptions {
  /** The factor of each step, 1 by default. */
  readonly lr: number;
  /** The decay rate of both running means, 0.9 by default. */
  readonly rho: number;
  /** Added under both square roots, 1e-6 by default. */
  readonly eps: number;
}

/** What is stored for a parameter between steps. */
export interface AdadeltaState {
  /** The number of steps so far. */
  step: number;
  /** The running mean of squared gradients. */
  readonly squareAvg: Float32Array;
  /** The running mean of squared updates. */
  readonly accDelta: Float32Array;
}

const DEFAULTS: AdadeltaOptions = { lr: 1, rho: 0.9, eps: 1e-6, weightDecay: 0, maximize: false };

/**
 * Adadelta: steps in units of the parameter, the root mean square of recent steps over that of recent gradients.
 *
 *     g ← g + weightDecay · p
 *     v ← ρ v + (1 − ρ) g²
 *     d = √(u + ε) / √(v + ε) · g
 *     u ← ρ u + (1 − ρ) d²
 *     p ← p − lr · d
 *
 * With `maximize`, g is replaced with −g.
 *
 * Throws ValueError for options outside their domain: lr, ε, weightDecay ≥ 0, 0 ≤ ρ ≤ 1.
 * Source: Zeiler, "ADADELTA: an adaptive learning rate method", 2012; torch.optim.Adadelta.
 */
export class Adadelta extends Optimizer<AdadeltaOptions, AdadeltaState> {
  /** Throws ValueError for options outside their domain. */
  constructor(params: Params<AdadeltaOptions>, options: Partial<AdadeltaOptions> = {}) {
    super(params, DEFAULTS, options);
  }

  /** Throws ValueError for options outside their domain. */
  protected override checkOptions({ lr, rho, eps, weightDecay }: AdadeltaOptions): void {
    checkNotNegative("learning rate", lr);
    if (!(rho >= 0 && rho <= 1)) throw new ValueError(`Invalid rho value: ${rho}`);
    checkNotNegative("epsilon value", eps);
    checkNotNegative("weight_decay value", weightDecay);
  }

  /** What is stored for a parameter before its first step. */
  protected override initialState(parameter: Tensor): AdadeltaState {
    const size = parameter.data.length;
    return { step: 0, squareAvg: new Float32Array(size), accDelta: new Float32Array(size) };
  }

  /** Updates a parameter in place. */
  protected override update(
    p: Float32Array,
    g: Float32Array,
    state: AdadeltaState,
    options: AdadeltaOptions,
  ): void {
    const { lr, rho, eps, weightDecay, maximize } = options;
    const { squareAvg, accDelta } = state;
    state.step += 1;
    stepBlocks(p, g, squareAvg, accDelta, maximize, (kernels, pAt, gAt, v, d, n) =>
      kernels.adadelta(pAt, gAt, v, d, n, lr, rho, eps, weightDecay),
    );
  }
}
