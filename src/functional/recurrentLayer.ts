/** @module One recurrent layer in one direction: a single differentiable function of a whole sequence. */
import { addGrad, needsGrad, record } from "../tensor/tape.ts";
import { Tensor } from "../tensor/tensor.ts";
import { share } from "../tensor/views.ts";
import {
  cells,
  type LayerWeights,
  type Mode,
  recurrentBackward,
  recurrentForward,
} from "../wasm/recurrent.ts";

/** How the rows of a sequence belong to time steps, and which way time runs. */
export interface SequencePlan {
  /** Sequences still running at each time step; never grows. */
  readonly batchSizes: readonly number[];
  readonly reverse: boolean;
}

/** Output rows and the final states of one layer and direction. */
export interface LayerOutput {
  readonly y: Tensor; // (N, H)
  readonly finals: readonly Tensor[]; // (B, H) each: h, or h and c
}

/**
 * A whole sequence through one layer.
 *
 *     x (N, I)   initial (B, H) each, or null for zeros   →   y (N, H)   finals (B, H) each
 *
 * N = Σ batchSizes rows lie time-major. The equations stand in kernels/rnn.ts, lstm.ts and gru.ts.
 */
export function recurrentLayer(
  mode: Mode,
  x: Tensor,
  initial: readonly Tensor[] | null,
  weights: LayerWeights<Tensor>,
  { batchSizes, reverse }: SequencePlan,
): LayerOutput {
  const { weightIh, weightHh, biasIh, biasHh } = weights;
  const [I, H] = [weightIh.shape[1], weightHh.shape[1]];
  const dims = { I, H, batchSizes, reverse };
  const values = {
    weightIh: weightIh.data,
    weightHh: weightHh.data,
    biasIh: biasIh?.data ?? null,
    biasHh: biasHh?.data ?? null,
  };
  const parameters = [weightIh, weightHh, biasIh, biasHh];
  const inputs = [x, ...parameters, ...(initial ?? [])];
  const initialValues = initial?.map((state) => state.data) ?? null;
  const { states, kept } = recurrentForward(mode, x.data, values, initialValues, dims, needsGrad(...inputs));
  const all = new Tensor(states, [states.length]); // y and the final states, of which the results are views

  if (kept !== null) {
    const needs = {
      x: x.requiresGrad,
      initial: needsGradient(initial ?? []),
      weights: needsGradient(parameters),
    };
    record(mode.toLowerCase(), all, inputs, (dall) => {
      const d = recurrentBackward(mode, dall, { states, kept }, x.data, values, dims, needs);
      give(x, d.x);
      initial?.forEach((state, s) => {
        give(state, d.initial[s]);
      });
      give(weightIh, d.weights?.weightIh);
      give(weightHh, d.weights?.weightHh);
      give(biasIh, d.weights?.biasIh);
      give(biasHh, d.weights?.biasHh);
    });
  }
  const B = batchSizes[0];
  const rows = states.length / H - cells[mode].states * B;
  const finals = Array.from({ length: cells[mode].states }, (_, s) =>
    share("state", all, [B, H], (rows + s * B) * H),
  );
  return { y: share("output", all, [rows, H], 0), finals };
}

function needsGradient(tensors: readonly (Tensor | null)[]): boolean {
  return tensors.some((t) => t?.requiresGrad);
}

function give(t: Tensor | null, gradient: Float32Array | null | undefined): void {
  if (t?.requiresGrad && gradient) addGrad(t, gradient);
}
