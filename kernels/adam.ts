/** One step of Adam (Kingma & Ba 2015) over one array, in PyTorch's order of operations. */
import { flushBelow, madd, smallestNormal } from "./math";

/** (1 − β₁)(g − m) + m. */
@inline
function meanOf(m: v128, g: v128, rest: f32, normal: v128): v128 {
  return flushBelow(madd(f32x4.splat(rest), f32x4.sub(g, m), m), normal);
}

/** β₂ v + (1 − β₂) g². */
@inline
function squareOf(v: v128, g: v128, keep: f32, rest: f32, normal: v128): v128 {
  return flushBelow(madd(f32x4.mul(f32x4.splat(rest), g), g, f32x4.mul(f32x4.splat(keep), v)), normal);
}

/** p + step · m / (√v / root + ε). */
@inline
function moved(p: v128, m: v128, v: v128, step: f32, root: f32, epsilon: f32): v128 {
  const scale = f32x4.add(f32x4.div(f32x4.sqrt(v), f32x4.splat(root)), f32x4.splat(epsilon));
  return f32x4.add(p, f32x4.div(f32x4.mul(f32x4.splat(step), m), scale));
}

/**
 *     m ← m + (1 − β₁)(g − m)      v ← β₂ v + (1 − β₂) g²      vMax ← max(vMax, v)
 *     p ← keep · p − stepSize · m / (√v / correction + ε)
 *
 * stepSize = lr / (1 − β₁ᵗ), correction = √(1 − β₂ᵗ). Adam adds decay · p to g; AdamW sets keep = 1 − lr · decay instead.
 * Unless vMax is 0, v is replaced with vMax in the root (AMSGrad). sign −1 maximises the loss. Blocks end on a multiple of 32
 * bytes: engines with wide vectors make two vectors one, if no branch parts them.
 */
export function adamStep(
  p: usize, g: usize, m: usize, v: usize, vMax: usize, n: i32,
  beta1: f64, beta2: f64, stepSize: f64, correction: f64, eps: f64, decay: f64, keep: f64, sign: f64,
): void {
  const rest1 = <f32>(1 - beta1), keep2 = <f32>beta2, rest2 = <f32>(1 - beta2);
  const step = <f32>-stepSize, root = <f32>correction, epsilon = <f32>eps;
  const shrink = <f32>decay, kept = <f32>keep, direction = <f32>sign;
  for (const end = p + (n << 2); p < end; p += 32, g += 32, m += 32, v += 32) {
    const low = f32x4.mul(v128.load(p), f32x4.splat(kept)), high = f32x4.mul(v128.load(p, 16), f32x4.splat(kept));
    let c = f32x4.mul(v128.load(g), f32x4.splat(direction)), d = f32x4.mul(v128.load(g, 16), f32x4.splat(direction));
    if (decay != 0) {
      c = madd(low, f32x4.splat(shrink), c);
      d = madd(high, f32x4.splat(shrink), d);
    }
    const normal = smallestNormal();
    const r = meanOf(v128.load(m), c, rest1, normal), s = meanOf(v128.load(m, 16), d, rest1, normal);
    const t = squareOf(v128.load(v), c, keep2, rest2, normal), u = squareOf(v128.load(v, 16), d, keep2, rest2, normal);
    v128.store(m, r);
    v128.store(m, s, 16);
    v128.store(v, t);
    v128.store(v, u, 16);
    let x = t, y = u;
    if (vMax != 0) {
      x = f32x4.max(t, v128.load(vMax));
      y = f32x4.max(u, v128.load(vMax, 16));
      v128.store(vMax, x);
      v128.store(vMax, y, 16);
      vMax += 32;
    }
    const a = moved(low, r, x, step, root, epsilon), b = moved(high, s, y, step, root, epsilon);
    v128.store(p, a);
    v128.store(p, b, 16);
  }
}
