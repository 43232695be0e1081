/**
 * @module Logarithm, sine and cosine in float32, with the same roundings as PyTorch's AVX2 build.
 *
 * The polynomials are those of S. L. Moshier's Cephes library (logf.c, sinf.c, 1992); the order of operations
 * is that of avx_mathfun.h by J. Pommier and G. Garberoglio, with the fused multiply-adds that the compiler
 * generates for it. Their notices are in THIRD-PARTY-NOTICES.md. Math.log and Math.sin are more accurate
 * but differ in the last bits, and a seed must produce PyTorch's numbers.
 */

const f = Math.fround;

const SQRT_HALF = f(Math.SQRT1_2);
const [L0, L1, L2, L3, L4, L5, L6, L7, L8] = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
].map(f);
// ln 2 in two parts, the first short enough for an exact product with any exponent.
const LN2_HIGH = f(0.693359375);
const LN2_LOW = f(-2.1219444e-4);

const FOUR_OVER_PI = f(4 / Math.PI);
// -π/4 in three parts, for the same reason.
const [P0, P1, P2] = [-0.78515625, -2.4187564849853516e-4, -3.774894977445941e-8].map(f);
const [S0, S1, S2] = [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1].map(f);
const [C0, C1, C2] = [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2].map(f);

/** 2⁻ᵇ. */
const POWERS = Float64Array.from({ length: 33 }, (_, b) => 2 ** -b);

/**
 * ln(k · 2⁻²⁴) for an integer k from 1 to 2²⁴: every value that a uniform float32 in (0, 1] can have.
 *
 * Splits x = m · 2ᵉ with m in [√½, √2) and takes ln x = ln m + e ln 2. Relative error below 9e-8 over all k.
 */
export function logOfFraction(k: number): number {
  const bits = 32 - Math.clz32(k);
  const whole = k * POWERS[bits]; // in [½, 1)
  const doubled = Number(whole < SQRT_HALF);
  const e = bits - 24 - doubled;
  const m = whole * (1 + doubled) - 1;
  let y = fma(fma(fma(fma(L0, m, L1), m, L2), m, L3), m, L4);
  y = fma(fma(fma(fma(y, m, L5), m, L6), m, L7), m, L8);
  const square = f(m * m);
  y = fma(f(y * m), square, f(e * LN2_LOW));
  y = f(y - square / 2);
  return fma(e, LN2_HIGH, f(m + y));
}

/** The even integer j for which θ lies within π/4 of jπ/4, θ ≥ 0. */
export function evenOctant(theta: number): number {
  return (f(theta * FOUR_OVER_PI) + 1) & ~1;
}

/** θ - jπ/4. */
export function remainder(theta: number, j: number): number {
  return fma(j, P2, fma(j, P1, fma(j, P0, theta)));
}

/**
 * sin(x + jπ/4) from sin x and cos x, for j from {@link evenOctant} and x from {@link remainder}; the cosine for j + 2.
 * Error below 8e-8.
 */
export function rotated(sin: number, cos: number, j: number): number {
  const y = j & 2 ? cos : sin;
  return j & 4 ? -y : y;
}

/** sin x for |x| ≤ π/4. */
export function sinNearZero(x: number): number {
  const square = f(x * x);
  const y = fma(fma(S0, square, S1), square, S2);
  return fma(f(y * square), x, x);
}

/** cos x for |x| ≤ π/4. */
export function cosNearZero(x: number): number {
  const square = f(x * x);
  const y = fma(fma(C0, square, C1), square, C2);
  return f(fma(f(y * square), square, -square / 2) + 1);
}

/**
 * a · b + c rounded once: the product of two float32 is exact in double.
 *
 * The sum is rounded to double and then to float32, which differs from a single rounding only if the double lies
 * exactly between two float32: about once in 2²⁹.
 */
function fma(a: number, b: number, c: number): number {
  return f(a * b + c);
}
