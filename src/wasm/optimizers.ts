/** @module Steps of optimisers, by the kernels of `ops.ts`. */
import "./elementwise.ts";
import { BLOCK, beginOps, load, type OpsKernels, store } from "./ops.ts";

/** A kernel, with pointers to n values of p, of g and of up to two arrays of state; 0 for an array that there is not. */
type Step = (kernels: OpsKernels, p: number, g: number, a: number, b: number, n: number) => void;

/** Updates p and its state. The gradient is negated to maximise. */
export function stepBlocks(
  p: Float32Array,
  g: Float32Array,
  a: Float32Array | null,
  b: Float32Array | null,
  maximize: boolean,
  step: Step,
): void {
  const gradient = maximize ? g.map((value) => -value) : g;
  for (let from = 0; from < p.length; from += BLOCK) {
    const kernels = beginOps();
    const n = Math.min(BLOCK, p.length - from);
    const [pAt, gAt] = [load(p, from, n), load(gradient, from, n)];
    const aAt = a === null ? 0 : load(a, from, n);
    const bAt = b === null ? 0 : load(b, from, n);
    step(kernels, pAt, gAt, aAt, bAt, n);
    store(p, from, n, pAt);
    if (a !== null) store(a, from, n, aAt);
    if (b !== null) store(b, from, n, bAt);
  }
}
