/**
 * tanh and sigmoid on four lanes.
 *
 * Both are computed from eʳ − 1 for |r| ≤ ½ ln 2, by the minimax polynomial of Cephes (expf; Moshier 1992), and
 * eʸ = 2ⁿ eʳ. test/wasm/maps.test.ts measures their accuracy over every 1021st float32. NaN passes through every
 * function, so that a diverged network is noticed.
 */

/**
 * Constants are in memory: loading one into all lanes takes one instruction, while V8 materialises an immediate with three
 * wherever it is used.
 */
const CONSTANTS: usize = memory.data<f32>([
  1, 2, -0.0, 87, -87, 30,
  1.44269504088896341, // 1 / ln 2
  12582912, // 1.5 · 2²³: added to a float between ±2²², it leaves the nearest integer in the lowest bits of the sum
  -0.693359375, 2.12194440e-4, // −ln 2 in two parts, the first exact in few bits
  1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1, // (eʳ − 1 − r) / r²
  1.17549435e-38, // the smallest normal number
]);
const TWO: i32 = 1, SIGN: i32 = 2, MOST: i32 = 3, LEAST: i32 = 4, FAR: i32 = 5, LOG2E: i32 = 6, ROUND: i32 = 7;
const LN2_HIGH: i32 = 8, LN2_LOW: i32 = 9, POLYNOMIAL: i32 = 10, NORMAL: i32 = 16;

@inline
function constant(index: i32): v128 {
  return v128.load32_splat(CONSTANTS + (index << 2));
}

/** 1 in all lanes. */
@inline
export function one(): v128 {
  return constant(0);
}

/** a·b + c: fused in the relaxed binaries, two roundings in the strict one. */
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/**
 * x, with denormal numbers flushed to zero. Gradients of a saturated network decay into them, and arithmetic on them is
 * 10 to 100 times slower. NaN stays NaN.
 */
@inline
export function flush(x: v128): v128 {
  return v128.andnot(x, f32x4.lt(f32x4.abs(x), constant(NORMAL)));
}

/** y / ln 2 rounded to an integer n, in the lowest bits. */
@inline
function halvings(y: v128): v128 {
  return madd(y, constant(LOG2E), constant(ROUND));
}

/** eʳ − 1, where y = n ln 2 + r. */
@inline
function restMinusOne(y: v128, n: v128): v128 {
  const whole = f32x4.sub(n, constant(ROUND));
  const r = madd(whole, constant(LN2_LOW), madd(whole, constant(LN2_HIGH), y));
  let p = constant(POLYNOMIAL);
  p = madd(p, r, constant(POLYNOMIAL + 1));
  p = madd(p, r, constant(POLYNOMIAL + 2));
  p = madd(p, r, constant(POLYNOMIAL + 3));
  p = madd(p, r, constant(POLYNOMIAL + 4));
  p = madd(p, r, constant(POLYNOMIAL + 5));
  return madd(p, f32x4.mul(r, r), r);
}

/** 2ⁿ: n shifted into the exponent, plus that of 1. */
@inline
function powerOfTwo(n: v128): v128 {
  return i32x4.add(i32x4.shl(n, 23), one());
}

/** σ(x) = 1 / (1 + e⁻ˣ), for x clamped to ±87, so that neither e⁻ˣ nor its reciprocal is denormal. */
@inline
export function sigmoid4(x: v128): v128 {
  const y = f32x4.pmin(f32x4.pmax(v128.xor(x, constant(SIGN)), constant(LEAST)), constant(MOST));
  const n = halvings(y);
  const scale = powerOfTwo(n);
  const e = madd(restMinusOne(y, n), scale, scale);
  return f32x4.div(one(), f32x4.add(one(), e));
}

/** tanh x = t / (t + 2), t = e²ˣ − 1, for |x| clamped to 15, where it is 1; with the sign of x. */
@inline
export function tanh4(x: v128): v128 {
  const sign = v128.and(x, constant(SIGN));
  const size = v128.xor(x, sign);
  const y = f32x4.pmin(f32x4.add(size, size), constant(FAR));
  const n = halvings(y);
  const scale = powerOfTwo(n);
  const t = madd(restMinusOne(y, n), scale, f32x4.sub(scale, one()));
  return v128.or(f32x4.div(t, f32x4.add(t, constant(TWO))), sign);
}
