/** @module One step of Adam over several parameters, in place. */
import { arenaFor } from "./engine.ts";

/** The scalars of a step of Adam, bias corrections included. */
export interface AdamCoefficients {
  readonly beta1: number;
  readonly beta2: number;
  readonly stepSize: number; // lr / (1 − β₁ᵗ)
  readonly correction: number; // √(1 − β₂ᵗ)
  readonly eps: number;
  readonly weightDecay: number; // times p, added to the gradient: Adam
  readonly keep: number; // the factor that shrinks p first, 1 − lr · decay: AdamW
  readonly maximize: boolean;
}

/** A parameter p, its gradient, its moments m and v, and for AMSGrad the largest v so far. */
export interface AdamArrays {
  readonly p: Float32Array;
  readonly g: Float32Array;
  readonly m: Float32Array;
  readonly v: Float32Array;
  readonly vMax: Float32Array | null;
}

/**
 * Updates p, m, v and vMax of every parameter; kernels/adam.ts has the equations.
 *
 * One kernel call updates all of them, each padded to a multiple of eight floats; the padding holds arbitrary values that
 * are never copied out. Either all parameters have a vMax or none.
 */
export function adamStep(parameters: readonly AdamArrays[], coefficients: AdamCoefficients): void {
  let floats = 0;
  for (let i = 0; i < parameters.length; i++) floats += padded(parameters[i].p);
  if (floats <= AT_ONCE) step(parameters, coefficients);
  else for (const whole of parameters) stepBySlices(whole, coefficients);
}

/** Values that are updated at once, so that they stay in the cache; they are independent. */
const AT_ONCE = 2 ** 13;

function stepBySlices({ p, g, m, v, vMax }: AdamArrays, coefficients: AdamCoefficients): void {
  for (let from = 0; from < p.length; from += AT_ONCE) {
    const part = (x: Float32Array): Float32Array => x.subarray(from, from + AT_ONCE);
    step([{ p: part(p), g: part(g), m: part(m), v: part(v), vMax: vMax && part(vMax) }], coefficients);
  }
}

function step(
  parameters: readonly AdamArrays[],
  { beta1, beta2, stepSize, correction, eps, weightDecay, keep, maximize }: AdamCoefficients,
): void {
  let n = 0;
  for (let i = 0; i < parameters.length; i++) n += padded(parameters[i].p);
  const arena = arenaFor(0);
  const p = arena.allocate(n);
  const g = arena.allocate(n);
  const m = arena.allocate(n);
  const v = arena.allocate(n);
  const vMax = parameters[0]?.vMax ? arena.allocate(n) : 0;
  for (let i = 0, at = 0; i < parameters.length; i++) {
    const arrays = parameters[i];
    arena.write(p + at, arrays.p);
    arena.write(g + at, arrays.g);
    arena.write(m + at, arrays.m);
    arena.write(v + at, arrays.v);
    if (arrays.vMax !== null) arena.write(vMax + at, arrays.vMax);
    at += 4 * padded(arrays.p);
  }
  const sign = maximize ? -1 : 1;
  const { kernels } = arena;
  kernels.adamStep(p, g, m, v, vMax, n, beta1, beta2, stepSize, correction, eps, weightDecay, keep, sign);
  for (let i = 0, at = 0; i < parameters.length; i++) {
    const arrays = parameters[i];
    arena.read(arrays.p, p + at);
    arena.read(arrays.m, m + at);
    arena.read(arrays.v, v + at);
    if (arrays.vMax !== null) arena.read(arrays.vMax, vMax + at);
    at += 4 * padded(arrays.p);
  }
}

function padded({ length }: Float32Array): number {
  return (length + 7) & -8;
}
