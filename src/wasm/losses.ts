/** @module Losses of pairs of values, by the kernels of `ops.ts`. */
import "./elementwise.ts";
import type { GradientTarget } from "./gradientTarget.ts";
import { BLOCK, beginOps, load, type OpsKernels, put, room, store } from "./ops.ts";

/** Where a kernel finds the values of a block: pointers to x and y, and the number n of values. */
export interface Pairs {
  readonly x: number;
  readonly y: number;
  /** The first value of the block. */
  readonly from: number;
  readonly n: number;
}

/** A kernel: stores the losses of a block unless that pointer is 0, and returns their sum. */
type Forward = (kernels: OpsKernels, losses: number, block: Pairs) => number;

/** A kernel: stores the gradients of x of a block, given those of its losses or 0. */
type Backward = (kernels: OpsKernels, dx: number, dlosses: number, block: Pairs) => void;

function eachBlock(
  x: Float32Array,
  y: Float32Array,
  visit: (kernels: OpsKernels, block: Pairs) => void,
): void {
  for (let from = 0; from < x.length; from += BLOCK) {
    const kernels = beginOps();
    const n = Math.min(BLOCK, x.length - from);
    visit(kernels, { x: load(x, from, n), y: load(y, from, n), from, n });
  }
}

/** The sum of all losses; stores each in `losses` unless that is null. */
export function sumOfLosses(
  x: Float32Array,
  y: Float32Array,
  losses: Float32Array | null,
  forward: Forward,
): number {
  let sum = 0;
  eachBlock(x, y, (kernels, block) => {
    const at = losses === null ? 0 : room(block.n);
    sum += forward(kernels, at, block);
    if (losses !== null) store(losses, block.from, block.n, at);
  });
  return sum;
}

/** The gradient of x, from those of the losses; null if all are equal. */
export function gradientOfLosses(
  dx: GradientTarget,
  dlosses: Float32Array | null,
  x: Float32Array,
  y: Float32Array,
  backward: Backward,
): void {
  eachBlock(x, y, (kernels, block) => {
    const at = dlosses === null ? 0 : load(dlosses, block.from, block.n);
    backward(kernels, block.x, at, block);
    put(dx, block.from, block.n, block.x);
  });
}
