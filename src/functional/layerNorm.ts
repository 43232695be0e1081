/** @module Layer normalisation, with its derivative. */
import { closed } from "../arguments.ts";
import { ShapeError } from "../errors.ts";
import { numelOf, sameShape } from "../tensor/shape.ts";
import { gradOf, record, targetOf } from "../tensor/tape.ts";
import { checkTensor, Tensor } from "../tensor/tensor.ts";
import { layerNormRows, layerNormRowsBackward } from "../wasm/rows.ts";

/** Options of `layerNorm`. */
export interface LayerNormFunctionOptions {
  /** Scales the normalised values; has the normalised shape. */
  readonly weight?: Tensor | null;
  /** Is added after scaling; has the normalised shape. */
  readonly bias?: Tensor | null;
  /** Is added to the variance, to avoid division by zero. */
  readonly eps?: number;
}

/**
 * Normalises each row, the last axes together, to mean 0 and variance 1: y = x̂ w + b.
 *
 *     x̂ = (x − mean) / √(variance + ε)        the variance divides by the number K of values in a row
 *
 *     x (…, *S)   weight, bias (*S)   →   y (…, *S)        S = normalizedShape
 *
 * Given dy, g = dy w:   dx = (g − mean(g) − x̂ mean(g x̂)) / √(variance + ε)    dw = Σ dy x̂    db = Σ dy
 *
 * Sums are in double precision. Throws ShapeError for mismatched shapes.
 * Source: Ba, Kiros & Hinton, "Layer normalization", 2016; torch.nn.functional.layer_norm.
 */
export function layerNorm(
  x: Tensor,
  normalizedShape: readonly number[],
  options: LayerNormFunctionOptions = {},
): Tensor {
  const {
    weight = null,
    bias = null,
    eps = 1e-5,
  } = closed("layerNorm", options, { weight: 0, bias: 0, eps: 0 });
  checkTensor("layerNorm", "x", x);
  checkShapes(x, normalizedShape, weight, bias);
  const K = numelOf(normalizedShape);
  const [w, b] = [weight?.data ?? null, bias?.data ?? null];
  const saved = layerNormRows(x.data, w, b, K, eps);
  const y = new Tensor(saved.y, x.shape);
  const backward = (dy: Float32Array): void => {
    const gradients = {
      dx: x.requiresGrad ? targetOf(x) : null,
      dweight: weight?.requiresGrad ? gradOf(weight) : null,
      dbias: bias?.requiresGrad ? gradOf(bias) : null,
    };
    layerNormRowsBackward(gradients, dy, x.data, w, saved);
  };
  return record("layer_norm", y, [x, weight, bias], backward, [x, x.requiresGrad ? weight : null]);
}

function checkShapes(
  x: Tensor,
  normalizedShape: readonly number[],
  weight: Tensor | null,
  bias: Tensor | null,
): void {
  const wanted = normalizedShape.join(", ");
  if (normalizedShape.length === 0) {
    throw new ShapeError(
      "Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one element, but got normalized_shape = []",
    );
  }
  for (const [name, t] of [["weight", weight] as const, ["bias", bias] as const]) {
    if (t === null || sameShape(t.shape, normalizedShape)) continue;
    throw new ShapeError(
      `Expected ${name} to be of same shape as normalized_shape, but got ${name} of shape [${t.shape.join(", ")}] and normalized_shape = [${wanted}]`,
    );
  }
  if (sameShape(x.shape.slice(-normalizedShape.length), normalizedShape)) return;
  throw new ShapeError(
    `Given normalized_shape=[${wanted}], expected input with shape [*, ${wanted}], but got input of size[${x.shape.join(", ")}]`,
  );
}
