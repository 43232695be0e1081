/** Loads, stores and sums of rows whose length is not a multiple of four, and the division of work into parts. */

/** The next four floats of a row with `left` floats to go; lanes past its end are zero. */
@inline
export function load(p: usize, left: i32): v128 {
  if (left >= 4) return v128.load(p);
  return loadTail(p, left);
}

/** Stores the next four floats of a row with `left` floats to go, and nothing past its end. */
@inline
export function store(p: usize, x: v128, left: i32): void {
  if (left >= 4) v128.store(p, x);
  else storeTail(p, x, left);
}

/** sum += x, over `count` floats. */
export function addTo(sum: usize, x: usize, count: i32): void {
  let i = 0;
  for (; i + 8 <= count; i += 8) {
    const at = i << 2;
    const low = f32x4.add(v128.load(sum + at), v128.load(x + at));
    const high = f32x4.add(v128.load(sum + at, 16), v128.load(x + at, 16));
    v128.store(sum + at, low);
    v128.store(sum + at, high, 16);
  }
  for (; i < count; i += 4) {
    const left = count - i;
    const at = i << 2;
    store(sum + at, f32x4.add(load(sum + at, left), load(x + at, left)), left);
  }
}

/** Copies `count` floats; for short rows, faster than a call of memory.copy. */
export function copyRow(to: usize, from: usize, count: i32): void {
  let i = 0;
  for (; i + 8 <= count; i += 8) {
    const low = v128.load(from + (i << 2));
    const high = v128.load(from + (i << 2), 16);
    v128.store(to + (i << 2), low);
    v128.store(to + (i << 2), high, 16);
  }
  for (; i < count; i += 4) store(to + (i << 2), load(from + (i << 2), count - i), count - i);
}

/** Whether all of `count` floats are finite; in NaN and infinities all bits of the exponent are set. */
export function areFinite(x: usize, count: i32): bool {
  const end = x + (count << 2);
  for (; x < end; x += 4) if ((i32.load(x) & 0x7f800000) == 0x7f800000) return false;
  return true;
}

/** The start of a part of `count`: a multiple of four, so that no vector spans two parts. */
@inline
export function share(count: i32, part: i32, parts: i32): i32 {
  return part == parts ? count : (count * part / parts) & -4;
}

function loadTail(p: usize, left: i32): v128 {
  let x = v128.load32_zero(p);
  if (left > 1) x = v128.load32_lane(p, x, 1, 4);
  if (left > 2) x = v128.load32_lane(p, x, 2, 8);
  return x;
}

function storeTail(p: usize, x: v128, left: i32): void {
  v128.store32_lane(p, x, 0);
  if (left > 1) v128.store32_lane(p, x, 1, 4);
  if (left > 2) v128.store32_lane(p, x, 2, 8);
}
