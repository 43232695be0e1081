/** The GRU layer over a whole sequence (Cho et al. 2014), with the reset gate after the product, as cuDNN. */
import { multiplyPacked } from "./gemm";
import { addTo, load, store } from "./lanes";
import { flush, madd, sigmoid4, tanh4 } from "./math";
import { runsBackwards, size, steps, totalRows } from "./plan";

/**
 *     gates  (N, 3H)  in: a = x Wᵢₕᵀ + bᵢₕ     out: r z n, kept for the backward pass
 *     y      (N, H)   out: h_t
 *     h      (B, H)   in: h₀                   out: the final state
 *     hPrev  (N, H)   out: h_{t−1}, kept for the backward pass
 *     q      (N, H)   out: h_{t−1} W_hnᵀ + b_hn, kept for the backward pass
 *     w      packed Wₕₕᵀ (H, 3H)               bias (3H)  in: bₕₕ
 *     work   (B, 3H)  scratch: h_{t−1} Wₕₕᵀ + bₕₕ
 */
export function gruForward(
  gates: usize, y: usize, h: usize, hPrev: usize, q: usize, w: usize, bias: usize, work: usize, plan: usize, H: i32,
): void {
  const T = steps(plan);
  const backwards = runsBackwards(plan);
  let offset = backwards ? totalRows(plan) : 0;
  for (let step = 0; step < T; step++) {
    const rows = size(plan, backwards ? T - 1 - step : step);
    if (backwards) offset -= rows;
    const at = (offset * H) << 2;
    const bytes = (rows * H) << 2;
    memory.copy(hPrev + at, h, bytes);
    for (let b = 0; b < rows; b++) memory.copy(work + ((b * 3 * H) << 2), bias, (3 * H) << 2);
    multiplyPacked(work, 3 * H, h, H, 1, w, rows, 3 * H, H, true);
    for (let b = 0; b < rows; b++) {
      const row = (b * H) << 2;
      stepForward(gates + 3 * (at + row), work + 3 * row, q + at + row, h + row, H);
    }
    memory.copy(y + at, h, bytes);
    if (!backwards) offset += rows;
  }
}

/**
 * One row of one step; u = h₋₁ Wₕₕᵀ + bₕₕ.
 *
 *     r = σ(a_r + u_r)   z = σ(a_z + u_z)   q = u_n   n = tanh(a_n + r ⊙ q)
 *     h ← n + z ⊙ (h − n)
 */
function stepForward(gates: usize, u: usize, q: usize, h: usize, H: i32): void {
  const gate = H << 2;
  for (let j = 0; j < H; j += 4) {
    const left = H - j;
    const at = j << 2;
    const p = gates + at;
    const r = sigmoid4(f32x4.add(load(p, left), load(u + at, left)));
    const z = sigmoid4(f32x4.add(load(p + gate, left), load(u + gate + at, left)));
    const un = load(u + 2 * gate + at, left);
    const n = tanh4(madd(r, un, load(p + 2 * gate, left)));
    store(p, r, left);
    store(p + gate, z, left);
    store(p + 2 * gate, n, left);
    store(q + at, un, left);
    store(h + at, madd(z, f32x4.sub(load(h + at, left), n), n), left);
  }
}

/**
 *     gates   (N, 3H)  in: r z n        out: gradients of a (the input's side)
 *     du      (N, 3H)  out: gradients of u (the state's side): as gates, with dn ⊙ r for dn
 *     dy      (N, H)   in
 *     dh      (B, H)   in: gradient of the final state    out: of h₀
 *     hPrev, q (N, H)  in
 *     w       packed Wₕₕ (3H, H)
 *     dstates (N, H)   out: gradient of every h_t; 0 when nobody asks
 */
export function gruBackward(
  gates: usize, du: usize, dy: usize, dh: usize, hPrev: usize, q: usize, w: usize, plan: usize, H: i32, dstates: usize,
): void {
  const T = steps(plan);
  const backwards = runsBackwards(plan);
  let offset = backwards ? 0 : totalRows(plan);
  for (let step = 0; step < T; step++) {
    const rows = size(plan, backwards ? step : T - 1 - step);
    if (!backwards) offset -= rows;
    const at = (offset * H) << 2;
    addTo(dh, dy + at, rows * H);
    if (dstates) memory.copy(dstates + at, dh, (rows * H) << 2);
    for (let b = 0; b < rows; b++) {
      const row = (b * H) << 2;
      const from = at + row;
      stepBackward(gates + 3 * from, du + 3 * from, dh + row, hPrev + from, q + from, H);
    }
    multiplyPacked(dh, H, du + 3 * at, 3 * H, 1, w, rows, H, 3 * H, true);
    if (backwards) offset += rows;
  }
}

/**
 * One row of one step.
 *
 *     dn = dh ⊙ (1 − z) ⊙ (1 − n²)      dz = dh ⊙ (h₋₁ − n) ⊙ z (1 − z)
 *     dr = dn ⊙ q ⊙ r (1 − r)                          dh ← dh ⊙ z, to which du Wₕₕ is added
 */
function stepBackward(gates: usize, du: usize, dh: usize, hPrev: usize, q: usize, H: i32): void {
  const one = f32x4.splat(1);
  const gate = H << 2;
  for (let j = 0; j < H; j += 4) {
    const left = H - j;
    const at = j << 2;
    const p = gates + at;
    const r = load(p, left);
    const z = load(p + gate, left);
    const n = load(p + 2 * gate, left);
    const d = load(dh + at, left);
    const rest = f32x4.sub(one, z);
    const dn = f32x4.mul(f32x4.mul(d, rest), f32x4.sub(one, f32x4.mul(n, n)));
    const dz = f32x4.mul(f32x4.mul(d, f32x4.sub(load(hPrev + at, left), n)), f32x4.mul(z, rest));
    const dr = f32x4.mul(f32x4.mul(dn, load(q + at, left)), f32x4.mul(r, f32x4.sub(one, r)));
    storeThree(p, gate, dr, dz, dn, left);
    storeThree(du + at, gate, dr, dz, f32x4.mul(dn, r), left);
    store(dh + at, flush(f32x4.mul(d, z)), left);
  }
}

@inline
function storeThree(p: usize, gate: i32, r: v128, z: v128, n: v128, left: i32): void {
  store(p, flush(r), left);
  store(p + gate, flush(z), left);
  store(p + 2 * gate, flush(n), left);
}
