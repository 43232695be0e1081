/**
 * The arguments of the kernels that threads share, written to memory by src/wasm; scripts/kernels.js reads the order of the
 * fields from here. Every field takes four bytes; unused pointers are 0.
 */

/**
 * A recurrent layer.
 *
 * B batch, I input, H hidden, P output (H unless projected), G gates, N rows of the whole sequence, time-major; W = P + I.
 */
@unmanaged
export class LayerCall {
  /** 0 RNN with tanh, 1 RNN with relu, 2 LSTM, 3 GRU. */
  mode: i32;
  sequence: usize; // sequence.ts
  B: i32;
  I: i32;
  H: i32;
  P: i32;
  G: i32;

  /** Rows of x and y are batch-first, (B, T, ·), instead of time-major. */
  xBatchFirst: i32;
  yBatchFirst: i32;

  /** The initial state is zero, so its products can be skipped; and backward need not compute its gradient. */
  fromZeros: i32;
  endsAtState: i32;

  x: usize; // (N, I)
  weightIh: usize; // (G·H, I)
  weightHh: usize; // (G·H, P)
  weightHr: usize; // (P, H) or 0
  biasIh: usize; // (G·H) or 0
  biasHh: usize; // (G·H) or 0

  packedIh: usize; // packed W_ihᵀ (I, G·H): for a GRU, or for a single sequence
  packedHh: usize; // packed W_hhᵀ (P, G·H), or both (W, G·H), or for a long single sequence the plain W_hhᵀ;
  // for backward W_hh (G·H, P)
  packedHr: usize; // packed W_hrᵀ (H, P); for backward W_hr (P, H)
  bias: usize; // (G·H) the initial value of the pre-activations

  gates: usize; // (N, G·H) pre-activations, then gates, then gradients of the pre-activations
  xh: usize; // (N, W) h_{t−1} and x_t side by side, saved for the backward pass
  extra: usize; // (N, H) LSTM c_{t−1}; GRU h_{t−1} W_hnᵀ + b_hn; saved
  tanhC: usize; // (N, H) LSTM tanh c_t, saved
  m: usize; // (N, H) LSTM with a projection: o ⊙ tanh c, saved
  u: usize; // (B, 3H) GRU h_{t−1} W_hhᵀ + b_hh

  y: usize; // (N, P) forward: h_t
  h: usize; // (B, P) forward: the running state; backward: its gradient
  c: usize; // (B, H) as h, for an LSTM

  dy: usize; // (N, P), as y
  du: usize; // (N, 3H) GRU: gradients of u
  dht: usize; // (N, P) gradient of every h_t, or 0
  dct: usize; // (N, H) gradient of every c_t by way of c_{t+1}, or 0
  dm: usize; // (B, H) of m_t

  dx: usize; // (N, I), as x, or 0
  packedDx: usize; // packed W_ih (G·H, I)
  dweightIh: usize;
  dweightHh: usize;
  dweightHr: usize;
  dbiasIh: usize;
  dbiasHh: usize;
  work: usize; // workSize floats for each part
  workSize: i32;
}

/** The affine map y = x Wᵀ + b over N rows, I inputs, O outputs. */
@unmanaged
export class LinearCall {
  N: i32;
  I: i32;
  O: i32;

  x: usize; // (N, I)
  w: usize; // (O, I)
  b: usize; // (O) or 0
  packed: usize; // forward Wᵀ (I, O), backward W (O, I)
  y: usize; // (N, O)

  dy: usize; // (N, O)
  dx: usize; // (N, I) or 0, as in the forward pass
  dw: usize; // (O, I) or 0
  db: usize; // (O) or 0
  work: usize; // workSize floats for each part
  workSize: i32;
}

/** A GRU step from each state with each input: R repetitions of K kinds of states, M inputs to each kind, H units. */
@unmanaged
export class FanOutCall {
  R: i32;
  K: i32;
  M: i32;
  H: i32;

  a: usize; // (K, M, 3H)
  u: usize; // (R, K, 3H)
  h: usize; // (R, K, H)
  gates: usize; // (R, K, M, 3H) r z n, saved; then their gradients
  y: usize; // (R, K, M, H); backward: its gradient, overwritten

  da: usize;
  du: usize;
  dh: usize;
  work: usize; // workSize floats for each part
  workSize: i32;
}

export const RNN_TANH: i32 = 0;
export const RNN_RELU: i32 = 1;
export const LSTM: i32 = 2;
export const GRU: i32 = 3;

/** Floats between two rows of xh. */
@inline
export function widthOf(call: LayerCall): i32 {
  return call.P + call.I;
}

/** Whether there is a single sequence: its products have one row, for which packing the weights does not pay. */
@inline
export function isSingle(call: LayerCall): bool {
  return call.B == 1;
}
