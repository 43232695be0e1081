/** One step of the LSTM layer (Hochreiter & Schmidhuber 1997, with Gers' forget gate). */
import { load, store } from "./lanes";
import { flush, madd, one, sigmoid4, sigmoidOf, tanh4, tanhOf } from "./math";

/**
 *     i = σ(aᵢ)   f = σ(a_f)   g = tanh(a_g)   o = σ(aₒ)
 *     c ← f ⊙ c + i ⊙ g        out = o ⊙ tanh(c)
 *
 *     gates  (rows, 4H)  in: a      out: i f g o, saved for the backward pass
 *     c      (rows, H)   in and out: the cell state
 *     out    (rows, H)   out
 *     cPrev, tanhC (rows, H)  out: c before, tanh(c) after; saved
 */
export function lstmForward(
  gates: usize, c: usize, out: usize, cPrev: usize, tanhC: usize, rows: i32, H: i32,
): void {
  for (let b = 0; b < rows; b++) {
    let j = 0;
    for (; j + 8 <= H; j += 8) forwardEight(gates + (j << 2), H << 2, c + (j << 2), out + (j << 2), cPrev + (j << 2), tanhC + (j << 2));
    for (; j < H; j += 4) {
      const at = j << 2;
      forwardFour(gates + at, H << 2, c + at, out + at, cPrev + at, tanhC + at, H - j);
    }
    const row = H << 2;
    gates += 4 * row;
    c += row;
    out += row;
    cPrev += row;
    tanhC += row;
  }
}

/** Two adjacent vectors at a time: one of 256 bits where the engine supports it. */
@inline
function forwardEight(p: usize, gate: i32, c: usize, out: usize, cPrev: usize, tanhC: usize): void {
  const f = p + gate;
  const g = p + 2 * gate;
  const o = p + 3 * gate;
  const i0 = sigmoid4(v128.load(p)), i1 = sigmoid4(v128.load(p, 16));
  const f0 = sigmoid4(v128.load(f)), f1 = sigmoid4(v128.load(f, 16));
  const g0 = tanh4(v128.load(g)), g1 = tanh4(v128.load(g, 16));
  const o0 = sigmoid4(v128.load(o)), o1 = sigmoid4(v128.load(o, 16));
  const before0 = v128.load(c), before1 = v128.load(c, 16);
  const cell0 = madd(f0, before0, f32x4.mul(i0, g0)), cell1 = madd(f1, before1, f32x4.mul(i1, g1));
  const t0 = tanh4(cell0), t1 = tanh4(cell1);
  v128.store(p, i0);
  v128.store(p, i1, 16);
  v128.store(f, f0);
  v128.store(f, f1, 16);
  v128.store(g, g0);
  v128.store(g, g1, 16);
  v128.store(o, o0);
  v128.store(o, o1, 16);
  v128.store(cPrev, before0);
  v128.store(cPrev, before1, 16);
  v128.store(c, cell0);
  v128.store(c, cell1, 16);
  v128.store(tanhC, t0);
  v128.store(tanhC, t1, 16);
  v128.store(out, f32x4.mul(o0, t0));
  v128.store(out, f32x4.mul(o1, t1), 16);
}

function forwardFour(p: usize, gate: i32, c: usize, out: usize, cPrev: usize, tanhC: usize, left: i32): void {
  const i = sigmoidOf(load(p, left));
  const f = sigmoidOf(load(p + gate, left));
  const g = tanhOf(load(p + 2 * gate, left));
  const o = sigmoidOf(load(p + 3 * gate, left));
  const before = load(c, left);
  const cell = madd(f, before, f32x4.mul(i, g));
  const t = tanhOf(cell);
  store(p, i, left);
  store(p + gate, f, left);
  store(p + 2 * gate, g, left);
  store(p + 3 * gate, o, left);
  store(cPrev, before, left);
  store(c, cell, left);
  store(tanhC, t, left);
  store(out, f32x4.mul(o, t), left);
}

/**
 * Given d, the gradient of o ⊙ tanh(c):
 *
 *     do = d ⊙ tanh(c)             dc += d ⊙ o ⊙ (1 − tanh²c)
 *     di = dc ⊙ g                  df = dc ⊙ c₋₁             dg = dc ⊙ i
 *     dc ← dc ⊙ f
 *
 *     gates  (rows, 4H)  in: i f g o     out: gradients of their pre-activations
 *     d      (rows, H)   in              dc (rows, H)  in and out
 */
export function lstmBackward(
  gates: usize, d: usize, dc: usize, cPrev: usize, tanhC: usize, rows: i32, H: i32,
): void {
  for (let b = 0; b < rows; b++) {
    let j = 0;
    const row = H << 2;
    if (WIDE) {
      for (; j + 8 <= H; j += 8) backwardEight(gates + (j << 2), row, d + (j << 2), dc + (j << 2), cPrev + (j << 2), tanhC + (j << 2));
    }
    for (; j + 4 <= H; j += 4) backwardFour(gates + (j << 2), row, d + (j << 2), dc + (j << 2), cPrev + (j << 2), tanhC + (j << 2), 4);
    const at = j << 2;
    if (j < H) backwardLast(gates + at, row, d + at, dc + at, cPrev + at, tanhC + at, H - j);
    gates += 4 * row;
    d += row;
    dc += row;
    cPrev += row;
    tanhC += row;
  }
}

@inline
function backwardEight(p: usize, gate: i32, d: usize, dc: usize, cPrev: usize, tanhC: usize): void {
  const pf = p + gate;
  const pg = p + 2 * gate;
  const po = p + 3 * gate;
  const i0 = v128.load(p), i1 = v128.load(p, 16);
  const f0 = v128.load(pf), f1 = v128.load(pf, 16);
  const g0 = v128.load(pg), g1 = v128.load(pg, 16);
  const o0 = v128.load(po), o1 = v128.load(po, 16);
  const t0 = v128.load(tanhC), t1 = v128.load(tanhC, 16);
  const d0 = v128.load(d), d1 = v128.load(d, 16);
  const before0 = v128.load(cPrev), before1 = v128.load(cPrev, 16);
  const dc0 = madd(f32x4.mul(d0, o0), slopeOfTanh(t0), v128.load(dc));
  const dc1 = madd(f32x4.mul(d1, o1), slopeOfTanh(t1), v128.load(dc, 16));
  v128.store(p, flush(f32x4.mul(f32x4.mul(dc0, g0), slopeOfSigmoid(i0))));
  v128.store(p, flush(f32x4.mul(f32x4.mul(dc1, g1), slopeOfSigmoid(i1))), 16);
  v128.store(pf, flush(f32x4.mul(f32x4.mul(dc0, before0), slopeOfSigmoid(f0))));
  v128.store(pf, flush(f32x4.mul(f32x4.mul(dc1, before1), slopeOfSigmoid(f1))), 16);
  v128.store(pg, flush(f32x4.mul(f32x4.mul(dc0, i0), slopeOfTanh(g0))));
  v128.store(pg, flush(f32x4.mul(f32x4.mul(dc1, i1), slopeOfTanh(g1))), 16);
  v128.store(po, flush(f32x4.mul(f32x4.mul(d0, t0), slopeOfSigmoid(o0))));
  v128.store(po, flush(f32x4.mul(f32x4.mul(d1, t1), slopeOfSigmoid(o1))), 16);
  v128.store(dc, flush(f32x4.mul(dc0, f0)));
  v128.store(dc, flush(f32x4.mul(dc1, f1)), 16);
}

function backwardLast(p: usize, gate: i32, d: usize, dc: usize, cPrev: usize, tanhC: usize, left: i32): void {
  backwardFour(p, gate, d, dc, cPrev, tanhC, left);
}

@inline
function backwardFour(p: usize, gate: i32, d: usize, dc: usize, cPrev: usize, tanhC: usize, left: i32): void {
  const i = load(p, left);
  const f = load(p + gate, left);
  const g = load(p + 2 * gate, left);
  const o = load(p + 3 * gate, left);
  const t = load(tanhC, left);
  const dOut = load(d, left);
  const dCell = madd(f32x4.mul(dOut, o), slopeOfTanh(t), load(dc, left));
  store(p, flush(f32x4.mul(f32x4.mul(dCell, g), slopeOfSigmoid(i))), left);
  store(p + gate, flush(f32x4.mul(f32x4.mul(dCell, load(cPrev, left)), slopeOfSigmoid(f))), left);
  store(p + 2 * gate, flush(f32x4.mul(f32x4.mul(dCell, i), slopeOfTanh(g))), left);
  store(p + 3 * gate, flush(f32x4.mul(f32x4.mul(dOut, t), slopeOfSigmoid(o))), left);
  store(dc, flush(f32x4.mul(dCell, f)), left);
}

/** σ' from σ: s (1 − s). */
@inline
function slopeOfSigmoid(s: v128): v128 {
  return f32x4.mul(s, f32x4.sub(one(), s));
}

/** tanh' from tanh: 1 − t². */
@inline
function slopeOfTanh(t: v128): v128 {
  return f32x4.sub(one(), f32x4.mul(t, t));
}
