/** @module Binary cross entropy, from logits. */
import { closed } from "../arguments.ts";
import { ShapeError } from "../errors.ts";
import { broadcastShapes, broadcastStrides, offsetsOf, sameShape, torchSize } from "../tensor/shape.ts";
import { gradOf, record } from "../tensor/tape.ts";
import { checkTensors, Tensor } from "../tensor/tensor.ts";
import { type LossOptions, reduced } from "./reduction.ts";

/** Options of `binaryCrossEntropyWithLogits`. Both tensors are broadcast to the input and receive no gradient. */
export interface BinaryCrossEntropyOptions extends LossOptions {
  /** A factor for each loss. */
  readonly weight?: Tensor | null;
  /** The weight of positive targets relative to negative ones; above 1 it favours recall. */
  readonly posWeight?: Tensor | null;
}

/**
 * Binary cross entropy between σ(x) and a probability y, with w = `weight` and p = `posWeight`:
 *
 *     L = −w (p y log σ(x) + (1 − y) log(1 − σ(x)))
 *
 *     x, y (…)  →  a scalar, or (…) without reduction
 *
 * Given dL:   dx = w (1 − y − (1 + (p − 1) y) σ(−x)) dL    dy = w ((p − 1) log(1 + e⁻ˣ) − x) dL
 *
 * Does not overflow for large x. In nats; the mean divides by the number of values, not by the sum of weights.
 * Throws ShapeError unless x and y have one shape to which both weights broadcast.
 * Source: torch.nn.functional.binary_cross_entropy_with_logits.
 */
export function binaryCrossEntropyWithLogits(
  input: Tensor,
  target: Tensor,
  options: BinaryCrossEntropyOptions = {},
): Tensor {
  const {
    weight = null,
    posWeight = null,
    reduction = "mean",
  } = closed("binaryCrossEntropyWithLogits", options, { weight: 0, reduction: 0, posWeight: 0 });
  checkTensors("binaryCrossEntropyWithLogits", { input, target });
  checkSizes(input, target);
  const w = weight && expanded(weight, input, broadcastShapes(input.shape, weight.shape));
  const p = posWeight && expanded(posWeight, input, broadcastShapes(posWeight.shape, input.shape));
  return reduced(lossesOf(input, target, w, p), reduction);
}

function lossesOf(input: Tensor, target: Tensor, w: Float32Array | null, p: Float32Array | null): Tensor {
  const [x, y] = [input.data, target.data];
  const losses = new Tensor(new Float32Array(x.length), input.shape);
  for (let i = 0; i < x.length; i++) {
    const excess = (p?.[i] ?? 1) - 1;
    losses.data[i] = (w?.[i] ?? 1) * ((1 - y[i]) * x[i] + (1 + excess * y[i]) * softplus(-x[i]));
  }

  return record("binary_cross_entropy_with_logits", losses, [input, target], (dL) => {
    const dx = input.requiresGrad ? gradOf(input) : null;
    const dy = target.requiresGrad ? gradOf(target) : null;
    for (let i = 0; i < x.length; i++) {
      const excess = (p?.[i] ?? 1) - 1;
      const scale = (w?.[i] ?? 1) * dL[i];
      if (dx) dx[i] += scale * (1 - y[i] - (1 + excess * y[i]) / (1 + Math.exp(x[i])));
      if (dy) dy[i] += scale * (excess * softplus(-x[i]) - x[i]);
    }
  });
}

/** log(1 + eˣ), without overflow. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

function checkSizes(input: Tensor, target: Tensor): void {
  if (sameShape(input.shape, target.shape)) return;
  const [got, wanted] = [torchSize(target.shape), torchSize(input.shape)];
  throw new ShapeError(`Target size (${got}) must be the same as input size (${wanted})`);
}

function expanded(t: Tensor, input: Tensor, shape: readonly number[]): Float32Array {
  if (!sameShape(shape, input.shape)) {
    throw new ShapeError(
      `output with shape [${input.shape.join(", ")}] doesn't match the broadcast shape [${shape.join(", ")}]\n  a weight must broadcast to the input (got (${t.shape.join(", ")}))`,
    );
  }
  const offsets = offsetsOf(shape, broadcastStrides(t.shape, shape));
  return Float32Array.from(offsets, (offset) => t.data[offset]);
}
