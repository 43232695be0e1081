/** The affine map y = x Wᵀ + b over N rows, and its derivatives. Shapes: x (N, I), W (O, I), b (O), y (N, O). */
import { dots } from "./dots";
import { multiply } from "./gemm";
import { outerSum } from "./outer";
import { pack } from "./pack";

/** Up to so many outputs each is a product of its own of the rows of x, which are not packed. */
const FEW: i32 = 4;

/** y = x Wᵀ + b; b may be 0 (none). `work` has packedSize(I, O) floats. */
export function linearForward(y: usize, x: usize, w: usize, b: usize, N: i32, I: i32, O: i32, work: usize): void {
  if (O > FEW) {
    pack(work, w, I, O, 1, I, 0, 1);
    multiply(y, O, b, 0, x, I, 1, work, N, O, I);
    return;
  }
  for (let o = 0; o < O; o++) {
    dots(y + (o << 2), O, b == 0 ? 0 : b + (o << 2), 0, x, w + ((o * I) << 2), N, I);
  }
}

/** dx (N, I) = dy W. `work` has packedSize(O, I) floats. */
export function linearBackwardInput(dx: usize, dy: usize, w: usize, N: i32, I: i32, O: i32, work: usize): void {
  pack(work, w, O, I, I, 1, 0, 1);
  multiply(dx, I, 0, 0, dy, O, 1, work, N, I, O);
}

/** dW (O, I) = dyᵀ x. `work` has outerWork(I) floats. */
export function linearBackwardWeight(dw: usize, dy: usize, x: usize, N: i32, I: i32, O: i32, work: usize): void {
  outerSum(dw, I, dy, O, 0, O, x, I, I, N, work);
}
