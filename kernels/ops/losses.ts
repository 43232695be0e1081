/**
 * Losses of n pairs of values, the gradients of x and the sum of the losses in double precision, in one pass: what of it is not
 * needed goes where nothing is read. `dlosses` are the gradients of the losses, or 0 if all are `scale`, which they are multiplied
 * by. Blocks have room for seven values more, which may be anything.
 */
import { one } from "../math";
import { log1p4 } from "./math";
import { exponentials, sumOf } from "./rows";

/** Two vectors of ones, for factors that are not given. */
const ONES: usize = memory.data<f32>([1, 1, 1, 1, 1, 1, 1, 1]);

const ABSOLUTE: i32 = 0, HUBER: i32 = 1, LOGITS: i32 = 2;

/** What loss and slope have in common: the difference, or e^−|x|, which is at dx. */
@inline
function common(kind: i32, dx: usize, x: v128, y: v128): v128 {
  return kind == LOGITS ? v128.load(dx) : f32x4.sub(x, y);
}

/** 1 + (p − 1) y. */
@inline
function emphasis(p: v128, y: v128): v128 {
  return f32x4.add(one(), f32x4.mul(f32x4.sub(p, one()), y));
}

/** The loss; `tail` is log(1 + e^−|x|). */
@inline
function lossOf(kind: i32, tail: v128, c: v128, x: v128, y: v128, w: v128, p: v128, delta: f32, factor: f32): v128 {
  const size = f32x4.abs(c);
  if (kind == ABSOLUTE) return size;
  if (kind == HUBER) {
    const clipped = f32x4.pmin(size, f32x4.splat(delta)); // NaN stays
    const rest = f32x4.sub(size, f32x4.mul(f32x4.splat(0.5), clipped));
    return f32x4.mul(f32x4.splat(factor), f32x4.mul(clipped, rest));
  }
  const positive = f32x4.add(tail, f32x4.pmax(f32x4.neg(x), f32x4.splat(0)));
  const negative = f32x4.mul(f32x4.sub(one(), y), x);
  return f32x4.mul(f32x4.add(negative, f32x4.mul(positive, emphasis(p, y))), w);
}

@inline
function gradientOf(kind: i32, c: v128, x: v128, y: v128, w: v128, p: v128, delta: f32, dloss: v128): v128 {
  if (kind == ABSOLUTE) {
    const slope = v128.xor(dloss, v128.and(c, f32x4.splat(-0.0)));
    return v128.or(v128.and(slope, f32x4.ne(c, f32x4.splat(0))), f32x4.ne(c, c)); // 0 where they are equal; NaN stays
  }
  if (kind == HUBER) {
    const d = f32x4.pmax(f32x4.pmin(c, f32x4.splat(delta)), f32x4.splat(-delta)); // NaN stays
    return f32x4.add(f32x4.mul(d, dloss), f32x4.splat(0)); // no −0
  }
  const isBelow = f32x4.lt(x, f32x4.splat(0));
  const above = v128.or(v128.and(one(), isBelow), v128.andnot(c, isBelow));
  const opposite = f32x4.mul(f32x4.div(above, f32x4.add(one(), c)), emphasis(p, y)); // σ(−x)
  return f32x4.mul(f32x4.mul(f32x4.sub(f32x4.sub(one(), y), opposite), w), dloss);
}

/** A factor of the loss of a logit. */
@inline
function factorAt(kind: i32, at: usize): v128 {
  return kind == LOGITS ? v128.load(at) : one();
}

/** Whether an array is given, as a mask of the offsets in it. */
@inline
function stepsIn(x: usize): usize {
  return x == 0 ? 0 : -1;
}

/** Two vectors at once, which engines with wide vectors make one. */
@inline
function each(
  kind: i32, losses: usize, dx: usize, dlosses: usize, x: usize, y: usize, w: usize, p: usize, n: i32,
  delta: f32, factor: f32, scale: f32,
): f64 {
  const dSteps = stepsIn(dlosses), wSteps = stepsIn(w), pSteps = stepsIn(p);
  const dAt = dSteps ? dlosses : ONES, wAt = wSteps ? w : ONES, pAt = pSteps ? p : ONES;
  for (let at: usize = 0, end: usize = n << 2; at < end; at += 32) {
    const a = v128.load(x + at), b = v128.load(x + at, 16), s = v128.load(y + at), t = v128.load(y + at, 16);
    const u = wAt + (at & wSteps), v = factorAt(kind, u), z = factorAt(kind, u + 16);
    const o = pAt + (at & pSteps), q = factorAt(kind, o), r = factorAt(kind, o + 16);
    const c = common(kind, dx + at, a, s), d = common(kind, dx + at + 16, b, t);
    const low = lossOf(kind, factorAt(kind, losses + at), c, a, s, v, q, delta, factor);
    const high = lossOf(kind, factorAt(kind, losses + at + 16), d, b, t, z, r, delta, factor);
    const m = dAt + (at & dSteps);
    const f = f32x4.mul(v128.load(m), f32x4.splat(scale)), g = f32x4.mul(v128.load(m, 16), f32x4.splat(scale));
    const da = gradientOf(kind, c, a, s, v, q, delta, f), db = gradientOf(kind, d, b, t, z, r, delta, g);
    v128.store(losses + at, low);
    v128.store(losses + at, high, 16);
    v128.store(dx + at, da);
    v128.store(dx + at, db, 16);
  }
  return sumOf(losses, n);
}

/** y = log(1 + e). */
function logarithms(y: usize, e: usize, n: i32): void {
  for (const end = e + (n << 2); e < end; e += 32, y += 32) {
    const a = v128.load(e), b = v128.load(e, 16);
    const low = log1p4(a, f32x4.add(a, one())), high = log1p4(b, f32x4.add(b, one()));
    v128.store(y, low);
    v128.store(y, high, 16);
  }
}

/** |x − y|, dx = sign(x − y) dL. */
export function absolute(losses: usize, dx: usize, dlosses: usize, x: usize, y: usize, n: i32, scale: f32): f64 {
  return each(ABSOLUTE, losses, dx, dlosses, x, y, 0, 0, n, 0, 0, scale);
}

/** factor · (½ d² where |d| ≤ delta, delta (|d| − ½ delta) elsewhere), d = x − y; dx = clamp(d, −delta, delta) dL. */
export function huber(
  losses: usize, dx: usize, dlosses: usize, x: usize, y: usize, n: i32, delta: f32, factor: f32, scale: f32,
): f64 {
  return each(HUBER, losses, dx, dlosses, x, y, 0, 0, n, delta, factor, scale);
}

/**
 * w ((1 − y) x + (1 + (p − 1) y) log(1 + e⁻ˣ)), w and p being 1 if 0 is passed;
 * dx = w (1 − y − (1 + (p − 1) y) σ(−x)) dL.
 */
export function logits(
  losses: usize, dx: usize, dlosses: usize, x: usize, y: usize, w: usize, p: usize, n: i32, scale: f32,
): f64 {
  // Short loops one after another: in a long one, engines wait for one iteration before the next.
  for (let at: usize = 0; at < <usize>(n << 2); at += 16)
    v128.store(dx + at, f32x4.neg(f32x4.abs(v128.load(x + at))));
  exponentials(dx, dx, n, 0);
  logarithms(losses, dx, n);
  return each(LOGITS, losses, dx, dlosses, x, y, w, p, n, 0, 0, scale);
}
