/** @module The affine map y = x Wᵀ + b, with its derivative. */
import { ShapeError } from "../errors.ts";
import { numelOf } from "../tensor/shape.ts";
import { gradOf, record } from "../tensor/tape.ts";
import { Tensor } from "../tensor/tensor.ts";
import { linearBackward, linearForward } from "../wasm/matrix.ts";

/**
 * Affine map of the last axis: y = x Wᵀ + b.
 *
 *     x (…, I)   weight (O, I)   bias (O)   →   y (…, O)
 *
 * Given dy (N, O):   dx = dy W    dW = dyᵀ x    db = Σₙ dyₙ
 *
 * Throws ShapeError when the last axis of x is not as long as that of the weight.
 */
export function linear(x: Tensor, weight: Tensor, bias: Tensor | null = null): Tensor {
  const [O, I] = weight.shape;
  if (weight.shape.length !== 2)
    throw new ShapeError(`linear: weight is (${weight.shape.join(", ")}) but must be (O, I)`);
  if (x.shape.length === 0 || x.shape[x.shape.length - 1] !== I) throw mismatch(x, O, I);
  if (bias && (bias.shape.length !== 1 || bias.shape[0] !== O)) {
    throw new ShapeError(
      `linear: bias is (${bias.shape.join(", ")}) but must be (${O}), as weight is (${O}, ${I})`,
    );
  }
  const rows = I > 0 ? x.data.length / I : numelOf(x.shape.slice(0, -1));
  const sizes = [rows, I, O] as const;
  const y = linearForward(x.data, weight.data, bias?.data ?? null, sizes);

  return record("linear", new Tensor(y, [...x.shape.slice(0, -1), O]), [x, weight, bias], (dy) => {
    const wanted = {
      dx: x.requiresGrad ? gradOf(x) : null,
      dweight: weight.requiresGrad ? gradOf(weight) : null,
      dbias: bias?.requiresGrad ? gradOf(bias) : null,
    };
    linearBackward(wanted, dy, x.data, weight.data, sizes);
  });
}

function mismatch(x: Tensor, O: number, I: number): ShapeError {
  const columns = x.shape.at(-1) ?? 1;
  const rows = x.data.length / columns;
  return new ShapeError(
    `mat1 and mat2 shapes cannot be multiplied (${rows}x${columns} and ${I}x${O})\n  linear: x is (${x.shape.join(", ")}), and its last axis must be in_features = ${I}`,
  );
}
