/** @module Starting values for parameters, drawn as PyTorch draws them. They change the tensor in place. */
import { ShapeError } from "../errors.ts";
import { fillUniform } from "../random/distributions.ts";
import { fillNormal } from "../random/normal.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** Uniform on [a, b). */
export function uniform_(t: Tensor, a = 0, b = 1): Tensor {
  fillUniform(t.data, a, b);
  return t;
}

/** Normal with the given mean and standard deviation. */
export function normal_(t: Tensor, mean = 0, std = 1): Tensor {
  fillNormal(t.data, mean, std);
  return t;
}

/** One value everywhere. */
export function constant_(t: Tensor, value: number): Tensor {
  t.data.fill(value);
  return t;
}

/** Zero everywhere. */
export function zeros_(t: Tensor): Tensor {
  return constant_(t, 0);
}

/** One everywhere. */
export function ones_(t: Tensor): Tensor {
  return constant_(t, 1);
}

/**
 * Uniform in ±gain·√(6 / (fanIn + fanOut)).
 *
 * Source: Glorot & Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010.
 */
export function xavierUniform_(t: Tensor, { gain = 1 }: { gain?: number } = {}): Tensor {
  const [fanIn, fanOut] = fans(t);
  const bound = Math.sqrt(3) * (gain * Math.sqrt(2 / (fanIn + fanOut)));
  return uniform_(t, -bound, bound);
}

/**
 * Uniform in ±√3·gain/√fanIn, where gain = √(2 / (1 + a²)) suits a leaky ReLU of slope a.
 *
 * Source: He et al., "Delving deep into rectifiers", 2015.
 */
export function kaimingUniform_(t: Tensor, { a = 0 }: { a?: number } = {}): Tensor {
  const [fanIn] = fans(t);
  const std = Math.sqrt(2 / (1 + a ** 2)) / Math.sqrt(fanIn);
  const bound = Math.sqrt(3) * std;
  return uniform_(t, -bound, bound);
}

/** How many inputs reach one output, and how many outputs one input reaches. */
function fans(t: Tensor): [number, number] {
  if (t.shape.length < 2) {
    throw new ShapeError(
      `Fan in and fan out can not be computed for tensor with fewer than 2 dimensions\n  this one is (${t.shape.join(", ")})`,
    );
  }
  const [fanOut, fanIn] = t.shape;
  const field = t.data.length / (fanIn * fanOut);
  return [fanIn * field, fanOut * field];
}
