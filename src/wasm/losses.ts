/** @module Losses of pairs of values with their gradients, by the kernels of `ops.ts`. */
import "./elementwise.ts";
import type { GradientTarget } from "./gradientTarget.ts";
import { BLOCK, beginOps, load, type OpsKernels, put, room, store } from "./ops.ts";

/** Where a kernel finds a block of n pairs, and where it writes: pointers. */
interface Pairs {
  readonly x: number;
  readonly y: number;
  readonly losses: number;
  readonly dx: number;
  /** The gradients of the losses; 0 if they are 1. */
  readonly dlosses: number;
  /** The first value of the block. */
  readonly from: number;
  readonly n: number;
}

/** A kernel: stores losses and gradients of x, those of the losses times `scale`, and returns the sum of the losses. */
export type LossKernel = (kernels: OpsKernels, block: Pairs, scale: number) => number;

/** What is to be stored; null for what is not needed. */
interface Stored {
  readonly losses?: Float32Array | null;
  readonly dx?: GradientTarget | null;
}

/** A kernel may write seven values more than there are. */
const MORE = 7;

/** The sum of all losses. `dlosses` are their gradients, or null if they are 1. */
export function sumOfLosses(
  x: Float32Array,
  y: Float32Array,
  dlosses: Float32Array | null,
  scale: number,
  kernel: LossKernel,
  { losses = null, dx = null }: Stored,
): number {
  let sum = 0;
  for (let from = 0; from < x.length; from += BLOCK) {
    const kernels = beginOps();
    const n = Math.min(BLOCK, x.length - from);
    const block: Pairs = {
      x: load(x, from, n),
      y: load(y, from, n),
      losses: room(n + MORE),
      dx: room(n + MORE),
      dlosses: dlosses === null ? 0 : load(dlosses, from, n),
      from,
      n,
    };
    sum += kernel(kernels, block, scale);
    if (losses !== null) store(losses, from, n, block.losses);
    if (dx !== null) put(dx, from, n, block.dx);
  }
  return sum;
}
