/** @module Stochastic gradient descent. */

import { ValueError } from "../errors.ts";
import { eachBlock } from "../tensor/blocks.ts";
import { stepBlocks } from "../wasm/optimizers.ts";
import { MANY } from "../wasm/vectorLoops.ts";
import { checkNotNegative } from "./checks.ts";
import { type CommonOptions, Optimizer, type Params } from "./optimizer.ts";

/** Options of `SGD`. */
export interface SGDOptions extends CommonOptions {
  /** The learning rate, 0.001 by default (PyTorch before 2.2 has no default). */
  readonly lr: number;
  /** The momentum: the fraction of the last direction that is added, 0 by default. */
  readonly momentum: number;
  /** The fraction of the gradient that is not added to the momentum buffer, 0 by default. */
  readonly dampening: number;
  /** Whether to use Nesterov momentum; false by default. */
  readonly nesterov: boolean;
}

/** What is stored for a parameter between steps. */
export interface SGDState {
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
 * Stochastic gradient descent, optionally with momentum.
 *
 *     g ← g + weightDecay · p
 *     b ← momentum · b + (1 − dampening) · g      the first time: b ← g
 *     p ← p − lr · b                              nesterov: p ← p − lr · (g + momentum · b)
 *
 * Without momentum, p ← p − lr · g; with `maximize`, g is replaced with −g.
 *
 * Throws ValueError for a negative lr, momentum or weightDecay, and for nesterov without momentum or with dampening.
 * Source: Sutskever et al., "On the importance of initialization and momentum in deep learning", 2013; torch.optim.SGD.
 */
export class SGD extends Optimizer<SGDOptions, SGDState> {
  /** Throws ValueError for options outside their domain. */
  constructor(params: Params<SGDOptions>, options: Partial<SGDOptions> = {}) {
    super(params, DEFAULTS, options);
  }

  /** Throws ValueError for options outside their domain. */
  protected override checkOptions({ lr, momentum, dampening, weightDecay, nesterov }: SGDOptions): void {
    checkNotNegative("learning rate", lr);
    checkNotNegative("momentum value", momentum);
    checkNotNegative("weight_decay value", weightDecay);
    if (nesterov && (momentum <= 0 || dampening !== 0))
      throw new ValueError("Nesterov momentum requires a momentum and zero dampening");
  }

  /** What is stored for a parameter before its first step. */
  protected override initialState(): SGDState {
    return { momentumBuffer: null };
  }

  /** Updates a parameter in place. */
  protected override update(p: Float32Array, g: Float32Array, state: SGDState, options: SGDOptions): void {
    const { lr, momentum, dampening, weightDecay, nesterov, maximize } = options;
    const sign = maximize ? -1 : 1;
    const isLong = p.length >= MANY;
    if (momentum === 0) {
      if (isLong)
        stepBlocks(p, g, null, null, false, (kernels, pAt, gAt, _a, _b, n) =>
          kernels.sgd(pAt, gAt, n, lr * sign, lr * weightDecay),
        );
      else eachBlock(p.length, (from, to) => descend(p, g, lr * sign, lr * weightDecay, from, to));
      return;
    }
    const first = state.momentumBuffer === null;
    state.momentumBuffer ??= new Float32Array(p.length);
    const buffer = state.momentumBuffer;
    const fresh = first ? 1 : 1 - dampening;
    if (isLong || weightDecay !== 0 || nesterov)
      stepBlocks(p, g, buffer, null, false, (kernels, pAt, gAt, bAt, _b, n) =>
        kernels.heavyBall(pAt, gAt, bAt, n, lr, momentum, fresh, sign, weightDecay, Number(nesterov)),
      );
    else eachBlock(p.length, (from, to) => roll(p, g, buffer, lr, momentum, fresh * sign, from, to));
  }
}

/** p ← p − rate · g − decay · p. */
function descend(
  p: Float32Array,
  g: Float32Array,
  rate: number,
  decay: number,
  from: number,
  to: number,
): void {
  if (decay === 0) for (let i = from; i < to; i++) p[i] -= rate * g[i];
  else for (let i = from; i < to; i++) p[i] -= rate * g[i] + decay * p[i];
}

/** The usual step with momentum, in a loop that has nothing to choose. */
function roll(
  p: Float32Array,
  g: Float32Array,
  buffer: Float32Array,
  lr: number,
  momentum: number,
  fresh: number,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) buffer[i] = momentum * buffer[i] + fresh * g[i];
  for (let i = from; i < to; i++) p[i] -= lr * buffer[i];
}
