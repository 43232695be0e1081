/**
 * One step of an optimiser over n values, in PyTorch's order of operations; equations are those of src/optim/. Blocks end on a
 * multiple of 16 bytes. g has the sign of the descent; decay · p is added to it.
 */
import { flush } from "../math";
import { doublesAt, highDoubles, lowDoubles, toFloats } from "./doubles";

@inline
function splat(x: f64): v128 {
  return f32x4.splat(<f32>x);
}

@inline
function gradient(p: usize, g: usize, decay: f64): v128 {
  const grad = v128.load(g);
  return decay == 0 ? grad : f32x4.add(grad, f32x4.mul(splat(decay), v128.load(p)));
}

/** keep · x + fresh · y. */
@inline
function blend(x: usize, y: v128, keep: v128, fresh: v128): v128 {
  const z = flush(f32x4.add(f32x4.mul(keep, v128.load(x)), f32x4.mul(fresh, y)));
  v128.store(x, z);
  return z;
}

/** keep · v + fresh · g². */
@inline
function blendSquare(v: usize, g: v128, keep: v128, fresh: v128): v128 {
  const z = flush(f32x4.add(f32x4.mul(keep, v128.load(v)), f32x4.mul(f32x4.mul(fresh, g), g)));
  v128.store(v, z);
  return z;
}

/** p ← p + rate · a / b. */
@inline
function addQuotient(p: usize, rate: v128, a: v128, b: v128): void {
  v128.store(p, f32x4.add(v128.load(p), f32x4.div(f32x4.mul(rate, a), b)));
}

/** g, with decay · p added if there is a decay: else −0, which changes nothing. No branch, so that pairs of vectors can be one. */
@inline
function decayed(p: v128, g: v128, decay: f32, mask: i32): v128 {
  const own = f32x4.mul(f32x4.splat(decay), p);
  return f32x4.add(g, v128.or(v128.and(own, i32x4.splat(mask)), v128.andnot(f32x4.splat(-0.0), i32x4.splat(mask))));
}

/** keep · v + fresh · g². */
@inline
function blendedSquare(v: v128, g: v128, keep: f32, fresh: f32): v128 {
  return flush(f32x4.add(f32x4.mul(f32x4.splat(keep), v), f32x4.mul(f32x4.mul(f32x4.splat(fresh), g), g)));
}

/** p + rate · g / (√v + ε). */
@inline
function scaled(p: v128, g: v128, v: v128, rate: f32, eps: f32): v128 {
  return f32x4.add(p, f32x4.div(f32x4.mul(f32x4.splat(rate), g), f32x4.add(f32x4.sqrt(v), f32x4.splat(eps))));
}

/** v is the mean of g²; the buffer b of the momentum may be 0. */
export function rmsprop(
  p: usize, g: usize, v: usize, b: usize, n: i32, lr: f64, alpha: f64, eps: f64, decay: f64, momentum: f64,
): void {
  const end = p + (n << 2);
  if (b != 0) {
    const keep = splat(alpha), fresh = splat(1 - alpha), epsilon = splat(eps), rate = splat(-lr), kept = splat(momentum);
    for (; p < end; p += 16, g += 16, v += 16, b += 16) {
      const grad = gradient(p, g, decay);
      const scale = f32x4.add(f32x4.sqrt(blendSquare(v, grad, keep, fresh)), epsilon);
      const direction = f32x4.add(f32x4.mul(kept, v128.load(b)), f32x4.div(grad, scale));
      v128.store(b, direction);
      v128.store(p, f32x4.add(v128.load(p), f32x4.mul(rate, direction)));
    }
    return;
  }
  const keep = <f32>alpha, fresh = <f32>(1 - alpha), rate = <f32>-lr, own = <f32>decay, mask = decay == 0 ? 0 : -1;
  for (; p < end; p += 32, g += 32, v += 32) {
    const low = v128.load(p), high = v128.load(p, 16);
    const c = decayed(low, v128.load(g), own, mask), d = decayed(high, v128.load(g, 16), own, mask);
    const r = blendedSquare(v128.load(v), c, keep, fresh), s = blendedSquare(v128.load(v, 16), d, keep, fresh);
    const q = scaled(low, c, r, rate, <f32>eps), t = scaled(high, d, s, rate, <f32>eps);
    v128.store(v, r);
    v128.store(v, s, 16);
    v128.store(p, q);
    v128.store(p, t, 16);
  }
}

/** s is the sum of g². */
export function adagrad(p: usize, g: usize, s: usize, n: i32, lr: f64, eps: f64, decay: f64): void {
  const rate = <f32>-lr, own = <f32>decay, mask = decay == 0 ? 0 : -1;
  for (const end = p + (n << 2); p < end; p += 32, g += 32, s += 32) {
    const low = v128.load(p), high = v128.load(p, 16);
    const c = decayed(low, v128.load(g), own, mask), d = decayed(high, v128.load(g, 16), own, mask);
    const u = f32x4.add(v128.load(s), f32x4.mul(c, c)), v = f32x4.add(v128.load(s, 16), f32x4.mul(d, d));
    const q = scaled(low, c, u, rate, <f32>eps), t = scaled(high, d, v, rate, <f32>eps);
    v128.store(s, u);
    v128.store(s, v, 16);
    v128.store(p, q);
    v128.store(p, t, 16);
  }
}

/** v is the mean of g², d that of the squared steps. */
export function adadelta(p: usize, g: usize, v: usize, d: usize, n: i32, lr: f64, rho: f64, eps: f64, decay: f64): void {
  const keep = splat(rho), fresh = splat(1 - rho), epsilon = splat(eps), rate = splat(-lr);
  for (const end = p + (n << 2); p < end; p += 16, g += 16, v += 16, d += 16) {
    const grad = gradient(p, g, decay);
    const scale = f32x4.sqrt(f32x4.add(blendSquare(v, grad, keep, fresh), epsilon));
    const delta = f32x4.mul(f32x4.div(f32x4.sqrt(f32x4.add(v128.load(d), epsilon)), scale), grad);
    blendSquare(d, delta, keep, fresh);
    v128.store(p, f32x4.add(v128.load(p), f32x4.mul(rate, delta)));
  }
}

/** m is the mean of g, u the decayed largest |g|. */
export function adamax(
  p: usize, g: usize, m: usize, u: usize, n: i32, rate: f64, beta1: f64, beta2: f64, eps: f64, decay: f64,
): void {
  const keep = splat(beta1), fresh = splat(1 - beta1), shrink = splat(beta2), epsilon = splat(eps), step = splat(-rate);
  for (const end = p + (n << 2); p < end; p += 16, g += 16, m += 16, u += 16) {
    const grad = gradient(p, g, decay);
    const mean = blend(m, grad, keep, fresh);
    const largest = f32x4.max(f32x4.mul(shrink, v128.load(u)), f32x4.add(f32x4.abs(grad), epsilon));
    v128.store(u, largest);
    addQuotient(p, step, mean, largest);
  }
}

/** m is the mean of g, v that of g². */
export function nadam(
  p: usize, g: usize, m: usize, v: usize, n: i32,
  ofGrad: f64, ofMean: f64, beta1: f64, beta2: f64, correction: f64, eps: f64, decay: f64,
): void {
  const keep = splat(beta1), fresh = splat(1 - beta1), keep2 = splat(beta2), fresh2 = splat(1 - beta2);
  const root = splat(correction), epsilon = splat(eps), first = splat(-ofGrad), second = splat(-ofMean);
  for (const end = p + (n << 2); p < end; p += 16, g += 16, m += 16, v += 16) {
    const grad = gradient(p, g, decay);
    const mean = blend(m, grad, keep, fresh);
    const square = blendSquare(v, grad, keep2, fresh2);
    const scale = f32x4.add(f32x4.sqrt(f32x4.div(square, root)), epsilon);
    addQuotient(p, first, grad, scale);
    addQuotient(p, second, mean, scale);
  }
}

/** m is the mean of g, v that of g²; without a rectification (0), the step is along m. */
export function radam(
  p: usize, g: usize, m: usize, v: usize, n: i32,
  stepSize: f64, rectification: f64, beta1: f64, beta2: f64, eps: f64, decay: f64,
): void {
  const keep = splat(beta1), fresh = splat(1 - beta1), keep2 = splat(beta2), fresh2 = splat(1 - beta2);
  const epsilon = splat(eps), rate = splat(-stepSize), adapted = splat(-stepSize * rectification);
  for (const end = p + (n << 2); p < end; p += 16, g += 16, m += 16, v += 16) {
    const grad = gradient(p, g, decay);
    const mean = blend(m, grad, keep, fresh);
    const square = blendSquare(v, grad, keep2, fresh2);
    if (rectification == 0) v128.store(p, f32x4.add(v128.load(p), f32x4.mul(rate, mean)));
    else addQuotient(p, adapted, mean, f32x4.add(f32x4.sqrt(square), epsilon));
  }
}

/** p − (rate · g + decay · p), in double precision as the loop in src/optim/sgd.ts; without decay, an infinite p stays so. */
@inline
function descended(p: usize, g: usize, rate: v128, decay: v128, hasDecay: bool): v128 {
  const own = doublesAt(p);
  const step = f64x2.mul(rate, doublesAt(g));
  return f64x2.sub(own, hasDecay ? f64x2.add(step, f64x2.mul(decay, own)) : step);
}

/** p ← p − rate · g − decay · p. */
export function sgd(p: usize, g: usize, n: i32, rate: f64, decay: f64): void {
  const hasDecay = decay != 0, rates = f64x2.splat(rate), decays = f64x2.splat(decay);
  for (const end = p + (n << 2); p < end; p += 16, g += 16) {
    const low = descended(p, g, rates, decays, hasDecay);
    v128.store(p, toFloats(low, descended(p + 8, g + 8, rates, decays, hasDecay)));
  }
}

/** The gradient sign · g + decay · p in double precision. */
@inline
function slope(p: usize, g: usize, sign: v128, decay: v128, hasDecay: bool): v128 {
  const own = f64x2.mul(sign, doublesAt(g));
  return hasDecay ? f64x2.add(own, f64x2.mul(decay, doublesAt(p))) : own;
}

/** p − rate · d, the direction d being the buffer b or, with Nesterov's momentum, the gradient and momentum · b. */
@inline
function rolled(p: usize, b: v128, grad: v128, rate: v128, momentum: v128, isNesterov: bool): v128 {
  const d = isNesterov ? f64x2.add(grad, f64x2.mul(momentum, b)) : b;
  return f64x2.sub(doublesAt(p), f64x2.mul(rate, d));
}

/** b ← momentum · b + fresh · (sign · g + decay · p), p ← p − lr · d. */
export function heavyBall(
  p: usize, g: usize, b: usize, n: i32, lr: f64, momentum: f64, fresh: f64, sign: f64, decay: f64, isNesterov: bool,
): void {
  const hasDecay = decay != 0, decays = f64x2.splat(decay), signs = f64x2.splat(sign);
  const rate = f64x2.splat(lr), kept = f64x2.splat(momentum), added = f64x2.splat(fresh);
  for (const end = p + (n << 2); p < end; p += 16, g += 16, b += 16) {
    const low = slope(p, g, signs, decays, hasDecay), high = slope(p + 8, g + 8, signs, decays, hasDecay);
    const next = toFloats(
      f64x2.add(f64x2.mul(kept, doublesAt(b)), f64x2.mul(added, low)),
      f64x2.add(f64x2.mul(kept, doublesAt(b + 8)), f64x2.mul(added, high)),
    );
    v128.store(b, next);
    const first = rolled(p, lowDoubles(next), low, rate, kept, isNesterov);
    v128.store(p, toFloats(first, rolled(p + 8, highDoubles(next), high, rate, kept, isNesterov)));
  }
}
