/**
 * tanh and sigmoid on four lanes.
 *
 * Both stand on eʳ − 1 for |r| ≤ ½ ln 2, by the minimax polynomial of Cephes (expf; Moshier 1992), and on
 * eʸ = 2ⁿ eʳ. How near they come is measured in test/wasm/maps.test.ts, over every 1021st float32.
 * NaN passes through every function, so that a diverged network is seen.
 */

/** a·b + c: fused in the relaxed binaries, two roundings in the strict one. */
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/**
 * x, with zero for denormal numbers. Gradients of a saturated network decay into them, and arithmetic on them is ten to
 * a hundred times slower; NaN stays.
 */
@inline
export function flush(x: v128): v128 {
  return v128.andnot(x, f32x4.lt(f32x4.abs(x), f32x4.splat(1.17549435e-38)));
}

/** Added to a float between ±2²², it leaves the nearest whole number in the lowest bits of the sum. */
const ROUND: f32 = 12582912; // 1.5 · 2²³

/** y / ln 2 rounded to a whole number n, which stands in the lowest bits. */
@inline
function halvings(y: v128): v128 {
  return madd(y, f32x4.splat(1.44269504088896341), f32x4.splat(ROUND));
}

/** eʳ − 1, where y = n ln 2 + r. ln 2 is subtracted in two parts, the first exact in few bits. */
@inline
function restMinusOne(y: v128, n: v128): v128 {
  const whole = f32x4.sub(n, f32x4.splat(ROUND));
  const r = madd(whole, f32x4.splat(2.12194440e-4), madd(whole, f32x4.splat(-0.693359375), y));
  let p = f32x4.splat(1.9875691500e-4);
  p = madd(p, r, f32x4.splat(1.3981999507e-3));
  p = madd(p, r, f32x4.splat(8.3334519073e-3));
  p = madd(p, r, f32x4.splat(4.1665795894e-2));
  p = madd(p, r, f32x4.splat(1.6666665459e-1));
  p = madd(p, r, f32x4.splat(5.0000001201e-1));
  return madd(p, f32x4.mul(r, r), r);
}

/** 2ⁿ: n moved into the exponent. */
@inline
function powerOfTwo(n: v128): v128 {
  return i32x4.add(i32x4.shl(n, 23), i32x4.splat(0x3f800000));
}

/** σ(x) = 1 / (1 + e⁻ˣ), for x clamped to ±87, where neither e⁻ˣ nor its reciprocal is denormal. */
@inline
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  const y = f32x4.pmin(f32x4.pmax(f32x4.neg(x), f32x4.splat(-87)), f32x4.splat(87));
  const n = halvings(y);
  const scale = powerOfTwo(n);
  const e = madd(restMinusOne(y, n), scale, scale);
  return f32x4.div(one, f32x4.add(one, e));
}

/** tanh x = t / (t + 2), t = e²ˣ − 1, for |x| at most 15, where it is 1; then the sign of x. */
@inline
export function tanh4(x: v128): v128 {
  const size = f32x4.abs(x);
  const y = f32x4.pmin(f32x4.add(size, size), f32x4.splat(30));
  const n = halvings(y);
  const scale = powerOfTwo(n);
  const t = madd(restMinusOne(y, n), scale, f32x4.sub(scale, f32x4.splat(1)));
  const result = f32x4.div(t, f32x4.add(t, f32x4.splat(2)));
  return v128.or(result, v128.and(x, i32x4.splat(0x80000000)));
}
