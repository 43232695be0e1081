/** Functions of probability on four lanes. NaN passes through each. */
import { expOfNegative4, log4, madd, one } from "../math";

/** erfc(z) = t exp(−z² + p(t)), t = 1 / (1 + z/2); p is the Chebyshev fit of degree 9 on 0 … 1, within 1.1e-7. */
const ERFC: usize = memory.data<f32>([
  0.170872778, -0.822152257, 1.48851585, -1.13520396, 0.278868079, -0.186288059, 0.0967841893, 0.374091953, 1.00002372, -1.2655123472213745, // the last so that Φ(0) is ½
]);

@inline
function coefficient(index: i32): v128 {
  return v128.load32_splat(ERFC + (index << 2));
}

/** log(1 + e) for 0 ≤ e ≤ 1, within 2e-7 of its size. */
@inline
export function log1p4(e: v128): v128 {
  const u = f32x4.add(e, one());
  const lost = f32x4.sub(f32x4.sub(u, one()), e);
  return f32x4.sub(log4(u), f32x4.div(lost, u));
}

/** Φ(x), the probability that a standard normal variable is below x, within 2e-7. */
@inline
export function normalCdf4(x: v128): v128 {
  const z = f32x4.mul(f32x4.abs(x), f32x4.splat(0.70710678118654752));
  const t = f32x4.div(one(), madd(z, f32x4.splat(0.5), one()));
  let p = coefficient(0);
  p = madd(p, t, coefficient(1));
  p = madd(p, t, coefficient(2));
  p = madd(p, t, coefficient(3));
  p = madd(p, t, coefficient(4));
  p = madd(p, t, coefficient(5));
  p = madd(p, t, coefficient(6));
  p = madd(p, t, coefficient(7));
  p = madd(p, t, coefficient(8));
  p = madd(p, t, coefficient(9));
  const tail = f32x4.mul(f32x4.mul(t, f32x4.splat(0.5)), expOfNegative4(f32x4.sub(p, f32x4.mul(z, z))));
  return v128.bitselect(tail, f32x4.sub(one(), tail), f32x4.lt(x, f32x4.splat(0)));
}
