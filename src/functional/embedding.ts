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
  const rows = new Int32Array(x.data.length);
  for (let i = 0; i < rows.length; i++) rows[i] = checkedIndex(x.data[i], K);
  const y = new Tensor(zerosOf("embedding", [...x.shape, E]), [...x.shape, E]);
  copyRows(y.data, weight.data, rows, E);

  const backward = (dy: Float32Array): void => {
    const d = gradOf(weight);
    for (let i = 0; i < rows.length; i++) {
      if (rows[i] === padding) continue;
      const to = rows[i] * E;
      const from = i * E;
      for (let e = 0; e < E; e++) d[to + e] += dy[from + e];
    }
  };
  return record("embedding", y, [weight], backward, []);
}

/** Rows longer than this are copied by `set`, which takes some 30 ns to start. */
const SHORT = 48;

function copyRows(y: Float32Array, weight: Float32Array, rows: Int32Array, E: number): void {
  for (let i = 0, at = 0; i < rows.length; i++, at += E) {
    const from = rows[i] * E;
    if (E > SHORT) y.set(weight.subarray(from, from + E), at);
    else for (let e = 0; e < E; e++) y[at + e] = weight[from + e];
  }
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
