/** @module Losses: how far a prediction is from its target. */
import { warn } from "../errors.ts";
import { pow, sub } from "../tensor/arithmetic.ts";
import { mean, sum } from "../tensor/reduce.ts";
import { broadcastShapes, sameShape } from "../tensor/shape.ts";
import { gradOf, record } from "../tensor/tape.ts";
import { Tensor } from "../tensor/tensor.ts";

/** How the losses of the single values become one result. */
export type Reduction = "mean" | "sum" | "none";

/**
 * The squared error (x − y)², its mean by default.
 *
 * Given dL:   dx = 2 (x − y) dL / n    dy = −dx
 *
 * Shapes that differ are broadcast, after PyTorch's warning.
 */
export function mseLoss(
  input: Tensor,
  target: Tensor,
  { reduction = "mean" }: { reduction?: Reduction } = {},
): Tensor {
  if (!sameShape(input.shape, target.shape)) return mseOfBroadcast(input, target, reduction);
  const [x, y] = [input.data, target.data];
  if (reduction === "none") return pow(sub(input, target), 2);
  let total = 0;
  for (let i = 0; i < x.length; i++) total += (x[i] - y[i]) ** 2;
  const factor = reduction === "mean" ? 1 / x.length : 1;

  return record("mse_loss", new Tensor(Float32Array.of(total * factor), []), [input, target], (dL) => {
    const scale = 2 * factor * dL[0];
    addDifference(input, x, y, scale);
    addDifference(target, y, x, scale);
  });
}

function addDifference(t: Tensor, x: Float32Array, y: Float32Array, scale: number): void {
  if (!t.requiresGrad) return;
  const d = gradOf(t);
  for (let i = 0; i < d.length; i++) d[i] += scale * (x[i] - y[i]);
}

function mseOfBroadcast(input: Tensor, target: Tensor, reduction: Reduction): Tensor {
  broadcastShapes(input.shape, target.shape); // throws before the warning when they do not fit at all
  warnOfBroadcast(input, target);
  const squares = pow(sub(input, target), 2);
  if (reduction === "none") return squares;
  return reduction === "mean" ? mean(squares) : sum(squares);
}

function warnOfBroadcast(input: Tensor, target: Tensor): void {
  const size = (t: Tensor): string => `torch.Size([${t.shape.join(", ")}])`;
  warn(
    `Using a target size (${size(target)}) that is different to the input size (${size(input)}). This will likely lead to incorrect results due to broadcasting. Please ensure they have the same size.`,
  );
}
