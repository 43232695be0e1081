/**
 * tanh, sigmoid, the exponential and the logarithm on four lanes.
 *
 * The first three are computed from eʳ − 1 for |r| ≤ ½ ln 2, and eʸ = 2ⁿ eʳ; polynomials are the minimax ones of Cephes
 * (expf, logf; Moshier 1992). test/wasm/maps.test.ts measures their accuracy over every 1021st float32. NaN passes through
 * every function, so that a diverged network is noticed.
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
  88.7228317, -103.972084, // above, eˣ is infinite; below, it is 0
  0.707106781186547524, // √½
  7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1, // (log(1 + f) − f + f²/2) / f³
]);
const TWO: i32 = 1, SIGN: i32 = 2, MOST: i32 = 3, LEAST: i32 = 4, FAR: i32 = 5, LOG2E: i32 = 6, ROUND: i32 = 7;
const LN2_HIGH: i32 = 8, LN2_LOW: i32 = 9, POLYNOMIAL: i32 = 10, NORMAL: i32 = 16;
const HIGHEST: i32 = 17, LOWEST: i32 = 18, ROOT_HALF: i32 = 19, LOG: i32 = 20;

@inline
function constant(index: i32): v128 {
  return v128.load32_splat(CONSTANTS + (index << 2));
}

/** 1 in all lanes. */
@inline
export function one(): v128 {
  return constant(0);
}

/** a·b + c: fused in the relaxed binaries; in two roundings elsewhere, and in the strict one, made of the relaxed one by scripts/wasmPair.js. */
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
  return flushBelow(x, smallestNormal());
}

/** The same, for loops that load the bound once for several vectors. */
@inline
export function flushBelow(x: v128, normal: v128): v128 {
  return v128.andnot(x, f32x4.lt(f32x4.abs(x), normal));
}

@inline
export function smallestNormal(): v128 {
  return constant(NORMAL);
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

/** eˣ, within 2e-7 of its size; infinite and 0 beyond the range of floats. */
@inline
export function exp4(x: v128): v128 {
  const y = f32x4.pmin(f32x4.pmax(x, constant(LOWEST)), constant(HIGHEST));
  const n = halvings(y);
  const e = f32x4.add(restMinusOne(y, n), one());
  // 2ⁿ in two factors: it would be infinite at the largest x, and denormal at the smallest.
  const whole = i32x4.sub(n, constant(ROUND));
  const half = i32x4.shr_s(whole, 1);
  const scaled = f32x4.mul(f32x4.mul(e, powerOfTwo(half)), powerOfTwo(i32x4.sub(whole, half)));
  const most = v128.bitselect(f32x4.splat(Infinity), scaled, f32x4.gt(x, constant(HIGHEST)));
  return v128.andnot(most, f32x4.lt(x, constant(LOWEST)));
}

/** eˣ for x ≤ 0 (or little above), within 2e-7 of its size; 0 below −87. */
@inline
export function expOfNegative4(x: v128): v128 {
  const y = f32x4.pmax(x, constant(LEAST));
  const n = halvings(y);
  const scale = powerOfTwo(n);
  return v128.andnot(madd(restMinusOne(y, n), scale, scale), f32x4.lt(x, constant(LEAST)));
}

/** log x of normal numbers; `bias` of the exponent is 126. */
@inline
export function logOfNormal4(x: v128, bias: v128): v128 {
  const m = v128.or(v128.and(x, i32x4.splat(0x007fffff)), f32x4.splat(0.5)); // ½ ≤ m < 1
  const isLow = f32x4.lt(m, constant(ROOT_HALF)); // −1 in its lanes
  const n = f32x4.convert_i32x4_s(i32x4.add(i32x4.sub(i32x4.shr_s(x, 23), bias), isLow));
  const f = f32x4.sub(f32x4.add(m, v128.and(m, isLow)), one());
  const square = f32x4.mul(f, f);
  let p = constant(LOG);
  p = madd(p, f, constant(LOG + 1));
  p = madd(p, f, constant(LOG + 2));
  p = madd(p, f, constant(LOG + 3));
  p = madd(p, f, constant(LOG + 4));
  p = madd(p, f, constant(LOG + 5));
  p = madd(p, f, constant(LOG + 6));
  p = madd(p, f, constant(LOG + 7));
  p = madd(p, f, constant(LOG + 8));
  let y = f32x4.mul(f32x4.mul(f, square), p);
  y = f32x4.sub(y, f32x4.mul(n, constant(LN2_LOW)));
  y = f32x4.sub(y, f32x4.mul(f32x4.splat(0.5), square));
  return f32x4.sub(f32x4.add(f, y), f32x4.mul(n, constant(LN2_HIGH)));
}

/** log x, within 2e-7 of its size; −∞ at 0, NaN below. */
export function log4(x: v128): v128 {
  const isTiny = f32x4.lt(x, constant(NORMAL)); // denormal numbers are scaled by 2²³
  const scaled = v128.bitselect(f32x4.mul(x, f32x4.splat(8388608)), x, isTiny);
  let y = logOfNormal4(scaled, i32x4.add(i32x4.splat(126), v128.and(isTiny, i32x4.splat(23))));
  y = v128.bitselect(x, y, f32x4.eq(x, f32x4.splat(Infinity)));
  y = v128.bitselect(f32x4.splat(-Infinity), y, f32x4.eq(x, f32x4.splat(0)));
  return v128.or(y, v128.or(f32x4.lt(x, f32x4.splat(0)), f32x4.ne(x, x))); // all bits set: NaN
}

/** As `sigmoid4`, which is inlined: for what is computed once a row. */
export function sigmoidOf(x: v128): v128 {
  return sigmoid4(x);
}

/** As `tanh4`, which is inlined: for what is computed once a row. */
export function tanhOf(x: v128): v128 {
  return tanh4(x);
}
