/**
 * @module Loops over long arrays that kernels can run, once a program has loaded those kernels: Node's builds have, and so has
 * every page that uses a loss, a softmax or an optimiser with kernels. The results are the same bits with and without.
 */
import type { OpsKernels } from "./ops.ts";

/** The operations of the kernel `arithmetic`; those after DIV are products and quotients of a gradient, whose zeros are positive. */
export type ArithmeticKernel = number;
export const ADD: ArithmeticKernel = 0;
export const SUB: ArithmeticKernel = 1;
export const MUL: ArithmeticKernel = 2;
export const DIV: ArithmeticKernel = 3;
export const TIMES: ArithmeticKernel = 4;
export const OVER: ArithmeticKernel = 5;
export const MAX: ArithmeticKernel = 6;
export const MIN: ArithmeticKernel = 7;

/** The kernels of a map. */
export type MapKernel = "relu" | "neg" | "abs" | "sqrt" | "square" | "cube" | "gelu";

/** The kernels of the gradient of a map. */
export type SlopeKernel = Extract<keyof OpsKernels, `${MapKernel | "tanh" | "sigmoid"}Backward`>;

/**
 * Where an operation finds its operands a and b: `rows` rows of n values, which are consecutive in the result from `at` on.
 * In an operand, the first value is at `a`, values are `aStep` apart and rows `aRow`.
 */
export interface Rows {
  readonly at: number;
  readonly rows: number;
  readonly n: number;
  readonly a: number;
  readonly aStep: number;
  readonly aRow: number;
  readonly b: number;
  readonly bStep: number;
  readonly bRow: number;
}

export interface VectorLoops {
  /** y = a ∘ b over rows; false, with nothing done, where the operands are spaced in another way. */
  readonly arithmetic: (
    kernel: ArithmeticKernel,
    y: Float32Array,
    a: Float32Array,
    b: Float32Array,
    where: Rows,
  ) => boolean;
  /** y = f(x). */
  readonly map: (kernel: MapKernel, y: Float32Array, x: Float32Array) => void;
  /** dx from dy and v, from which the kernel computes the slope. */
  readonly slope: (kernel: SlopeKernel, dx: Float32Array, dy: Float32Array, v: Float32Array) => void;
  /** Adds rows of x to sums, which are operand a; false, with nothing done, where they are spaced in another way. */
  readonly addSums: (sums: Float64Array, x: Float32Array, where: Rows) => boolean;
  /** y[k] becomes the greatest of itself and row k of x, n values, or by a sign of −1 the smallest; NaN if one is. */
  readonly extremes: (y: Float32Array, x: Float32Array, n: number, sign: 1 | -1) => void;
  /** Σ (x − y)²; stores d = scale · (x − y) unless that is null. */
  readonly squaredError: (d: Float32Array | null, x: Float32Array, y: Float32Array, scale: number) => number;
}

/** Null until the kernels are loaded. */
export const vectorLoops: { current: VectorLoops | null } = { current: null };

/** Fewer values are not worth the 0.2 µs that a call of the kernels takes. */
export const MANY: number = 512;
