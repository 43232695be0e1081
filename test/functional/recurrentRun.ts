/** @module Running any recurrent layer, or cell, in one way: states are a list, of h, and of c for an LSTM. */
import { nn, type Tensor } from "unrolled";

const { PackedSequence } = nn.utils.rnn;
type PackedSequence = nn.utils.rnn.PackedSequence;

export type RecurrentLayer = nn.RNN | nn.LSTM | nn.GRU;
export type RecurrentCell = nn.RNNCell | nn.LSTMCell | nn.GRUCell;

type States = readonly Tensor[] | null | undefined;

/** What a layer gives. */
export interface Run<Sequence> {
  readonly output: Sequence;
  readonly states: readonly Tensor[];
}

/** A sequence through a layer. */
export function run(layer: RecurrentLayer, x: Tensor, states: States): Run<Tensor>;
export function run(layer: RecurrentLayer, x: PackedSequence, states: States): Run<PackedSequence>;
export function run(
  layer: RecurrentLayer,
  x: Tensor | PackedSequence,
  states: States,
): Run<Tensor | PackedSequence>;
export function run(
  layer: RecurrentLayer,
  x: Tensor | PackedSequence,
  states: States,
): Run<Tensor | PackedSequence> {
  if (layer instanceof nn.LSTM) {
    const [output, hn] = layer.forward(x, states && [states[0], states[1]]);
    return { output, states: hn };
  }
  const h = states?.[0];
  const [output, hn] = layer instanceof nn.GRU ? layer.forward(x, h) : layer.forward(x, h);
  return { output, states: [hn] };
}

/** One step of a cell. */
export function step(cell: RecurrentCell, x: Tensor, states: States): Tensor[] {
  if (cell instanceof nn.LSTMCell) return cell.forward(x, states && [states[0], states[1]]);
  return [cell.forward(x, states?.[0])];
}

/** The padded form of what may be packed. */
export function padded(output: Tensor | PackedSequence, batchFirst: boolean): Tensor {
  return output instanceof PackedSequence
    ? nn.utils.rnn.padPackedSequence(output, { batchFirst })[0]
    : output;
}
