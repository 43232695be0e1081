/** @module One recurrent layer in one direction: a single differentiable function of a whole sequence. */
import { addGrad, needsGrad, record } from "../tensor/tape.ts";
import { type Backward, Tensor } from "../tensor/tensor.ts";
import { share } from "../tensor/views.ts";
import {
  type LayerWeights,
  layoutOf,
  type Mode,
  mapWeights,
  type SequenceLayout,
  weightList,
} from "../wasm/recurrent.ts";
import { freeLayer, recurrentForward, savedGates } from "../wasm/recurrentForward.ts";
import { backwardInParts, forwardInParts, freeParts } from "../wasm/recurrentParts.ts";
import { sizesOf } from "./recurrentShapes.ts";

/** Receives ∂L/∂h_t (N, P), and for an LSTM ∂L/∂c_t by way of c_{t+1} (N, H), after each backward. */
type StepGradients = (gradients: readonly Float32Array[]) => void;

/** Output rows and the final states of one layer and direction. */
export interface LayerOutput {
  readonly y: Tensor; // (N, P)
  readonly finals: readonly Tensor[]; // h (B, P), or h and c (B, H)
}

/**
 * Runs a whole sequence through one layer.
 *
 *     x (N, I)   initial h (B, P), c (B, H), or null for zeros   →   y (N, P)   finals as initial
 *
 * The N = Σ batchSizes rows are time-major. The equations are in kernels/rnn.ts, lstm.ts and gru.ts.
 */
export function recurrentLayer(
  mode: Mode,
  x: Tensor,
  initial: readonly Tensor[] | null,
  weights: LayerWeights<Tensor>,
  sequence: SequenceLayout,
  onStepGradients: StepGradients | null = null,
): LayerOutput {
  const layout = layoutOf(mode, sizesOf(weights), sequence, weights.weightHr !== null);
  const values = mapWeights(weights, dataOf);
  const list = weightList(weights);
  const inputs = [x, ...list];
  for (let s = 0; initial !== null && s < initial.length; s++) inputs.push(initial[s]);
  const given = { x: x.data, weights: values, initial: initial?.map(dataOf) ?? null };
  const { states, saved } = forwardInParts(layout, given, needsGrad(inputs));
  const all = new Tensor(states, [layout.states]); // y and the final states; the results are views of it

  if (saved !== null) {
    const needs = {
      x: x.requiresGrad,
      initial: initial?.some(requiresGrad) ?? false,
      weights: list.some(requiresGrad),
      steps: onStepGradients !== null,
    };
    const backward: Backward = (dall, _node, again) => {
      const d = backwardInParts(saved, dall, values, needs, again);
      onStepGradients?.(d.steps);
      accumulate(x, d.x);
      for (let s = 0; s < d.initial.length; s++)
        accumulate(initial === null ? null : initial[s], d.initial[s]);
      if (d.weights === null) return;
      const gradients = weightList(d.weights);
      for (let i = 0; i < list.length; i++) accumulate(list[i], gradients[i]);
    };
    // What PyTorch saves: the kernels have copies of x and of the initial states, but read the weights again.
    const read = [
      weights.weightIh.requiresGrad ? x : null,
      x.requiresGrad ? weights.weightIh : null,
      sequence.batchSizes.length > 1 || needs.initial ? weights.weightHh : null,
      weights.weightHr,
    ];
    for (let s = 0; initial !== null && s < initial.length; s++)
      if (weights.weightHh.requiresGrad) read.push(initial[s]);
    record(mode.toLowerCase(), all, inputs, backward, read, () => freeParts(saved));
  }
  const { H, P, B, N } = layout;
  const finals = [share("state", all, [B, P], N * P)];
  if (mode === "LSTM") finals.push(share("state", all, [B, H], (N + B) * P));
  return { y: share("output", all, [N, P], 0), finals };
}

/** What a layer computes at each time step. */
export interface LayerTrace {
  readonly h: Float32Array; // (T, P)
  readonly c: Float32Array | null; // (T, H), of an LSTM
  /** (T, G·H), after their activations, in PyTorch's order: i f g o, or r z n. */
  readonly gates: Float32Array;
}

/** One sequence x (T, I) through a layer as in `recurrentLayer`, not differentiable, with the gates of every step. */
export function traceLayer(
  mode: Mode,
  x: Tensor,
  initial: readonly Tensor[] | null,
  weights: LayerWeights<Tensor>,
): LayerTrace {
  const T = x.shape[0];
  const sequence = { batchSizes: new Array<number>(T).fill(1), reverse: false };
  const layout = layoutOf(mode, sizesOf(weights), sequence, weights.weightHr !== null);
  const inputs = { x: x.data, weights: mapWeights(weights, dataOf), initial: initial?.map(dataOf) ?? null };
  const { states, saved } = recurrentForward(layout, inputs, true);
  if (saved === null) throw new Error("traceLayer: the forward pass saved nothing");
  const { gates, extra } = savedGates(saved); // extra: c_{t−1} of every step
  freeLayer(saved);
  const { H, P } = layout;
  const c = mode === "LSTM" ? joined(extra.subarray(H), states.subarray((T + 1) * P)) : null;
  return { h: states.slice(0, T * P), c, gates };
}

function joined(a: Float32Array, b: Float32Array): Float32Array {
  const both = new Float32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function dataOf({ data }: Tensor): Float32Array {
  return data;
}

function requiresGrad(t: Tensor | null): boolean {
  return t?.requiresGrad === true;
}

function accumulate(t: Tensor | null, gradient: Float32Array | null): void {
  if (t?.requiresGrad && gradient !== null) addGrad(t, gradient);
}
