/** The LSTM layer over a whole sequence (Hochreiter & Schmidhuber 1997, with Gers' forget gate). */
import { multiplyPacked } from "./gemm";
import { load, store } from "./lanes";
import { flush, madd, sigmoid4, tanh4 } from "./math";
import { runsBackwards, size, steps, totalRows } from "./plan";

/**
 *     gates  (N, 4H)  in: a = x Wᵢₕᵀ + bᵢₕ + bₕₕ    out: i f g o, kept for the backward pass
 *     y      (N, H)   out: h_t
 *     h, c   (B, H)   in: h₀, c₀                    out: the final states
 *     hPrev, cPrev (N, H)  out: h_{t−1}, c_{t−1}, kept for the backward pass
 *     w      packed Wₕₕᵀ (H, 4H)
 */
export function lstmForward(
  gates: usize, y: usize, h: usize, c: usize, hPrev: usize, cPrev: usize, w: usize, plan: usize, H: i32,
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
    memory.copy(cPrev + at, c, bytes);
    multiplyPacked(gates + 4 * at, 4 * H, h, H, 1, w, rows, 4 * H, H, true);
    for (let b = 0; b < rows; b++) {
      const row = (b * H) << 2;
      stepForward(gates + 4 * (at + row), c + row, h + row, H);
    }
    memory.copy(y + at, h, bytes);
    if (!backwards) offset += rows;
  }
}

/**
 * One row of one step.
 *
 *     i = σ(aᵢ)   f = σ(a_f)   g = tanh(a_g)   o = σ(aₒ)
 *     c ← f ⊙ c + i ⊙ g        h = o ⊙ tanh(c)
 */
function stepForward(gates: usize, c: usize, h: usize, H: i32): void {
  const gate = H << 2;
  for (let j = 0; j < H; j += 4) {
    const left = H - j;
    const at = j << 2;
    const p = gates + at;
    const i = sigmoid4(load(p, left));
    const f = sigmoid4(load(p + gate, left));
    const g = tanh4(load(p + 2 * gate, left));
    const o = sigmoid4(load(p + 3 * gate, left));
    const cell = madd(f, load(c + at, left), f32x4.mul(i, g));
    store(p, i, left);
    store(p + gate, f, left);
    store(p + 2 * gate, g, left);
    store(p + 3 * gate, o, left);
    store(c + at, cell, left);
    store(h + at, f32x4.mul(o, tanh4(cell)), left);
  }
}

/**
 *     gates   (N, 4H)  in: i f g o                     out: gradients of their pre-activations
 *     dy      (N, H)   in
 *     dh, dc  (B, H)   in: gradients of the final states    out: of h₀, c₀
 *     cPrev   (N, H)   in
 *     w       packed Wₕₕ (4H, H)
 */
export function lstmBackward(
  gates: usize, dy: usize, dh: usize, dc: usize, cPrev: usize, w: usize, plan: usize, H: i32,
): void {
  const T = steps(plan);
  const backwards = runsBackwards(plan);
  let offset = backwards ? 0 : totalRows(plan);
  for (let step = 0; step < T; step++) {
    const rows = size(plan, backwards ? step : T - 1 - step);
    if (!backwards) offset -= rows;
    const at = (offset * H) << 2;
    for (let b = 0; b < rows; b++) {
      const row = (b * H) << 2;
      stepBackward(gates + 4 * (at + row), dy + at + row, dh + row, dc + row, cPrev + at + row, H);
    }
    multiplyPacked(dh, H, gates + 4 * at, 4 * H, 1, w, rows, H, 4 * H, false);
    if (backwards) offset += rows;
  }
}

/**
 * One row of one step. The cell is recomputed from its parts: c = f ⊙ c₋₁ + i ⊙ g.
 *
 *     dh += dy                     do = dh ⊙ tanh(c)
 *     dc += dh ⊙ o ⊙ (1 − tanh²c)  di = dc ⊙ g    df = dc ⊙ c₋₁    dg = dc ⊙ i
 *     dc ← dc ⊙ f
 */
function stepBackward(gates: usize, dy: usize, dh: usize, dc: usize, cPrev: usize, H: i32): void {
  const one = f32x4.splat(1);
  const gate = H << 2;
  for (let j = 0; j < H; j += 4) {
    const left = H - j;
    const at = j << 2;
    const p = gates + at;
    const i = load(p, left);
    const f = load(p + gate, left);
    const g = load(p + 2 * gate, left);
    const o = load(p + 3 * gate, left);
    const before = load(cPrev + at, left);
    const t = tanh4(madd(f, before, f32x4.mul(i, g)));
    const dhTotal = f32x4.add(load(dy + at, left), load(dh + at, left));
    const slope = f32x4.sub(one, f32x4.mul(t, t));
    const dcTotal = madd(f32x4.mul(dhTotal, o), slope, load(dc + at, left));

    store(p, flush(f32x4.mul(f32x4.mul(dcTotal, g), sigmoidSlope(i))), left);
    store(p + gate, flush(f32x4.mul(f32x4.mul(dcTotal, before), sigmoidSlope(f))), left);
    store(p + 2 * gate, flush(f32x4.mul(f32x4.mul(dcTotal, i), f32x4.sub(one, f32x4.mul(g, g)))), left);
    store(p + 3 * gate, flush(f32x4.mul(f32x4.mul(dhTotal, t), sigmoidSlope(o))), left);
    store(dc + at, flush(f32x4.mul(dcTotal, f)), left);
  }
}

/** σ' from σ: s (1 − s). */
@inline
function sigmoidSlope(s: v128): v128 {
  return f32x4.mul(s, f32x4.sub(f32x4.splat(1), s));
}
