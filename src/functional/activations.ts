/** @module Activation functions. */

import { closed } from "../arguments.ts";
import { ValueError } from "../errors.ts";
import { shown } from "../shown.ts";
import { applyMap } from "../tensor/maps.ts";
import { gradOf, record } from "../tensor/tape.ts";
import { checkTensor, Tensor } from "../tensor/tensor.ts";
import { normalCdf } from "./erf.ts";

/** Options of `gelu`. */
export interface GeluOptions {
  /** `"tanh"` replaces Φ with an approximation that many published models use. */
  readonly approximate?: "none" | "tanh";
}

/** max(x, 0), with slope 0 at 0. Source: torch.nn.functional.relu. */
export function relu(x: Tensor): Tensor {
  return applyMap("relu", x);
}

/** tanh x, within 2e-7. Source: torch.nn.functional.tanh. */
export function tanh(x: Tensor): Tensor {
  return applyMap("tanh", x);
}

/** 1 / (1 + e⁻ˣ), within 2e-7. Source: torch.nn.functional.sigmoid. */
export function sigmoid(x: Tensor): Tensor {
  return applyMap("sigmoid", x);
}

/** The factor g(x) in y = x g(x). */
interface Gate {
  readonly share: (x: number) => number;
  /** g'(x), from x and g(x). */
  readonly slope: (x: number, share: number) => number;
}

const ROOT_TWO_OVER_PI = Math.sqrt(2 / Math.PI);

const gates: { readonly [name in "none" | "tanh"]: Gate } = {
  none: {
    share: normalCdf,
    slope: (x) => (Math.exp((-x * x) / 2) * ROOT_TWO_OVER_PI) / 2,
  },
  tanh: {
    share: (x) => (1 + Math.tanh(ROOT_TWO_OVER_PI * (x + 0.044715 * x ** 3))) / 2,
    slope: (x, share) => 2 * share * (1 - share) * ROOT_TWO_OVER_PI * (1 + 3 * 0.044715 * x * x),
  },
};

/**
 * Gaussian error linear unit: y = x Φ(x), with Φ the standard normal distribution function.
 *
 *     approximate "tanh":   y = ½ x (1 + tanh(√(2/π) (x + 0.044715 x³)))
 *
 * Given dy:   dx = (g(x) + x g'(x)) dy,   where y = x g(x)
 *
 * Φ is exact to double precision. Throws ValueError for another `approximate`.
 * Source: Hendrycks & Gimpel, "Gaussian error linear units", 2016; torch.nn.functional.gelu.
 */
export function gelu(x: Tensor, options: GeluOptions = {}): Tensor {
  const { approximate = "none" } = closed("gelu", options, { approximate: 0 });
  checkTensor("gelu", "x", x);
  if (!Object.hasOwn(gates, approximate)) {
    throw new ValueError(`approximate argument must be either none or tanh.\n  it is ${shown(approximate)}`);
  }
  const { share, slope } = gates[approximate];
  const shares = Float64Array.from(x.data, share);
  const y = new Tensor(new Float32Array(shares.length), x.shape);
  for (let i = 0; i < shares.length; i++) y.data[i] = x.data[i] * shares[i];

  return record("gelu", y, [x], (dy) => {
    const dx = gradOf(x);
    for (let i = 0; i < shares.length; i++)
      dx[i] += (shares[i] + x.data[i] * slope(x.data[i], shares[i])) * dy[i];
  });
}
