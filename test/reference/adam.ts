/** @module Adam, as Kingma & Ba wrote it down, with an L2 penalty, or with AdamW's decay; with AMSGrad's root. */

/** The options, and the number t of the step, from 1. */
export interface AdamSettings {
  readonly lr: number;
  readonly betas: readonly [number, number];
  readonly eps: number;
  readonly weightDecay: number;
  readonly amsgrad?: boolean;
  /** Whether weightDecay is AdamW's. */
  readonly decoupled?: boolean;
  readonly maximize?: boolean;
  readonly t: number;
}

/** What a step starts from and leaves. */
export interface AdamState {
  readonly p: readonly number[];
  readonly m: readonly number[];
  readonly v: readonly number[];
  readonly vMax?: readonly number[];
}

/** p, m, v and the greatest v so far after step t with gradient g. */
export function adamStep(
  state: AdamState,
  g: readonly number[],
  { lr, betas: [beta1, beta2], eps, weightDecay, amsgrad, decoupled, maximize, t }: AdamSettings,
): { p: number[]; m: number[]; v: number[]; vMax: number[] } {
  const penalty = decoupled ? 0 : weightDecay;
  const grad = g.map((value, i) => (maximize ? -value : value) + penalty * state.p[i]);
  const m = state.m.map((value, i) => beta1 * value + (1 - beta1) * grad[i]);
  const v = state.v.map((value, i) => beta2 * value + (1 - beta2) * grad[i] ** 2);
  const vMax = v.map((value, i) => Math.max(value, state.vMax?.[i] ?? 0));
  const p = state.p.map((value, i) => {
    const mHat = m[i] / (1 - beta1 ** t);
    const vHat = (amsgrad ? vMax[i] : v[i]) / (1 - beta2 ** t);
    const kept = decoupled ? value - lr * weightDecay * value : value;
    return kept - (lr * mHat) / (Math.sqrt(vHat) + eps);
  });
  return { p, m, v, vMax };
}
