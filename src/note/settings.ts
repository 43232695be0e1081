/** @module What decides a run of the note's program: the same settings give the same numbers. */
import { ValueError } from "../errors.ts";

/** The recurrent cells that the note's program can be run with. */
export const cellNames = ["rnn", "lstm", "gru"] as const;

/** A recurrent cell. */
export type Cell = (typeof cellNames)[number];

/** The optimisers that the note's program can be run with, each with PyTorch's defaults but for the learning rate. */
export const optimizerNames = ["adam", "adamw", "sgd", "rmsprop", "adagrad", "nadam", "radam"] as const;

/** An optimiser. */
export type OptimizerName = (typeof optimizerNames)[number];

/** Everything that decides a run. */
export interface Settings {
  readonly cell: Cell;
  /** Samples of a segment, which are the time steps that gradients flow through. */
  readonly timeStep: number;
  readonly hidden: number;
  readonly layers: number;
  /** Segments to train on, one after the other, each π long. */
  readonly steps: number;
  readonly lr: number;
  readonly optimizer: OptimizerName;
  /** The greatest norm that all gradients together may have; null leaves them as they are. */
  readonly clip: number | null;
  /** Whether the last sample of a segment stands on its end, where the next one begins. */
  readonly endpoint: boolean;
  readonly initialState: "zeros" | "random";
  readonly seed: number;
  /** Whether a segment starts from the state that the one before it ended in, or from the initial state again. */
  readonly carry: boolean;
  /** Whether the carried state is cut from the graph of the segment it comes from. */
  readonly detach: boolean;
  /** Whether `backward` keeps the graph, so that without `detach` the next segment can go back through it again. */
  readonly retainGraph: boolean;
}

/** The note's first program: an RNN at 10 steps from an empty state. */
export const rnnProgram: Settings = {
  cell: "rnn",
  timeStep: 10,
  hidden: 32,
  layers: 1,
  steps: 100,
  lr: 0.02,
  optimizer: "adam",
  clip: null,
  endpoint: false,
  initialState: "zeros",
  seed: 1,
  carry: true,
  detach: true,
  retainGraph: false,
};

/** The note's second program: an LSTM at 20 steps from random states. */
export const lstmProgram: Settings = {
  ...rnnProgram,
  cell: "lstm",
  timeStep: 20,
  endpoint: true,
  initialState: "random",
};

/** Refuses sizes and rates that no run can have. @throws ValueError that names the setting. */
export function checkSettings({ timeStep, hidden, layers, steps, lr, clip }: Settings): void {
  for (const [name, value] of Object.entries({ timeStep, hidden, layers, steps })) {
    if (Number.isInteger(value) && value > 0) continue;
    throw new ValueError(`${name} must be a whole number above zero (got ${value})`);
  }
  for (const [name, value] of Object.entries({ lr, clip: clip ?? 1 })) {
    if (value > 0 && value < Number.POSITIVE_INFINITY) continue;
    throw new ValueError(`${name} must be a number above zero (got ${value})`);
  }
}
