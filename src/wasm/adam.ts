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
  readonly weightDecay: number; // added to the gradient, times p
  readonly keep: number; // what p is multiplied by first
  readonly maximize: boolean;
}

/** p, m, v and the greatest v so far (if kept) after one step with gradient g; kernels/adam.ts has the equations. */
export function adamStep(
  p: Float32Array,
  g: Float32Array,
  m: Float32Array,
  v: Float32Array,
  vMax: Float32Array | null,
  { beta1, beta2, stepSize, correction, eps, weightDecay, keep, maximize }: AdamCoefficients,
): void {
  begin();
  const pIn = copyIn(p);
  const gIn = copyIn(g);
  const mIn = copyIn(m);
  const vIn = copyIn(v);
  const vMaxIn = copyIn(vMax);
  const sign = maximize ? -1 : 1;
  const n = p.length;
  kernels().adamStep(
    pIn,
    gIn,
    mIn,
    vIn,
    vMaxIn,
    n,
    beta1,
    beta2,
    stepSize,
    correction,
    eps,
    weightDecay,
    keep,
    sign,
  );
  read(p, pIn);
  read(m, mIn);
  read(v, vIn);
  if (vMax !== null) read(vMax, vMaxIn);
}
