/** @module Initialisers of parameters, with the values that PyTorch draws. They fill a tensor in place. */
import { closed } from "../arguments.ts";
import { ShapeError, warn } from "../errors.ts";
import { erfInverse, normalCdf } from "../functional/erf.ts";
import { fillUniform } from "../random/distributions.ts";
import { randperm } from "../random/integers.ts";
import { fillNormal } from "../random/normal.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { overwritten } from "../tensor/version.ts";

import type { XavierOptions } from "./initFans.ts";

export {
  calculateGain,
  type KaimingOptions,
  kaimingNormal_,
  kaimingUniform_,
  type Nonlinearity,
  type XavierOptions,
  xavierNormal_,
  xavierUniform_,
} from "./initFans.ts";

/** Uniform on [a, b). */
export function uniform_(t: Tensor, a = 0, b = 1): Tensor {
  fillUniform(t.data, a, b);
  overwritten(t);
  return t;
}

/** Normal with the given mean and standard deviation. */
export function normal_(t: Tensor, mean = 0, std = 1): Tensor {
  fillNormal(t.data, mean, std);
  overwritten(t);
  return t;
}

/** A constant. */
export function constant_(t: Tensor, value: number): Tensor {
  t.data.fill(value);
  overwritten(t);
  return t;
}

/** Zeros. */
export function zeros_(t: Tensor): Tensor {
  return constant_(t, 0);
}

/** Ones. */
export function ones_(t: Tensor): Tensor {
  return constant_(t, 1);
}

/**
 * Normal, truncated to [a, b], which is in the units of t, not in standard deviations.
 *
 * Warns, as PyTorch does, if the mean is more than 2 std outside [a, b]. Computed from uniform draws by the inverse
 * of the distribution function, within 2e-6 of PyTorch. Source: torch.nn.init.trunc_normal_.
 */
export function truncNormal_(t: Tensor, mean = 0, std = 1, a = -2, b = 2): Tensor {
  if (mean < a - 2 * std || mean > b + 2 * std) {
    warn(
      "mean is more than 2 std from [a, b] in nn.init.trunc_normal_. The distribution of values may be incorrect.",
    );
  }
  const share = (x: number): number => normalCdf((x - mean) / std);
  uniform_(t, 2 * share(a) - 1, 2 * share(b) - 1);
  for (let i = 0; i < t.data.length; i++) {
    const value = erfInverse(t.data[i]) * std * Math.SQRT2 + mean;
    t.data[i] = Math.min(b, Math.max(a, value));
  }
  return t;
}

/** The identity matrix. Throws ShapeError unless t has two axes. */
export function eye_(t: Tensor): Tensor {
  const columns = columnsOf(t);
  for (let i = 0; i < t.data.length; i++) t.data[i] = Math.floor(i / columns) === i % columns ? 1 : 0;
  overwritten(t);
  return t;
}

/**
 * Normal with standard deviation `std`, with a fraction `sparsity` of each column (rounded up) set to zero.
 *
 * Throws ShapeError unless t has two axes.
 * Source: Martens, "Deep learning via Hessian-free optimization", 2010; torch.nn.init.sparse_.
 */
export function sparse_(t: Tensor, sparsity: number, std = 0.01): Tensor {
  const columns = columnsOf(t);
  const rows = t.shape[0];
  const zeros = Math.ceil(sparsity * rows);
  normal_(t, 0, std);
  for (let column = 0; column < columns; column++) {
    for (const row of randperm(rows).subarray(0, zeros)) t.data[row * columns + column] = 0;
  }
  return t;
}

/**
 * Orthogonal rows (or columns, if there are fewer) of length `gain`. Repeated multiplication by such a matrix preserves
 * lengths, which suits a recurrent weight.
 *
 *     t = gain · Q from A = Q R, with A normal and the diagonal of R positive; axes past the first count as one
 *
 * Q is unique, so it equals PyTorch's up to the rounding of its float32 decomposition, about 1e-6 for small matrices.
 * Throws ShapeError for fewer than two axes.
 * Source: Saxe et al., "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks", 2013;
 * torch.nn.init.orthogonal_.
 */
export function orthogonal_(t: Tensor, options: XavierOptions = {}): Tensor {
  const { gain = 1 } = closed("orthogonal_", options, { gain: 0 });
  if (t.shape.length < 2) {
    throw new ShapeError(
      `Only tensors with 2 or more dimensions are supported\n  this one is (${t.shape.join(", ")})`,
    );
  }
  if (t.data.length === 0) return t;
  fillNormal(t.data);
  overwritten(t);
  const rows = t.shape[0];
  const columns = t.data.length / rows;
  const [count, length] = rows < columns ? [rows, columns] : [columns, rows];
  // Value i of vector v is at v · perVector + i · perValue in t.
  const [perVector, perValue] = rows < columns ? [columns, 1] : [1, columns];
  const vectors = Array.from({ length: count }, (_, v) =>
    Float64Array.from({ length }, (_, i) => t.data[v * perVector + i * perValue]),
  );
  orthonormalize(vectors);
  vectors.forEach((vector, v) => {
    for (let i = 0; i < length; i++)
      t.data[v * perVector + i * perValue] = Math.fround(gain) * Math.fround(vector[i]);
  });
  return t;
}

/** The Gram–Schmidt process, twice for each vector: the remaining overlap is only rounding. */
function orthonormalize(vectors: readonly Float64Array[]): void {
  vectors.forEach((vector, v) => {
    for (let pass = 0; pass < 2; pass++) {
      for (const earlier of vectors.slice(0, v)) addMultiple(vector, -dot(vector, earlier), earlier);
    }
    const size = Math.sqrt(dot(vector, vector));
    for (let i = 0; i < vector.length; i++) vector[i] /= size;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return total;
}

function addMultiple(a: Float64Array, factor: number, b: Float64Array): void {
  for (let i = 0; i < a.length; i++) a[i] += factor * b[i];
}

function columnsOf({ shape }: Tensor): number {
  if (shape.length === 2) return shape[1];
  throw new ShapeError(`Only tensors with 2 dimensions are supported\n  this one is (${shape.join(", ")})`);
}
