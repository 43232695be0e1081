/** @module Stochastic gradient descent. */
import { ValueError } from "../errors.ts";
import { checkNotNegative } from "./checks.ts";
import { Optimizer, type Params } from "./optimizer.ts";

/** SGD's options. */
export interface SGDOptions {
  /** The learning rate, 0.001 by default (PyTorch before 2.2 has no default). */
  readonly lr: number;
  /** How much of the last step's direction is kept, 0 by default. */
  readonly momentum: number;
  /** How much of the gradient the momentum leaves out, 0 by default. */
  readonly dampening: number;
  /** Added to the gradient, times the parameter (L2 penalty), 0 by default. */
  readonly weightDecay: number;
  /** Whether the gradient's own direction is looked ahead along the momentum, which it is not by default. */
  readonly nesterov: boolean;
  /** Whether the loss is to grow, which it is not by default. */
  readonly maximize: boolean;
}

interface SGDState {
  /** Null until the first step with momentum. */
  momentumBuffer: Float32Array | null;
}

const DEFAULTS: SGDOptions = {
  lr: 1e-3,
  momentum: 0,
  dampening: 0,
  weightDecay: 0,
  nesterov: false,
  maximize: false,
};

/**
 * Stochastic gradient descent, with momentum where asked for.
 *
 *     g ← g + weightDecay · p
 *     b ← momentum · b + (1 − dampening) · g      the first time: b ← g
 *     p ← p − lr · b                              nesterov: p ← p − lr · (g + momentum · b)
 *
 * Without momentum, p ← p − lr · g; with `maximize`, −g stands for g.
 *
 * Throws ValueError for a negative lr, momentum or weightDecay, and for nesterov without momentum or with dampening.
 * Source: Sutskever et al., "On the importance of initialization and momentum in deep learning", 2013; torch.optim.SGD.
 */
export class SGD extends Optimizer<SGDOptions, SGDState> {
  constructor(params: Params<SGDOptions>, options: Partial<SGDOptions> = {}) {
    super(params, DEFAULTS, options);
  }

  protected override checkOptions({ lr, momentum, dampening, weightDecay, nesterov }: SGDOptions): void {
    checkNotNegative("learning rate", lr);
    checkNotNegative("momentum value", momentum);
    checkNotNegative("weight_decay value", weightDecay);
    if (nesterov && (momentum <= 0 || dampening !== 0))
      throw new ValueError("Nesterov momentum requires a momentum and zero dampening");
  }

  protected override initialState(): SGDState {
    return { momentumBuffer: null };
  }

  protected override update(p: Float32Array, g: Float32Array, state: SGDState, options: SGDOptions): void {
    const { lr, momentum, dampening, weightDecay, nesterov, maximize } = options;
    const sign = maximize ? -1 : 1;
    if (momentum === 0) {
      for (let i = 0; i < p.length; i++) p[i] -= lr * (sign * g[i] + weightDecay * p[i]);
      return;
    }
    const first = state.momentumBuffer === null;
    state.momentumBuffer ??= new Float32Array(p.length);
    const buffer = state.momentumBuffer;
    const fresh = first ? 1 : 1 - dampening;
    for (let i = 0; i < p.length; i++) {
      const grad = sign * g[i] + weightDecay * p[i];
      const kept = Math.fround(momentum * buffer[i] + fresh * grad);
      buffer[i] = kept;
      p[i] -= lr * (nesterov ? grad + momentum * kept : kept);
    }
  }
}
