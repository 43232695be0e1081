/** @module What happens inside a recurrent layer over one segment: states and gates, step by step. */
import { type RNN, type State, segmentData } from "../../../src/note/program.ts";
import type { Settings } from "../../../src/note/settings.ts";
import type { Tensor } from "../../../src/tensor/tensor.ts";

/** Values over time, (T, H) row-major. */
type Trace = Float32Array;

/** One layer over one segment. */
export interface LayerTraces {
  readonly hidden: Trace;
  /** c of an LSTM; null for others. */
  readonly cell: Trace | null;
  /** Openings between 0 and 1 of the gates that open and close: i f o of an LSTM, r z of a GRU. */
  readonly gates: Readonly<Record<string, Trace>>;
}

/** Gates in PyTorch's order; `g` and `n` are candidates, not gates: they go through tanh. */
export const gateNames = { rnn: [], lstm: ["i", "f", "g", "o"], gru: ["r", "z", "n"] } as const;

/** Where the layers stand before a segment. */
export interface Situation {
  readonly model: RNN;
  readonly settings: Settings;
  readonly state: State | null;
  /** The number of the segment. */
  readonly trained: number;
}

/** Every layer over one segment, as the network is now. Equations: the docstrings of nn.RNN, nn.LSTM and nn.GRU. */
export function layerTraces({ model, settings, state, trained }: Situation): LayerTraces[] {
  const parameters = new Map(model.rnn.namedParameters());
  const { hidden, layers, cell } = settings;
  let input = segmentData(trained, settings).input;
  return Array.from({ length: layers }, (_, layer) => {
    const of = (kind: string): Float32Array => valuesOf(parameters.get(`${kind}_l${layer}`));
    const start = (which: number): Float32Array =>
      state?.[which].data.slice(layer * hidden, (layer + 1) * hidden) ?? new Float32Array(hidden);
    const weights = {
      ih: of("weight_ih"),
      hh: of("weight_hh"),
      bih: of("bias_ih"),
      bhh: of("bias_hh"),
    };
    const steps = settings.timeStep;
    const traces = runs[cell](weights, {
      input,
      steps,
      hidden,
      h: start(0),
      c: start(cell === "lstm" ? 1 : 0),
    });
    input = traces.hidden;
    return traces;
  });
}

interface Weights {
  readonly ih: Float32Array;
  readonly hh: Float32Array;
  readonly bih: Float32Array;
  readonly bhh: Float32Array;
}

interface Walk {
  /** (T, I) */
  readonly input: Float32Array;
  readonly steps: number;
  readonly hidden: number;
  h: Float32Array;
  c: Float32Array;
}

const runs = { rnn: runRnn, lstm: runLstm, gru: runGru } as const;

function runRnn(weights: Weights, walk: Walk): LayerTraces {
  const hidden = new Float32Array(walk.steps * walk.hidden);
  forEachStep(walk, weights, (fromInput, fromHidden, t) => {
    walk.h = fromInput.map((value, j) => Math.tanh(value + fromHidden[j]));
    hidden.set(walk.h, t * walk.hidden);
  });
  return { hidden, cell: null, gates: {} };
}

function runLstm(weights: Weights, walk: Walk): LayerTraces {
  const H = walk.hidden;
  const make = (): Float32Array => new Float32Array(walk.steps * H);
  const [hidden, cell, i, f, o] = [make(), make(), make(), make(), make()];
  forEachStep(walk, weights, (fromInput, fromHidden, t) => {
    for (let j = 0; j < H; j++) {
      const at = t * H + j;
      const sum = (gate: number): number => fromInput[gate * H + j] + fromHidden[gate * H + j];
      i[at] = sigmoid(sum(0));
      f[at] = sigmoid(sum(1));
      o[at] = sigmoid(sum(3));
      cell[at] = f[at] * walk.c[j] + i[at] * Math.tanh(sum(2));
      hidden[at] = o[at] * Math.tanh(cell[at]);
    }
    walk.h = hidden.slice(t * H, (t + 1) * H);
    walk.c = cell.slice(t * H, (t + 1) * H);
  });
  return { hidden, cell, gates: { i, f, o } };
}

function runGru(weights: Weights, walk: Walk): LayerTraces {
  const H = walk.hidden;
  const make = (): Float32Array => new Float32Array(walk.steps * H);
  const [hidden, r, z] = [make(), make(), make()];
  forEachStep(walk, weights, (fromInput, fromHidden, t) => {
    for (let j = 0; j < H; j++) {
      const at = t * H + j;
      r[at] = sigmoid(fromInput[j] + fromHidden[j]);
      z[at] = sigmoid(fromInput[H + j] + fromHidden[H + j]);
      const candidate = Math.tanh(fromInput[2 * H + j] + r[at] * fromHidden[2 * H + j]);
      hidden[at] = (1 - z[at]) * candidate + z[at] * walk.h[j];
    }
    walk.h = hidden.slice(t * H, (t + 1) * H);
  });
  return { hidden, cell: null, gates: { r, z } };
}

/** Calls `apply` for each time step with W_ih x + b_ih and W_hh h + b_hh, both (G·H). */
function forEachStep(
  walk: Walk,
  { ih, hh, bih, bhh }: Weights,
  apply: (fromInput: Float32Array, fromHidden: Float32Array, t: number) => void,
): void {
  const inputs = walk.input.length / walk.steps;
  for (let t = 0; t < walk.steps; t++) {
    const x = walk.input.subarray(t * inputs, (t + 1) * inputs);
    apply(affine(ih, x, bih), affine(hh, walk.h, bhh), t);
  }
}

/** W v + b. */
function affine(weight: Float32Array, v: Float32Array, bias: Float32Array): Float32Array {
  const cols = v.length;
  return bias.map((start, row) => {
    let sum = start;
    for (let col = 0; col < cols; col++) sum += weight[row * cols + col] * v[col];
    return sum;
  });
}

function valuesOf(parameter: Tensor | undefined): Float32Array {
  return parameter?.data ?? new Float32Array();
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
