/** @module Activation functions as layers. */
import { closed } from "../arguments.ts";
import { type GeluOptions, gelu, relu, sigmoid, tanh } from "../functional/activations.ts";
import { logSoftmax, softmax } from "../functional/softmax.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { Module } from "./module.ts";

/** Rectified linear unit, max(x, 0), of each value: x (…) → y (…). Source: torch.nn.ReLU. */
export class ReLU extends Module {
  /** The name in printed models. */
  static override readonly typeName: string = "ReLU";

  /** Applies it to every value. */
  forward(x: Tensor): Tensor {
    return relu(x);
  }
}

/** The hyperbolic tangent of each value: x (…) → y (…), within ±1. Source: torch.nn.Tanh. */
export class Tanh extends Module {
  /** The name in printed models. */
  static override readonly typeName: string = "Tanh";

  /** Applies it to every value. */
  forward(x: Tensor): Tensor {
    return tanh(x);
  }
}

/** The logistic function 1 / (1 + e⁻ˣ) of each value: x (…) → y (…), from 0 to 1. Source: torch.nn.Sigmoid. */
export class Sigmoid extends Module {
  /** The name in printed models. */
  static override readonly typeName: string = "Sigmoid";

  /** Applies it to every value. */
  forward(x: Tensor): Tensor {
    return sigmoid(x);
  }
}

/** Gaussian error linear unit, x Φ(x), of each value, as `gelu`: x (…) → y (…). Source: torch.nn.GELU. */
export class GELU extends Module {
  /** The name in printed models. */
  static override readonly typeName: string = "GELU";
  /** The exact function, or the one with tanh. */
  readonly approximate: "none" | "tanh";

  /** Exact by default. */
  constructor(options: GeluOptions = {}) {
    super();
    const { approximate = "none" } = closed("GELU", options, { approximate: 0 });
    this.approximate = approximate;
  }

  /** Applies it to every value. */
  forward(x: Tensor): Tensor {
    return gelu(x, { approximate: this.approximate });
  }

  /** What PyTorch prints between the parentheses. */
  override extraRepr(): string {
    return `approximate='${this.approximate}'`;
  }
}

/** A function of one axis. */
export abstract class AlongAxis extends Module {
  /** The axis, counted from the end if negative. */
  readonly dim: number;

  /** Along this axis. */
  constructor(dim: number) {
    super();
    this.dim = dim;
  }

  /** What PyTorch prints between the parentheses. */
  override extraRepr(): string {
    return `dim=${this.dim}`;
  }
}

/** Softmax along an axis, eˣ / Σ eˣ: x (…) → y (…). `forward` throws ShapeError if x has no such axis. Source: torch.nn.Softmax. */
export class Softmax extends AlongAxis {
  /** The name in printed models. */
  static override readonly typeName: string = "Softmax";

  /** Applies it along the axis. */
  forward(x: Tensor): Tensor {
    return softmax(x, this.dim);
  }
}

/** The logarithm of `Softmax`, x − log Σ eˣ: x (…) → y (…). Source: torch.nn.LogSoftmax. */
export class LogSoftmax extends AlongAxis {
  /** The name in printed models. */
  static override readonly typeName: string = "LogSoftmax";

  /** Applies it along the axis. */
  forward(x: Tensor): Tensor {
    return logSoftmax(x, this.dim);
  }
}

/** The identity, a placeholder for an optional layer: x (…) → x (…). Source: torch.nn.Identity. */
export class Identity extends Module {
  /** The name in printed models. */
  static override readonly typeName: string = "Identity";

  /** Applies it to every value. */
  forward(x: Tensor): Tensor {
    return x;
  }
}
