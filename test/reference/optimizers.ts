/** @module The optimisers other than Adam in float64, straight from their equations, one value at a time. */

/** What is remembered of one value; every field starts at 0, `step` counts from 1. */
export interface Memory {
  step: number;
  [name: string]: number;
}

/** The value after one step with gradient g. Options that an optimiser does not have are not read. */
export type Twin = (
  p: number,
  g: number,
  memory: Memory,
  options: Readonly<Record<string, number>>,
) => number;

const flagged = (
  g: number,
  p: number,
  { maximize = 0, weightDecay }: Readonly<Record<string, number>>,
): number => (maximize ? -g : g) + weightDecay * p;

export const sgd: Twin = (p, g, memory, options) => {
  const d = flagged(g, p, options);
  const { lr, momentum, dampening, nesterov } = options;
  if (momentum === 0) return p - lr * d;
  memory.b = memory.step === 1 ? d : momentum * memory.b + (1 - dampening) * d;
  return p - lr * (nesterov ? d + momentum * memory.b : memory.b);
};

export const rmsprop: Twin = (p, g, memory, options) => {
  const d = flagged(g, p, options);
  const { lr, alpha, eps, momentum, centered } = options;
  memory.v = alpha * (memory.v ?? 0) + (1 - alpha) * d ** 2;
  memory.a = alpha * (memory.a ?? 0) + (1 - alpha) * d;
  const scaled = d / (Math.sqrt(centered ? memory.v - memory.a ** 2 : memory.v) + eps);
  memory.b = momentum * (memory.b ?? 0) + scaled;
  return p - lr * memory.b;
};

export const adagrad: Twin = (p, g, memory, options) => {
  const d = flagged(g, p, options);
  const { lr, lrDecay, eps, initialAccumulatorValue } = options;
  memory.s = (memory.s ?? initialAccumulatorValue) + d ** 2;
  return p - ((lr / (1 + (memory.step - 1) * lrDecay)) * d) / (Math.sqrt(memory.s) + eps);
};

export const nadam: Twin = (p, g, memory, options) => {
  const d = flagged(g, p, options);
  const { lr, beta1, beta2, eps, momentumDecay } = options;
  const mu = (t: number): number => beta1 * (1 - 0.5 * 0.96 ** (t * momentumDecay));
  const t = memory.step;
  memory.product = (memory.product ?? 1) * mu(t);
  memory.m = beta1 * (memory.m ?? 0) + (1 - beta1) * d;
  memory.v = beta2 * (memory.v ?? 0) + (1 - beta2) * d ** 2;
  const ofGrad = (1 - mu(t)) / (1 - memory.product);
  const ofMean = mu(t + 1) / (1 - memory.product * mu(t) * mu(t + 1)); // as PyTorch 1.13
  return p - (lr * (ofGrad * d + ofMean * memory.m)) / (Math.sqrt(memory.v / (1 - beta2 ** t)) + eps);
};

export const radam: Twin = (p, g, memory, options) => {
  const d = flagged(g, p, options);
  const { lr, beta1, beta2, eps } = options;
  const t = memory.step;
  memory.m = beta1 * (memory.m ?? 0) + (1 - beta1) * d;
  memory.v = beta2 * (memory.v ?? 0) + (1 - beta2) * d ** 2;
  const mHat = memory.m / (1 - beta1 ** t);
  const rhoInf = 2 / (1 - beta2) - 1;
  const rho = rhoInf - (2 * t * beta2 ** t) / (1 - beta2 ** t);
  if (rho <= 5) return p - lr * mHat;
  const r = Math.sqrt(((rho - 4) * (rho - 2) * rhoInf) / ((rhoInf - 4) * (rhoInf - 2) * rho));
  return p - (lr * mHat * r * Math.sqrt(1 - beta2 ** t)) / (Math.sqrt(memory.v) + eps);
};
