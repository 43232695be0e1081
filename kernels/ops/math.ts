/** Functions of probability on four lanes. NaN passes through each. */
import { logOfNormal4, madd, one } from "../math";

/**
 * The coefficients of Φ(x) − ½ = x P(x²) / Q(x²) for |x| ≤ 5.2, fitted to within 1e-8: of P, then of Q; then the bound. Beyond it,
 * Φ differs from 0 or 1 by less than 1e-7.
 */
const PHI: usize = memory.data<f32>([
  0.398942216, 0.0326511296, 0.00429839678, 0.000137942134, 2.95410034e-06, -2.28776033e-08, 1.26795356e-10,
  1, 0.248509791, 0.0271950015, 0.00163969707, 5.2110512e-05,
  5.2, -5.2, 0.5,
]);
const Q: i32 = 7, MOST: i32 = 12, LEAST: i32 = 13, HALF: i32 = 14;

@inline
function constant(index: i32): v128 {
  return v128.load32_splat(PHI + (index << 2));
}

/** log u = log(1 + e) for 0 ≤ e ≤ 1 and u = 1 + e, within 2e-7 of its size. */
@inline
export function log1p4(e: v128, u: v128): v128 {
  const lost = f32x4.sub(f32x4.sub(u, one()), e);
  return f32x4.sub(logOfNormal4(u, i32x4.splat(126)), f32x4.div(lost, u));
}

/** Φ(x), the probability that a standard normal variable is below x, within 2e-7; 0 below −5.2, 1 above 5.2. */
@inline
export function normalCdf4(x: v128): v128 {
  const z = f32x4.pmin(f32x4.pmax(x, constant(LEAST)), constant(MOST));
  const u = f32x4.mul(z, z);
  let p = madd(constant(6), u, constant(5));
  p = madd(p, u, constant(4));
  p = madd(p, u, constant(3));
  p = madd(p, u, constant(2));
  p = madd(p, u, constant(1));
  p = madd(p, u, constant(0));
  let q = madd(constant(Q + 4), u, constant(Q + 3));
  q = madd(q, u, constant(Q + 2));
  q = madd(q, u, constant(Q + 1));
  q = madd(q, u, constant(Q));
  const phi = f32x4.add(f32x4.div(f32x4.mul(z, p), q), constant(HALF));
  const isHigh = f32x4.gt(x, constant(MOST)); // no bitselect, which engines with wide vectors leave narrow
  const inside = v128.andnot(phi, v128.or(isHigh, f32x4.lt(x, constant(LEAST))));
  return v128.or(inside, v128.and(one(), isHigh));
}
