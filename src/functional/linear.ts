/** @module The affine map y = x Wᵀ + b, with its derivative. */
import { ShapeError } from "../errors.ts";
import { checkAxes, numelOf } from "../tensor/shape.ts";
import { gradOf, record, targetOf } from "../tensor/tape.ts";
import { checkTensor, Tensor } from "../tensor/tensor.ts";
import type { GradientTarget } from "../wasm/gradientTarget.ts";
import { linearBackwardInParts, linearForwardInParts } from "../wasm/linearParts.ts";
import { isSmall, smallBackward, smallForward } from "../wasm/smallLinear.ts";

/**
 * Affine map of the last axis: y = x Wᵀ + b.
 *
 *     x (…, I)   weight (O, I)   bias (O)   →   y (…, O)
 *
 * Given dy (N, O):   dx = dy W    dW = dyᵀ x    db = Σₙ dyₙ
 *
 * Throws ShapeError unless the last axes of x and weight are equal.
 */
export function linear(x: Tensor, weight: Tensor, bias: Tensor | null = null): Tensor {
  checkTensor("linear", "x", x);
  checkTensor("linear", "weight", weight);
  const O = weight.shape[0];
  const I = weight.shape[1];
  if (weight.shape.length !== 2)
    throw new ShapeError(`linear: weight is (${weight.shape.join(", ")}) but must be (O, I)`);
  if (x.shape.length === 0 || x.shape[x.shape.length - 1] !== I) throw mismatch(x, O, I);
  if (bias && (bias.shape.length !== 1 || bias.shape[0] !== O)) {
    throw new ShapeError(
      `linear: bias is (${bias.shape.join(", ")}) but must be (${O}), as weight is (${O}, ${I})`,
    );
  }
  const shape = x.shape.slice();
  shape[shape.length - 1] = O;
  if (O > I) checkAxes("linear", shape); // else y is no larger than x
  const N = numelOf(shape, 0, shape.length - 1);
  return isSmall(N, I, O) ? inLoops(x, weight, bias, shape, N) : byKernels(x, weight, bias, shape, N);
}

function inLoops(x: Tensor, weight: Tensor, bias: Tensor | null, shape: number[], N: number): Tensor {
  const [O] = weight.shape;
  const y = smallForward(x.data, weight.data, bias === null ? null : bias.data, N, O);
  const backward = (dy: Float32Array): void =>
    smallBackward(neededGrad(x), neededGrad(weight), neededGrad(bias), dy, x.data, weight.data, N, O);
  return record("linear", new Tensor(y, shape), [x, weight, bias], backward, savedOf(x, weight));
}

function neededGrad(t: Tensor | null): Float32Array | null {
  return t?.requiresGrad ? gradOf(t) : null;
}

function byKernels(x: Tensor, weight: Tensor, bias: Tensor | null, shape: number[], N: number): Tensor {
  const [O, I] = weight.shape;
  const inputs = { x: x.data, weight: weight.data, bias: bias?.data ?? null };
  const sizes = { N, I, O };
  const y = linearForwardInParts(inputs, sizes);
  const backward = (dy: Float32Array): void => {
    const gradients = { dx: targetFor(x), dweight: targetFor(weight), dbias: targetFor(bias) };
    linearBackwardInParts(gradients, dy, inputs, sizes);
  };
  return record("linear", new Tensor(y, shape), [x, weight, bias], backward, savedOf(x, weight));
}

/** The tensors whose values backward reads. */
function savedOf(x: Tensor, weight: Tensor): (Tensor | null)[] {
  return [weight.requiresGrad ? x : null, x.requiresGrad ? weight : null];
}

/** Where the gradient of t goes; null if t needs none. */
function targetFor(t: Tensor | null): GradientTarget | null {
  return t?.requiresGrad ? targetOf(t) : null;
}

function mismatch(x: Tensor, O: number, I: number): ShapeError {
  const columns = x.shape.at(-1) ?? 1;
  const rows = x.data.length / columns;
  return new ShapeError(
    `mat1 and mat2 shapes cannot be multiplied (${rows}x${columns} and ${I}x${O})\n  linear: x is (${x.shape.join(", ")}), and its last axis must be in_features = ${I}`,
  );
}
