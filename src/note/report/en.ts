/** @module The report in English. */
import { fixed, formatLoss, formatWhole, plural } from "../../text/format.ts";
import type { Settings } from "../settings.ts";
import type { ReportTexts } from "./reportTexts.ts";

const seeds = (count: number): string => plural(count, "seed");
const segments = (count: number): string => plural(count, "segment");
const timeSteps = (count: number): string => plural(count, "time step");

/** The report's words in English. */
export const reportEnglish: ReportTexts = {
  title: "RNN regression: predicting cos from sin",
  lead: "A recurrent network reads sin t, one number at a time, and must answer cos t. This page shows what such a network is made of, how it learns, and how it compares with an LSTM and a GRU. Every number comes from the run that is described at the end.",
  contents: "Contents",
  notice: (outcome) =>
    outcome.kind === "interrupted"
      ? "This run was interrupted. What was done until then is here; the rest is missing."
      : `Training diverged: the loss of the ${outcome.program} was ${outcome.loss} at segment ${outcome.segment}, and the run ended there. A smaller learning rate (--lr) is the first thing to try.`,
  summary: {
    heading: "In short",
    program: (settings, { first, lastTen }) =>
      `${named(settings)}: the loss goes from ${formatLoss(first, 2)} in the first segment to ${formatLoss(lastTen, 2)} on average over the last ten.`,
  },
  data: {
    heading: "The data",
    paragraphs: [
      "Training walks along the curve in segments, each π radians long. The T samples of a segment enter the network as an array of shape `(1, T, 1)`: one sequence, T time steps, one number at each. Without its leading 1, a `(T, 1)` array counts as a sequence without a batch, and output and state lose that axis too: the usual cause of a shape error here.",
      "The input of one moment does not settle the answer. Where sin t is 0.5, cos t is 0.87 on the way up and −0.87 on the way down. To choose between them the network must remember what came before. That memory is the hidden state.",
    ],
  },
  model: {
    heading: "The model",
    printed: "Printed as PyTorch prints it:",
    parameters: "Its parameters",
    parametersOf: (settings) =>
      `Parameters of the ${settings.cell.toUpperCase()} model before training, seed ${settings.seed}`,
    head: ["name", "letter", "shape", "what the shape means", "count", "first values"],
    total: (count) => `Together ${formatWhole(count)} numbers to learn.`,
    formula: {
      rnn: "Each time step computes `h = tanh(U x + W h₋₁ + b)`, where h₋₁ is the state of the step before and b the sum of the two biases, and then answers with `V h` plus a bias of its own.",
      lstm: "An LSTM computes four sums `U x + W h₋₁ + b` in each step, for the gates i, f, o and the candidate g. PyTorch stacks them in the order i f g o, hence `4*hidden_size` rows. The memory is `c = f c₋₁ + i g`, the state `h = o tanh(c)`.",
      gru: "A GRU computes three sums `U x + W h₋₁ + b` in each step, for the gates r, z and the candidate n. PyTorch stacks them in the order r z n, hence `3*hidden_size` rows. The state is `h = (1 − z) n + z h₋₁`.",
    },
    biases: "Two biases where one would do: PyTorch keeps both so that its layout matches cuDNN's.",
  },
  sharing: {
    heading: "One set of parameters for every time step",
    paragraphs: (keys, timeStep) => [
      `A segment has ${timeSteps(timeStep)}, and yet the recurrent layer has each parameter only once: ${keys.map((key) => `\`${key}\``).join(", ")}. Unrolling the loop draws one and the same cell many times. Its weights are equal at every step; only the input and the incoming state differ. This is parameter sharing.`,
    ],
    caption: "One model, untrained, given sequences of other lengths",
    head: ["time steps", "parameters of the layer", "numbers in them", "shape of the output"],
    proof: (difference) =>
      difference === 0
        ? "A second proof: ten steps in one call, or ten calls of one step that hand on the state, give exactly the same ten outputs."
        : `A second proof: ten steps in one call, and ten calls of one step that hand on the state, differ by ${formatLoss(difference, 2)} at most, which is rounding.`,
  },
  training: {
    heading: (settings) => `Training: ${named(settings)}`,
    conditions: ({ lr, hidden, layers, seed, initialState, endpoint, timeStep }, trained, seconds) =>
      `${segments(trained)} of ${timeSteps(timeStep)}, one update each; Adam with learning rate ${lr}, ${hidden} hidden units in ${layers === 1 ? "one layer" : `${layers} layers`}, seed ${seed}; ${initialState === "zeros" ? "the state starts from zero" : "the state starts from random numbers"}; ${endpoint ? "the last sample of a segment is the first of the next" : "each segment ends one sample before the next begins"}. Training itself took ${fixed(seconds, 3)} s.`,
    told: ({ first, last, lastTen }) =>
      `Loss of the first segment ${formatLoss(first)}, of the last ${formatLoss(last)}, mean of the last ten ${formatLoss(lastTen)}.`,
    firstAnswers: {
      heading: "Why the first answers must be wrong",
      paragraphs: [
        "At the very first step the state says nothing about the curve, and the input is sin\u00a00\u00a0=\u00a00, which fits cos\u00a0t\u00a0=\u00a01 as well as cos\u00a0t\u00a0=\u00a0−1. No amount of training can tell the two apart at that instant. Only a state carried over from earlier steps can, which is why every later segment begins with the state that the one before it ended with. Forget to pass it on, and each segment starts this blind.",
      ],
    },
    detach: {
      heading: "Why h_state.data",
      paragraphs: [
        "The state is carried on as numbers, cut off from how they were computed: `h_state.data` in the note, `hState.detach()` here. Otherwise the next `backward()` would walk on into the graph of the segment before, which has been freed, and stop with “Trying to backward through the graph a second time”. `retain_graph=True` is no remedy: the graph would then grow with every segment.",
        "So gradients flow through the time steps of one segment, while the state flows through all of them. This is truncated backpropagation through time.",
      ],
    },
    pair: {
      heading: "Two states instead of one",
      paragraphs: [
        "An LSTM hands on a pair: the hidden state h and the memory cell c. Both must be detached, each by itself; the pair is a tuple and has no `.data`. Each has the shape `(layers, batch, hidden)`, also with `batch_first=True`, which changes only input and output.",
      ],
    },
    endpoint: {
      heading: "A sample that comes twice",
      paragraphs: [
        "With `endpoint=True` the last sample of a segment is also the first of the next. The network reads it twice, and the samples stand π/(T − 1) apart instead of π/T.",
      ],
    },
  },
  comparison: {
    heading: (timeStep) => `RNN, LSTM and GRU compared at ${timeSteps(timeStep)}`,
    conditions: (count, timeStep) =>
      `One run proves little, so each cell was trained with ${seeds(count)}: other initial weights, the same data, every state starting from zero. Losses are compared at ${timeSteps(timeStep)}.`,
    losses: "Loss of the last segment, and mean of the last ten, over the seeds",
    lossHead: ["cell", "median", "quartiles", "lowest to highest", "last ten: median"],
    gradients: {
      heading: "Do more than 10 steps make gradients vanish?",
      paragraphs: [
        "The note says that more than 10 time steps easily make gradients vanish or explode. To see it, the error of the last step alone is sent back through the segment, and the gradient `∂L_T/∂h_t` is measured at each earlier state. What has faded below 1% teaches the network next to nothing about that moment.",
      ],
    },
    gradientTable:
      "Gradient with respect to the hidden state, as a share of that at the last step (median over the seeds)",
    gradientHead: [
      "time steps",
      "cell",
      "before: below 1%",
      "before: reaches the first state",
      "after: below 1%",
      "after: reaches the first state",
    ],
    never: "never",
    lag: (lag) => `after ${lag} step${lag === 1 ? "" : "s"}`,
    why: {
      heading: "Why it fades",
      paragraphs: [
        "Each step back multiplies the gradient by the derivative of one state with respect to the one before. PyTorch draws W between ±1/√H, and such a matrix shrinks a vector to about 1/√3 ≈ 0.58 at each step; a gate at rest is σ(0) = 0.5. Both 0.58⁹ and 0.5⁷ are below 1%. So before training the reach depends on the initial weights and not on the length of the sequence, and an LSTM is no exception as long as its forget gate stands at one half. Training can move these factors towards 1.",
      ],
    },
  },
  repeat: {
    heading: "Run it again",
    paragraphs: ["The same settings and the same seed give the same numbers."],
    caption: "Commands that repeat each part",
    head: ["part", "command"],
    comparison: "comparison",
    versions: (unrolled, node) => `Made by Unrolled ${unrolled} on Node ${node}.`,
  },
};

function named({ cell, timeStep }: Settings): string {
  return `${cell.toUpperCase()} at ${timeSteps(timeStep)}`;
}
