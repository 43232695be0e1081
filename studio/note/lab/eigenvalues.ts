/**
 * @module The eigenvalues of a real square matrix.
 *
 * Householder reduction to Hessenberg form, then the implicit double-shift QR algorithm. Source: Golub & Van Loan, "Matrix
 * computations", 4th edition, algorithms 7.4.2 and 7.5.1–2.
 */
import { euclideanNorm, maxOf } from "../../../src/lists.ts";

/** Eigenvalues re + i·im; complex ones in conjugate pairs. */
export interface Eigenvalues {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** A square matrix. */
type Rows = readonly Float64Array[];

const mostSweeps = 60;
const epsilon = Number.EPSILON;

/** All n eigenvalues of W (n × n, row-major), in no order; NaN if W has values that are not finite. O(n³), in float64. */
export function eigenvalues(values: ArrayLike<number>, n: number): Eigenvalues {
  const re = new Float64Array(n).fill(Number.NaN);
  const im = new Float64Array(n);
  const rows = Array.from({ length: n }, (_, i) =>
    Float64Array.from({ length: n }, (_, j) => values[i * n + j]),
  );
  if (!rows.every((row) => row.every(Number.isFinite))) return { re, im };
  reduce(rows);
  let [end, sweeps] = [n - 1, 0];
  while (end >= 0) {
    const start = blockStart(rows, end);
    if (start === end) {
      re[end] = rows[end][end];
      [end, sweeps] = [end - 1, 0];
    } else if (start === end - 1) {
      ofTwo(rows, start, re, im);
      [end, sweeps] = [end - 2, 0];
    } else if (sweeps++ < mostSweeps) sweep(rows, start, end, sweeps % 10 === 0);
    else return { re, im }; // not seen in practice; what is left stays NaN
  }
  return { re, im };
}

/** The greatest absolute value. */
export function greatest({ re, im }: Eigenvalues): number {
  return re.reduce((most, real, i) => Math.max(most, Math.hypot(real, im[i])), 0);
}

/** How many eigenvalues are outside the unit circle, and the angle of the greatest in degrees, 0 to 180. */
export function leadingOf({ re, im }: Eigenvalues): { readonly out: number; readonly angle: number } {
  const sizes = re.map((real, i) => Math.hypot(real, im[i]));
  const at = sizes.indexOf(maxOf(sizes));
  return {
    out: sizes.filter((size) => size > 1).length,
    angle: (Math.abs(Math.atan2(im[at], re[at])) * 180) / Math.PI,
  };
}

/** Similar to what it was, with zeros below the first subdiagonal. */
function reduce(a: Rows): void {
  const last = a.length - 1;
  for (let k = 0; k + 2 < a.length; k++) {
    const column = Float64Array.from({ length: last - k }, (_, i) => a[k + 1 + i][k]);
    reflect(a, column, { at: k + 1, left: k, right: last, top: 0, bottom: last });
  }
}

/** Which part of a matrix a reflection changes: rows `at`… from `left` to `right`, columns `at`… from `top` to `bottom`. */
type Part = Readonly<Record<"at" | "left" | "right" | "top" | "bottom", number>>;

/** Applies the reflection I − β v vᵀ, β = 2/(vᵀv), that sends x to a multiple of the first unit vector, from both sides. */
function reflect(a: Rows, x: Float64Array, { at, left, right, top, bottom }: Part): void {
  const norm = euclideanNorm(x);
  if (norm === 0) return;
  const v = x.slice();
  v[0] += v[0] < 0 ? -norm : norm;
  const beta = 2 / v.reduce((sum, value) => sum + value * value, 0);
  const sums = new Float64Array(right + 1);
  for (let i = 0; i < v.length; i++) {
    const row = a[at + i];
    for (let j = left; j <= right; j++) sums[j] += beta * v[i] * row[j];
  }
  for (let i = 0; i < v.length; i++) {
    const row = a[at + i];
    for (let j = left; j <= right; j++) row[j] -= sums[j] * v[i];
  }
  for (let i = top; i <= bottom; i++) {
    const row = a[i];
    let sum = 0;
    for (let j = 0; j < v.length; j++) sum += row[at + j] * v[j];
    for (let j = 0; j < v.length; j++) row[at + j] -= beta * sum * v[j];
  }
}

/** Where the block that ends at `end` begins: below a subdiagonal entry that is negligible. */
function blockStart(a: Rows, end: number): number {
  for (let k = end; k > 0; k--) {
    const size = Math.abs(a[k - 1][k - 1]) + Math.abs(a[k][k]);
    if (Math.abs(a[k][k - 1]) <= epsilon * (size || 1)) return k;
  }
  return 0;
}

/** One step of Francis with both eigenvalues of the last 2 × 2 block as shifts; now and then others, against cycles. */
function sweep(a: Rows, start: number, end: number, isExceptional: boolean): void {
  const [p, q, r, s] = [a[end - 1][end - 1], a[end - 1][end], a[end][end - 1], a[end][end]];
  const stray = Math.abs(r) + Math.abs(a[end - 1][end - 2]);
  const trace = isExceptional ? 1.5 * stray : p + s;
  const determinant = isExceptional ? stray * stray : p * s - q * r;
  const [h, below] = [a[start][start], a[start + 1][start]];
  let x = Float64Array.of(
    h * h + a[start][start + 1] * below - trace * h + determinant,
    below * (h + a[start + 1][start + 1] - trace),
    below * a[start + 2][start + 1],
  );
  for (let k = start; k < end; k++) {
    reflect(a, x, {
      at: k,
      left: Math.max(start, k - 1),
      right: end,
      top: start,
      bottom: Math.min(k + 3, end),
    });
    x = Float64Array.from({ length: Math.min(3, end - k) }, (_, i) => a[k + 1 + i][k]);
  }
  // What rounding leaves of the bulge.
  for (let i = start + 2; i <= end; i++) a[i].fill(0, start, i - 1);
}

/** The eigenvalues of a 2 × 2 block, of a real pair the greater one first: the other is the determinant over it. */
function ofTwo(a: Rows, at: number, re: Float64Array, im: Float64Array): void {
  const [p, q, r, s] = [a[at][at], a[at][at + 1], a[at + 1][at], a[at + 1][at + 1]];
  const middle = (p + s) / 2;
  const radicand = ((p - s) / 2) ** 2 + q * r;
  const root = Math.sqrt(Math.abs(radicand));
  if (radicand < 0) {
    re.fill(middle, at, at + 2);
    im.set([root, -root], at);
    return;
  }
  const greater = middle + (middle < 0 ? -root : root);
  re.set([greater, greater === 0 ? 0 : (p * s - q * r) / greater], at);
  im.fill(0, at, at + 2);
}
