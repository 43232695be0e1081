/** Maps over whole arrays. Arrays end on a multiple of 16 bytes, so the last vector may extend past n. */
import { exp4, log4, sigmoid4, tanh4 } from "./math";

export function expMap(y: usize, x: usize, n: i32): void {
  for (let i = 0; i < n << 2; i += 16) v128.store(y + i, exp4(v128.load(x + i)));
}

export function logMap(y: usize, x: usize, n: i32): void {
  for (let i = 0; i < n << 2; i += 16) v128.store(y + i, log4(v128.load(x + i)));
}

/** y = x between two bounds; NaN stays NaN. */
export function clampMap(y: usize, x: usize, n: i32, low: f32, high: f32): void {
  const least = f32x4.splat(low), most = f32x4.splat(high);
  for (let i = 0; i < n << 2; i += 16) v128.store(y + i, f32x4.min(most, f32x4.max(least, v128.load(x + i))));
}

/** Σ x in double precision, n a multiple of four. */
export function sum(x: usize, n: i32): f64 {
  let low = f64x2.splat(0), high = low;
  for (const end = x + (n << 2); x < end; x += 16) {
    low = f64x2.add(low, f64x2.promote_low_f32x4(v128.load64_zero(x)));
    high = f64x2.add(high, f64x2.promote_low_f32x4(v128.load64_zero(x, 8)));
  }
  const both = f64x2.add(low, high);
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
}

export function sigmoidMap(y: usize, x: usize, n: i32): void {
  for (let i = 0; i < n << 2; i += 16) v128.store(y + i, sigmoid4(v128.load(x + i)));
}

export function tanhMap(y: usize, x: usize, n: i32): void {
  for (let i = 0; i < n << 2; i += 16) v128.store(y + i, tanh4(v128.load(x + i)));
}
