/** @module Dropout, with its derivative. */
import { closed } from "../arguments.ts";
import { ValueError } from "../errors.ts";
import { dropoutMask } from "../random/distributions.ts";
import { gradOf, newGradOf, record } from "../tensor/tape.ts";
import { checkTensor, Tensor } from "../tensor/tensor.ts";
import { floatsOf } from "../wasm/pool.ts";

/** Options of `dropout`. */
export interface DropoutOptions {
  /** The probability that a value becomes zero. */
  readonly p?: number;
  /** If false, x is returned unchanged. */
  readonly training?: boolean;
}

/**
 * Sets each value to zero with probability p and divides the others by 1 − p, so that the mean is unchanged.
 *
 *     y = x ⊙ m / (1 − p),   m ~ Bernoulli(1 − p)
 *
 * Given dy:   dx = dy ⊙ m / (1 − p)
 *
 * The mask is the one that PyTorch draws. Throws ValueError for a p outside [0, 1].
 * Source: Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014.
 */
export function dropout(x: Tensor, options: DropoutOptions = {}): Tensor {
  const { p = 0.5, training = true } = closed("dropout", options, { p: 0, training: 0 });
  checkTensor("dropout", "x", x);
  if (!(p >= 0 && p <= 1))
    throw new ValueError(`dropout probability has to be between 0 and 1, but got ${p}`);
  if (!training) return x;
  const mask = dropoutMask(new Float32Array(x.data.length), p);
  const y = new Tensor(floatsOf(mask.length), x.shape);
  for (let i = 0; i < mask.length; i++) y.data[i] = x.data[i] * mask[i];

  const backward = (dy: Float32Array): void => {
    const fresh = newGradOf(x);
    const dx = fresh ?? gradOf(x);
    if (fresh)
      for (let i = 0; i < mask.length; i++) dx[i] = dy[i] * mask[i] + 0; // + 0 turns −0 into 0
    else for (let i = 0; i < mask.length; i++) dx[i] += dy[i] * mask[i];
  };
  return record("dropout", y, [x], backward, []);
}
