/** @module Classes as rows of zeros with a single one. */
import { described } from "../arguments.ts";
import { ShapeError, ValueError } from "../errors.ts";
import { maxOf } from "../lists.ts";
import { zerosOf } from "../tensor/shape.ts";
import { checkTensor, Tensor } from "../tensor/tensor.ts";

/**
 * For each class a row that is 1 at its index and 0 elsewhere.
 *
 *     x (…) whole numbers 0 … C − 1   →   y (…, C)        C = numClasses; −1 for the largest class + 1
 *
 * Has no gradient. Throws ValueError for a value that is not a class, ShapeError if C cannot be known.
 * Source: torch.nn.functional.one_hot.
 */
export function oneHot(x: Tensor, numClasses = -1): Tensor {
  checkTensor("oneHot", "x", x);
  if (!Number.isInteger(numClasses))
    throw new ValueError(`oneHot: numClasses must be a whole number (got ${described(numClasses)})`);
  if (x.data.length === 0 && !(numClasses > 0))
    throw new ShapeError("Can not infer total number of classes from empty tensor.");
  const C = numClasses === -1 ? Math.floor(maxOf(x.data)) + 1 : numClasses;
  x.data.forEach((value) => {
    checkClass(value, C);
  });
  const shape = [...x.shape, C];
  const y = new Tensor(zerosOf("oneHot", shape), shape);
  x.data.forEach((value, i) => {
    y.data[i * C + value] = 1;
  });
  return y;
}

function checkClass(value: number, C: number): void {
  if (Number.isInteger(value) && value >= 0 && value < C) return;
  const text = !Number.isInteger(value)
    ? "one_hot is only applicable to index tensor."
    : value < 0
      ? "Class values must be non-negative."
      : "Class values must be smaller than num_classes.";
  throw new ValueError(`${text}\n  a class is ${value} but must be a whole number from 0 to ${C - 1}`);
}
