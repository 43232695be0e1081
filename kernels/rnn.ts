/** One step of the simple recurrent layer: h_t = φ(a_t), a_t = x_t Wᵢₕᵀ + h_{t−1} Wₕₕᵀ + b, φ = tanh or relu. */
import { load, store } from "./lanes";
import { flush, one, tanh4, tanhOf } from "./math";

/** a, h: `count` floats; a in: pre-activations, out: h_t, saved for the backward pass; h out: the same. */
export function rnnForward(a: usize, h: usize, count: i32, relu: bool): void {
  let i = 0;
  for (; i + 8 <= count; i += 8) {
    const at = i << 2;
    const low = activate(v128.load(a + at), relu);
    const high = activate(v128.load(a + at, 16), relu);
    v128.store(a + at, low);
    v128.store(a + at, high, 16);
    v128.store(h + at, low);
    v128.store(h + at, high, 16);
  }
  for (; i < count; i += 4) {
    const left = count - i;
    const at = i << 2;
    const x = load(a + at, left);
    const value = relu ? activate(x, true) : tanhOf(x);
    store(a + at, value, left);
    store(h + at, value, left);
  }
}

@inline
function activate(a: v128, relu: bool): v128 {
  return relu ? f32x4.max(a, f32x4.splat(0)) : tanh4(a);
}

/** a in: h_t, out: gradient of the pre-activations, dh ⊙ φ'(a), with φ' from h_t: 1 − h² for tanh, h > 0 for relu. */
export function rnnBackward(a: usize, dh: usize, count: i32, relu: bool): void {
  for (let i = 0; i < count; i += 4) {
    const left = count - i;
    const at = i << 2;
    const h = load(a + at, left);
    const slope = relu
      ? v128.and(f32x4.gt(h, f32x4.splat(0)), one())
      : f32x4.sub(one(), f32x4.mul(h, h));
    store(a + at, flush(f32x4.mul(load(dh + at, left), slope)), left);
  }
}
