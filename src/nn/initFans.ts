/** @module Initialisers whose scale depends on the number of inputs and outputs, so that signals neither grow nor vanish. */
import { closed, type OptionNames } from "../arguments.ts";
import { ShapeError, ValueError, warn } from "../errors.ts";
import { fillUniform } from "../random/distributions.ts";
import { fillNormal } from "../random/normal.ts";
import { numelOf } from "../tensor/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { overwritten } from "../tensor/version.ts";

const nonlinearities = [
  "linear",
  "conv1d",
  "conv2d",
  "conv3d",
  "conv_transpose1d",
  "conv_transpose2d",
  "conv_transpose3d",
  "sigmoid",
  "tanh",
  "relu",
  "leaky_relu",
  "selu",
] as const satisfies readonly Nonlinearity[];

/** The function after a layer, which determines the gain. */
export type Nonlinearity =
  | "linear"
  | "conv1d"
  | "conv2d"
  | "conv3d"
  | "conv_transpose1d"
  | "conv_transpose2d"
  | "conv_transpose3d"
  | "sigmoid"
  | "tanh"
  | "relu"
  | "leaky_relu"
  | "selu";

/** Those other than 1; that of a leaky ReLU depends on its slope. */
const gains: Partial<Record<Nonlinearity, number>> = { tanh: 5 / 3, relu: Math.SQRT2, selu: 3 / 4 };

/** Options of the Kaiming initialisers. */
export interface KaimingOptions {
  /** The negative slope of the leaky ReLU after the layer. */
  readonly a?: number;
  /** Whether to preserve the variance of signals in the forward pass (fan_in) or of gradients in the backward pass (fan_out). */
  readonly mode?: "fan_in" | "fan_out";
  /** The function after the layer; a leaky ReLU by default. */
  readonly nonlinearity?: Nonlinearity;
}

const KAIMING: OptionNames<KaimingOptions> = { a: 0, mode: 0, nonlinearity: 0 };

/** Options of the Xavier initialisers. */
export interface XavierOptions {
  /** A factor for all values. */
  readonly gain?: number;
}

/**
 * The factor by which weights compensate for a nonlinearity: √2 for ReLU, 5/3 for tanh, ¾ for SELU,
 * √(2 / (1 + a²)) for a leaky ReLU of slope a (0.01 by default), 1 for the others.
 *
 * Throws ValueError for an unknown name. Source: torch.nn.init.calculate_gain.
 */
export function calculateGain(nonlinearity: Nonlinearity, a = 0.01): number {
  if (!nonlinearities.includes(nonlinearity)) {
    throw new ValueError(
      `Unsupported nonlinearity ${String(nonlinearity)}\n  it must be one of ${nonlinearities.join(", ")}`,
    );
  }
  return nonlinearity === "leaky_relu" ? leakyGain(a) : (gains[nonlinearity] ?? 1);
}

function leakyGain(a: number): number {
  if (Number.isFinite(a)) return Math.sqrt(2 / (1 + a ** 2));
  throw new ValueError(`negative_slope ${a} not a valid number`);
}

/**
 * Uniform in ±gain·√(6 / (fanIn + fanOut)).
 *
 * Throws ShapeError for fewer than two axes.
 * Source: Glorot & Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010;
 * torch.nn.init.xavier_uniform_.
 */
export function xavierUniform_(t: Tensor, options: XavierOptions = {}): Tensor {
  const { gain = 1 } = closed("xavierUniform_", options, { gain: 0 });
  const bound = Math.sqrt(3) * xavierStd(t, gain);
  fillUniform(t.data, -bound, bound);
  overwritten(t);
  return t;
}

/**
 * Normal with mean 0 and standard deviation gain·√(2 / (fanIn + fanOut)).
 *
 * Throws ShapeError for fewer than two axes. Source: as `xavierUniform_`; torch.nn.init.xavier_normal_.
 */
export function xavierNormal_(t: Tensor, options: XavierOptions = {}): Tensor {
  const { gain = 1 } = closed("xavierNormal_", options, { gain: 0 });
  fillNormal(t.data, 0, xavierStd(t, gain));
  overwritten(t);
  return t;
}

/**
 * Uniform in ±√3·gain/√fan, where gain is that of `calculateGain` and fan is fanIn or, by `mode`, fanOut.
 *
 * Throws ShapeError for fewer than two axes, ValueError for an unknown mode or nonlinearity.
 * Source: He et al., "Delving deep into rectifiers", 2015; torch.nn.init.kaiming_uniform_.
 */
export function kaimingUniform_(t: Tensor, options: KaimingOptions = {}): Tensor {
  closed("kaimingUniform_", options, KAIMING);
  if (isEmpty(t)) return t;
  const bound = Math.sqrt(3) * kaimingStd(t, options);
  fillUniform(t.data, -bound, bound);
  overwritten(t);
  return t;
}

/**
 * Normal with mean 0 and standard deviation gain/√fan, where gain is that of `calculateGain` and fan is fanIn or, by
 * `mode`, fanOut.
 *
 * Throws ShapeError for fewer than two axes, ValueError for an unknown mode or nonlinearity.
 * Source: as `kaimingUniform_`; torch.nn.init.kaiming_normal_.
 */
export function kaimingNormal_(t: Tensor, options: KaimingOptions = {}): Tensor {
  closed("kaimingNormal_", options, KAIMING);
  if (isEmpty(t)) return t;
  fillNormal(t.data, 0, kaimingStd(t, options));
  overwritten(t);
  return t;
}

function xavierStd(t: Tensor, gain: number): number {
  const { fanIn, fanOut } = fans(t);
  return gain * Math.sqrt(2 / (fanIn + fanOut));
}

function kaimingStd(
  t: Tensor,
  { a = 0, mode = "fan_in", nonlinearity = "leaky_relu" }: KaimingOptions,
): number {
  if (mode !== "fan_in" && mode !== "fan_out") {
    throw new ValueError(`Mode ${String(mode)} not supported, please use one of ['fan_in', 'fan_out']`);
  }
  const { fanIn, fanOut } = fans(t);
  return calculateGain(nonlinearity, a) / Math.sqrt(mode === "fan_in" ? fanIn : fanOut);
}

function isEmpty(t: Tensor): boolean {
  if (t.data.length > 0) return false;
  warn("Initializing zero-element tensors is a no-op");
  return true;
}

/** The number of inputs to one output, and of outputs from one input. */
function fans({ shape }: Tensor): { fanIn: number; fanOut: number } {
  if (shape.length < 2) {
    throw new ShapeError(
      `Fan in and fan out can not be computed for tensor with fewer than 2 dimensions\n  this one is (${shape.join(", ")})`,
    );
  }
  const [fanOut, fanIn, ...field] = shape;
  const size = numelOf(field);
  return { fanIn: fanIn * size, fanOut: fanOut * size };
}
