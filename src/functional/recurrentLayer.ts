/** @module One recurrent layer in one direction: a single differentiable function of a whole sequence. */
import { addGrad, needsGrad, record } from "../tensor/tape.ts";
import { type Backward, Tensor } from "../tensor/tensor.ts";
import { share } from "../tensor/views.ts";
import { type LayerWeights, layoutOf, type Mode, stateWidths } from "../wasm/recurrent.ts";
import { recurrentBackward } from "../wasm/recurrentBackward.ts";
import { recurrentForward } from "../wasm/recurrentForward.ts";

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
  const { weightIh, weightHh, biasIh, biasHh, weightHr } = weights;
  const P = weightHh.shape[1];
  const H = weightHr ? weightHr.shape[1] : P;
  const dims = { I: weightIh.shape[1], H, P, batchSizes, reverse, xBatchFirst, yBatchFirst };
  const values = {
    weightIh: weightIh.data,
    weightHh: weightHh.data,
    biasIh: biasIh?.data ?? null,
    biasHh: biasHh?.data ?? null,
    weightHr: weightHr?.data ?? null,
  };
  const parameters = [weightIh, weightHh, biasIh, biasHh, weightHr];
  const inputs = [x, ...parameters, ...(initial ?? [])];
  const initialValues = initial?.map((state) => state.data) ?? null;
  const { states, kept } = recurrentForward(mode, x.data, values, initialValues, dims, needsGrad(...inputs));
  const all = new Tensor(states, [states.length]); // y and the final states, of which the results are views

  if (kept !== null) {
    const needs = {
      x: x.requiresGrad,
      initial: needsGradient(initial ?? []),
      weights: needsGradient(parameters),
      steps: onStepGradients !== null,
    };
    const backward: Backward = (dall, _node, again) => {
      const d = recurrentBackward(mode, dall, kept, values, dims, { ...needs, again });
      onStepGradients?.(d.steps);
      give(x, d.x);
      initial?.forEach((state, s) => {
        give(state, d.initial[s]);
      });
      give(weightIh, d.weights?.weightIh);
      give(weightHh, d.weights?.weightHh);
      give(biasIh, d.weights?.biasIh);
      give(biasHh, d.weights?.biasHh);
      give(weightHr, d.weights?.weightHr);
    };
    record(mode.toLowerCase(), all, inputs, backward, () => kept.arena.release(kept.block));
  }
  const { B, N } = layoutOf(mode, dims, weightHr !== null);
  let at = N * P;
  const finals = stateWidths(mode, dims).map((width) => {
    const final = share("state", all, [B, width], at);
    at += B * width;
    return final;
  });
  return { y: share("output", all, [N, P], 0), finals };
}

function needsGradient(tensors: readonly (Tensor | null)[]): boolean {
  return tensors.some((t) => t?.requiresGrad);
}

function give(t: Tensor | null, gradient: Float32Array | null | undefined): void {
  if (t?.requiresGrad && gradient) addGrad(t, gradient);
}
