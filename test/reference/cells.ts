/** @module The twin of every kind of recurrent layer. */
import type { Mode } from "../../src/wasm/recurrent.ts";
import { gru } from "./gru.ts";
import { lstm } from "./lstm.ts";
import { rnnRelu, rnnTanh } from "./rnn.ts";
import { type Cell, type Layer, sequenceBackward, sequenceForward } from "./sequence.ts";
import { values } from "./values.ts";

/** The twin of one kind, with the type of what it keeps hidden. */
export interface Twin {
  readonly gates: number;
  readonly states: number;
  forward(layer: Layer): { y: number[]; finals: number[][] };
  backward(
    layer: Layer,
    dy: readonly number[],
    dfinals: readonly number[][],
  ): ReturnType<typeof sequenceBackward>;
}

export const twins: { readonly [mode in Mode]: Twin } = {
  RNN_TANH: twin(rnnTanh),
  RNN_RELU: twin(rnnRelu),
  LSTM: twin(lstm),
  GRU: twin(gru),
};

function twin<Kept>(cell: Cell<Kept>): Twin {
  return {
    gates: cell.gates,
    states: cell.states,
    forward: (layer) => sequenceForward(cell, layer),
    backward: (layer, dy, dfinals) => sequenceBackward(cell, layer, dy, dfinals),
  };
}

/** What of a layer is chosen; the numbers in it follow from the seed. */
export interface LayerSizes {
  readonly I: number;
  readonly H: number;
  /** The width of a projection; an LSTM's only. */
  readonly P?: number;
  readonly batchSizes: readonly number[];
  readonly reverse?: boolean;
  readonly bias?: boolean;
}

/** A layer of random numbers, weights in ±1/√H as they start, with upstream gradients for all its results. */
export function randomLayer(
  mode: Mode,
  { I, H, P = H, batchSizes, reverse = false, bias = true }: LayerSizes,
  seed = 1,
): { layer: Layer; dy: number[]; dfinals: number[][] } {
  const { gates, states } = twins[mode];
  const [B, N, GH] = [batchSizes[0], batchSizes.reduce((sum, size) => sum + size, 0), gates * H];
  const widths = [P, H].slice(0, states);
  let drawn = seed * 100;
  const draw = (count: number, scale = 1): number[] => values(count, drawn++, scale);
  const layer: Layer = {
    ...{ I, H, P, batchSizes, reverse },
    x: draw(N * I),
    weightIh: draw(GH * I, 1 / Math.sqrt(H)),
    weightHh: draw(GH * P, 1 / Math.sqrt(H)),
    biasIh: bias ? draw(GH, 1 / Math.sqrt(H)) : null,
    biasHh: bias ? draw(GH, 1 / Math.sqrt(H)) : null,
    weightHr: P === H ? null : draw(P * H, 1 / Math.sqrt(H)),
    initial: widths.map((width) => draw(B * width)),
  };
  return { layer, dy: draw(N * P), dfinals: widths.map((width) => draw(B * width)) };
}
