/** One step of the GRU layer (Cho et al. 2014), with the reset gate after the product, as cuDNN. */
import { load, store } from "./lanes";
import { flush, madd, one, sigmoid4, sigmoidOf, tanh4, tanhOf } from "./math";

/**
 * Given a = x Wᵢₕᵀ + bᵢₕ and u = h₋₁ Wₕₕᵀ + bₕₕ:
 *
 *     r = σ(a_r + u_r)   z = σ(a_z + u_z)   q = u_n   n = tanh(a_n + r ⊙ q)
 *     h ← n + z ⊙ (h − n)
 *
 *     gates  (rows, 3H)  in: a     out: r z n, saved for the backward pass
 *     u      (rows, 3H)  in, rows uRow floats apart
 *     q      (rows, H)   out, saved       h (rows, H)  in and out
 */
export function gruForward(gates: usize, u: usize, uRow: i32, q: usize, h: usize, rows: i32, H: i32): void {
  const gate = H << 2;
  for (let b = 0; b < rows; b++) {
    let j = 0;
    for (; j + 8 <= H; j += 8) forwardEight(gates + (j << 2), gate, u + (j << 2), q + (j << 2), h + (j << 2));
    for (; j < H; j += 4) forwardFour(gates + (j << 2), gate, u + (j << 2), q + (j << 2), h + (j << 2), H - j);
    gates += 3 * gate;
    u += uRow << 2;
    q += gate;
    h += gate;
  }
}

/** Two adjacent vectors at a time: one of 256 bits where the engine supports it. */
@inline
function forwardEight(p: usize, gate: i32, u: usize, q: usize, h: usize): void {
  const pz = p + gate;
  const pn = p + 2 * gate;
  const uz = u + gate;
  const un = u + 2 * gate;
  const r0 = sigmoid4(f32x4.add(v128.load(p), v128.load(u)));
  const r1 = sigmoid4(f32x4.add(v128.load(p, 16), v128.load(u, 16)));
  const z0 = sigmoid4(f32x4.add(v128.load(pz), v128.load(uz)));
  const z1 = sigmoid4(f32x4.add(v128.load(pz, 16), v128.load(uz, 16)));
  const q0 = v128.load(un), q1 = v128.load(un, 16);
  const n0 = tanh4(madd(r0, q0, v128.load(pn)));
  const n1 = tanh4(madd(r1, q1, v128.load(pn, 16)));
  const h0 = madd(z0, f32x4.sub(v128.load(h), n0), n0);
  const h1 = madd(z1, f32x4.sub(v128.load(h, 16), n1), n1);
  v128.store(p, r0);
  v128.store(p, r1, 16);
  v128.store(pz, z0);
  v128.store(pz, z1, 16);
  v128.store(pn, n0);
  v128.store(pn, n1, 16);
  v128.store(q, q0);
  v128.store(q, q1, 16);
  v128.store(h, h0);
  v128.store(h, h1, 16);
}

function forwardFour(p: usize, gate: i32, u: usize, q: usize, h: usize, left: i32): void {
  const r = sigmoidOf(f32x4.add(load(p, left), load(u, left)));
  const z = sigmoidOf(f32x4.add(load(p + gate, left), load(u + gate, left)));
  const un = load(u + 2 * gate, left);
  const n = tanhOf(madd(r, un, load(p + 2 * gate, left)));
  store(p, r, left);
  store(p + gate, z, left);
  store(p + 2 * gate, n, left);
  store(q, un, left);
  store(h, madd(z, f32x4.sub(load(h, left), n), n), left);
}

/**
 *     dn = dh ⊙ (1 − z) ⊙ (1 − n²)      dz = dh ⊙ (h₋₁ − n) ⊙ z (1 − z)
 *     dr = dn ⊙ q ⊙ r (1 − r)                          dh ← dh ⊙ z, to which du Wₕₕ is added
 *
 *     gates  (rows, 3H)  in: r z n      out: gradients of a (the input's side)
 *     du     (rows, 3H)  out: gradients of u (the state's side): as gates, with dn ⊙ r for dn
 *     dh     (rows, H)   in and out
 *     hPrev  (rows, H)   in, rows hRow floats apart      q (rows, H)  in
 */
export function gruBackward(
  gates: usize, du: usize, dh: usize, hPrev: usize, hRow: i32, q: usize, rows: i32, H: i32,
): void {
  const gate = H << 2;
  for (let b = 0; b < rows; b++) {
    let j = 0;
    for (; j + 4 <= H; j += 4) {
      backwardFour(gates + (j << 2), gate, du + (j << 2), dh + (j << 2), hPrev + (j << 2), q + (j << 2), 4);
    }
    if (j < H) backwardFour(gates + (j << 2), gate, du + (j << 2), dh + (j << 2), hPrev + (j << 2), q + (j << 2), H - j);
    gates += 3 * gate;
    du += 3 * gate;
    dh += gate;
    hPrev += hRow << 2;
    q += gate;
  }
}

@inline
function backwardFour(p: usize, gate: i32, du: usize, dh: usize, hPrev: usize, q: usize, left: i32): void {
  const r = load(p, left);
  const z = load(p + gate, left);
  const n = load(p + 2 * gate, left);
  const d = load(dh, left);
  const rest = f32x4.sub(one(), z);
  const dn = f32x4.mul(f32x4.mul(d, rest), f32x4.sub(one(), f32x4.mul(n, n)));
  const dz = f32x4.mul(f32x4.mul(d, f32x4.sub(load(hPrev, left), n)), f32x4.mul(z, rest));
  const dr = f32x4.mul(f32x4.mul(dn, load(q, left)), f32x4.mul(r, f32x4.sub(one(), r)));
  storeThree(p, gate, dr, dz, dn, left);
  storeThree(du, gate, dr, dz, f32x4.mul(dn, r), left);
  store(dh, flush(f32x4.mul(d, z)), left);
}

@inline
function storeThree(p: usize, gate: i32, r: v128, z: v128, n: v128, left: i32): void {
  store(p, flush(r), left);
  store(p + gate, flush(z), left);
  store(p + 2 * gate, flush(n), left);
}
