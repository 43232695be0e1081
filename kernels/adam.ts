/** One step of Adam (Kingma & Ba 2015) over one array, in PyTorch's order of operations. */
import { flush, madd } from "./math";

/**
 *     m ← m + (1 − β₁)(g − m)      v ← β₂ v + (1 − β₂) g²      vMax ← max(vMax, v)
 *     p ← keep · p − stepSize · m / (√v / correction + ε)
 *
 * stepSize = lr / (1 − β₁ᵗ), correction = √(1 − β₂ᵗ). Adam adds decay · p to g; AdamW sets keep = 1 − lr · decay instead.
 * Unless vMax is 0, v is replaced with vMax in the root (AMSGrad). sign −1 maximises the loss.
 */
export function adamStep(
  p: usize, g: usize, m: usize, v: usize, vMax: usize, n: i32,
  beta1: f64, beta2: f64, stepSize: f64, correction: f64, eps: f64, decay: f64, keep: f64, sign: f64,
): void {
  const rest1 = f32x4.splat(<f32>(1 - beta1));
  const keep2 = f32x4.splat(<f32>beta2);
  const rest2 = f32x4.splat(<f32>(1 - beta2));
  const step = f32x4.splat(<f32>-stepSize);
  const root = f32x4.splat(<f32>correction);
  const epsilon = f32x4.splat(<f32>eps);
  const shrink = f32x4.splat(<f32>decay);
  const kept = f32x4.splat(<f32>keep);
  for (let i = 0; i < n << 2; i += 16) {
    let weight = v128.load(p + i);
    if (keep != 1) weight = f32x4.mul(weight, kept);
    let grad = v128.load(g + i);
    if (sign < 0) grad = f32x4.neg(grad);
    if (decay != 0) grad = madd(weight, shrink, grad);
    const mean = v128.load(m + i);
    const newMean = flush(madd(rest1, f32x4.sub(grad, mean), mean));
    const newSquare = flush(madd(f32x4.mul(rest2, grad), grad, f32x4.mul(keep2, v128.load(v + i))));
    let square = newSquare;
    if (vMax != 0) {
      square = f32x4.max(newSquare, v128.load(vMax + i));
      v128.store(vMax + i, square);
    }
    const scale = f32x4.add(f32x4.div(f32x4.sqrt(square), root), epsilon);
    v128.store(m + i, newMean);
    v128.store(v + i, newSquare);
    v128.store(p + i, f32x4.add(weight, f32x4.div(f32x4.mul(step, newMean), scale)));
  }
}
