/** @module One step of Adam over some parameters, in place. */
import { kernels } from "./instance.ts";
import { begin, read, room, write } from "./scratch.ts";

/** What a step of Adam needs besides its arrays: the bias corrections are already worked in. */
export interface AdamCoefficients {
  readonly beta1: number;
  readonly beta2: number;
  readonly stepSize: number; // lr / (1 − β₁ᵗ)
  readonly correction: number; // √(1 − β₂ᵗ)
  readonly eps: number;
  readonly weightDecay: number; // added to the gradient, times p
  readonly keep: number; // what p is multiplied by first
  readonly maximize: boolean;
}

/** A parameter p with its gradient, and what is remembered of it: m, v, and the greatest v so far if kept. */
export interface AdamArrays {
  readonly p: Float32Array;
  readonly g: Float32Array;
  readonly m: Float32Array;
  readonly v: Float32Array;
  readonly vMax: Float32Array | null;
}

/**
 * p, m, v and vMax of every parameter after one step; kernels/adam.ts has the equations.
 *
 * One call does all of them, each on a multiple of four floats: between them lies what earlier calls have left, which
 * nobody reads. Either all have a vMax or none.
 */
export function adamStep(
  parameters: readonly AdamArrays[],
  { beta1, beta2, stepSize, correction, eps, weightDecay, keep, maximize }: AdamCoefficients,
): void {
  let n = 0;
  for (let i = 0; i < parameters.length; i++) n += padded(parameters[i].p);
  begin();
  const p = room(n);
  const g = room(n);
  const m = room(n);
  const v = room(n);
  const vMax = parameters.length > 0 && parameters[0].vMax !== null ? room(n) : 0;
  for (let i = 0, at = 0; i < parameters.length; i++) {
    const arrays = parameters[i];
    write(p + at, arrays.p);
    write(g + at, arrays.g);
    write(m + at, arrays.m);
    write(v + at, arrays.v);
    if (arrays.vMax !== null) write(vMax + at, arrays.vMax);
    at += 4 * padded(arrays.p);
  }
  const sign = maximize ? -1 : 1;
  const k = kernels();
  k.adamStep(p, g, m, v, vMax, n, beta1, beta2, stepSize, correction, eps, weightDecay, keep, sign);
  for (let i = 0, at = 0; i < parameters.length; i++) {
    const arrays = parameters[i];
    read(arrays.p, p + at);
    read(arrays.m, m + at);
    read(arrays.v, v + at);
    if (arrays.vMax !== null) read(arrays.vMax, vMax + at);
    at += 4 * padded(arrays.p);
  }
}

function padded({ length }: Float32Array): number {
  return 4 * Math.ceil(length / 4);
}
