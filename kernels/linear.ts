/** The affine map y = x Wᵀ + b over N rows, and its derivatives. Shapes: x (N, I), W (O, I), b (O), y (N, O). */
import { LinearCall } from "./call";
import { dots } from "./dots";
import { multiply } from "./gemm";
import { share } from "./lanes";
import { columnSum, outerSum } from "./outer";
import { pack } from "./pack";

/** Up to this many outputs, each is a separate product with the unpacked rows of x. */
const FEW: i32 = 4;

/** y = x Wᵀ + b; b may be 0 (none). `work` has packedSize(I, O) floats. */
export function linearForward(y: usize, x: usize, w: usize, b: usize, N: i32, I: i32, O: i32, work: usize): void {
  if (O > FEW) pack(work, w, I, O, 1, I, 0, 1);
  forwardRows(y, x, w, b, N, I, O, work);
}

/** As `linearForward`, with W packed if there are more than FEW outputs. */
function forwardRows(y: usize, x: usize, w: usize, b: usize, N: i32, I: i32, O: i32, packed: usize): void {
  if (O > FEW) {
    multiply(y, O, b, 0, x, I, 1, packed, N, O, I);
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

/** Packs the weights for `linearRows`. */
export function linearPrepare(at: usize, part: i32, parts: i32): void {
  const call = changetype<LinearCall>(at);
  const I = call.I;
  const O = call.O;
  if (call.dx) pack(call.packed, call.w, O, I, I, 1, part, parts);
  else if (O > FEW) pack(call.packed, call.w, I, O, 1, I, part, parts);
}

/** Computes a part of the rows: of dx if it is given, of y otherwise. */
export function linearRows(at: usize, part: i32, parts: i32): void {
  const call = changetype<LinearCall>(at);
  const I = call.I;
  const O = call.O;
  const first = share(call.N, part, parts);
  const rows = share(call.N, part + 1, parts) - first;
  const inputs = (first * I) << 2;
  const outputs = (first * O) << 2;
  if (call.dx) multiply(call.dx + inputs, I, 0, 0, call.dy + outputs, O, 1, call.packed, rows, I, O);
  else forwardRows(call.y + outputs, call.x + inputs, call.w, call.b, rows, I, O, call.packed);
}

/** Computes dW and db for a part of the outputs, over all rows. */
export function linearGradients(at: usize, part: i32, parts: i32): void {
  const call = changetype<LinearCall>(at);
  const I = call.I;
  const O = call.O;
  const o0 = share(O, part, parts);
  const o1 = share(O, part + 1, parts);
  const work = call.work + ((part * call.workSize) << 2);
  if (call.dw) outerSum(call.dw, I, call.dy, O, o0, o1, call.x, I, I, call.N, work);
  if (call.db) columnSum(call.db, call.dy, call.N, O, o0, o1);
}

/** y = b · dy where x > 0, else 0: ReLU, dropout and their derivatives. b is the bits of a float; a part has N of I values. */
export function linearMask(at: usize, part: i32, parts: i32): void {
  const call = changetype<LinearCall>(at);
  const factor = f32x4.splat(reinterpret<f32>(call.b as i32));
  const first = part * call.N;
  const end = min(first + call.N, call.I) << 2;
  for (let p: usize = first << 2; p < <usize>end; p += 16) {
    const isZero = f32x4.le(v128.load(call.x + p), f32x4.splat(0));
    v128.store(call.y + p, v128.andnot(f32x4.mul(v128.load(call.dy + p), factor), isZero));
  }
}
