/** @module Layer normalisation, with its derivative. */
import { closed } from "../arguments.ts";
import { ShapeError } from "../errors.ts";
import { numelOf, sameShape } from "../tensor/shape.ts";
import { gradOf, record } from "../tensor/tape.ts";
import { checkTensor, Tensor } from "../tensor/tensor.ts";

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
 * Means are computed in double precision. Throws ShapeError for mismatched shapes.
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
  const { normal, scales } = normalized(x.data, K, eps);
  const y = new Tensor(new Float32Array(normal.length), x.shape);
  for (let i = 0; i < normal.length; i++)
    y.data[i] = normal[i] * (weight?.data[i % K] ?? 1) + (bias?.data[i % K] ?? 0);

  const backward = (dy: Float32Array): void => {
    if (x.requiresGrad) addInputGradient(gradOf(x), dy, normal, scales, weight?.data ?? null);
    if (weight?.requiresGrad) addColumnSums(gradOf(weight), dy, normal);
    if (bias?.requiresGrad) addColumnSums(gradOf(bias), dy, null);
  };
  return record("layer_norm", y, [x, weight, bias], backward, [x.requiresGrad ? weight : null]);
}

/** x̂, and 1 / √(variance + ε) of each row of K values. */
function normalized(x: Float32Array, K: number, eps: number): { normal: Float32Array; scales: Float64Array } {
  const normal = new Float32Array(x.length);
  const scales = new Float64Array(K === 0 ? 0 : x.length / K);
  for (let row = 0; row < scales.length; row++) {
    const [start, end] = [row * K, (row + 1) * K];
    let mean = 0;
    for (let i = start; i < end; i++) mean += x[i] / K;
    let variance = 0;
    for (let i = start; i < end; i++) variance += (x[i] - mean) ** 2 / K;
    scales[row] = 1 / Math.sqrt(variance + eps);
    for (let i = start; i < end; i++) normal[i] = (x[i] - mean) * scales[row];
  }
  return { normal, scales };
}

function addInputGradient(
  dx: Float32Array,
  dy: Float32Array,
  normal: Float32Array,
  scales: Float64Array,
  weight: Float32Array | null,
): void {
  const K = dx.length / scales.length;
  for (let row = 0; row < scales.length; row++) {
    const start = row * K;
    let [mean, along] = [0, 0];
    for (let k = 0; k < K; k++) {
      const g = dy[start + k] * (weight?.[k] ?? 1);
      mean += g / K;
      along += (g * normal[start + k]) / K;
    }
    for (let k = 0; k < K; k++) {
      const g = dy[start + k] * (weight?.[k] ?? 1);
      dx[start + k] += (g - mean - normal[start + k] * along) * scales[row];
    }
  }
}

/** Adds the column sums of dy, or of dy ⊙ x̂, to d. */
function addColumnSums(d: Float32Array, dy: Float32Array, normal: Float32Array | null): void {
  const sums = new Float64Array(d.length);
  for (let i = 0; i < dy.length; i++) sums[i % d.length] += dy[i] * (normal?.[i] ?? 1);
  for (let k = 0; k < d.length; k++) d[k] += sums[k];
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
