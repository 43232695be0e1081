/**
 * Maps of n values and their gradients, with the bits of the loops in src/tensor/maps.ts where they have one. The last two vectors
 * may extend past n. Results are none of the arguments.
 */
import { one } from "../math";
import { highDoubles, lowDoubles, toFloats } from "./doubles";
import { normalCdf4 } from "./math";
import { exponentials } from "./rows";

const RELU: i32 = 0, NEG: i32 = 1, ABS: i32 = 2, SQRT: i32 = 3, SQUARE: i32 = 4, CUBE: i32 = 5, CDF: i32 = 6;
const TANH: i32 = 7, SIGMOID: i32 = 8, DENSITY: i32 = 9;

@inline
function zero(): v128 {
  return f32x4.splat(0);
}

@inline
function apply(map: i32, x: v128): v128 {
  if (map == RELU) return f32x4.add(f32x4.pmax(x, zero()), zero()); // NaN stays, −0 does not
  if (map == NEG) return f32x4.neg(x);
  if (map == ABS) return f32x4.abs(x);
  if (map == SQRT) return f32x4.sqrt(x);
  if (map == SQUARE) return f32x4.mul(x, x);
  if (map == CUBE) return f32x4.mul(f32x4.mul(x, x), x);
  if (map == DENSITY) return f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5));
  return normalCdf4(x);
}

@inline
function each(map: i32, y: usize, x: usize, n: i32): void {
  for (const end = x + (n << 2); x < end; x += 32) {
    const low = apply(map, v128.load(x)), high = apply(map, v128.load(x, 16));
    v128.store(y, low);
    v128.store(y, high, 16);
    y += 32;
  }
}

export function relu(y: usize, x: usize, n: i32): void {
  each(RELU, y, x, n);
}

export function neg(y: usize, x: usize, n: i32): void {
  each(NEG, y, x, n);
}

export function abs(y: usize, x: usize, n: i32): void {
  each(ABS, y, x, n);
}

export function sqrt(y: usize, x: usize, n: i32): void {
  each(SQRT, y, x, n);
}

export function square(y: usize, x: usize, n: i32): void {
  each(SQUARE, y, x, n);
}

export function cube(y: usize, x: usize, n: i32): void {
  each(CUBE, y, x, n);
}

/** y = Φ(x). */
function cdf(y: usize, x: usize, n: i32): void {
  each(CDF, y, x, n);
}

/** y = x Φ(x). Short loops one after another: engines run several iterations of them at once. */
export function gelu(y: usize, x: usize, n: i32): void {
  cdf(y, x, n);
  for (const end = x + (n << 2); x < end; x += 16, y += 16) v128.store(y, f32x4.mul(v128.load(x), v128.load(y)));
}

/** The slope of tanh or the sigmoid at two doubles, times dy. */
@inline
function steepness(map: i32, dy: v128, y: v128): v128 {
  if (map == TANH) return f64x2.mul(dy, f64x2.sub(f64x2.splat(1), f64x2.mul(y, y)));
  return f64x2.mul(f64x2.mul(dy, y), f64x2.sub(f64x2.splat(1), y));
}

/** As `steepness`, of four floats: in double precision, as 1 − y would lose digits. */
@inline
function inDoubles(map: i32, dy: v128, y: v128): v128 {
  return toFloats(steepness(map, lowDoubles(dy), lowDoubles(y)), steepness(map, highDoubles(dy), highDoubles(y)));
}

/** The gradient from dy and v, the value that the slope is computed from: of the result, or of the argument. */
@inline
function slope(map: i32, dy: v128, v: v128): v128 {
  if (map == RELU) return v128.and(dy, f32x4.gt(v, zero()));
  if (map == ABS) {
    const sign = v128.or(v128.and(f32x4.gt(v, zero()), one()), v128.and(f32x4.lt(v, zero()), f32x4.splat(-1)));
    return f32x4.add(f32x4.mul(dy, sign), zero());
  }
  if (map == SQRT) return f32x4.add(f32x4.div(dy, f32x4.add(v, v)), zero());
  if (map == SQUARE) return f32x4.add(f32x4.mul(f32x4.mul(dy, f32x4.splat(2)), v), zero());
  if (map == CUBE) return f32x4.add(f32x4.mul(dy, f32x4.mul(f32x4.splat(3), f32x4.mul(v, v))), zero());
  return f32x4.add(inDoubles(map, dy, v), zero());
}

@inline
function eachSlope(map: i32, dx: usize, dy: usize, v: usize, n: i32): void {
  for (const end = dy + (n << 2); dy < end; dy += 32) {
    const low = slope(map, v128.load(dy), v128.load(v));
    const high = slope(map, v128.load(dy, 16), v128.load(v, 16));
    v128.store(dx, low);
    v128.store(dx, high, 16);
    dx += 32;
    v += 32;
  }
}

/** dx = dy where y > 0. */
export function reluBackward(dx: usize, dy: usize, v: usize, n: i32): void {
  eachSlope(RELU, dx, dy, v, n);
}

/** dx = dy sign(x). */
export function absBackward(dx: usize, dy: usize, v: usize, n: i32): void {
  eachSlope(ABS, dx, dy, v, n);
}

/** dx = dy / 2y. */
export function sqrtBackward(dx: usize, dy: usize, v: usize, n: i32): void {
  eachSlope(SQRT, dx, dy, v, n);
}

/** dx = 2 x dy. */
export function squareBackward(dx: usize, dy: usize, v: usize, n: i32): void {
  eachSlope(SQUARE, dx, dy, v, n);
}

/** dx = 3 x² dy. */
export function cubeBackward(dx: usize, dy: usize, v: usize, n: i32): void {
  eachSlope(CUBE, dx, dy, v, n);
}

/** dx = (Φ(x) + x φ(x)) dy; there is room for n values more behind dx. */
export function geluBackward(dx: usize, dy: usize, v: usize, n: i32): void {
  const e = dx + (((n << 2) + 47) & -16);
  cdf(dx, v, n);
  each(DENSITY, e, v, n);
  exponentials(e, e, n, 0);
  for (let at: usize = 0, end: usize = n << 2; at < end; at += 16) {
    const density = f32x4.mul(v128.load(e + at), f32x4.splat(0.3989422804014327)); // 1 / √2π
    const slope = f32x4.add(v128.load(dx + at), f32x4.mul(v128.load(v + at), density));
    v128.store(dx + at, f32x4.mul(slope, v128.load(dy + at)));
  }
}

/** Conversions to doubles stay narrow. */
@inline
function eachInDoubles(map: i32, dx: usize, dy: usize, v: usize, n: i32): void {
  for (const end = dy + (n << 2); dy < end; dy += 16, dx += 16, v += 16)
    v128.store(dx, slope(map, v128.load(dy), v128.load(v)));
}

/** dx = (1 − y²) dy. */
export function tanhBackward(dx: usize, dy: usize, v: usize, n: i32): void {
  eachInDoubles(TANH, dx, dy, v, n);
}

/** dx = y (1 − y) dy. */
export function sigmoidBackward(dx: usize, dy: usize, v: usize, n: i32): void {
  eachInDoubles(SIGMOID, dx, dy, v, n);
}
