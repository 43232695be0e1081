/** Sums, extremes and arithmetic over arrays. */
import { doublesAt, toFloats, total, upper } from "./doubles";

/** Two vectors of one repeated value: of a, then of b. */
const REPEATED: usize = memory.data(64, 16);

/** As `ArithmeticKernel` of src/wasm/vectorLoops.ts. */
const ADD: i32 = 0, SUB: i32 = 1, MUL: i32 = 2, DIV: i32 = 3, TIMES: i32 = 4, OVER: i32 = 5, MAX: i32 = 6, MIN: i32 = 7;

@inline
function apply(op: i32, a: v128, b: v128): v128 {
  if (op == ADD) return f32x4.add(a, b);
  if (op == SUB) return f32x4.sub(a, b);
  if (op == MUL) return f32x4.mul(a, b);
  if (op == DIV) return f32x4.div(a, b);
  if (op == MAX) return f32x4.max(a, b);
  if (op == MIN) return f32x4.min(a, b);
  if (op == TIMES) return f32x4.add(f32x4.mul(a, b), f32x4.splat(0)); // no −0, which a sum of gradients never is
  return f32x4.add(f32x4.div(a, b), f32x4.splat(0));
}

/** Where the values of a row are read: the row itself, or two vectors of its first value. */
@inline
function rowOf(x: usize, step: i32, copy: usize): usize {
  if (step != 0) return x;
  const value = v128.load32_splat(x);
  v128.store(copy, value);
  v128.store(copy, value, 16);
  return copy;
}

/** y = a ∘ b from y to `end`, two vectors at once. */
@inline
function loop(op: i32, y: usize, end: usize, a: usize, aNext: usize, b: usize, bNext: usize): void {
  for (; y < end; y += 32) {
    v128.store(y, apply(op, v128.load(a), v128.load(b)));
    v128.store(y, apply(op, v128.load(a, 16), v128.load(b, 16)), 16);
    a += aNext;
    b += bNext;
  }
}

/**
 * y = a ∘ b over `rows` rows of n values, with the bits of the loops in src/tensor/arithmetic.ts. In an operand, values are
 * `step` apart, 1 or 0 (one value for a whole row), and rows `row` values. y is none of the operands: its last vector extends
 * past a row, into the next, which follows.
 */
export function arithmetic(
  op: i32, y: usize, a: usize, aStep: i32, aRow: i32, b: usize, bStep: i32, bRow: i32, rows: i32, n: i32,
): void {
  const aNext = <usize>(aStep << 5), bNext = <usize>(bStep << 5);
  for (let row = 0; row < rows; row++) {
    const p = rowOf(a, aStep, REPEATED), q = rowOf(b, bStep, REPEATED + 32);
    const end = y + (n << 2);
    if (op == ADD) loop(ADD, y, end, p, aNext, q, bNext);
    else if (op == SUB) loop(SUB, y, end, p, aNext, q, bNext);
    else if (op == MUL) loop(MUL, y, end, p, aNext, q, bNext);
    else if (op == DIV) loop(DIV, y, end, p, aNext, q, bNext);
    else if (op == TIMES) loop(TIMES, y, end, p, aNext, q, bNext);
    else if (op == OVER) loop(OVER, y, end, p, aNext, q, bNext);
    else if (op == MAX) loop(MAX, y, end, p, aNext, q, bNext);
    else loop(MIN, y, end, p, aNext, q, bNext);
    y = end;
    a += aRow << 2;
    b += bRow << 2;
  }
}

/**
 * The greatest of n values times the sign, and of one before, NaN if one is; n is a multiple of four. Two vectors at once. The
 * maximum that ignores NaN is one instruction, the other one seven.
 */
export function greatest(x: usize, n: i32, sign: f32, first: f32): f32 {
  const factor = f32x4.splat(sign), end = x + (n << 2);
  let top = f32x4.splat(first), other = top, areNaN = f32x4.ne(top, top);
  if (n & 4) {
    other = f32x4.mul(v128.load(x), factor);
    areNaN = v128.or(areNaN, f32x4.ne(other, other));
    x += 16;
  }
  for (; x < end; x += 32) {
    const a = f32x4.mul(v128.load(x), factor), b = f32x4.mul(v128.load(x, 16), factor);
    areNaN = v128.or(areNaN, v128.or(f32x4.ne(a, a), f32x4.ne(b, b)));
    top = f32x4.pmax(top, a);
    other = f32x4.pmax(other, b);
  }
  if (v128.any_true(areNaN)) return NaN;
  top = f32x4.pmax(top, other);
  top = f32x4.pmax(top, upper(top));
  return f32x4.extract_lane(f32x4.pmax(top, i8x16.shuffle(top, top, 4, 5, 6, 7, 4, 5, 6, 7, 4, 5, 6, 7, 4, 5, 6, 7)), 0);
}

/** Adds each column of `rows` rows of n floats to the n doubles at `sums`, row after row. */
export function addColumns(sums: usize, x: usize, rows: i32, n: i32): void {
  const whole = n & -4;
  for (let k = 0; k < whole; k += 4) {
    const to = sums + (k << 3);
    let low = v128.load(to), high = v128.load(to, 16);
    let from = x + (k << 2);
    for (let row = 0; row < rows; row++) {
      low = f64x2.add(low, doublesAt(from));
      high = f64x2.add(high, doublesAt(from + 8));
      from += n << 2;
    }
    v128.store(to, low);
    v128.store(to, high, 16);
  }
  for (let k = whole; k < n; k++) {
    let sum = f64.load(sums + (k << 3));
    let from = x + (k << 2);
    for (let row = 0; row < rows; row++) {
      sum += <f64>f32.load(from);
      from += n << 2;
    }
    f64.store(sums + (k << 3), sum);
  }
}

/** The sum of each of `rows` rows of n floats, in double precision: four sums at once, as `sumOf` of src/tensor/runs.ts. */
export function rowSums(sums: usize, x: usize, rows: i32, n: i32): void {
  for (let row = 0; row < rows; row++) {
    let low = f64x2.splat(0), high = low;
    const end = x + (n << 2);
    for (; x + 16 <= end; x += 16) {
      low = f64x2.add(low, doublesAt(x));
      high = f64x2.add(high, doublesAt(x + 8));
    }
    let first = f64x2.extract_lane(low, 0);
    for (; x < end; x += 4) first += <f64>f32.load(x);
    const rest = f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1);
    f64.store(sums + (row << 3), first + f64x2.extract_lane(low, 1) + rest);
  }
}

/** Two differences x − y as doubles. */
@inline
function difference(x: usize, y: usize): v128 {
  return f64x2.sub(doublesAt(x), doublesAt(y));
}

/** Σ (x − y)² and d = scale · (x − y), in double precision; d may be x or y. */
export function squaredError(d: usize, x: usize, y: usize, n: i32, scale: f64): f64 {
  const whole = n & -4;
  let low = f64x2.splat(0), high = low, a = low, b = low;
  for (let i = 0; i < n; i += 4) {
    a = difference(x, y);
    b = difference(x + 8, y + 8);
    v128.store(d, toFloats(f64x2.mul(a, f64x2.splat(scale)), f64x2.mul(b, f64x2.splat(scale))));
    if (i < whole) {
      low = f64x2.add(low, f64x2.mul(a, a));
      high = f64x2.add(high, f64x2.mul(b, b));
    }
    x += 16;
    y += 16;
    d += 16;
  }
  let sum = total(f64x2.add(low, high));
  if (n > whole) sum += f64x2.extract_lane(a, 0) * f64x2.extract_lane(a, 0);
  if (n > whole + 1) sum += f64x2.extract_lane(a, 1) * f64x2.extract_lane(a, 1);
  if (n > whole + 2) sum += f64x2.extract_lane(b, 0) * f64x2.extract_lane(b, 0);
  return sum;
}
