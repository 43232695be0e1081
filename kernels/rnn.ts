/** The simple recurrent layer over a whole sequence: h_t = φ(a_t + h_{t−1} Wₕₕᵀ), φ = tanh or relu. */
import { multiplyPacked } from "./gemm";
import { addTo, load, store } from "./lanes";
import { flush, tanh4 } from "./math";
import { runsBackwards, size, steps, totalRows } from "./plan";

/**
 *     y      (N, H)  in: a = x Wᵢₕᵀ + bᵢₕ + bₕₕ    out: h_t
 *     h      (B, H)  in: h₀                        out: the final state
 *     hPrev  (N, H)  out: h_{t−1}, kept for the backward pass
 *     w      packed Wₕₕᵀ (H, H)
 */
export function rnnForward(y: usize, h: usize, hPrev: usize, w: usize, plan: usize, H: i32, relu: bool): void {
  const T = steps(plan);
  const backwards = runsBackwards(plan);
  let offset = backwards ? totalRows(plan) : 0;
  for (let step = 0; step < T; step++) {
    const rows = size(plan, backwards ? T - 1 - step : step);
    if (backwards) offset -= rows;
    const at = (offset * H) << 2;
    const count = rows * H;
    memory.copy(hPrev + at, h, count << 2);
    multiplyPacked(y + at, H, h, H, 1, w, rows, H, H, true);
    activate(y + at, h, count, relu);
    if (!backwards) offset += rows;
  }
}

/** y = h = φ(y). */
function activate(y: usize, h: usize, count: i32, relu: bool): void {
  for (let i = 0; i < count; i += 4) {
    const left = count - i;
    const at = i << 2;
    const a = load(y + at, left);
    const value = relu ? f32x4.max(a, f32x4.splat(0)) : tanh4(a);
    store(y + at, value, left);
    store(h + at, value, left);
  }
}

/**
 *     da      (N, H)  in: h_t         out: gradient of the pre-activations
 *     dy      (N, H)  in
 *     dh      (B, H)  in: gradient of the final state    out: of h₀
 *     w       packed Wₕₕ (H, H)
 *     dstates (N, H)  out: gradient of every h_t; 0 when nobody asks
 */
export function rnnBackward(
  da: usize, dy: usize, dh: usize, w: usize, plan: usize, H: i32, relu: bool, dstates: usize,
): void {
  const T = steps(plan);
  const backwards = runsBackwards(plan);
  let offset = backwards ? 0 : totalRows(plan);
  for (let step = 0; step < T; step++) {
    const rows = size(plan, backwards ? step : T - 1 - step);
    if (!backwards) offset -= rows;
    const at = (offset * H) << 2;
    const count = rows * H;
    addTo(dh, dy + at, count);
    if (dstates) memory.copy(dstates + at, dh, count << 2);
    activateBackward(da + at, dh, count, relu);
    multiplyPacked(dh, H, da + at, H, 1, w, rows, H, H, false);
    if (backwards) offset += rows;
  }
}

/** da = dh ⊙ φ'(a), with φ' from the output: 1 − y² for tanh, y > 0 for relu. */
function activateBackward(da: usize, dh: usize, count: i32, relu: bool): void {
  for (let i = 0; i < count; i += 4) {
    const left = count - i;
    const at = i << 2;
    const y = load(da + at, left);
    const slope = relu
      ? v128.and(f32x4.gt(y, f32x4.splat(0)), f32x4.splat(1))
      : f32x4.sub(f32x4.splat(1), f32x4.mul(y, y));
    store(da + at, flush(f32x4.mul(load(dh + at, left), slope)), left);
  }
}
