/** @module The settings of the note's program: the same settings give the same numbers. */
import { ValueError } from "../errors.ts";

export const cellNames = ["rnn", "lstm", "gru"] as const;

export type Cell = (typeof cellNames)[number];

/** The cells' names in text, which are also PyTorch's classes in `nn`. */
export const cellLabels: Readonly<Record<Cell, string>> = { rnn: "RNN", lstm: "LSTM", gru: "GRU" };

/** PyTorch's classes in `optim`, each with PyTorch's defaults except for the learning rate. */
export const optimizerClasses = {
  adam: "Adam",
  adamw: "AdamW",
  sgd: "SGD",
  rmsprop: "RMSprop",
  adagrad: "Adagrad",
  nadam: "NAdam",
  radam: "RAdam",
} as const;

export type OptimizerName = keyof typeof optimizerClasses;

export const optimizerNames = Object.keys(optimizerClasses) as OptimizerName[];

export interface Settings {
  readonly cell: Cell;
  /** Samples per segment: the time steps that gradients flow back through. */
  readonly timeStep: number;
  readonly hidden: number;
  readonly layers: number;
  /** Number of segments to train on, in order, each π long. */
  readonly steps: number;
  readonly lr: number;
  readonly optimizer: OptimizerName;
  /** Maximum total norm of the gradients; null disables clipping. */
  readonly clip: number | null;
  /** Whether a segment includes its end point, which is also the first sample of the next segment. */
  readonly endpoint: boolean;
  readonly initialState: "zeros" | "random";
  readonly seed: number;
  /** Whether a segment starts from the final state of the previous one, rather than from the initial state. */
  readonly carry: boolean;
  /** Whether the carried state is detached from the graph of the segment that computed it. */
  readonly detach: boolean;
  /** Whether `backward` retains the graph, so that without `detach` the next segment can backpropagate through it. */
  readonly retainGraph: boolean;
}

/** The note's first program: an RNN at 10 time steps, from a zero state. */
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

/** The note's second program: an LSTM at 20 time steps, from random states. */
export const lstmProgram: Settings = {
  ...rnnProgram,
  cell: "lstm",
  timeStep: 20,
  endpoint: true,
  initialState: "random",
};

/** Validates sizes and rates. @throws ValueError that names the setting. */
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
