/** @module Principal components: the plane in which a cloud of states spreads most. */

/** The two directions of greatest variance, and where the states lie along them. */
export interface Plane {
  /** Mean of the states (H). */
  readonly center: Float64Array;
  /** Unit vectors (H), the direction of greater variance first. */
  readonly axes: readonly [Float64Array, Float64Array];
  /** What each of the two has of the whole variance; NaN where nothing varies. */
  readonly shares: readonly [number, number];
}

const mostRounds = 500;

/**
 * The first two principal components of `states` (N, H).
 *
 * Orthogonal iteration on the scatter matrix, V ← orth(XᵀX V), on two vectors, then the 2 × 2 problem in their span
 * exactly. It stops when the span no longer gains variance: the gain per round shrinks with (λ₃/λ₂)².
 */
export function principalPlane(states: Float32Array, H: number): Plane {
  const { center, X } = centered(states, H);
  const total = X.reduce((sum, value) => sum + value * value, 0);
  let [a, b] = orthonormal(startVector(H, 1), startVector(H, 2));
  let caught = -1;
  for (let round = 0; round < mostRounds; round++) {
    const [ya, yb] = [times(X, a), times(X, b)];
    const now = dot(ya, ya) + dot(yb, yb);
    if (!(now - caught > 1e-12 * total)) break;
    caught = now;
    [a, b] = orthonormal(timesTransposed(X, ya, H), timesTransposed(X, yb, H));
  }
  return ritz(X, a, b, center, total);
}

/** Coordinates (N, 2) of states (N, H) in a plane. */
export function projected(states: Float32Array, { center, axes }: Plane): Float32Array {
  const H = center.length;
  return Float32Array.from({ length: (states.length / H) * 2 }, (_, at) => {
    const [row, axis] = [at >> 1, axes[at & 1]];
    let sum = 0;
    for (let h = 0; h < H; h++) sum += (states[row * H + h] - center[h]) * axis[h];
    return sum;
  });
}

/** Turns an axis round where the states along it fall as `like` rises: the sign of a component is arbitrary. */
export function alignedTo(plane: Plane, states: Float32Array, likes: readonly ArrayLike<number>[]): Plane {
  const places = projected(states, plane);
  const axes = plane.axes.map((axis, k) => {
    const agreements = likes.map((like) =>
      Array.from(like).reduce((sum, value, i) => sum + value * places[2 * i + k], 0),
    );
    const strongest = agreements.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
    return strongest < 0 ? axis.map((value) => -value) : axis;
  });
  return { ...plane, axes: [axes[0], axes[1]] };
}

function centered(states: Float32Array, H: number): { center: Float64Array; X: Float64Array } {
  const N = states.length / H;
  const center = new Float64Array(H);
  states.forEach((value, at) => {
    center[at % H] += value / N;
  });
  return { center, X: Float64Array.from(states, (value, at) => value - center[at % H]) };
}

/** Any vector does that is orthogonal to no component; the same each time, so that a picture does not jump. */
function startVector(H: number, k: number): Float64Array {
  return Float64Array.from({ length: H }, (_, i) => Math.cos(k * (i + 1)) + 1e-3 * k);
}

/** y = X v, (N) */
function times(X: Float64Array, v: Float64Array): Float64Array {
  const H = v.length;
  return Float64Array.from({ length: X.length / H }, (_, n) => dot(X.subarray(n * H, (n + 1) * H), v));
}

/** Xᵀ y, (H) */
function timesTransposed(X: Float64Array, y: Float64Array, H: number): Float64Array {
  const sum = new Float64Array(H);
  X.forEach((value, at) => {
    sum[at % H] += value * y[Math.floor(at / H)];
  });
  return sum;
}

/** Gram and Schmidt's; a vector that has nothing of its own becomes zero. */
function orthonormal(a: Float64Array, b: Float64Array): [Float64Array, Float64Array] {
  const first = unit(a);
  const along = dot(first, b);
  const rest = b.map((value, i) => value - along * first[i]);
  return [first, dot(rest, rest) > 1e-24 * dot(b, b) ? unit(rest) : rest.fill(0)];
}

function unit(v: Float64Array): Float64Array {
  const norm = Math.sqrt(dot(v, v));
  return norm > 0 ? v.map((value) => value / norm) : v;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Within the span of a and b, the axes of the ellipse: tan 2θ = 2 s_ab / (s_aa − s_bb). */
function ritz(X: Float64Array, a: Float64Array, b: Float64Array, center: Float64Array, total: number): Plane {
  const [ya, yb] = [times(X, a), times(X, b)];
  const [aa, ab, bb] = [dot(ya, ya), dot(ya, yb), dot(yb, yb)];
  const angle = Math.atan2(2 * ab, aa - bb) / 2;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const first = a.map((value, i) => cos * value + sin * b[i]);
  const second = b.map((value, i) => cos * value - sin * a[i]);
  const greater = cos * cos * aa + 2 * cos * sin * ab + sin * sin * bb;
  return { center, axes: [first, second], shares: [greater / total, (aa + bb - greater) / total] };
}
