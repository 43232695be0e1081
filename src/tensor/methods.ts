/** @module The operations that are methods of a tensor, in one table. */
import { add, div, mul, type Operand, pow, sub } from "./arithmetic.ts";
import { applyMap, mapNames } from "./maps.ts";
import { matmul } from "./matmul.ts";
import { type Axes, mean, type ReduceOptions, sum } from "./reduce.ts";
import { listOf, type Sizes } from "./shape.ts";
import { type BackwardOptions, backward } from "./tape.ts";
import { Tensor } from "./tensor.ts";
import { permute, select, slice, squeeze, transpose, unsqueeze, view } from "./views.ts";

declare module "./tensor.ts" {
  interface Tensor {
    /** Adds dt/dx to the `grad` of every leaf x that t was computed from. */
    backward(options?: BackwardOptions | Tensor): void;

    /** t + other, broadcast as PyTorch does. */
    add(other: Operand): Tensor;
    /** t − other. */
    sub(other: Operand): Tensor;
    /** t · other, element by element. */
    mul(other: Operand): Tensor;
    /** t / other. */
    div(other: Operand): Tensor;
    /** t to the power of other. */
    pow(other: Operand): Tensor;
    /** The matrix product (…, M, K) · (K, N) → (…, M, N). */
    matmul(other: Tensor): Tensor;

    /** −t. */
    neg(): Tensor;
    /** eᵗ. */
    exp(): Tensor;
    /** The natural logarithm. */
    log(): Tensor;
    /** The square root. */
    sqrt(): Tensor;
    /** |t|; the slope at 0 is taken as 0. */
    abs(): Tensor;
    /** sin t, t in radians. */
    sin(): Tensor;
    /** cos t, t in radians. */
    cos(): Tensor;
    /** tanh t, within 2e-7. */
    tanh(): Tensor;
    /** 1 / (1 + e⁻ᵗ), within 2e-7. */
    sigmoid(): Tensor;
    /** max(t, 0); the slope at 0 is taken as 0. */
    relu(): Tensor;
    /** A copy with its own memory; gradients flow through it. */
    clone(): Tensor;

    /** The sum of all values, or along axes: `sum(1)`, `sum([0, 1], true)`, `sum({ dim: 1, keepdim: true })`. */
    sum(dim?: ReduceOptions | Axes | null, keepdim?: boolean): Tensor;
    /** The mean of all values, or along axes, as `sum`. */
    mean(dim?: ReduceOptions | Axes | null, keepdim?: boolean): Tensor;

    /** The same values under another shape, `view(2, -1)` or `view([2, -1])`, of which one size may be −1. */
    view(...shape: Sizes): Tensor;
    /** Same as `view`: tensors are always contiguous here. */
    reshape(...shape: Sizes): Tensor;
    /** The slice at one index of an axis, without that axis. */
    select(dim: number, index: number): Tensor;
    /** The slice from start to end (exclusive) of an axis. */
    slice(dim: number, start?: number, end?: number): Tensor;
    /** With a new axis of size 1. */
    unsqueeze(dim: number): Tensor;
    /** Removes one axis of size 1, those of a list, or all. */
    squeeze(dim?: number | readonly number[]): Tensor;
    /** Swaps two axes. */
    transpose(a: number, b: number): Tensor;
    /** The axes in another order: `permute(1, 0)` or `permute([1, 0])`. */
    permute(...order: Sizes): Tensor;
  }
}

/** Each with the tensor before the arguments of the method of its name. */
type Operations = {
  readonly [Name in keyof Tensor]?: Tensor[Name] extends (...rest: infer Rest) => infer Result
    ? (t: Tensor, ...rest: Rest) => Result
    : never;
};

const operations = {
  backward,
  add,
  sub,
  mul,
  div,
  pow,
  matmul,
  ...Object.fromEntries(mapNames.map((name) => [name, (t: Tensor) => applyMap(name, t)])),
  sum,
  mean,
  view: (t, ...shape) => view(t, listOf("view", shape)),
  reshape: (t, ...shape) => view(t, listOf("reshape", shape)),
  select,
  slice,
  unsqueeze,
  squeeze,
  transpose,
  permute: (t, ...order) => permute(t, listOf("permute", order)),
} satisfies Operations;

const table: readonly [string, (t: Tensor, ...rest: never[]) => unknown][] = Object.entries(operations);
for (const [name, operation] of table) {
  Object.assign(Tensor.prototype, {
    [name](this: Tensor, ...rest: never[]) {
      return operation(this, ...rest);
    },
  });
}
