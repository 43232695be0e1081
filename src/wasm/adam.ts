/** @module One step of Adam over one parameter, in place. */
import { arenaFor } from "./engine.ts";

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
  const arena = arenaFor(0);
  const pIn = arena.copyIn(p);
  const gIn = arena.copyIn(g);
  const mIn = arena.copyIn(m);
  const vIn = arena.copyIn(v);
  const vMaxIn = arena.copyIn(vMax);
  const sign = maximize ? -1 : 1;
  const n = p.length;
  arena.kernels.adamStep(
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
  arena.read(p, pIn);
  arena.read(m, mIn);
  arena.read(v, vIn);
  if (vMax !== null) arena.read(vMax, vMaxIn);
}
