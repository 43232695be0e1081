/**
 * One step of an optimiser over n values, in PyTorch's order of operations; equations are those of src/optim/. Blocks end on a
 * multiple of 16 bytes. g has the sign of the descent; decay · p is added to it.
 */
import { flush } from "../math";
import { doublesAt, toFloats } from "./doubles";

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

/** v is the mean of g²; the buffer b of the momentum may be 0. */
export function rmsprop(
  p: usize, g: usize, v: usize, b: usize, n: i32, lr: f64, alpha: f64, eps: f64, decay: f64, momentum: f64,
): void {
  const keep = splat(alpha), fresh = splat(1 - alpha), epsilon = splat(eps), rate = splat(-lr), kept = splat(momentum);
  for (const end = p + (n << 2); p < end; p += 16, g += 16, v += 16) {
    const grad = gradient(p, g, decay);
    const scale = f32x4.add(f32x4.sqrt(blendSquare(v, grad, keep, fresh)), epsilon);
    if (b == 0) {
      addQuotient(p, rate, grad, scale);
      continue;
    }
    const direction = f32x4.add(f32x4.mul(kept, v128.load(b)), f32x4.div(grad, scale));
    v128.store(b, direction);
    v128.store(p, f32x4.add(v128.load(p), f32x4.mul(rate, direction)));
    b += 16;
  }
}

/** s is the sum of g². */
export function adagrad(p: usize, g: usize, s: usize, n: i32, lr: f64, eps: f64, decay: f64): void {
  const epsilon = splat(eps), rate = splat(-lr);
  for (const end = p + (n << 2); p < end; p += 16, g += 16, s += 16) {
    const grad = gradient(p, g, decay);
    const sum = f32x4.add(v128.load(s), f32x4.mul(grad, grad));
    v128.store(s, sum);
    addQuotient(p, rate, grad, f32x4.add(f32x4.sqrt(sum), epsilon));
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
function descended(p: usize, g: usize, rate: f64, decay: f64): v128 {
  const own = doublesAt(p);
  const step = f64x2.mul(f64x2.splat(rate), doublesAt(g));
  if (decay == 0) return f64x2.sub(own, step);
  return f64x2.sub(own, f64x2.add(step, f64x2.mul(f64x2.splat(decay), own)));
}

/** p ← p − rate · g − decay · p. */
export function sgd(p: usize, g: usize, n: i32, rate: f64, decay: f64): void {
  for (const end = p + (n << 2); p < end; p += 16, g += 16)
    v128.store(p, toFloats(descended(p, g, rate, decay), descended(p + 8, g + 8, rate, decay)));
}

/** momentum · b + fresh · g. */
@inline
function rolled(b: usize, g: usize, momentum: f64, fresh: f64): v128 {
  return f64x2.add(f64x2.mul(f64x2.splat(momentum), doublesAt(b)), f64x2.mul(f64x2.splat(fresh), doublesAt(g)));
}

/** b ← momentum · b + fresh · g, p ← p − lr · b. */
export function heavyBall(p: usize, g: usize, b: usize, n: i32, lr: f64, momentum: f64, fresh: f64): void {
  for (const end = p + (n << 2); p < end; p += 16, g += 16, b += 16) {
    v128.store(b, toFloats(rolled(b, g, momentum, fresh), rolled(b + 8, g + 8, momentum, fresh)));
    v128.store(p, toFloats(descended(p, b, lr, 0), descended(p + 8, b + 8, lr, 0)));
  }
}
