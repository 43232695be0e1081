/** @module Losses of pairs of values of one shape, each by a pair of kernels, with their reduction. */

import { gradOf, record, targetOf } from "../tensor/tape.ts";
import { Tensor } from "../tensor/tensor.ts";
import { gradientOfLosses, type Pairs, sumOfLosses } from "../wasm/losses.ts";
import type { OpsKernels } from "../wasm/ops.ts";
import { floatsOf } from "../wasm/pool.ts";
import { checkReduction, type Reduction } from "./reduction.ts";

/** The kernels of a loss. */
export interface PairKernels {
  /** Stores the losses of a block unless that pointer is 0, and returns their sum. */
  readonly forward: (kernels: OpsKernels, losses: number, block: Pairs) => number;
  /** Stores the gradients of x: those of the losses, or 1 if that pointer is 0, times `scale`. */
  readonly backward: (kernels: OpsKernels, dx: number, dL: number, scale: number, block: Pairs) => void;
  /** Adds to the gradient of the target, given those of the losses by index; by default, it is that of x negated. */
  readonly addToTarget?: (dy: Float32Array, dLosses: (i: number) => number) => void;
}

/** The loss of input and target, which have one shape. */
export function pairLoss(
  op: string,
  input: Tensor,
  target: Tensor,
  reduction: Reduction,
  { forward, backward, addToTarget }: PairKernels,
): Tensor {
  checkReduction(reduction);
  const [x, y] = [input.data, target.data];
  const isEach = reduction === "none";
  const factor = reduction === "mean" ? 1 / x.length : 1;
  const losses = isEach ? floatsOf(x.length) : null;
  const sum = sumOfLosses(x, y, losses, forward);
  const result =
    losses === null ? new Tensor(Float32Array.of(sum * factor), []) : new Tensor(losses, input.shape);

  return record(op, result, [input, target], (dL) => {
    const scale = isEach ? 1 : factor * dL[0];
    const add = (t: Tensor, sign: number): void => {
      if (!t.requiresGrad) return;
      gradientOfLosses(targetOf(t), isEach ? dL : null, x, y, (kernels, dx, dlosses, block) =>
        backward(kernels, dx, dlosses, sign * scale, block),
      );
    };
    add(input, 1);
    if (addToTarget === undefined) add(target, -1);
    else if (target.requiresGrad) addToTarget(gradOf(target), (i) => (isEach ? dL[i] : scale));
  });
}
