/**
 * exp, tanh and sigmoid on four lanes.
 *
 * exp and the inner part of tanh use the minimax polynomials of Cephes (expf, tanhf; Moshier 1992).
 * Measured over every float32 with 2⁻¹⁴ ≤ |x| < 128, against float64: tanh within 8.0e-8, sigmoid within 9.0e-8
 * absolute; nearer still outside (test/wasm/maps.test.ts takes every 1021st of all of them).
 * NaN passes through every function, so that a diverged network is seen.
 */

/** a·b + c: fused in the relaxed binary, two roundings in the strict one. */
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

/** eˣ for x clamped to ±87, where neither the value nor its reciprocal is denormal. */
@inline
export function exp4(x: v128): v128 {
  const clamped = f32x4.min(f32x4.max(x, f32x4.splat(-87)), f32x4.splat(87));
  // x = n ln 2 + r; ln 2 is subtracted in two parts, the first exact in few bits.
  const n = f32x4.nearest(f32x4.mul(clamped, f32x4.splat(1.44269504088896341)));
  let r = madd(n, f32x4.splat(-0.693359375), clamped);
  r = madd(n, f32x4.splat(2.12194440e-4), r);

  let p = f32x4.splat(1.9875691500e-4);
  p = madd(p, r, f32x4.splat(1.3981999507e-3));
  p = madd(p, r, f32x4.splat(8.3334519073e-3));
  p = madd(p, r, f32x4.splat(4.1665795894e-2));
  p = madd(p, r, f32x4.splat(1.6666665459e-1));
  p = madd(p, r, f32x4.splat(5.0000001201e-1));
  p = f32x4.add(madd(p, f32x4.mul(r, r), r), f32x4.splat(1));

  const exponent = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(p, exponent);
}

/** σ(x) = 1 / (1 + e⁻ˣ). */
@inline
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

/** tanh x: an odd polynomial below 0.625, 1 − 2/(e²ˣ + 1) above. */
@inline
export function tanh4(x: v128): v128 {
  const one = f32x4.splat(1);
  const size = f32x4.abs(x);
  const e = exp4(f32x4.add(size, size));
  const outer = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(e, one)));

  const s = f32x4.mul(x, x);
  let p = f32x4.splat(-5.70498872745e-3);
  p = madd(p, s, f32x4.splat(2.06390887954e-2));
  p = madd(p, s, f32x4.splat(-5.37397155531e-2));
  p = madd(p, s, f32x4.splat(1.33314422036e-1));
  p = madd(p, s, f32x4.splat(-3.33332819422e-1));
  const inner = madd(f32x4.mul(p, s), x, x);

  // The sign is that of x on both sides: outer has none yet, and inner has lost that of −0.
  const either = v128.bitselect(inner, outer, f32x4.lt(size, f32x4.splat(0.625)));
  return v128.or(either, v128.and(x, i32x4.splat(0x80000000)));
}
