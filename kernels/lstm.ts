/** The LSTM layer over a whole sequence (Hochreiter & Schmidhuber 1997, with Gers' forget gate), with or without a projection. */
import { multiplyPacked } from "./gemm";
import { addTo, load, store } from "./lanes";
import { flush, madd, sigmoid4, tanh4 } from "./math";
import { runsBackwards, size, steps, totalRows } from "./plan";

/**
 *     gates  (N, 4H)  in: a = x Wᵢₕᵀ + bᵢₕ + bₕₕ    out: i f g o, kept for the backward pass
 *     y      (N, P)   out: h_t
 *     h      (B, P)   in: h₀    out: the final state         c (B, H)  likewise
 *     hPrev  (N, P)   out: h_{t−1}, kept for the backward pass    cPrev (N, H)  likewise
 *     w      packed Wₕₕᵀ (P, 4H)
 *     m      (N, H)   out: o ⊙ tanh(c), kept; wr packed Wₕᵣᵀ (H, P). Both 0 without a projection: then P = H.
 */
export function lstmForward(
  gates: usize, y: usize, h: usize, c: usize, hPrev: usize, cPrev: usize, w: usize, plan: usize, H: i32,
  m: usize, wr: usize, P: i32,
): void {
  const T = steps(plan);
  const backwards = runsBackwards(plan);
  let offset = backwards ? totalRows(plan) : 0;
  for (let step = 0; step < T; step++) {
    const rows = size(plan, backwards ? T - 1 - step : step);
    if (backwards) offset -= rows;
    const at = (offset * H) << 2;
    const atP = (offset * P) << 2;
    memory.copy(hPrev + atP, h, (rows * P) << 2);
    memory.copy(cPrev + at, c, (rows * H) << 2);
    multiplyPacked(gates + 4 * at, 4 * H, h, P, 1, w, rows, 4 * H, P, true);
    const out = wr ? m + at : h;
    for (let b = 0; b < rows; b++) {
      const row = (b * H) << 2;
      stepForward(gates + 4 * (at + row), c + row, out + row, H);
    }
    if (wr) multiplyPacked(h, P, out, H, 1, wr, rows, P, H, false);
    memory.copy(y + atP, h, (rows * P) << 2);
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
 *     gates    (N, 4H)  in: i f g o                     out: gradients of their pre-activations
 *     dy       (N, P)   in
 *     dh       (B, P)   in: gradient of the final state    out: of h₀        dc (B, H)  likewise
 *     cPrev    (N, H)   in
 *     w        packed Wₕₕ (4H, P)
 *     dh_t     (N, P)   out: gradient of every h_t; 0 when nobody asks and there is no projection
 *     dc_t     (N, H)   out: gradient of every c_t by way of c_{t+1}; 0 when nobody asks
 *     wr       packed Wₕᵣ (P, H), dm (B, H) scratch; both 0 without a projection
 */
export function lstmBackward(
  gates: usize, dy: usize, dh: usize, dc: usize, cPrev: usize, w: usize, plan: usize, H: i32,
  dht: usize, dct: usize, wr: usize, dm: usize, P: i32,
): void {
  const T = steps(plan);
  const backwards = runsBackwards(plan);
  let offset = backwards ? 0 : totalRows(plan);
  for (let step = 0; step < T; step++) {
    const rows = size(plan, backwards ? step : T - 1 - step);
    if (!backwards) offset -= rows;
    const at = (offset * H) << 2;
    const atP = (offset * P) << 2;
    addTo(dh, dy + atP, rows * P);
    if (dht) memory.copy(dht + atP, dh, (rows * P) << 2);
    if (dct) memory.copy(dct + at, dc, (rows * H) << 2);
    if (wr) multiplyPacked(dm, H, dh, P, 1, wr, rows, H, P, false);
    const d = wr ? dm : dh;
    for (let b = 0; b < rows; b++) {
      const row = (b * H) << 2;
      stepBackward(gates + 4 * (at + row), d + row, dc + row, cPrev + at + row, H);
    }
    multiplyPacked(dh, P, gates + 4 * at, 4 * H, 1, w, rows, P, 4 * H, false);
    if (backwards) offset += rows;
  }
}

/**
 * One row of one step, given d, the gradient of o ⊙ tanh(c). The cell is recomputed: c = f ⊙ c₋₁ + i ⊙ g.
 *
 *     do = d ⊙ tanh(c)             dc += d ⊙ o ⊙ (1 − tanh²c)
 *     di = dc ⊙ g                  df = dc ⊙ c₋₁             dg = dc ⊙ i
 *     dc ← dc ⊙ f
 */
function stepBackward(gates: usize, d: usize, dc: usize, cPrev: usize, H: i32): void {
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
    const dOut = load(d + at, left);
    const t = tanh4(madd(f, before, f32x4.mul(i, g)));
    const slope = f32x4.sub(one, f32x4.mul(t, t));
    const dcTotal = madd(f32x4.mul(dOut, o), slope, load(dc + at, left));

    store(p, flush(f32x4.mul(f32x4.mul(dcTotal, g), sigmoidSlope(i))), left);
    store(p + gate, flush(f32x4.mul(f32x4.mul(dcTotal, before), sigmoidSlope(f))), left);
    store(p + 2 * gate, flush(f32x4.mul(f32x4.mul(dcTotal, i), f32x4.sub(one, f32x4.mul(g, g)))), left);
    store(p + 3 * gate, flush(f32x4.mul(f32x4.mul(dOut, t), sigmoidSlope(o))), left);
    store(dc + at, flush(f32x4.mul(dcTotal, f)), left);
  }
}

/** σ' from σ: s (1 − s). */
@inline
function sigmoidSlope(s: v128): v128 {
  return f32x4.mul(s, f32x4.sub(f32x4.splat(1), s));
}
