/** Four floats as two vectors of doubles, and back: where float32 would lose digits, or bits of the loops in JavaScript. */

/** The upper two floats in place of the lower. */
@inline
export function upper(x: v128): v128 {
  return i8x16.shuffle(x, x, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
}

@inline
export function lowDoubles(x: v128): v128 {
  return f64x2.promote_low_f32x4(x);
}

@inline
export function highDoubles(x: v128): v128 {
  return f64x2.promote_low_f32x4(upper(x));
}

/** Two floats in memory as doubles. */
@inline
export function doublesAt(x: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(x));
}

/** Four floats, rounded. */
@inline
export function toFloats(low: v128, high: v128): v128 {
  const a = f32x4.demote_f64x2_zero(low), b = f32x4.demote_f64x2_zero(high);
  return i8x16.shuffle(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
}

/** sum + x, each of two lanes taking two of the four floats x. */
@inline
export function addPairs(sum: v128, x: v128): v128 {
  return f64x2.add(sum, f64x2.add(lowDoubles(x), highDoubles(x)));
}

/** The sum of two lanes. */
@inline
export function total(sum: v128): f64 {
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}
