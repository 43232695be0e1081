/** @module One recurrent layer in one direction: a single differentiable function of a whole sequence. */
import { addGrad, needsGrad, record } from "../tensor/tape.ts";
import { type Backward, Tensor } from "../tensor/tensor.ts";
import { share } from "../tensor/views.ts";
import { type LayerWeights, type Mode, mapWeights, weightNames } from "../wasm/recurrent.ts";
import { recurrentBackward } from "../wasm/recurrentBackward.ts";
import { recurrentForward, release } from "../wasm/recurrentForward.ts";

/** Receives ∂L/∂h_t (N, P), and for an LSTM ∂L/∂c_t by way of c_{t+1} (N, H), whenever backward has passed. */
type StepGradients = (gradients: readonly Float32Array[]) => void;

/** How the rows of a sequence belong to time steps, and which way time runs. */
export interface SequencePlan {
  /** Sequences still running at each time step; never grows. */
  readonly batchSizes: readonly number[];
  readonly reverse: boolean;
  /** Whether rows of x, and of y, lie sequence by sequence rather than step by step. */
  readonly xBatchFirst?: boolean;
  readonly yBatchFirst?: boolean;
  readonly onStepGradients: StepGradients | null;
}

/** Output rows and the final states of one layer and direction. */
export interface LayerOutput {
  readonly y: Tensor; // (N, P)
  readonly finals: readonly Tensor[]; // h (B, P), or h and c (B, H)
}

/**
 * A whole sequence through one layer.
 *
 *     x (N, I)   initial h (B, P), c (B, H), or null for zeros   →   y (N, P)   finals as initial
 *
 * N = Σ batchSizes rows lie time-major. The equations stand in kernels/rnn.ts, lstm.ts and gru.ts.
 */
export function recurrentLayer(
  mode: Mode,
  x: Tensor,
  initial: readonly Tensor[] | null,
  weights: LayerWeights<Tensor>,
  { batchSizes, reverse, xBatchFirst = false, yBatchFirst = false, onStepGradients }: SequencePlan,
): LayerOutput {
  const { weightIh, weightHh, weightHr } = weights;
  const P = weightHh.shape[1];
  const H = weightHr ? weightHr.shape[1] : P;
  const dims = { I: weightIh.shape[1], H, P, batchSizes, reverse, xBatchFirst, yBatchFirst };
  const values = mapWeights(weights, dataOf);
  const inputs = [x, ...weightNames.map((name) => weights[name])];
  const states = initial === null ? null : initial.map(dataOf);
  if (initial !== null) inputs.push(...initial);
  const result = recurrentForward(mode, x.data, values, states, dims, needsGrad(inputs));
  const { kept, layout } = result;
  const all = new Tensor(result.states, [layout.states]); // y and the final states, of which the results are views

  if (kept !== null) {
    const needs = {
      x: x.requiresGrad,
      initial: initial?.some(requiresGrad) ?? false,
      weights: weightNames.some((name) => requiresGrad(weights[name])),
      steps: onStepGradients !== null,
    };
    const backward: Backward = (dall, _node, again) => {
      const d = recurrentBackward(mode, dall, kept, values, dims, needs, again);
      onStepGradients?.(d.steps);
      give(x, d.x);
      for (let s = 0; s < d.initial.length; s++) give(initial === null ? null : initial[s], d.initial[s]);
      const dweights = d.weights;
      if (dweights !== null) for (const name of weightNames) give(weights[name], dweights[name]);
    };
    record(mode.toLowerCase(), all, inputs, backward, () => release(kept));
  }
  const { B, N } = layout;
  const finals = [share("state", all, [B, P], N * P)];
  if (mode === "LSTM") finals.push(share("state", all, [B, H], (N + B) * P));
  return { y: share("output", all, [N, P], 0), finals };
}

function dataOf({ data }: Tensor): Float32Array {
  return data;
}

function requiresGrad(t: Tensor | null): boolean {
  return t?.requiresGrad === true;
}

function give(t: Tensor | null, gradient: Float32Array | null): void {
  if (t?.requiresGrad && gradient !== null) addGrad(t, gradient);
}
