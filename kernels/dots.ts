/** Products of an unpacked matrix and a vector, where packing would not pay. */
import { load } from "./lanes";
import { madd } from "./math";

/**
 * c[n·cStep] = from[n·fromStep] + W (N, K) row n · a (K), for eight rows of W at a time. `from` may be 0.
 * Each row is summed in four lanes.
 */
export function dots(
  c: usize, cStep: i32, from: usize, fromStep: i32, w: usize, a: usize, N: i32, K: i32,
): void {
  const row = K << 2;
  let n = 0;
  for (; n + 8 <= N; n += 8) {
    const start: usize = from == 0 ? 0 : from + ((n * fromStep) << 2);
    dots8(c + ((n * cStep) << 2), cStep, start, fromStep, w + n * row, a, row, K);
  }
  for (; n < N; n++) {
    const start: f32 = from == 0 ? 0 : f32.load(from + ((n * fromStep) << 2));
    let sum = f32x4.splat(0);
    for (let k = 0; k < K; k += 4) sum = madd(load(w + n * row + (k << 2), K - k), load(a + (k << 2), K - k), sum);
    f32.store(c + ((n * cStep) << 2), start + total(sum));
  }
}

/** Eight rows: two vectors of four results. */
function dots8(
  c: usize, cStep: i32, from: usize, fromStep: i32, w: usize, a: usize, row: i32, K: i32,
): void {
  let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0), s3 = f32x4.splat(0);
  let s4 = f32x4.splat(0), s5 = f32x4.splat(0), s6 = f32x4.splat(0), s7 = f32x4.splat(0);
  const w4 = w + 4 * row;
  let k = 0;
  for (; k + 4 <= K; k += 4) {
    const at = k << 2;
    const x = v128.load(a + at);
    s0 = madd(v128.load(w + at), x, s0);
    s1 = madd(v128.load(w + at + row), x, s1);
    s2 = madd(v128.load(w + at + 2 * row), x, s2);
    s3 = madd(v128.load(w + at + 3 * row), x, s3);
    s4 = madd(v128.load(w4 + at), x, s4);
    s5 = madd(v128.load(w4 + at + row), x, s5);
    s6 = madd(v128.load(w4 + at + 2 * row), x, s6);
    s7 = madd(v128.load(w4 + at + 3 * row), x, s7);
  }
  if (k < K) {
    const at = k << 2;
    const left = K - k;
    const x = load(a + at, left);
    s0 = madd(load(w + at, left), x, s0);
    s1 = madd(load(w + at + row, left), x, s1);
    s2 = madd(load(w + at + 2 * row, left), x, s2);
    s3 = madd(load(w + at + 3 * row, left), x, s3);
    s4 = madd(load(w4 + at, left), x, s4);
    s5 = madd(load(w4 + at + row, left), x, s5);
    s6 = madd(load(w4 + at + 2 * row, left), x, s6);
    s7 = madd(load(w4 + at + 3 * row, left), x, s7);
  }
  scatter(c, cStep, from, fromStep, totals(s0, s1, s2, s3));
  scatter(c + ((4 * cStep) << 2), cStep, from == 0 ? 0 : from + ((4 * fromStep) << 2), fromStep, totals(s4, s5, s6, s7));
}

/** The sums of the lanes of four vectors. */
@inline
function totals(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(i32x4.shuffle(a, b, 0, 4, 1, 5), i32x4.shuffle(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(i32x4.shuffle(c, d, 0, 4, 1, 5), i32x4.shuffle(c, d, 2, 6, 3, 7));
  return f32x4.add(i64x2.shuffle(ab, cd, 0, 2), i64x2.shuffle(ab, cd, 1, 3));
}

/** As `totals`, of one vector, in the same order. */
@inline
function total(a: v128): f32 {
  return f32x4.extract_lane(totals(a, a, a, a), 0);
}

/** Adds the initial values to four results and stores them, with any stride. */
function scatter(c: usize, cStep: i32, from: usize, fromStep: i32, x: v128): void {
  if (from != 0) {
    let start = v128.load32_splat(from);
    if (fromStep == 1) start = v128.load(from);
    else if (fromStep != 0) start = gathered(from, fromStep << 2);
    x = f32x4.add(start, x);
  }
  if (cStep == 1) {
    v128.store(c, x);
    return;
  }
  v128.store32_lane(c, x, 0);
  v128.store32_lane(c + (cStep << 2), x, 1);
  v128.store32_lane(c + (cStep << 3), x, 2);
  v128.store32_lane(c + cStep * 12, x, 3);
}

function gathered(p: usize, step: i32): v128 {
  let x = v128.load32_zero(p);
  x = v128.load32_lane(p + step, x, 1);
  x = v128.load32_lane(p + 2 * step, x, 2);
  return v128.load32_lane(p + 3 * step, x, 3);
}
