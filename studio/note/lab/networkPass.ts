/**
 * @module A sequence through the whole network in float64 and back, with a hand on it if wanted: a gate clamped, W_hh
 * scaled, a unit knocked out. The network itself is only read.
 */

import type { LayerTrace } from "../../../src/functional/recurrentLayer.ts";
import type { RNN, State } from "../../../src/note/program.ts";
import type { Cell, Settings } from "../../../src/note/settings.ts";
import { type Clamps, sumNames, unitBackward, unitStep } from "./networkCell.ts";

/** The weights of a layer under the letters of the diagram: U = weight_ih (G·H, I), W = weight_hh (G·H, H). */
interface LayerWeights {
  readonly U: Float32Array;
  readonly W: Float32Array;
  readonly biasIh: Float32Array;
  readonly biasHh: Float32Array;
}

/** A network as plain numbers. */
export interface Network {
  readonly cell: Cell;
  readonly hidden: number;
  readonly layers: readonly LayerWeights[];
  /** out.weight (O, H) and out.bias (O). */
  readonly V: Float32Array;
  readonly bias: Float32Array;
}

/** A change to one layer, of which nothing is trained. */
export interface Intervention {
  readonly layer: number;
  readonly gate: { readonly name: string; readonly value: number } | null;
  /** W_hh is multiplied by it. */
  readonly scale: number;
  /** The unit whose h is 0 at every step. */
  readonly unit: number | null;
}

/** Values over time, (T, …) row-major; float32 where they are the kernels'. */
export type Values = Float32Array | Float64Array;

/** h and c of every layer, each (H), before the first step. */
export type Start = readonly { readonly h: Values; readonly c: Values }[];

/** One layer over a sequence. */
export interface LayerPass {
  /** What it reads, (T, I): the input, or h of the layer below. */
  readonly x: Values;
  readonly start: Start[number];
  readonly h: Values; // (T, H)
  readonly c: Values | null; // (T, H), of an LSTM
  readonly gates: Values; // (T, G·H), as in `sumNames`
}

/** The gradients of one layer at every step. */
export interface LayerGradients {
  /** ∂L/∂h_t (T, H). */
  readonly dh: Float64Array;
  /** ∂L/∂c_t by way of c_{t+1} (T, H): zero at the last step, and for cells without c. */
  readonly dc: Float64Array;
  /** ∂L of the sums on the state's side, (T, G·H), and on the input's. */
  readonly du: Float64Array;
  readonly da: Float64Array;
  /** ∂L/∂h₀ (H): what reaches the state before the first step. */
  readonly dh0: Float64Array;
}

/** Reads the weights, without a copy. */
export function networkOf({ rnn, out }: RNN, { cell, hidden, layers }: Settings): Network {
  const layerOf = (layer: number): LayerWeights => ({
    U: rnn[`weight_ih_l${layer}`].data,
    W: rnn[`weight_hh_l${layer}`].data,
    biasIh: rnn[`bias_ih_l${layer}`].data,
    biasHh: rnn[`bias_hh_l${layer}`].data,
  });
  const bias = out.bias?.data ?? new Float32Array(out.weight.size(0));
  const list = Array.from({ length: layers }, (_, layer) => layerOf(layer));
  return { cell, hidden, layers: list, V: out.weight.data, bias };
}

/** One sequence's part of a state; zeros for an empty one. */
export function startOf(state: State | null, { hidden, layers }: Settings, sequence = 0): Start {
  const zeros = new Float32Array(hidden);
  const part = (index: number, layer: number): Float32Array =>
    state?.[index]?.select(0, layer).select(0, sequence).data.slice() ?? zeros;
  return Array.from({ length: layers }, (_, layer) => ({ h: part(0, layer), c: part(1, layer) }));
}

/** What the kernels computed, as a pass. */
export function tracedPasses(traces: readonly LayerTrace[], x: Float32Array, start: Start): LayerPass[] {
  return traces.map(({ h, c, gates }, layer) => ({
    x: layer === 0 ? x : traces[layer - 1].h,
    start: start[layer],
    h,
    c,
    gates,
  }));
}

/** The whole network over x (T, I). */
export function forwardPass(
  network: Network,
  x: Values,
  start: Start,
  intervention: Intervention | null = null,
): LayerPass[] {
  const passes: LayerPass[] = [];
  let read = x;
  for (const [layer, weights] of network.layers.entries()) {
    const hands = handsOn(network.cell, layer, intervention);
    const pass = layerForward(network, weights, read, start[layer], hands);
    passes.push(pass);
    read = pass.h;
  }
  return passes;
}

/** What the last step leaves, for a segment that goes on from it. */
export function endOf(passes: readonly LayerPass[], hidden: number): Start {
  return passes.map(({ h, c, start }) => ({
    h: h.slice(h.length - hidden),
    c: c?.slice(c.length - hidden) ?? start.c,
  }));
}

/** What an intervention means for one layer. */
export interface Hands {
  readonly clamps: Clamps;
  readonly scale: number;
  readonly unit: number | null;
}

/** The intervention as layer `layer` feels it. */
export function handsOn(cell: Cell, layer: number, intervention: Intervention | null): Hands {
  const own = intervention?.layer === layer ? intervention : null;
  const clamps = sumNames[cell].map((name) => (own?.gate?.name === name ? own.gate.value : null));
  return { clamps, scale: own?.scale ?? 1, unit: own?.unit ?? null };
}

function layerForward(
  { cell, hidden: H }: Network,
  weights: LayerWeights,
  x: Values,
  start: LayerPass["start"],
  { clamps, scale, unit: out }: Hands,
): LayerPass {
  const G = sumNames[cell].length;
  const I = weights.U.length / (G * H);
  const T = x.length / I;
  const [h, c, gates] = [new Float64Array(T * H), new Float64Array(T * H), new Float64Array(T * G * H)];
  const pass = { x, start, h, c: cell === "lstm" ? c : null, gates };
  const [a, u] = [new Float64Array(G), new Float64Array(G)];
  for (let t = 0; t < T; t++) {
    const before = stateBefore(pass, t, H);
    for (let unit = 0; unit < H; unit++) {
      for (let gate = 0; gate < G; gate++) {
        const row = gate * H + unit;
        a[gate] = weights.biasIh[row] + product(weights.U, row, x, t, I);
        u[gate] = weights.biasHh[row] + scale * product(weights.W, row, before.h, 0, H);
      }
      const values = unitStep(cell, a, u, { h: before.h[unit], c: before.c[unit] }, clamps);
      for (let gate = 0; gate < G; gate++) gates[(t * G + gate) * H + unit] = values.gates[gate];
      h[t * H + unit] = unit === out ? 0 : values.h;
      c[t * H + unit] = values.c;
    }
  }
  return pass;
}

/** h and c (H) that step t starts from. */
export function stateBefore({ h, c, start }: LayerPass, t: number, H: number): LayerPass["start"] {
  const before = (values: Values): Values => values.subarray((t - 1) * H, t * H);
  return t === 0 ? start : { h: before(h), c: c ? before(c) : start.c };
}

/** Row `row` of a matrix with n columns, times row t of values (T, n). */
export function product(matrix: Float32Array, row: number, values: Values, t: number, n: number): number {
  let sum = 0;
  for (let j = 0; j < n; j++) sum += matrix[row * n + j] * values[t * n + j];
  return sum;
}

/** The output layer at step t: b + V h_t (O). */
export function outputAt({ V, bias, hidden }: Network, { h }: LayerPass, t: number): Float64Array {
  return Float64Array.from(bias, (value, k) => value + product(V, k, h, t, hidden));
}

/** The loss's gradient with respect to the last output, dOut (O), walked back through every layer and step. */
export function backwardPass(
  network: Network,
  passes: readonly LayerPass[],
  dOut: ArrayLike<number>,
  intervention: Intervention | null = null,
): LayerGradients[] {
  const H = network.hidden;
  const gradients: LayerGradients[] = [];
  let above: Float64Array = new Float64Array(passes[0].h.length); // ∂L/∂h_t from what reads h_t: the output, the layer above
  const last = above.length - H;
  for (let k = 0; k < dOut.length; k++)
    for (let unit = 0; unit < H; unit++) above[last + unit] += network.V[k * H + unit] * dOut[k];
  for (let layer = passes.length - 1; layer >= 0; layer--) {
    const weights = network.layers[layer];
    const hands = handsOn(network.cell, layer, intervention);
    const found = layerBackward(network, weights, passes[layer], above, hands);
    gradients.unshift(found);
    if (layer > 0) above = times(found.da, weights.U, H);
  }
  return gradients;
}

function layerBackward(
  { cell, hidden: H }: Network,
  { W, biasHh }: LayerWeights,
  pass: LayerPass,
  above: Float64Array,
  { clamps, scale, unit: out }: Hands,
): LayerGradients {
  const G = sumNames[cell].length;
  const T = above.length / H;
  const sums = (): Float64Array => new Float64Array(T * G * H);
  const [dh, dc, da, du] = [above.slice(), new Float64Array(T * H), sums(), sums()];
  let dh0: Float64Array = new Float64Array(H);
  for (let t = T - 1; t >= 0; t--) {
    const before = stateBefore(pass, t, H);
    const direct = new Float64Array(H);
    if (out !== null) dh[t * H + out] = 0;
    for (let unit = 0; unit < H; unit++) {
      const at = t * H + unit;
      const gates = Array.from({ length: G }, (_, gate) => pass.gates[(t * G + gate) * H + unit]);
      const un = cell === "gru" ? biasHh[2 * H + unit] + scale * product(W, 2 * H + unit, before.h, 0, H) : 0;
      const values = { gates, h: pass.h[at], c: pass.c?.[at] ?? 0 };
      const state = { h: before.h[unit], c: before.c[unit] };
      const found = unitBackward(cell, values, state, un, { dh: dh[at], dc: dc[at] }, clamps);
      for (let gate = 0; gate < G; gate++) {
        da[(t * G + gate) * H + unit] = found.da[gate];
        du[(t * G + gate) * H + unit] = found.du[gate];
      }
      direct[unit] = found.dh;
      if (t > 0) dc[at - H] = found.dc;
    }
    const back = times(du.subarray(t * G * H, (t + 1) * G * H), W, H);
    const earlier = direct.map((value, unit) => value + scale * back[unit]);
    if (t === 0) dh0 = earlier;
    else for (let unit = 0; unit < H; unit++) dh[(t - 1) * H + unit] += earlier[unit];
  }
  return { dh, dc, du, da, dh0 };
}

/** Rows (N, R) times a matrix (R, columns): (N, columns). */
function times(rows: Float64Array, matrix: Float32Array, columns: number): Float64Array {
  const R = matrix.length / columns;
  const result = new Float64Array((rows.length / R) * columns);
  for (let i = 0; i < rows.length; i++) {
    if (rows[i] === 0) continue;
    const to = Math.floor(i / R) * columns;
    const from = (i % R) * columns;
    for (let j = 0; j < columns; j++) result[to + j] += rows[i] * matrix[from + j];
  }
  return result;
}
