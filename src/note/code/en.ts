/** @module The comments of the programs in English: the note's own, and what each setting does. */
import { formatList } from "../../text/format.ts";
import type { WordsOf } from "../../text/lang.ts";

/** How a programming language writes what the comments refer to. */
export interface CodeNames {
  /** The statement that detaches the state. */
  readonly detach: string;
  /** The error of a second backward pass through a freed graph. */
  readonly error: string;
  readonly retainGraph: string;
}

/** The second line of PyTorch's messages, the same in every language. */
export const secondTime = "Trying to backward through the graph a second time";
export const inPlace = [
  "RuntimeError: one of the variables needed for gradient computation",
  "has been modified by an inplace operation",
] as const;

// PyTorch has run the programs with these very comments: a change needs test/golden/program-code.js to be run again.
export const en = {
  title: (cell: string) =>
    `${cell} (regression): predict cos from sin, one segment of the curve after the other.`,
  needs: (packages: readonly string[]) =>
    `Needs ${formatList(packages, "en")}. Prints a line for each segment: its number and its loss.`,
  seed: "reproducible",
  hyper: "Hyper Parameters",
  timeStep: "rnn time steps: samples of a segment",
  inputSize: "rnn input size",
  hidden: "rnn hidden units",
  layers: "number of rnn layers",
  segments: "segments to train on, each pi long",
  lr: "learning rate",
  clip: "the greatest norm that all gradients together may have",
  batchFirst: "the batch is the first dimension of input & output",
  outs: "save all predictions",
  each: "calculate output for each time step",
  optimizer: "optimize all parameters",
  initialState: {
    zeros: { h: "for initial hidden state: zeros", c: "for initial cell state: zeros" },
    random: { h: "for initial hidden state: random, drawn after the weights", c: "for initial cell state" },
  },
  range: "time range",
  data: "use sin to predict cos",
  withEnd: "the last sample is on the end of the segment: the next one starts with it again",
  withoutEnd: "the end of the segment is left out: the next one starts there",
  output: "rnn output",
  repack: "repack the hidden state, break the connection from last iteration",
  loss: "calculate loss",
  clear: "clear gradients for this training step",
  backward: {
    plain: "backpropagation, compute gradients",
    retained: "backpropagation, and keep the graph for the next segment",
    retainedInVain: "backpropagation; nothing goes through the kept graph again",
  },
  scale: "scale all gradients down if their norm is too great",
  apply: "apply gradients",
  forgetBias: "added to the bias of the gate that keeps the state; PyTorch adds nothing",
  forgetGate: "the second gate: f of an LSTM, z of a GRU",
  /** Of the tests of memory. */
  task: {
    title: {
      echo: (cell: string) =>
        `${cell} (echo): which of eight symbols came first? All others are distractions.`,
      adding: (cell: string) => `${cell} (adding): the sum of the two marked numbers of a sequence.`,
      parity: (cell: string) => `${cell} (parity): is the number of ones so far odd?`,
    },
    needs: (packages: readonly string[]) =>
      `Needs ${formatList(packages, "en")}. Prints a line for each batch: its number and its loss.`,
    timeStep: "rnn time steps: steps of a sequence",
    outputSize: { classes: "a score for each answer", value: "a single value" },
    batch: "sequences in a batch",
    batches: "batches to train on, each drawn anew",
    symbols: "which symbol, at each step",
    first: "the answer is the symbol of the first step",
    values: "uniform in [0, 1)",
    halves: "one mark in each half",
    sum: "the answer is the sum of the marked numbers",
    bits: "zeros and ones",
    odd: "the answer at each step: 1 if the number of ones so far is odd",
    last: "the answer after the last step",
    each: "an answer at each step",
    state: {
      zeros: "every sequence starts from zeros",
      random: "every batch starts from these states, drawn after the weights",
    },
    reseed: "every batch has a seed of its own",
  },
  /** The lines around the step that the note calls important. */
  state: {
    detached: (_: CodeNames): readonly string[] => ["!! next step is important !!"],
    discarded: (_: CodeNames): readonly string[] => [
      "!! an important step is left out: the new state is not passed on !!",
      "every segment starts from the initial state again, and knows nothing of the ones before",
    ],
    freed: ({ detach, error }: CodeNames): readonly string[] => [
      `!! an important step is left out: ${detach} !!`,
      "the state still hangs on the graph of this segment, and backward() below frees that graph;",
      "backward() of the next segment comes back to it, and stops:",
      `${error}: ${secondTime}`,
    ],
    refused: ({ detach, retainGraph }: CodeNames): readonly string[] => [
      `!! an important step is left out: ${detach} !!`,
      `${retainGraph} keeps the graph of this segment, so backward() of the next one can go on into it;`,
      "but optimizer.step() has changed the weights in place by then, which PyTorch >= 1.5 refuses:",
      ...inPlace,
    ],
    /** The same in the words of this library; PyTorch's have to stay as they were when it ran them. */
    retained: ({ detach, retainGraph, error }: CodeNames): readonly string[] => [
      `!! an important step is left out: ${detach} !!`,
      `${retainGraph} keeps the graph of this segment, so backward() of the next one can go on into it;`,
      "but optimizer.step() has changed the weights in place by then, and backward() stops:",
      `${error}: ${inPlace[0].replace("RuntimeError: ", "")}`,
      inPlace[1],
    ],
  },
};

export type CodeWords = WordsOf<typeof en>;
