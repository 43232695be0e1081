/** @module Losses of pairs of values of one shape, each by a kernel, with their reduction. */

import { addGrad, gradOf, needsGrad, record, targetOf } from "../tensor/tape.ts";
import { Tensor } from "../tensor/tensor.ts";
import { type LossKernel, sumOfLosses } from "../wasm/losses.ts";
import { acquire, floatsOf } from "../wasm/pool.ts";
import { checkReduction, type Reduction } from "./reduction.ts";

/** Adds to the gradient of the target, given those of the losses by index. */
type AddToTarget = (dy: Float32Array, dLosses: (i: number) => number) => void;

/** The loss of input and target, which have one shape. Without `addToTarget`, the gradient of the target is that of x negated. */
export function pairLoss(
  op: string,
  input: Tensor,
  target: Tensor,
  reduction: Reduction,
  kernel: LossKernel,
  addToTarget: AddToTarget | null = null,
): Tensor {
  checkReduction(reduction);
  const [x, y] = [input.data, target.data];
  const isEach = reduction === "none";
  const factor = reduction === "mean" ? 1 / x.length : 1;
  const losses = isEach ? floatsOf(x.length) : null;
  // The values pass through the kernel once, for the usual dL = 1.
  let ready = !isEach && needsGrad([input]) ? acquire(x.length) : null;
  const dx = ready && { values: ready, adds: false };
  const sum = sumOfLosses(x, y, null, factor, kernel, { losses, dx });
  const result =
    losses === null ? new Tensor(Float32Array.of(sum * factor), []) : new Tensor(losses, input.shape);

  return record(op, result, [input, target], (dL) => {
    const scale = isEach ? 1 : factor * dL[0];
    const add = (t: Tensor, sign: number): void => {
      if (t.requiresGrad) sumOfLosses(x, y, isEach ? dL : null, sign * scale, kernel, { dx: targetOf(t) });
    };
    if (ready !== null && dL[0] === 1) {
      addGrad(input, ready);
      ready = null; // it may come back in another walk
    } else add(input, 1);
    if (addToTarget === null) add(target, -1);
    else if (target.requiresGrad) addToTarget(gradOf(target), (i) => (isEach ? dL[i] : scale));
  });
}
