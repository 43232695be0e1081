/** @module One step of Adam over one parameter, in place. */
import { kernels } from "./instance.ts";
import { begin, copyIn, read } from "./scratch.ts";

/** What a step of Adam needs besides its arrays: the bias corrections are already worked in. */
export interface AdamCoefficients {
  readonly beta1: number;
  readonly beta2: number;
  readonly stepSize: number; // lr / (1 − β₁ᵗ)
  readonly correction: number; // √(1 − β₂ᵗ)
  readonly eps: number;
  readonly weightDecay: number;
}

/** p, m and v after one step with gradient g; see kernels/adam.ts for the equations. */
export function adamStep(
  p: Float32Array,
  g: Float32Array,
  m: Float32Array,
  v: Float32Array,
  { beta1, beta2, stepSize, correction, eps, weightDecay }: AdamCoefficients,
): void {
  begin();
  const pIn = copyIn(p);
  const gIn = copyIn(g);
  const mIn = copyIn(m);
  const vIn = copyIn(v);
  kernels().adamStep(pIn, gIn, mIn, vIn, p.length, beta1, beta2, stepSize, correction, eps, weightDecay);
  read(p, pIn);
  read(m, mIn);
  read(v, vIn);
}
