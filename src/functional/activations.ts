/** @module Activation functions. */

import { closed } from "../arguments.ts";
import { ValueError } from "../errors.ts";
import { shown } from "../shown.ts";
import { applyMap, tanhMap } from "../tensor/maps.ts";
import { gradOf, record, writeGrad } from "../tensor/tape.ts";
import { checkTensor, Tensor } from "../tensor/tensor.ts";
import { mapByKernel, slopeByKernel } from "../wasm/elementwise.ts";
import { floatsOf } from "../wasm/pool.ts";

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

/**
 * Gaussian error linear unit: y = x Φ(x), with Φ the standard normal distribution function.
 *
 *     approximate "tanh":   y = ½ x (1 + tanh(√(2/π) (x + 0.044715 x³)))
 *
 * Given dy:   dx = (g(x) + x g'(x)) dy,   where y = x g(x)
 *
 * Φ is within 2e-7. Throws ValueError for another `approximate`.
 * Source: Hendrycks & Gimpel, "Gaussian error linear units", 2016; torch.nn.functional.gelu.
 */
export function gelu(x: Tensor, options: GeluOptions = {}): Tensor {
  const { approximate = "none" } = closed("gelu", options, { approximate: 0 });
  checkTensor("gelu", "x", x);
  if (approximate === "tanh") return geluByTanh(x);
  if (approximate !== "none") {
    throw new ValueError(`approximate argument must be either none or tanh.\n  it is ${shown(approximate)}`);
  }
  const y = new Tensor(floatsOf(x.data.length), x.shape);
  mapByKernel("gelu", y.data, x.data);
  return record("gelu", y, [x], (dy) => writeGrad(x, (dx) => slopeByKernel("geluBackward", dx, dy, x.data)));
}

const ROOT_TWO_OVER_PI = Math.sqrt(2 / Math.PI);
const CUBE = 0.044715;

function geluByTanh(x: Tensor): Tensor {
  const inner = new Float32Array(x.data.length);
  for (let i = 0; i < inner.length; i++) {
    const value = x.data[i];
    inner[i] = ROOT_TWO_OVER_PI * (value + CUBE * value * value * value);
  }
  const t = tanhMap(inner);
  const y = new Tensor(inner, x.shape);
  for (let i = 0; i < t.length; i++) y.data[i] = 0.5 * x.data[i] * (1 + t[i]);
  return record("gelu", y, [x], (dy) => {
    const dx = gradOf(x);
    for (let i = 0; i < dx.length; i++) {
      const value = x.data[i];
      const slope = ROOT_TWO_OVER_PI * (1 + 3 * CUBE * value * value);
      dx[i] += 0.5 * (1 + t[i] + value * (1 - t[i] * t[i]) * slope) * dy[i];
    }
  });
}
