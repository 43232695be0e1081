/** @module The recurrent layers behind one face: read a sequence, from a state, to a state. */
import { ValueError } from "../../errors.ts";
import { GRU } from "../../nn/gru.ts";
import { LSTM } from "../../nn/lstm.ts";
import type { RecurrentOptions } from "../../nn/recurrentOptions.ts";
import { RNN } from "../../nn/rnn.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/** The kinds of cells. */
export type CellName = "rnn" | "lstm" | "gru";

/** What a layer has read: its outputs (B, T, hidden), and the state to go on from. */
interface Reading {
  readonly output: Tensor;
  readonly state: readonly Tensor[];
}

/** A recurrent layer that goes on from the state it has left; null starts from zero. */
export type Encoder = (RNN | LSTM | GRU) & { read(x: Tensor, state: readonly Tensor[] | null): Reading };

class RNNEncoder extends RNN {
  static override readonly typeName: string = "RNN";
  read(x: Tensor, state: readonly Tensor[] | null): Reading {
    const [output, h] = this.forward(x, state?.[0] ?? null);
    return { output, state: [h] };
  }
}

class GRUEncoder extends GRU {
  static override readonly typeName: string = "GRU";
  read(x: Tensor, state: readonly Tensor[] | null): Reading {
    const [output, h] = this.forward(x, state?.[0] ?? null);
    return { output, state: [h] };
  }
}

class LSTMEncoder extends LSTM {
  static override readonly typeName: string = "LSTM";
  read(x: Tensor, state: readonly Tensor[] | null): Reading {
    const [output, states] = this.forward(x, state === null ? null : [state[0], state[1]]);
    return { output, state: states };
  }
}

const encoders = { rnn: RNNEncoder, lstm: LSTMEncoder, gru: GRUEncoder } as const;

/** A layer of the named kind, with PyTorch's parameters. Throws ValueError for another name. */
export function encoderOf(
  cell: CellName,
  inputs: number,
  hidden: number,
  options: RecurrentOptions,
): Encoder {
  if (!Object.hasOwn(encoders, cell))
    throw new ValueError(`cell is ${JSON.stringify(cell)} but must be "rnn", "lstm" or "gru"`);
  return new encoders[cell](inputs, hidden, options);
}
