/** @module The operations that are methods of a tensor, in one table. */
import { add, div, maximum, minimum, mul, type Operand, pow, sub } from "./arithmetic.ts";
import { type ClampOptions, clamp, eq, ge, gt, le, lt, maskedFill, ne, where } from "./choices.ts";
import {
  type Axis,
  type AxisOptions,
  amax,
  amin,
  argmax,
  argmin,
  max,
  min,
  type TopkOptions,
  topk,
  type ValuesAndIndices,
} from "./extremes.ts";
import { applyMap, mapNames } from "./maps.ts";
import { matmul } from "./matmul.ts";
import { chunk, cumsum, expand, flatten, flip, gatherAt, repeat, split } from "./rearrange.ts";
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

    /** The largest value, NaN if one is; equal values share its gradient. */
    max(): Tensor;
    /** As `maximum`. */
    max(other: Tensor): Tensor;
    /** The largest values along one axis with their indices: `max(1)`, `max(1, true)`, `max({ dim: 1, keepdim: true })`; the first of equal ones. */
    max(dim: number | (AxisOptions & { readonly dim: number }), keepdim?: boolean): ValuesAndIndices;
    max(dim?: Axis, keepdim?: boolean): Tensor | ValuesAndIndices;
    /** The smallest value, as `max`. */
    min(): Tensor;
    /** As `minimum`. */
    min(other: Tensor): Tensor;
    /** The smallest values along one axis with their indices, as `max`. */
    min(dim: number | (AxisOptions & { readonly dim: number }), keepdim?: boolean): ValuesAndIndices;
    min(dim?: Axis, keepdim?: boolean): Tensor | ValuesAndIndices;
    /** The largest value, or those along one axis or several, without indices; equal ones share the gradient. */
    amax(dim?: Axes | ReduceOptions | null, keepdim?: boolean): Tensor;
    /** The smallest values, as `amax`. */
    amin(dim?: Axes | ReduceOptions | null, keepdim?: boolean): Tensor;
    /** The index of the largest value among all, row-major, or along one axis; the first of equal ones. */
    argmax(dim?: Axis, keepdim?: boolean): Tensor;
    /** The index of the smallest value, as `argmax`. */
    argmin(dim?: Axis, keepdim?: boolean): Tensor;
    /** The k largest values along an axis, the last by default, in descending order, with their indices; equal ones by index. */
    topk(k: number, dim?: number | TopkOptions): ValuesAndIndices;
    /** Running sums along an axis: y₀ = t₀, yᵢ = yᵢ₋₁ + tᵢ. */
    cumsum(dim: number): Tensor;

    /** Values below `min` and above `max` replaced by these, numbers or tensors: `clamp(0, 1)`, `clamp({ max: 1 })`; the slope is 1 from min to max, 0 outside. */
    clamp(min?: Operand | ClampOptions | null, max?: Operand | null): Tensor;
    /** The greater of t and other, broadcast; equal values share the gradient. */
    maximum(other: Tensor): Tensor;
    /** The smaller of t and other, as `maximum`. */
    minimum(other: Tensor): Tensor;
    /** t where a condition is not 0, other elsewhere: `where(condition, t, other)`. */
    where(condition: Tensor, other: Operand): Tensor;
    /** 1 where t = other, otherwise 0; broadcast, without a gradient, and so are the other comparisons. */
    eq(other: Operand): Tensor;
    /** 1 where t ≠ other, otherwise 0. */
    ne(other: Operand): Tensor;
    /** 1 where t < other, otherwise 0. */
    lt(other: Operand): Tensor;
    /** 1 where t ≤ other, otherwise 0. */
    le(other: Operand): Tensor;
    /** 1 where t > other, otherwise 0. */
    gt(other: Operand): Tensor;
    /** 1 where t ≥ other, otherwise 0. */
    ge(other: Operand): Tensor;
    /** One value where a mask is not 0, t elsewhere; the mask is broadcast. */
    maskedFill(mask: Tensor, value: Operand): Tensor;

    /** yᵢⱼ = t[indexᵢⱼ][j] for `gather(0, index)`, t[i][indexᵢⱼ] for `gather(1, index)`; indices are whole numbers from 0. */
    gather(dim: number, index: Tensor): Tensor;
    /** In reverse order along some axes: `flip(0)`, `flip([0, 1])`. */
    flip(...dims: Sizes): Tensor;
    /** At most `chunks` parts of one size along an axis, the first by default; the last may be smaller. */
    chunk(chunks: number, dim?: number): Tensor[];
    /** Parts along an axis, the first by default: of one size, of which the last may be smaller, or of a list of sizes. */
    split(sizes: number | readonly number[], dim?: number): Tensor[];
    /** Copies along axes of size 1 and new leading axes, to a shape in which −1 keeps a size: `expand(4, -1)`. */
    expand(...shape: Sizes): Tensor;
    /** The whole tensor several times along each axis: `repeat(2, 1)`. */
    repeat(...times: Sizes): Tensor;
    /** The axes from `startDim`, 0 by default, to `endDim`, the last by default, as one. */
    flatten(startDim?: number, endDim?: number): Tensor;

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
  max,
  min,
  amax,
  amin,
  argmax,
  argmin,
  topk,
  cumsum,
  clamp,
  maximum,
  minimum,
  where: (t, condition, other) => where(condition, t, other),
  eq,
  ne,
  lt,
  le,
  gt,
  ge,
  maskedFill,
  gather: gatherAt,
  flip: (t, ...dims) => flip(t, listOf("flip", dims)),
  chunk,
  split,
  expand: (t, ...shape) => expand(t, listOf("expand", shape)),
  repeat: (t, ...times) => repeat(t, listOf("repeat", times)),
  flatten,
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
