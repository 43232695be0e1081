/**
 * Rows of K floats, one after the other: softmax, cross entropy and layer normalisation. Sums are in double precision. Results of
 * softmax and cross entropy are none of the arguments: their last vectors extend past a row, into the next, which follows.
 */
import { expOfNegative4, logOfNormal4 } from "../math";
import { addPairs, total } from "./doubles";

/** The four floats at p; lanes past the end of a row with `left` floats to go are `rest`. */
@inline
function load(p: usize, left: i32, rest: v128): v128 {
  const x = v128.load(p); // the memory has room past the last row
  return left >= 4 ? x : v128.bitselect(x, rest, below(left));
}

/** A mask of the first `left` lanes. */
@inline
function below(left: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(left));
}

@inline
function zero(): v128 {
  return f32x4.splat(0);
}

/** The largest of a row; NaN does not count, but makes the sum of exponentials NaN. */
function largest(x: usize, K: i32): f32 {
  const least = f32x4.splat(-Infinity);
  let most = least, other = least;
  let k = 0;
  for (; k + 8 <= K; k += 8) {
    most = f32x4.pmax(most, v128.load(x + (k << 2)));
    other = f32x4.pmax(other, v128.load(x + (k << 2), 16));
  }
  most = f32x4.pmax(most, other);
  for (; k < K; k += 4) most = f32x4.pmax(most, load(x + (k << 2), K - k, least));
  return max(
    max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
    max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
  );
}

/** log x of a number from 1 on, or NaN. */
function logOf(x: f32): f32 {
  return f32x4.extract_lane(logOfNormal4(f32x4.splat(x), i32x4.splat(126)), 0) + (x - x);
}

/**
 * y = eˣ⁻ᵐ over a row; the last vectors of y extend past the row. Two vectors at once, which engines with wide vectors
 * make one, if what they have in common is repeated beside each, not before the loop.
 */
export function exponentials(y: usize, x: usize, K: i32, m: f32): void {
  for (const end = y + (K << 2); y < end; y += 32, x += 32) {
    const low = expOfNegative4(f32x4.sub(v128.load(x), f32x4.splat(m)));
    const high = expOfNegative4(f32x4.sub(v128.load(x, 16), f32x4.splat(m)));
    v128.store(y, low);
    v128.store(y, high, 16);
  }
}

/** Σ x over a row. */
export function sumOf(x: usize, K: i32): f64 {
  let sum = f64x2.splat(0), other = sum;
  let k = 0;
  for (; k + 8 <= K; k += 8) {
    sum = addPairs(sum, v128.load(x + (k << 2)));
    other = addPairs(other, v128.load(x + (k << 2), 16));
  }
  for (; k < K; k += 4) sum = addPairs(sum, load(x + (k << 2), K - k, zero()));
  return total(f64x2.add(sum, other));
}

/** x ← x · factor over a row, and what its last vectors extend to. */
function multiply(x: usize, K: i32, factor: f32): void {
  for (const end = x + (K << 2); x < end; x += 32) {
    const low = f32x4.mul(v128.load(x), f32x4.splat(factor));
    const high = f32x4.mul(v128.load(x, 16), f32x4.splat(factor));
    v128.store(x, low);
    v128.store(x, high, 16);
  }
}

/** y = softmax(x) in every row. */
export function softmax(y: usize, x: usize, rows: i32, K: i32): void {
  for (let row = 0; row < rows; row++) {
    exponentials(y, x, K, largest(x, K));
    multiply(y, K, <f32>(1 / sumOf(y, K)));
    x += K << 2;
    y += K << 2;
  }
}

/** dx = y ⊙ (dy − Σ dy ⊙ y) in every row. */
export function softmaxBackward(dx: usize, dy: usize, y: usize, rows: i32, K: i32): void {
  for (let row = 0; row < rows; row++) {
    let sum = f64x2.splat(0);
    for (let k = 0; k < K; k += 4)
      sum = addPairs(sum, f32x4.mul(load(dy + (k << 2), K - k, zero()), load(y + (k << 2), K - k, zero())));
    const all = <f32>total(sum);
    const next = K << 2;
    for (let at = 0; at < next; at += 32) {
      const low = f32x4.mul(v128.load(y + at), f32x4.sub(v128.load(dy + at), f32x4.splat(all)));
      const high = f32x4.mul(v128.load(y + at, 16), f32x4.sub(v128.load(dy + at, 16), f32x4.splat(all)));
      v128.store(dx + at, low);
      v128.store(dx + at, high, 16);
    }
    dx += next;
    dy += next;
    y += next;
  }
}

/** y = x − log Σ eˣ in every row. */
export function logSoftmax(y: usize, x: usize, rows: i32, K: i32): void {
  for (let row = 0; row < rows; row++) {
    const most = largest(x, K);
    exponentials(y, x, K, most);
    const shift = logOf(<f32>sumOf(y, K));
    const next = <usize>(K << 2);
    for (let at: usize = 0; at < next; at += 32) {
      const low = f32x4.sub(f32x4.sub(v128.load(x + at), f32x4.splat(most)), f32x4.splat(shift));
      const high = f32x4.sub(f32x4.sub(v128.load(x + at, 16), f32x4.splat(most)), f32x4.splat(shift));
      v128.store(y + at, low);
      v128.store(y + at, high, 16);
    }
    x += next;
    y += next;
  }
}

/** dx = dy − eʸ Σ dy in every row. */
export function logSoftmaxBackward(dx: usize, dy: usize, y: usize, rows: i32, K: i32): void {
  for (let row = 0; row < rows; row++) {
    const all = <f32>sumOf(dy, K);
    exponentials(dx, y, K, 0);
    const next = <usize>(K << 2);
    for (let at: usize = 0; at < next; at += 32) {
      const low = f32x4.sub(v128.load(dy + at), f32x4.mul(v128.load(dx + at), f32x4.splat(all)));
      const high = f32x4.sub(v128.load(dy + at, 16), f32x4.mul(v128.load(dx + at, 16), f32x4.splat(all)));
      v128.store(dx + at, low);
      v128.store(dx + at, high, 16);
    }
    dx += next;
    dy += next;
    y += next;
  }
}

/** Of every row: log Σ eˣ, and that minus x at the class; a class below 0 is ignored. There is room for a row at `e`. */
export function crossEntropy(
  losses: usize, logSums: usize, x: usize, classes: usize, e: usize, rows: i32, K: i32,
): void {
  for (let row = 0; row < rows; row++) {
    const y = i32.load(classes + (row << 2));
    const m = largest(x, K);
    exponentials(e, x, K, m);
    const shift = logOf(<f32>sumOf(e, K));
    f32.store(logSums + (row << 2), m + shift);
    f32.store(losses + (row << 2), y < 0 ? 0 : shift - (f32.load(x + (y << 2)) - m));
    x += K << 2;
  }
}

/** dx = (softmax(x) − 1 at the class) · scale in every row. */
export function crossEntropyBackward(
  dx: usize, x: usize, logSums: usize, classes: usize, scales: usize, rows: i32, K: i32,
): void {
  for (let row = 0; row < rows; row++) {
    const y = i32.load(classes + (row << 2));
    if (y < 0) {
      memory.fill(dx, 0, K << 2);
    } else {
      const scale = f32.load(scales + (row << 2));
      exponentials(dx, x, K, f32.load(logSums + (row << 2)));
      multiply(dx, K, scale);
      f32.store(dx + (y << 2), f32.load(dx + (y << 2)) - scale);
    }
    dx += K << 2;
    x += K << 2;
  }
}

/** y = (x − mean) · scale · weight + bias in every row, scale = 1 / √(variance + ε); y is not x. */
export function layerNorm(
  y: usize, means: usize, scales: usize, x: usize, weight: usize, bias: usize, rows: i32, K: i32, eps: f64,
): void {
  const next = <usize>(K << 2);
  for (let row = 0; row < rows; row++) {
    const mean = <f32>(sumOf(x, K) / K);
    for (let at: usize = 0; at < next; at += 32) {
      const low = f32x4.sub(v128.load(x + at), f32x4.splat(mean)), high = f32x4.sub(v128.load(x + at, 16), f32x4.splat(mean));
      v128.store(y + at, f32x4.mul(low, low));
      v128.store(y + at, f32x4.mul(high, high), 16);
    }
    const scale = <f32>(1 / sqrt<f64>(sumOf(y, K) / K + eps));
    f32.store(means + (row << 2), mean);
    f32.store(scales + (row << 2), scale);
    for (let at: usize = 0; at < next; at += 32) {
      const low = normalised(v128.load(x + at), mean, scale), high = normalised(v128.load(x + at, 16), mean, scale);
      const a = f32x4.add(f32x4.mul(low, v128.load(weight + at)), v128.load(bias + at));
      const b = f32x4.add(f32x4.mul(high, v128.load(weight + at, 16)), v128.load(bias + at, 16));
      v128.store(y + at, a);
      v128.store(y + at, b, 16);
    }
    x += next;
    y += next;
  }
}

@inline
function normalised(x: v128, mean: f32, scale: f32): v128 {
  return f32x4.mul(f32x4.sub(x, f32x4.splat(mean)), f32x4.splat(scale));
}

/** (g − mean − x̂ share) scale. */
@inline
function inward(g: v128, x: v128, mean: f32, share: f32, scale: f32): v128 {
  return f32x4.mul(f32x4.sub(f32x4.sub(g, f32x4.splat(mean)), f32x4.mul(x, f32x4.splat(share))), f32x4.splat(scale));
}

/**
 * dx = (g − mean(g) − x̂ mean(g x̂)) · scale in every row, g = dy · weight; adds Σ dy x̂ and Σ dy over rows to dweight and dbias.
 * There is room for a row each at `normal` and `along`.
 */
export function layerNormBackward(
  dx: usize, dweight: usize, dbias: usize, dy: usize, x: usize, means: usize, scales: usize, weight: usize,
  normal: usize, along: usize, rows: i32, K: i32,
): void {
  const next = <usize>(K << 2);
  for (let row = 0; row < rows; row++) {
    const centre = f32.load(means + (row << 2)), scale = f32.load(scales + (row << 2));
    for (let at: usize = 0; at < next; at += 32) {
      const c = v128.load(dy + at), d = v128.load(dy + at, 16);
      const low = normalised(v128.load(x + at), centre, scale), high = normalised(v128.load(x + at, 16), centre, scale);
      const g = f32x4.mul(c, v128.load(weight + at)), h = f32x4.mul(d, v128.load(weight + at, 16));
      const u = f32x4.add(v128.load(dweight + at), f32x4.mul(c, low)), v = f32x4.add(v128.load(dweight + at, 16), f32x4.mul(d, high));
      const s = f32x4.add(v128.load(dbias + at), c), t = f32x4.add(v128.load(dbias + at, 16), d);
      v128.store(normal + at, low);
      v128.store(normal + at, high, 16);
      v128.store(dx + at, g);
      v128.store(dx + at, h, 16);
      v128.store(along + at, f32x4.mul(g, low));
      v128.store(along + at, f32x4.mul(h, high), 16);
      v128.store(dweight + at, u);
      v128.store(dweight + at, v, 16);
      v128.store(dbias + at, s);
      v128.store(dbias + at, t, 16);
    }
    const mean = <f32>(sumOf(dx, K) / K), share = <f32>(sumOf(along, K) / K);
    for (let at: usize = 0; at < next; at += 32) {
      const low = inward(v128.load(dx + at), v128.load(normal + at), mean, share, scale);
      const high = inward(v128.load(dx + at, 16), v128.load(normal + at, 16), mean, share, scale);
      v128.store(dx + at, low);
      v128.store(dx + at, high, 16);
    }
    dx += next;
    dy += next;
    x += next;
  }
}
