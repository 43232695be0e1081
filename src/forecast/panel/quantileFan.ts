/** @module Quantiles that cannot cross: a median, and distances from it that are always positive; with their loss. */
import { expMap, logMap } from "../../tensor/maps.ts";
import { gradOf, record } from "../../tensor/tape.ts";
import { Tensor } from "../../tensor/tensor.ts";

/** softplus(x) = log(1 + eˣ) of every element, within 2e-7, and its slope σ(x). */
function softplusOf(x: Float32Array): { readonly values: Float32Array; readonly slopes: Float32Array } {
  const e = expMap(x);
  for (let i = 0; i < e.length; i++) e[i] += 1;
  const values = logMap(e);
  for (let i = 0; i < e.length; i++) {
    if (x[i] > 16) values[i] = x[i]; // and before eˣ overflows
    e[i] = 1 - 1 / e[i];
  }
  return { values, slopes: e };
}

/** What a network says of N steps. */
export interface Fan {
  /** Of the middle quantile what is added to the base, of the others distances before softplus (N, Q), Q odd. */
  readonly z: Tensor;
  /** Added to the middle quantile too (N); null for nothing. */
  readonly skip: Tensor | null;
}

/**
 * Quantiles from a network's output (N, Q), Q odd.
 *
 *     q_mid = base + skip + z_mid      q_k = q_{k−1} + softplus(z_k) above it      q_k = q_{k+1} − softplus(z_k) below
 */
export function fanOut(fan: Fan, base: Float32Array): Float32Array {
  return opened(fan, base, softplusOf(fan.z.data).values);
}

function opened(
  { z: { data: z, shape }, skip }: Fan,
  base: Float32Array,
  distances: Float32Array,
): Float32Array {
  const Q = shape[shape.length - 1];
  const mid = (Q - 1) / 2;
  const q = new Float32Array(z.length);
  for (let n = 0; n < base.length; n++) {
    const at = n * Q;
    q[at + mid] = base[n] + z[at + mid] + (skip === null ? 0 : skip.data[n]);
    for (let k = mid + 1; k < Q; k++) q[at + k] = q[at + k - 1] + distances[at + k];
    for (let k = mid - 1; k >= 0; k--) q[at + k] = q[at + k + 1] - distances[at + k];
  }
  return q;
}

/** What the loss of a batch needs besides the network's output. */
export interface FanTarget {
  /** What the median starts from (N). */
  readonly base: Float32Array;
  /** What happened (N); NaN where it is not known. */
  readonly target: Float32Array;
  /** The weight of each value (N). */
  readonly weight: Float32Array;
  /** The quantiles, an odd number, rising, the middle one .5. */
  readonly quantiles: readonly number[];
}

/**
 * The pinball loss of the quantiles of `fanOut`: twice its mean over the quantiles and over the known values, each times its weight.
 *
 *     z (N, Q), skip (N)  →  a scalar
 *
 * Given dq, the slopes of the pinball losses:   dz_k = σ(z_k) Σ_{j ≥ k} dq_j above the middle, −σ(z_k) Σ_{j ≤ k} dq_j below it;
 * dz_mid = dskip = Σ dq
 */
export function fanLoss(fan: Fan, { base, target, weight, quantiles }: FanTarget): Tensor {
  const { z, skip } = fan;
  const Q = quantiles.length;
  const mid = (Q - 1) / 2;
  const distances = softplusOf(z.data);
  const q = opened(fan, base, distances.values);
  const slopes = new Float32Array(z.data.length); // of the loss by each quantile
  let [sum, count] = [0, 0];
  for (let n = 0; n < base.length; n++) {
    const [y, w] = [target[n], weight[n]];
    if (Number.isNaN(y)) continue;
    count += 1;
    for (let k = 0; k < Q; k++) {
      const e = y - q[n * Q + k];
      const slope = e > 0 ? -quantiles[k] : e < 0 ? 1 - quantiles[k] : 0;
      sum -= w * slope * e;
      slopes[n * Q + k] = w * slope;
    }
  }
  const scale = 2 / (Q * Math.max(1, count));
  return record("fan_loss", new Tensor(Float32Array.of(sum * scale), []), [z, skip], (dL) => {
    const dz = gradOf(z);
    const dskip = skip?.requiresGrad ? gradOf(skip) : null;
    const factor = scale * dL[0];
    for (let n = 0; n < base.length; n++) {
      const at = n * Q;
      let [above, below] = [0, 0];
      for (let k = Q - 1; k > mid; k--) {
        above += slopes[at + k];
        dz[at + k] += factor * above * distances.slopes[at + k];
      }
      for (let k = 0; k < mid; k++) {
        below += slopes[at + k];
        dz[at + k] -= factor * below * distances.slopes[at + k];
      }
      const all = factor * (above + below + slopes[at + mid]);
      dz[at + mid] += all;
      if (dskip !== null) dskip[n] += all;
    }
  });
}
