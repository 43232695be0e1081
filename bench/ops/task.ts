/** @module What a row of `bench -- ops` is: an operation, and the inputs that it is given here and in PyTorch. */
import { Tensor } from "unrolled";

/** Rows and columns of the inputs: 256, 16 thousand and 524 thousand values. */
const sizes = {
  small: { R: 1, C: 256 },
  middling: { R: 32, C: 512 },
  large: { R: 2048, C: 256 },
} as const;

export type SizeName = keyof typeof sizes;

export const sizeNames: readonly SizeName[] = ["small", "middling", "large"];

/** One call of the operation. Its backward pass is timed too, if the result requires a gradient. */
export type Step = () => Tensor | null;

/** Prepares the inputs, outside the time that is measured. */
export type Task = (on: Inputs) => Step;

/** An operation at some of the sizes; a task alone has all three. */
export interface Operation {
  readonly task: Task;
  readonly sizes: readonly SizeName[];
}

/** Operations by name, of which the first word is the name that the library exports. */
export type Family = Readonly<Record<string, Task | Operation>>;

/** Makes inputs, the same values as peers/pytorch_ops.py. */
export class Inputs {
  readonly size: SizeName;
  readonly R: number;
  readonly C: number;
  /** Tensors that accumulate a gradient. */
  readonly leaves: Tensor[] = [];
  #made = 0;

  constructor(size: SizeName) {
    this.size = size;
    this.R = sizes[size].R;
    this.C = sizes[size].C;
  }

  /** The choice for this size. */
  pick<Choice>(small: Choice, middling: Choice, large: Choice): Choice {
    return { small, middling, large }[this.size];
  }

  /** Uniform in (−1, 1), without a gradient; (R, C) by default. */
  constant(...shape: number[]): Tensor {
    return this.#filled(shape, (u) => 2 * u - 1);
  }

  /** As `constant`, with a gradient. */
  leaf(...shape: number[]): Tensor {
    return this.#tracked(this.constant(...shape));
  }

  /** Uniform in (0.1, 0.9), with a gradient. */
  share(...shape: number[]): Tensor {
    return this.#tracked(this.#filled(shape, (u) => 0.1 + 0.8 * u));
  }

  /** 0 or 1. */
  mask(...shape: number[]): Tensor {
    return this.#filled(shape, (u) => Number(u < 0.5));
  }

  /** Whole numbers below `count`. */
  classes(count: number, ...shape: number[]): Tensor {
    return this.#filled(shape, (u) => Math.floor(u * count));
  }

  /** Parameters with gradients, as of a model of four: 1,000 values if small, a million if large. */
  parameters(): Tensor[] {
    const rows = this.pick(1, 64, 1000);
    return Array.from({ length: 4 }, () => {
      const parameter = this.leaf(rows, 250);
      parameter.grad = this.constant(rows, 250);
      return parameter;
    });
  }

  #tracked(t: Tensor): Tensor {
    t.requiresGrad = true;
    this.leaves.push(t);
    return t;
  }

  #filled(given: number[], valueIn: (u: number) => number): Tensor {
    const shape = given.length === 0 ? [this.R, this.C] : given;
    const seed = Math.imul(++this.#made, 0x9e3779b9);
    const count = shape.reduce((product, size) => product * size, 1);
    return new Tensor(
      Float32Array.from({ length: count }, (_, i) => valueIn(hashed(i + seed))),
      shape,
    );
  }
}

/** A number in [0, 1) without order: branches on the values cannot be predicted. */
function hashed(key: number): number {
  let h = Math.imul(key, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0x45d9f3b);
  return ((h ^ (h >>> 16)) >>> 8) / 2 ** 24;
}

/** An operation on one tensor (R, C). */
export function unary(f: (x: Tensor) => Tensor): Task {
  return (on) => {
    const x = on.leaf();
    return () => f(x);
  };
}

/** An operation on one tensor of values from 0.1 to 0.9. */
export function unaryOfShares(f: (x: Tensor) => Tensor): Task {
  return (on) => {
    const x = on.share();
    return () => f(x);
  };
}

/** An operation on (R, C) and a tensor that is broadcast to it. */
export function binary(f: (x: Tensor, y: Tensor) => Tensor, other: "same" | "row" | "column" = "same"): Task {
  return (on) => {
    const x = on.leaf();
    const y = on.share(other === "row" ? 1 : on.R, other === "column" ? 1 : on.C);
    return () => f(x, y);
  };
}
