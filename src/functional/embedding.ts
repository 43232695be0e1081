/** @module The lookup of rows in a table, with its derivative. */
import { closed } from "../arguments.ts";
import { ShapeError, ValueError } from "../errors.ts";
import { zerosOf } from "../tensor/shape.ts";
import { gradOf, record } from "../tensor/tape.ts";
import { checkTensors, Tensor } from "../tensor/tensor.ts";

/** Options of `embedding`. */
export interface EmbeddingFunctionOptions {
  /** A row that receives no gradient; negative values count from the end. */
  readonly paddingIdx?: number | null;
}

/**
 * The row of a table for each index.
 *
 *     x (…) integers 0 … K − 1   weight (K, E)   →   y (…, E)
 *
 * Given dy:   dweight_k = Σ dy over all positions with index k,  and 0 for k = paddingIdx
 *
 * Throws ValueError for an index outside the table, ShapeError for a weight without two axes.
 * Source: torch.nn.functional.embedding.
 */
export function embedding(x: Tensor, weight: Tensor, options: EmbeddingFunctionOptions = {}): Tensor {
  const { paddingIdx = null } = closed("embedding", options, { paddingIdx: 0 });
  checkTensors("embedding", { x, weight });
  if (weight.shape.length !== 2)
    throw new ShapeError(`'weight' must be 2-D\n  it is (${weight.shape.join(", ")})`);
  const [K, E] = weight.shape;
  const padding = rowOfPadding(paddingIdx, K);
  const rows = Int32Array.from(x.data, (index) => checkedIndex(index, K));
  const y = new Tensor(zerosOf("embedding", [...x.shape, E]), [...x.shape, E]);
  rows.forEach((row, i) => {
    y.data.set(weight.data.subarray(row * E, (row + 1) * E), i * E);
  });

  const backward = (dy: Float32Array): void => {
    const d = gradOf(weight);
    for (let i = 0; i < rows.length; i++) {
      if (rows[i] === padding) continue;
      for (let e = 0; e < E; e++) d[rows[i] * E + e] += dy[i * E + e];
    }
  };
  return record("embedding", y, [weight], backward, []);
}

/** `paddingIdx` counted from 0; null if there is none. */
export function rowOfPadding(paddingIdx: number | null, K: number): number | null {
  if (paddingIdx === null) return null;
  if (!Number.isInteger(paddingIdx) || paddingIdx < -K || paddingIdx >= K) {
    throw new ValueError(
      `Padding_idx must be within num_embeddings\n  it is ${paddingIdx} but must be from ${-K} to ${K - 1}`,
    );
  }
  return paddingIdx < 0 ? paddingIdx + K : paddingIdx;
}

function checkedIndex(index: number, K: number): number {
  if (Number.isInteger(index) && index >= 0 && index < K) return index;
  const text = Number.isInteger(index)
    ? "index out of range in self"
    : "Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got torch.FloatTensor instead (while checking arguments for embedding)";
  throw new ValueError(`${text}\n  an index is ${index} but must be an integer from 0 to ${K - 1}`);
}
