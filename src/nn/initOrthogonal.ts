/** @module The orthogonal initialiser. */
import { ShapeError } from "../errors.ts";
import { fillNormal } from "../random/normal.ts";
import type { Tensor } from "../tensor/tensor.ts";

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
export function orthogonal_(t: Tensor, { gain = 1 }: { gain?: number } = {}): Tensor {
  if (t.shape.length < 2) {
    throw new ShapeError(
      `Only tensors with 2 or more dimensions are supported\n  this one is (${t.shape.join(", ")})`,
    );
  }
  if (t.data.length === 0) return t;
  fillNormal(t.data);
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
