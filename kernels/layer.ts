/**
 * A recurrent layer in one direction over a whole sequence: forward, backward through time, gradients of the weights.
 *
 * Each function computes one of `parts` parts, which may run on different threads. Forward and backward split the batch and
 * run their rows through all time steps, without synchronisation; gradients split the rows of the weights.
 */
import { GRU, isSingle, LayerCall, LSTM, RNN_RELU, widthOf } from "./call";
import { dots } from "./dots";
import { multiply, multiplyFrom, rowTimes } from "./gemm";
import { gruBackward, gruForward } from "./gru";
import { addTo, areFinite, copyRow, share } from "./lanes";
import { lstmBackward, lstmForward } from "./lstm";
import { columnSum, outerSum } from "./outer";
import { pack, packRange, transpose } from "./pack";
import { runsBackwards, size, steps, totalRows } from "./sequence";
import { rnnBackward, rnnForward } from "./rnn";

/** Packs the weights for `layerForward`, and adds the biases. */
export function layerPrepare(at: usize, part: i32, parts: i32): void {
  const call = changetype<LayerCall>(at);
  const P = call.P;
  const I = call.I;
  const GH = call.G * call.H;
  if (isSingle(call)) {
    pack(call.packedIh, call.weightIh, I, GH, 1, I, part, parts);
    if (call.packedHh) transpose(call.packedHh, call.weightHh, GH, P);
  } else if (call.mode == GRU) {
    pack(call.packedIh, call.weightIh, I, GH, 1, I, part, parts);
    pack(call.packedHh, call.weightHh, P, GH, 1, P, part, parts);
  } else {
    packRange(call.packedHh, call.weightHh, 0, P, P + I, GH, 1, P, part, parts);
    packRange(call.packedHh, call.weightIh, P, P + I, P + I, GH, 1, I, part, parts);
  }
  if (call.packedHr) pack(call.packedHr, call.weightHr, call.H, P, 1, call.H, part, parts);
  if (part > 0) return;
  sumBiases(call, GH);
  if (call.fromZeros) call.fromZeros = i32(areFinite(call.weightHh, GH * P)); // 0 · ∞ is not 0
}

/** The initial value of pre-activations: b_ih + b_hh, or for a GRU, whose reset gate applies to b_hn, b_ih alone. */
function sumBiases(call: LayerCall, GH: i32): void {
  if (call.biasIh) memory.copy(call.bias, call.biasIh, GH << 2);
  else memory.fill(call.bias, 0, GH << 2);
  if (call.biasHh && call.mode != GRU) addTo(call.bias, call.biasHh, GH);
}

/** Runs the rows first … end of the batch through all time steps. */
export function layerForward(at: usize, part: i32, parts: i32): void {
  const call = changetype<LayerCall>(at);
  const first = call.B * part / parts;
  const end = call.B * (part + 1) / parts;
  const sequence = call.sequence;
  const T = steps(sequence);
  const backwards = runsBackwards(sequence);
  const P = call.P;
  if (isSingle(call)) projectAll(call);
  let offset = backwards ? totalRows(sequence) : 0;
  for (let step = 0; step < T; step++) {
    const t = backwards ? T - 1 - step : step;
    if (backwards) offset -= size(sequence, t);
    const rows = min(end, size(sequence, t)) - first;
    if (rows > 0) {
      concatenate(call, t, offset, first, rows);
      const isFresh = step == 0 && call.fromZeros != 0 && !isSingle(call);
      products(call, offset + first, first, rows, isFresh);
      stepForward(call, offset + first, first, rows, isFresh);
      const h = call.h + ((first * P) << 2);
      if (call.yBatchFirst) {
        for (let b = 0; b < rows; b++) copyRow(call.y + (((first + b) * T + t) * P << 2), h + ((b * P) << 2), P);
      } else memory.copy(call.y + (((offset + first) * P) << 2), h, (rows * P) << 2);
    }
    if (!backwards) offset += size(sequence, t);
  }
}

/** Writes h_{t−1} and x_t side by side into xh. */
function concatenate(call: LayerCall, t: i32, offset: i32, first: i32, rows: i32): void {
  const P = call.P << 2;
  const I = call.I << 2;
  const width = P + I;
  let to = call.xh + (offset + first) * width;
  let h = call.h + first * P;
  let x = call.x + (call.xBatchFirst ? (first * steps(call.sequence) + t) * I : (offset + first) * I);
  const xStep = call.xBatchFirst ? steps(call.sequence) * I : I;
  for (let b = 0; b < rows; b++) {
    copyRow(to, h, call.P);
    copyRow(to + P, x, call.I);
    to += width;
    h += P;
    x += xStep;
  }
}

/** For a single sequence, the input's contribution to the pre-activations of all time steps at once. */
function projectAll(call: LayerCall): void {
  const GH = call.G * call.H;
  const I = call.I;
  multiply(call.gates, GH, call.bias, 0, call.x, I, 1, call.packedIh, totalRows(call.sequence), GH, I);
}

/**
 * gates ← bias + x_t W_ihᵀ + h_{t−1} W_hhᵀ; for a GRU the second product goes to u. It is skipped if h_{t−1} is zero:
 * a GRU's u is then its bias in all rows, and is not written.
 */
function products(call: LayerCall, row: i32, first: i32, rows: i32, isFresh: bool): void {
  const P = call.P;
  const I = call.I;
  const GH = call.G * call.H;
  const width = widthOf(call);
  const gates = call.gates + ((row * GH) << 2);
  const xh = call.xh + ((row * width) << 2);
  const isGru = call.mode == GRU;
  const u = isGru ? call.u + ((first * GH) << 2) : gates;
  if (isSingle(call)) {
    const from = isGru ? call.biasHh : u;
    if (call.packedHh) rowTimes(u, from, xh, call.packedHh, GH, P);
    else dots(u, 1, from, 1, call.weightHh, xh, GH, P);
  } else {
    if (isGru) {
      multiply(gates, GH, call.bias, 0, xh + (P << 2), width, 1, call.packedIh, rows, GH, I);
      if (!isFresh) multiply(u, GH, call.biasHh, 0, xh, width, 1, call.packedHh, rows, GH, P);
    } else multiplyFrom(isFresh ? P : 0, gates, GH, call.bias, 0, xh, width, 1, call.packedHh, rows, GH, width);
  }
}

/** Computes the gates and the next state; equations in rnn.ts, lstm.ts, gru.ts. */
function stepForward(call: LayerCall, row: i32, first: i32, rows: i32, isFresh: bool): void {
  const H = call.H;
  const at = (row * H) << 2;
  const gates = call.gates + call.G * at;
  const h = call.h + ((first * call.P) << 2);
  if (call.mode == LSTM) {
    const c = call.c + ((first * H) << 2);
    const out = call.packedHr ? call.m + at : h;
    lstmForward(gates, c, out, call.extra + at, call.tanhC + at, rows, H);
    if (call.packedHr) multiply(h, call.P, 0, 0, out, H, 1, call.packedHr, rows, call.P, H);
  } else if (call.mode == GRU) {
    const u = isFresh ? call.biasHh : call.u + ((first * 3 * H) << 2);
    gruForward(gates, u, isFresh ? 0 : 3 * H, call.extra + at, h, rows, H);
  } else rnnForward(gates, h, rows * H, call.mode == RNN_RELU);
}

/** Packs the weights for `layerBackward` and for the gradient of x. */
export function layerPrepareBackward(at: usize, part: i32, parts: i32): void {
  const call = changetype<LayerCall>(at);
  const GH = call.G * call.H;
  if (!isSingle(call)) pack(call.packedHh, call.weightHh, GH, call.P, call.P, 1, part, parts);
  if (call.packedHr) pack(call.packedHr, call.weightHr, call.P, call.H, call.H, 1, part, parts);
  if (call.dx) pack(call.packedDx, call.weightIh, GH, call.I, call.I, 1, part, parts);
}

/** Runs the rows first … end of the batch back through all time steps, and computes the gradient of their x. */
export function layerBackward(at: usize, part: i32, parts: i32): void {
  const call = changetype<LayerCall>(at);
  const first = call.B * part / parts;
  const end = call.B * (part + 1) / parts;
  const sequence = call.sequence;
  const T = steps(sequence);
  const backwards = runsBackwards(sequence);
  let offset = backwards ? 0 : totalRows(sequence);
  for (let step = 0; step < T; step++) {
    const t = backwards ? step : T - 1 - step;
    if (!backwards) offset -= size(sequence, t);
    const rows = min(end, size(sequence, t)) - first;
    if (rows > 0) {
      addGradient(call, t, offset, first, rows);
      stepBackward(call, offset + first, first, rows, step == T - 1 && call.endsAtState != 0);
      if (call.dx && !isSingle(call)) inputGradient(call, t, offset, first, rows);
    }
    if (backwards) offset += size(sequence, t);
  }
  if (call.dx && isSingle(call)) inputGradient(call, 0, 0, 0, totalRows(sequence));
}

/** dh += dy_t; copies the sum to dht, and dc to dct, if they are needed. */
function addGradient(call: LayerCall, t: i32, offset: i32, first: i32, rows: i32): void {
  const P = call.P;
  const dh = call.h + ((first * P) << 2);
  const T = steps(call.sequence);
  if (call.yBatchFirst) {
    for (let b = 0; b < rows; b++) addTo(dh + ((b * P) << 2), call.dy + (((first + b) * T + t) * P << 2), P);
  } else addTo(dh, call.dy + (((offset + first) * P) << 2), rows * P);
  if (call.dht) memory.copy(call.dht + (((offset + first) * P) << 2), dh, (rows * P) << 2);
  if (call.dct) {
    const H = call.H;
    memory.copy(call.dct + (((offset + first) * H) << 2), call.c + ((first * H) << 2), (rows * H) << 2);
  }
}

/** Computes the gradients of the pre-activations and, unless this is the last step and it is not needed, that of h_{t−1}. */
function stepBackward(call: LayerCall, row: i32, first: i32, rows: i32, isLast: bool): void {
  const H = call.H;
  const P = call.P;
  const at = (row * H) << 2;
  const gates = call.gates + call.G * at;
  const dh = call.h + ((first * P) << 2);
  if (call.mode == LSTM) {
    let d = dh;
    if (call.packedHr) {
      d = call.dm + ((first * H) << 2);
      multiply(d, H, 0, 0, dh, P, 1, call.packedHr, rows, H, P);
    }
    lstmBackward(gates, d, call.c + ((first * H) << 2), call.extra + at, call.tanhC + at, rows, H);
    if (!isLast) stateGradient(call, dh, 0, gates, rows);
  } else if (call.mode == GRU) {
    const du = call.du + 3 * at;
    const width = widthOf(call);
    gruBackward(gates, du, dh, call.xh + ((row * width) << 2), width, call.extra + at, rows, H);
    if (!isLast) stateGradient(call, dh, dh, du, rows);
  } else {
    rnnBackward(gates, dh, rows * H, call.mode == RNN_RELU);
    if (!isLast) stateGradient(call, dh, 0, gates, rows);
  }
}

/** dh = from + d W_hh, with d (rows, G·H). */
@inline
function stateGradient(call: LayerCall, dh: usize, from: usize, d: usize, rows: i32): void {
  const P = call.P;
  const GH = call.G * call.H;
  if (isSingle(call)) rowTimes(dh, from, d, call.weightHh, P, GH);
  else multiply(dh, P, from, P, d, GH, 1, call.packedHh, rows, P, GH);
}

/** dx of some rows = their gradients of the pre-activations times W_ih. */
function inputGradient(call: LayerCall, t: i32, offset: i32, first: i32, rows: i32): void {
  const I = call.I;
  const GH = call.G * call.H;
  const T = steps(call.sequence);
  const at = call.xBatchFirst ? first * T + t : offset + first;
  const ldc = call.xBatchFirst && !isSingle(call) ? T * I : I;
  const gates = call.gates + (((offset + first) * GH) << 2);
  multiply(call.dx + ((at * I) << 2), ldc, 0, 0, gates, GH, 1, call.packedDx, rows, I, GH);
}

/** Computes a part of the rows of the gradients of all weights. */
export function layerGradients(at: usize, part: i32, parts: i32): void {
  const call = changetype<LayerCall>(at);
  const GH = call.G * call.H;
  const N = totalRows(call.sequence);
  const width = widthOf(call);
  const work = call.work + ((part * call.workSize) << 2);
  const d = call.mode == GRU ? call.du : call.gates;
  const x = call.xh + (call.P << 2);
  const m0 = share(GH, part, parts);
  const m1 = share(GH, part + 1, parts);
  stateWeightGradient(call, d, m0, m1, work);
  outerSum(call.dweightIh, call.I, call.gates, GH, m0, m1, x, width, call.I, N, work);
  if (call.dbiasIh) columnSum(call.dbiasIh, call.gates, N, GH, m0, m1);
  if (call.dbiasHh) {
    if (call.mode == GRU || !call.dbiasIh) columnSum(call.dbiasHh, d, N, GH, m0, m1);
    else memory.copy(call.dbiasHh + (m0 << 2), call.dbiasIh + (m0 << 2), (m1 - m0) << 2);
  }
  if (call.dweightHr == 0) return;
  const P = call.P;
  const p0 = share(P, part, parts);
  outerSum(call.dweightHr, call.H, call.dht, P, p0, share(P, part + 1, parts), call.m, call.H, call.H, N, work);
}

/** dW_hh; skips the rows of a first step whose state is zero, as 0 · d adds nothing if d is finite. */
function stateWeightGradient(call: LayerCall, d: usize, m0: i32, m1: i32, work: usize): void {
  const GH = call.G * call.H;
  const P = call.P;
  const N = totalRows(call.sequence);
  const width = widthOf(call);
  let first = 0;
  let rows = N;
  if (call.fromZeros) {
    const isReverse = runsBackwards(call.sequence);
    const fresh = size(call.sequence, isReverse ? steps(call.sequence) - 1 : 0);
    const start = isReverse ? N - fresh : 0;
    if (areRowsFinite(d + ((start * GH + m0) << 2), GH, fresh, m1 - m0)) {
      rows -= fresh;
      first = isReverse ? 0 : fresh;
    }
  }
  const h = call.xh + ((first * width) << 2);
  outerSum(call.dweightHh, P, d + ((first * GH) << 2), GH, m0, m1, h, width, P, rows, work);
}

function areRowsFinite(x: usize, row: i32, rows: i32, count: i32): bool {
  for (let n = 0; n < rows; n++) if (!areFinite(x + ((n * row) << 2), count)) return false;
  return true;
}
