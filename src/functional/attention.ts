/** @module Attention: averages of values, weighted by how well keys match queries. */
import { closed } from "../arguments.ts";
import { ShapeError, ValueError } from "../errors.ts";
import { add, mul } from "../tensor/arithmetic.ts";
import { maskedFill } from "../tensor/choices.ts";
import { matmul } from "../tensor/matmul.ts";
import { checkTensors, Tensor } from "../tensor/tensor.ts";
import { transpose } from "../tensor/views.ts";
import { dropout } from "./dropout.ts";
import { softmax } from "./softmax.ts";

/** Options of `scaledDotProductAttention`. */
export interface AttentionOptions {
  /** (L, S) or (…, L, S), added to the scores: −∞ where a key must not be seen, 0 elsewhere. */
  readonly attnMask?: Tensor | null;
  /** The probability that a weight is dropped; 0 by default. */
  readonly dropoutP?: number;
  /** Whether query i sees only keys 0 … i; false by default. */
  readonly isCausal?: boolean;
  /** The factor of the scores, 1 / √E by default. */
  readonly scale?: number | null;
}

/**
 * For each query the average of the values, for instance of the states of an encoder, weighted by the match of their keys:
 *
 *     y = dropout(softmax(q kᵀ / √E + mask)) v
 *
 *     query (…, L, E)   key (…, S, E)   value (…, S, V)   →   y (…, L, V)
 *
 * Throws ShapeError for shapes that do not fit together, ValueError for a mask together with `isCausal`.
 * Source: Vaswani et al., "Attention is all you need", 2017; torch.nn.functional.scaled_dot_product_attention.
 */
export function scaledDotProductAttention(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  options: AttentionOptions = {},
): Tensor {
  const known = { attnMask: 0, dropoutP: 0, isCausal: 0, scale: 0 };
  const given = closed("scaledDotProductAttention", options, known);
  const { attnMask = null, dropoutP = 0, isCausal = false, scale = null } = given;
  checkTensors("scaledDotProductAttention", { query, key, value, ...(attnMask && { attnMask }) });
  if (query.shape.length < 2 || key.shape.length < 2 || value.shape.length < 2)
    throw new ShapeError(
      `scaledDotProductAttention: query, key and value must have at least two axes (got ${query.shape.length}, ${key.shape.length} and ${value.shape.length})`,
    );
  if (attnMask !== null && isCausal)
    throw new ValueError("scaledDotProductAttention: attnMask must not be set when isCausal is true");
  const E = query.shape[query.shape.length - 1];
  const scores = mul(matmul(query, transpose(key, -2, -1)), scale ?? 1 / Math.sqrt(E));
  const seen = isCausal ? causal(scores) : attnMask === null ? scores : add(scores, attnMask);
  const weights = softmax(seen, -1);
  return matmul(dropoutP > 0 ? dropout(weights, { p: dropoutP }) : weights, value);
}

function causal(scores: Tensor): Tensor {
  const [L, S] = scores.shape.slice(-2);
  const future = new Float32Array(L * S);
  for (let row = 0; row < L; row++) future.fill(1, Math.min(row * S + row + 1, (row + 1) * S), (row + 1) * S);
  return maskedFill(scores, new Tensor(future, [L, S]), Number.NEGATIVE_INFINITY);
}
