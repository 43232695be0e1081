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
  readonly batchSizes: readonly number[];
  readonly reverse?: boolean;
  readonly bias?: boolean;
}

/** A layer of random numbers, weights in ±1/√H as they start, with upstream gradients for all its results. */
export function randomLayer(
  mode: Mode,
  { I, H, batchSizes, reverse = false, bias = true }: LayerSizes,
  seed = 1,
): { layer: Layer; dy: number[]; dfinals: number[][] } {
  const { gates, states } = twins[mode];
  const [B, N, GH] = [batchSizes[0], batchSizes.reduce((sum, size) => sum + size, 0), gates * H];
  let drawn = seed * 100;
  const draw = (count: number, scale = 1): number[] => values(count, drawn++, scale);
  const layer: Layer = {
    ...{ I, H, batchSizes, reverse },
    x: draw(N * I),
    weightIh: draw(GH * I, 1 / Math.sqrt(H)),
    weightHh: draw(GH * H, 1 / Math.sqrt(H)),
    biasIh: bias ? draw(GH, 1 / Math.sqrt(H)) : null,
    biasHh: bias ? draw(GH, 1 / Math.sqrt(H)) : null,
    initial: Array.from({ length: states }, () => draw(B * H)),
  };
  return { layer, dy: draw(N * H), dfinals: layer.initial.map(() => draw(B * H)) };
}
