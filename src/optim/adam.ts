/** @module Adam. */
import { ValueError } from "../errors.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { adamStep } from "../wasm/adam.ts";
import { Optimizer, type ParamGroupOptions } from "./optimizer.ts";

/** Adam's options. */
export interface AdamOptions {
  /** The learning rate. */
  readonly lr: number;
  /** How slowly the running means of the gradient and of its square forget. */
  readonly betas: readonly [number, number];
  /** Added to the root, against division by zero. */
  readonly eps: number;
  /** Added to the gradient, times the parameter (L2 penalty). */
  readonly weightDecay: number;
}

interface AdamState {
  step: number;
  readonly expAvg: Float32Array;
  readonly expAvgSq: Float32Array;
}

/**
 * Adam: steps of about the learning rate, in the direction of the mean gradient.
 *
 *     m ← m + (1 − β₁)(g − m)      v ← β₂ v + (1 − β₂) g²
 *     p ← p − lr · m̂ / (√v̂ + ε)    m̂ = m / (1 − β₁ᵗ)    v̂ = v / (1 − β₂ᵗ)
 *
 * Source: Kingma & Ba, "Adam: a method for stochastic optimization", 2015; torch.optim.Adam.
 */
export class Adam extends Optimizer<AdamOptions, AdamState> {
  constructor(
    params: readonly Tensor[] | readonly ParamGroupOptions<AdamOptions>[],
    { lr = 1e-3, betas = [0.9, 0.999], eps = 1e-8, weightDecay = 0 }: Partial<AdamOptions> = {},
  ) {
    super(params, { lr, betas, eps, weightDecay });
    this.paramGroups.forEach(checkOptions);
  }

  protected override initialState(parameter: Tensor): AdamState {
    const size = parameter.data.length;
    return { step: 0, expAvg: new Float32Array(size), expAvgSq: new Float32Array(size) };
  }

  protected override update(p: Float32Array, g: Float32Array, state: AdamState, options: AdamOptions): void {
    const { lr, betas, eps, weightDecay } = options;
    const [beta1, beta2] = betas;
    state.step += 1;
    const stepSize = lr / (1 - beta1 ** state.step);
    const correction = Math.sqrt(1 - beta2 ** state.step);
    adamStep(p, g, state.expAvg, state.expAvgSq, { beta1, beta2, stepSize, correction, eps, weightDecay });
  }
}

function checkOptions({ lr, betas, eps, weightDecay }: AdamOptions): void {
  if (!(lr >= 0)) throw new ValueError(`Invalid learning rate: ${lr}`);
  if (!(eps >= 0)) throw new ValueError(`Invalid epsilon value: ${eps}`);
  betas.forEach((beta, i) => {
    if (!(beta >= 0 && beta < 1)) throw new ValueError(`Invalid beta parameter at index ${i}: ${beta}`);
  });
  if (!(weightDecay >= 0)) throw new ValueError(`Invalid weight_decay value: ${weightDecay}`);
}
