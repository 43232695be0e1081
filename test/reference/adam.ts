/** @module Adam, as Kingma & Ba wrote it down, with an L2 penalty. */

/** The options, and the number t of the step, from 1. */
export interface AdamSettings {
  readonly lr: number;
  readonly betas: readonly [number, number];
  readonly eps: number;
  readonly weightDecay: number;
  readonly t: number;
}

/** p, m and v after step t with gradient g. */
export function adamStep(
  state: { readonly p: readonly number[]; readonly m: readonly number[]; readonly v: readonly number[] },
  g: readonly number[],
  { lr, betas: [beta1, beta2], eps, weightDecay, t }: AdamSettings,
): { p: number[]; m: number[]; v: number[] } {
  const grad = g.map((value, i) => value + weightDecay * state.p[i]);
  const m = state.m.map((value, i) => beta1 * value + (1 - beta1) * grad[i]);
  const v = state.v.map((value, i) => beta2 * value + (1 - beta2) * grad[i] ** 2);
  const p = state.p.map((value, i) => {
    const mHat = m[i] / (1 - beta1 ** t);
    const vHat = v[i] / (1 - beta2 ** t);
    return value - (lr * mHat) / (Math.sqrt(vHat) + eps);
  });
  return { p, m, v };
}
