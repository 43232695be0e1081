/** The affine map y = x Wᵀ + b over N rows, and its derivatives. Shapes: x (N, I), W (O, I), b (O), y (N, O). */
import { gemm, multiplyPacked, pack } from "./gemm";
import { load, store } from "./lanes";

/** y = x Wᵀ + b₁ + b₂; either bias may be 0 (none). `work` has packedSize(I, O) floats. */
export function linearForward(
  y: usize, x: usize, w: usize, b1: usize, b2: usize, N: i32, I: i32, O: i32, work: usize,
): void {
  fillRows(y, b1, b2, N, O);
  pack(work, w, I, O, 1, I);
  multiplyPacked(y, O, x, I, 1, work, N, O, I, true);
}

/** dx (N, I) += or = dy W. `work` has gemmWork(I, O) floats. */
export function linearBackwardInput(
  dx: usize, dy: usize, w: usize, N: i32, I: i32, O: i32, accumulate: bool, work: usize,
): void {
  gemm(dx, dy, O, 1, w, I, 1, N, I, O, accumulate, work);
}

/** dW (O, I) += or = dyᵀ x. `work` has gemmWork(I, N) floats. */
export function linearBackwardWeight(
  dw: usize, dy: usize, x: usize, N: i32, I: i32, O: i32, accumulate: bool, work: usize,
): void {
  gemm(dw, dy, 1, O, x, I, 1, O, I, N, accumulate, work);
}

/** Every row of y (N, O) = b₁ + b₂. */
function fillRows(y: usize, b1: usize, b2: usize, N: i32, O: i32): void {
  if (N == 0) return;
  const zero = f32x4.splat(0);
  for (let o = 0; o < O; o += 4) {
    const left = O - o;
    const at = o << 2;
    const first = b1 ? load(b1 + at, left) : zero;
    store(y + at, b2 ? f32x4.add(first, load(b2 + at, left)) : first, left);
  }
  for (let n = 1; n < N; n++) memory.copy(y + ((n * O) << 2), y, O << 2);
}
