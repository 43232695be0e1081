/**
 * Losses of n pairs of values, and their sums in double precision. Unless `losses` is 0, each loss is stored there. `dlosses`
 * are the gradients of the losses, or 0 if all are `scale`. Blocks end on a multiple of 16 bytes.
 */
import { expOfNegative4 } from "../math";
import { addPairs, total } from "./doubles";
import { log1p4 } from "./math";

/** Adds the first `left` lanes of x to the sum. */
@inline
function addLanes(sum: v128, x: v128, left: i32): v128 {
  const own = left >= 4 ? x : v128.and(x, i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(left)));
  return addPairs(sum, own);
}

@inline
function scaleAt(dlosses: usize, at: i32, scale: v128): v128 {
  return dlosses == 0 ? scale : f32x4.mul(v128.load(dlosses + at), scale);
}

/** |x − y|. */
export function absolute(losses: usize, x: usize, y: usize, n: i32): f64 {
  let sum = f64x2.splat(0);
  for (let i = 0; i < n; i += 4) {
    const loss = f32x4.abs(f32x4.sub(v128.load(x + (i << 2)), v128.load(y + (i << 2))));
    if (losses != 0) v128.store(losses + (i << 2), loss);
    sum = addLanes(sum, loss, n - i);
  }
  return total(sum);
}

/** dx = sign(x − y) dL. */
export function absoluteBackward(dx: usize, dlosses: usize, x: usize, y: usize, n: i32, scale: f32): void {
  const factor = f32x4.splat(scale), sign = f32x4.splat(-0.0);
  for (let at = 0; at < n << 2; at += 16) {
    const d = f32x4.sub(v128.load(x + at), v128.load(y + at));
    const slope = v128.xor(scaleAt(dlosses, at, factor), v128.and(d, sign));
    const isOther = v128.and(slope, f32x4.ne(d, f32x4.splat(0))); // 0 where they are equal
    v128.store(dx + at, v128.or(isOther, f32x4.ne(d, d))); // NaN stays
  }
}

/** factor · (½ d² where |d| ≤ delta, delta (|d| − ½ delta) elsewhere), d = x − y. */
export function huber(losses: usize, x: usize, y: usize, n: i32, delta: f32, factor: f32): f64 {
  const most = f32x4.splat(delta), scale = f32x4.splat(factor), half = f32x4.splat(0.5);
  let sum = f64x2.splat(0);
  for (let i = 0; i < n; i += 4) {
    const size = f32x4.abs(f32x4.sub(v128.load(x + (i << 2)), v128.load(y + (i << 2))));
    const clipped = f32x4.min(size, most);
    const loss = f32x4.mul(scale, f32x4.mul(clipped, f32x4.sub(size, f32x4.mul(half, clipped))));
    if (losses != 0) v128.store(losses + (i << 2), loss);
    sum = addLanes(sum, loss, n - i);
  }
  return total(sum);
}

/** dx = clamp(x − y, −delta, delta) dL. */
export function huberBackward(
  dx: usize, dlosses: usize, x: usize, y: usize, n: i32, delta: f32, scale: f32,
): void {
  const factor = f32x4.splat(scale), most = f32x4.splat(delta), least = f32x4.splat(-delta);
  for (let at = 0; at < n << 2; at += 16) {
    const d = f32x4.max(least, f32x4.min(most, f32x4.sub(v128.load(x + at), v128.load(y + at))));
    v128.store(dx + at, f32x4.add(f32x4.mul(d, scaleAt(dlosses, at, factor)), f32x4.splat(0))); // no −0
  }
}

/** w ((1 − y) x + (1 + (p − 1) y) log(1 + e⁻ˣ)), w and p being 1 if 0 is passed. */
export function logits(losses: usize, x: usize, y: usize, w: usize, p: usize, n: i32): f64 {
  const one = f32x4.splat(1), zero = f32x4.splat(0);
  let sum = f64x2.splat(0);
  for (let i = 0; i < n; i += 4) {
    const at = i << 2;
    const value = v128.load(x + at), target = v128.load(y + at);
    const tail = log1p4(expOfNegative4(f32x4.neg(f32x4.abs(value))));
    let positive = f32x4.add(tail, f32x4.max(f32x4.neg(value), zero));
    if (p != 0) positive = f32x4.mul(positive, f32x4.add(one, f32x4.mul(f32x4.sub(v128.load(p + at), one), target)));
    let loss = f32x4.add(f32x4.mul(f32x4.sub(one, target), value), positive);
    if (w != 0) loss = f32x4.mul(loss, v128.load(w + at));
    if (losses != 0) v128.store(losses + at, loss);
    sum = addLanes(sum, loss, n - i);
  }
  return total(sum);
}

/** dx = w (1 − y − (1 + (p − 1) y) σ(−x)) dL. */
export function logitsBackward(
  dx: usize, dlosses: usize, x: usize, y: usize, w: usize, p: usize, n: i32, scale: f32,
): void {
  const factor = f32x4.splat(scale), one = f32x4.splat(1);
  for (let at = 0; at < n << 2; at += 16) {
    const target = v128.load(y + at);
    const value = v128.load(x + at);
    const e = expOfNegative4(f32x4.neg(f32x4.abs(value)));
    const above = v128.bitselect(one, e, f32x4.lt(value, f32x4.splat(0)));
    let opposite = f32x4.div(above, f32x4.add(one, e)); // σ(−x)
    if (p != 0) opposite = f32x4.mul(opposite, f32x4.add(one, f32x4.mul(f32x4.sub(v128.load(p + at), one), target)));
    let slope = f32x4.sub(f32x4.sub(one, target), opposite);
    if (w != 0) slope = f32x4.mul(slope, v128.load(w + at));
    v128.store(dx + at, f32x4.mul(slope, scaleAt(dlosses, at, factor)));
  }
}
