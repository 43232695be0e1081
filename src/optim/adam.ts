/** @module Adam and AdamW. */
import { ValueError } from "../errors.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { adamStep } from "../wasm/adam.ts";
import { checkNotNegative } from "./checks.ts";
import { type CommonOptions, Optimizer, type Params, type Ready } from "./optimizer.ts";

/** Options of `Adam`. */
export interface AdamOptions extends CommonOptions {
  /** The learning rate, 0.001 by default. */
  readonly lr: number;
  /** Decay rates of the running means of the gradient and of its square, [0.9, 0.999] by default. */
  readonly betas: readonly [number, number];
  /** Added to the square root, to avoid division by zero, 1e-8 by default. */
  readonly eps: number;
  /** Whether to use the largest v so far (AMSGrad, Reddi et al. 2018); false by default. */
  readonly amsgrad: boolean;
}

/** What is stored for a parameter between steps. */
export interface AdamState {
  /** The number of steps so far. */
  step: number;
  /** The running mean of gradients. */
  readonly expAvg: Float32Array;
  /** The running mean of squared gradients. */
  readonly expAvgSq: Float32Array;
  /** The greatest of them, with `amsgrad`. */
  maxExpAvgSq: Float32Array | undefined;
}

const DEFAULTS: AdamOptions = {
  lr: 1e-3,
  betas: [0.9, 0.999],
  eps: 1e-8,
  weightDecay: 0,
  amsgrad: false,
  maximize: false,
};

/**
 * Adam: steps of about the learning rate, in the direction of the mean gradient.
 *
 *     g ← g + weightDecay · p
 *     m ← m + (1 − β₁)(g − m)      v ← β₂ v + (1 − β₂) g²
 *     p ← p − lr · m̂ / (√v̂ + ε)    m̂ = m / (1 − β₁ᵗ)    v̂ = v / (1 − β₂ᵗ)
 *
 * With `amsgrad`, v̂ is computed from the largest v so far; with `maximize`, g is replaced with −g.
 *
 * Throws ValueError for options outside their domain: lr, ε, weightDecay ≥ 0, 0 ≤ β < 1.
 * Source: Kingma & Ba, "Adam: a method for stochastic optimization", 2015; torch.optim.Adam.
 */
export class Adam extends Optimizer<AdamOptions, AdamState> {
  /** Whether the weight decay bypasses the gradient: the W in AdamW. */
  protected readonly decoupled: boolean = false;

  /** Throws ValueError for options outside their domain. */
  constructor(params: Params<AdamOptions>, options: Partial<AdamOptions> = {}) {
    super(params, DEFAULTS, options);
  }

  /** Throws ValueError for options outside their domain. */
  protected override checkOptions(options: AdamOptions): void {
    checkAdamOptions(options);
  }

  /** What is stored for a parameter before its first step. */
  protected override initialState(parameter: Tensor): AdamState {
    const size = parameter.data.length;
    const [expAvg, expAvgSq] = [new Float32Array(size), new Float32Array(size)];
    return { step: 0, expAvg, expAvgSq, maxExpAvgSq: undefined };
  }

  /** Updates parameters with the same number of steps together; that is all of them unless some had no gradient earlier. */
  protected override updateAll(ready: readonly Ready<AdamState>[], options: AdamOptions): void {
    let waiting = ready;
    while (waiting.length > 0) {
      const { step } = waiting[0].state;
      const inStep = waiting.filter(({ state }) => state.step === step);
      waiting = waiting.filter(({ state }) => state.step !== step);
      this.#updateTogether(inStep, step + 1, options);
    }
  }

  /** Updates a parameter in place. */
  protected override update(p: Float32Array, g: Float32Array, state: AdamState, options: AdamOptions): void {
    this.updateAll([{ p, g, state }], options);
  }

  #updateTogether(ready: readonly Ready<AdamState>[], step: number, options: AdamOptions): void {
    const { lr, betas, eps, weightDecay, amsgrad, maximize } = options;
    const [beta1, beta2] = betas;
    const arrays = ready.map(({ p, g, state }) => {
      state.step = step;
      if (amsgrad) state.maxExpAvgSq ??= new Float32Array(p.length);
      const vMax = (amsgrad && state.maxExpAvgSq) || null;
      return { p, g, m: state.expAvg, v: state.expAvgSq, vMax };
    });
    adamStep(arrays, {
      beta1,
      beta2,
      stepSize: lr / (1 - beta1 ** step),
      correction: Math.sqrt(1 - beta2 ** step),
      eps,
      weightDecay: this.decoupled ? 0 : weightDecay,
      keep: this.decoupled ? 1 - lr * weightDecay : 1,
      maximize,
    });
  }
}

/** The options that Adam, NAdam and RAdam share. */
export type SharedAdamOptions = Pick<AdamOptions, "lr" | "betas" | "eps" | "weightDecay">;

export function checkAdamOptions({ lr, betas, eps, weightDecay }: SharedAdamOptions): void {
  checkNotNegative("learning rate", lr);
  checkNotNegative("epsilon value", eps);
  betas.forEach((beta, i) => {
    if (!(beta >= 0 && beta < 1)) throw new ValueError(`Invalid beta parameter at index ${i}: ${beta}`);
  });
  checkNotNegative("weight_decay value", weightDecay);
}

/** Options of `AdamW`: as for `Adam`, but each step multiplies p by 1 − lr · weightDecay, with 0.01 by default. */
export type AdamWOptions = AdamOptions;

/**
 * Adam with decoupled weight decay, which is not part of the gradient and its means.
 *
 *     p ← p · (1 − lr · weightDecay), then a step of Adam without weightDecay
 *
 * Throws ValueError for options outside their domain, as Adam does.
 * Source: Loshchilov & Hutter, "Decoupled weight decay regularization", 2019; torch.optim.AdamW.
 */
export class AdamW extends Adam {
  /** Weight decay is not a part of the gradient. */
  protected override readonly decoupled: boolean = true;
  /** PyTorch 2.7 and newer make AdamW an Adam with this option. */
  protected override readonly fixedOptions: Readonly<Record<string, boolean>> = {
    decoupled_weight_decay: true,
  };

  /** Throws ValueError for options outside their domain. */
  constructor(params: Params<AdamWOptions>, options: Partial<AdamWOptions> = {}) {
    super(params, { weightDecay: 1e-2, ...options });
  }
}
