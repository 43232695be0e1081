/** @module Validation of the targets and weights of classification losses, with PyTorch's error messages. */
import { ShapeError, ValueError } from "../errors.ts";
import { sameShape } from "../tensor/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** Replaces the target `ignoreIndex`. */
export const IGNORED = -1;

/** Throws ShapeError unless the target has the shape of the input without its class axis. */
export function checkTargetShape({ shape: input }: Tensor, { shape: target }: Tensor): void {
  if (input.length === 0) throw new ShapeError("Expected 1 or more dimensions (got 0)");
  const expected = input.length === 1 ? [] : input.toSpliced(1, 1);
  if (sameShape(target, expected)) return;
  const remedy = `\n  input is [${input.join(", ")}], so classes must be [${expected.join(", ")}] and probabilities [${input.join(", ")}]`;
  if (input.length > 1 && input[0] !== (target[0] ?? 0)) {
    throw new ShapeError(
      `Expected input batch_size (${input[0]}) to match target batch_size (${target[0] ?? 0}).${remedy}`,
    );
  }
  if (input.length < 3 && target.length > 1) {
    throw new ShapeError(`0D or 1D target tensor expected, multi-target not supported${remedy}`);
  }
  throw new ShapeError(
    input.length < 3
      ? `size mismatch (got input: [${input.join(", ")}], target: [${target.join(", ")}])${remedy}`
      : `Expected target size [${expected.join(", ")}], got [${target.join(", ")}]${remedy}`,
  );
}

/** Throws ShapeError unless there are no weights or one for each of C classes. */
export function checkClassWeight(weight: Tensor | null, C: number, prefix: string): void {
  if (weight === null || sameShape(weight.shape, [C])) return;
  throw new ShapeError(
    `${prefix}weight tensor should be defined either for all ${C} classes or no classes but got weight tensor of shape: [${weight.shape.join(", ")}]`,
  );
}

/** The targets as classes 0 … C − 1 or IGNORED. Throws ValueError for anything else. */
export function classesIn({ data }: Tensor, C: number, ignoreIndex: number): Int32Array {
  return Int32Array.from(data, (value) => {
    if (value === ignoreIndex) return IGNORED;
    if (Number.isInteger(value) && value >= 0 && value < C) return value;
    const text = Number.isInteger(value)
      ? `Target ${value} is out of bounds.`
      : "expected scalar type Long but found Float";
    throw new ValueError(
      `${text}\n  a target is ${value} but must be a class, 0 to ${C - 1}, or the ignored ${ignoreIndex}`,
    );
  });
}
