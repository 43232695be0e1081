/** @module The operations that are methods of a tensor, in one table. */
import { add, div, mul, type Operand, pow, sub } from "./arithmetic.ts";
import { applyMap, mapNames } from "./maps.ts";
import { matmul } from "./matmul.ts";
import { mean, type ReduceOptions, sum } from "./reduce.ts";
import { type BackwardOptions, backward } from "./tape.ts";
import { Tensor } from "./tensor.ts";
import { permute, select, slice, squeeze, transpose, unsqueeze, view } from "./views.ts";

declare module "./tensor.ts" {
  interface Tensor {
    /** Adds dt/dx to the `grad` of every leaf x that t was computed from. */
    backward(options?: BackwardOptions): void;

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

    /** The sum of all values, or along `dim`. */
    sum(options?: ReduceOptions): Tensor;
    /** The mean of all values, or along `dim`. */
    mean(options?: ReduceOptions): Tensor;

    /** The same values under another shape, of which one size may be −1. */
    view(...shape: number[]): Tensor;
    /** Same as `view`: tensors are always contiguous here. */
    reshape(...shape: number[]): Tensor;
    /** The slice at one index of an axis, without that axis. */
    select(dim: number, index: number): Tensor;
    /** The slice from start to end (exclusive) of an axis. */
    slice(dim: number, start?: number, end?: number): Tensor;
    /** With a new axis of size 1. */
    unsqueeze(dim: number): Tensor;
    /** Removes one axis of size 1, or all of them. */
    squeeze(dim?: number): Tensor;
    /** Swaps two axes. */
    transpose(a: number, b: number): Tensor;
    /** The axes in another order. */
    permute(...order: number[]): Tensor;
  }
}

const p = Tensor.prototype;

p.backward = function (options) {
  backward(this, options);
};

p.add = function (other) {
  return add(this, other);
};
p.sub = function (other) {
  return sub(this, other);
};
p.mul = function (other) {
  return mul(this, other);
};
p.div = function (other) {
  return div(this, other);
};
p.pow = function (other) {
  return pow(this, other);
};
p.matmul = function (other) {
  return matmul(this, other);
};

for (const name of mapNames) {
  p[name] = function () {
    return applyMap(name, this);
  };
}

p.sum = function (options) {
  return sum(this, options);
};
p.mean = function (options) {
  return mean(this, options);
};

p.view = function (...shape) {
  return view(this, shape);
};
p.reshape = p.view;
p.select = function (dim, index) {
  return select(this, dim, index);
};
p.slice = function (dim, start, end) {
  return slice(this, dim, start, end);
};
p.unsqueeze = function (dim) {
  return unsqueeze(this, dim);
};
p.squeeze = function (dim) {
  return squeeze(this, dim);
};
p.transpose = function (a, b) {
  return transpose(this, a, b);
};
p.permute = function (...order) {
  return permute(this, order);
};
