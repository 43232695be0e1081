/** Maps of n values. Blocks end on a multiple of 16 bytes, so that the last vector may extend past n. y may be x. */
import { expOfNegative4 } from "../math";
import { normalCdf4 } from "./math";

/** y = x Φ(x). */
export function gelu(y: usize, x: usize, n: i32): void {
  for (let i = 0; i < n << 2; i += 16) {
    const value = v128.load(x + i);
    v128.store(y + i, f32x4.mul(value, normalCdf4(value)));
  }
}

/** dx = (Φ(x) + x φ(x)) dy; dx may be dy or x. */
export function geluBackward(dx: usize, dy: usize, x: usize, n: i32): void {
  const scale = f32x4.splat(0.3989422804014327); // 1 / √2π
  for (let i = 0; i < n << 2; i += 16) {
    const value = v128.load(x + i);
    const density = f32x4.mul(expOfNegative4(f32x4.mul(f32x4.mul(value, value), f32x4.splat(-0.5))), scale);
    const slope = f32x4.add(normalCdf4(value), f32x4.mul(value, density));
    v128.store(dx + i, f32x4.mul(slope, v128.load(dy + i)));
  }
}
