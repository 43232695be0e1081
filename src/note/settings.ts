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

/** What a network learns: the note's cos from sin, or a test of its memory. */
export const taskNames = ["cosine", "echo", "adding", "parity"] as const;

export type TaskName = (typeof taskNames)[number];

export interface Settings {
  readonly task: TaskName;
  readonly cell: Cell;
  /** Samples per segment, or steps of a sequence: the time steps that gradients flow back through. */
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
  /** Whether `backward` retains the graph. Without `detach` the next one goes on into it, and finds changed weights. */
  readonly retainGraph: boolean;
  /**
   * Added to the initial bias of the gate that keeps the state: f of an LSTM, z of a GRU. 0 is PyTorch's start, where the
   * gate is half open and what is remembered halves with every step. Nothing in an RNN.
   */
  readonly forgetBias: number;
}

/** The note's first program: an RNN at 10 time steps, from a zero state. */
export const rnnProgram: Settings = {
  task: "cosine",
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
  forgetBias: 0,
};

/** The note's second program: an LSTM at 20 time steps, from random states. */
export const lstmProgram: Settings = {
  ...rnnProgram,
  cell: "lstm",
  timeStep: 20,
  endpoint: true,
  initialState: "random",
};

/** A test of memory: a thousand batches of 32 sequences of 20 steps, each read from an empty state. */
export const memoryProgram: Settings = {
  ...rnnProgram,
  task: "echo",
  cell: "lstm",
  timeStep: 20,
  steps: 1000,
  lr: 0.005,
  clip: 1,
  carry: false,
  forgetBias: 3,
};

/** Validates sizes and rates. @throws ValueError that names the setting. */
export function checkSettings({ timeStep, hidden, layers, steps, lr, clip, forgetBias }: Settings): void {
  for (const [name, value] of Object.entries({ timeStep, hidden, layers, steps })) {
    if (Number.isInteger(value) && value > 0) continue;
    throw new ValueError(`${name} must be a whole number above zero (got ${value})`);
  }
  for (const [name, value] of Object.entries({ lr, clip: clip ?? 1 })) {
    if (value > 0 && value < Number.POSITIVE_INFINITY) continue;
    throw new ValueError(`${name} must be a number above zero (got ${value})`);
  }
  if (!Number.isFinite(forgetBias))
    throw new ValueError(`forgetBias must be a finite number (got ${forgetBias})`);
}
