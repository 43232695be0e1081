/** @module RMSprop. */

import type { Tensor } from "../tensor/tensor.ts";
import { stepBlocks } from "../wasm/optimizers.ts";
import { checkNotNegative } from "./checks.ts";
import { type CommonOptions, Optimizer, type Params } from "./optimizer.ts";

/** Options of `RMSprop`. */
export interface RMSpropOptions extends CommonOptions {
  /** The learning rate, 0.01 by default. */
  readonly lr: number;
  /** The decay rate of the running mean of the squared gradient, 0.99 by default. */
  readonly alpha: number;
  /** Added to the square root, to avoid division by zero, 1e-8 by default. */
  readonly eps: number;
  /** The momentum: the fraction of the last step that is added, 0 by default. */
  readonly momentum: number;
  /** Whether to divide the gradient by its standard deviation instead of its root mean square; false by default. */
  readonly centered: boolean;
}

/** What is stored for a parameter between steps. */
export interface RMSpropState {
  /** The number of steps so far. */
  step: number;
  /** The running mean of squared gradients. */
  readonly squareAvg: Float32Array;
  /** The momentum. */
  momentumBuffer: Float32Array | undefined;
  /** The running mean of gradients. */
  gradAvg: Float32Array | undefined;
}

const DEFAULTS: RMSpropOptions = {
  lr: 1e-2,
  alpha: 0.99,
  eps: 1e-8,
  weightDecay: 0,
  momentum: 0,
  centered: false,
  maximize: false,
};

const { fround } = Math;

/**
 * RMSprop: divides the gradient by the root of the running mean of its square.
 *
 *     g ← g + weightDecay · p
 *     v ← α v + (1 − α) g²        centered: a ← α a + (1 − α) g,  v̂ = v − a²;  otherwise v̂ = v
 *     d = g / (√v̂ + ε)
 *     b ← momentum · b + d
 *     p ← p − lr · b
 *
 * Without momentum, p ← p − lr · d; with `maximize`, g is replaced with −g.
 *
 * Throws ValueError for a negative option.
 * Source: Hinton, "Neural networks for machine learning", lecture 6, 2012; Graves, "Generating sequences with
 * recurrent neural networks", 2013 (centered); torch.optim.RMSprop.
 */
export class RMSprop extends Optimizer<RMSpropOptions, RMSpropState> {
  /** Throws ValueError for options outside their domain. */
  constructor(params: Params<RMSpropOptions>, options: Partial<RMSpropOptions> = {}) {
    super(params, DEFAULTS, options);
  }

  /** Throws ValueError for options outside their domain. */
  protected override checkOptions({ lr, alpha, eps, weightDecay, momentum }: RMSpropOptions): void {
    checkNotNegative("learning rate", lr);
    checkNotNegative("epsilon value", eps);
    checkNotNegative("momentum value", momentum);
    checkNotNegative("weight_decay value", weightDecay);
    checkNotNegative("alpha value", alpha);
  }

  /** What is stored for a parameter before its first step. */
  protected override initialState(parameter: Tensor): RMSpropState {
    const squareAvg = new Float32Array(parameter.data.length);
    return { step: 0, squareAvg, momentumBuffer: undefined, gradAvg: undefined };
  }

  /** Updates a parameter in place. */
  protected override update(
    p: Float32Array,
    g: Float32Array,
    state: RMSpropState,
    options: RMSpropOptions,
  ): void {
    const { lr, alpha, eps, weightDecay, momentum, centered, maximize } = options;
    state.step += 1;
    if (momentum > 0) state.momentumBuffer ??= new Float32Array(p.length);
    if (centered) {
      state.gradAvg ??= new Float32Array(p.length);
      updateCentered(p, g, state, state.gradAvg, options);
      return;
    }
    const buffer = (momentum > 0 && state.momentumBuffer) || null;
    stepBlocks(p, g, state.squareAvg, buffer, maximize, (kernels, pAt, gAt, v, b, n) =>
      kernels.rmsprop(pAt, gAt, v, b, n, lr, alpha, eps, weightDecay, momentum),
    );
  }
}

/** Rounded where PyTorch rounds: for a nearly constant gradient, v − a² is mostly rounding error. */
function updateCentered(
  p: Float32Array,
  g: Float32Array,
  { squareAvg, momentumBuffer: buffer }: RMSpropState,
  gradAvg: Float32Array,
  { lr, alpha, eps, weightDecay, momentum, maximize }: RMSpropOptions,
): void {
  const sign = maximize ? -1 : 1;
  const [keep, fresh] = [fround(alpha), fround(1 - alpha)];
  for (let i = 0; i < p.length; i++) {
    const grad = fround(sign * g[i] + weightDecay * p[i]);
    const square = fround(fround(keep * squareAvg[i]) + fround(fresh * grad) * grad);
    const mean = fround(fround(keep * gradAvg[i]) + fresh * grad);
    squareAvg[i] = square;
    gradAvg[i] = mean;
    let direction = grad / (Math.sqrt(fround(square - mean * mean)) + eps);
    if (momentum > 0 && buffer !== undefined) {
      direction += momentum * buffer[i];
      buffer[i] = direction;
    }
    p[i] -= lr * direction;
  }
}
