/** @module The report in English: its text, its figures' titles and captions, and the verdict. */
import { maxOf, minOf } from "../../lists.ts";
import {
  fixed,
  formatLevel,
  formatList,
  formatLoss,
  formatPercent,
  formatRatio,
  formatWhole,
  plural,
} from "../../text/format.ts";
import type { WordsOf } from "../../text/lang.ts";
import type { ComparisonResult, LossSummary, Outcome } from "../results.ts";
import { type Cell, cellLabels, type Settings } from "../settings.ts";
import { noteTerms } from "../terms.ts";
import {
  exploded,
  type FindingNumbers,
  type MedianLoss,
  safeSteps,
  type VanishingLag,
  vanished,
} from "./findings.ts";

const { segments, timeSteps, steps, seeds } = noteTerms.en;
const limit = formatLevel(vanished);

export const en = {
  title: "RNN regression: predicting cos from sin",
  lead: "A recurrent network reads sin t, one number at a time, and has to answer cos t. This page shows what the network is made of, how it learns, and how it compares with an LSTM and a GRU. Every number comes from the run described at the end.",
  contents: "Contents",
  notice: (outcome: Exclude<Outcome, { kind: "done" }>): string =>
    outcome.kind === "interrupted"
      ? "The run was interrupted. The results are those finished by then."
      : `Training diverged: the loss of the ${outcome.program} was ${outcome.loss} at segment ${outcome.segment}. Try a smaller learning rate (--lr).`,
  summary: {
    heading: "In short",
    program: (settings: Settings, { first, lastTen }: LossSummary) =>
      `Training takes the ${named(settings)} from a loss of ${formatLoss(first, 2)} in the first segment to ${formatLoss(lastTen, 2)} on average over the last ten.`,
  },
  data: {
    heading: "The data",
    paragraphs: [
      "Training follows the curve in segments, each π radians long. The T samples of a segment enter the network as an array of shape `(1, T, 1)`: one sequence, T time steps, one number per step. Without the leading 1, a `(T, 1)` array is taken as a sequence without a batch dimension, and output and state lose that dimension too. This is the usual cause of a shape error here.",
      "The input at one moment does not determine the answer. Where sin t is 0.5, cos t is 0.87 on the way up and −0.87 on the way down. To choose between them, the network has to remember what came before. That memory is the hidden state.",
    ],
  },
  model: {
    heading: "The model",
    printed: "As PyTorch prints it:",
    parameters: "Its parameters",
    parametersOf: ({ cell, seed }: Settings) =>
      `Parameters of the ${cellLabels[cell]} model before training, seed ${seed}`,
    head: ["name", "symbol", "shape", "meaning of the shape", "count", "first values"],
    total: (count: number) => `${formatWhole(count)} parameters in total.`,
    formula: {
      rnn: "Each time step computes `h = tanh(U x + W h₋₁ + b)`, where h₋₁ is the state of the previous step and b is the sum of the two biases. The answer is `V h` plus the output layer's own bias.",
      lstm: "In each step, an LSTM computes four sums `U x + W h₋₁ + b`: for the gates i, f and o, and for the candidate g. PyTorch stacks them in the order i f g o, hence `4*hidden_size` rows. The cell state is `c = f c₋₁ + i g`, the hidden state `h = o tanh(c)`.",
      gru: "In each step, a GRU computes three sums `U x + W h₋₁ + b`: for the gates r and z, and for the candidate n. PyTorch stacks them in the order r z n, hence `3*hidden_size` rows. The hidden state is `h = (1 − z) n + z h₋₁`.",
    },
    biases: "One bias would be enough. PyTorch keeps two so that its layout matches cuDNN's.",
  },
  sharing: {
    heading: "One set of parameters for every time step",
    paragraphs: (keys: readonly string[], timeStep: number): readonly string[] => [
      `A segment has ${timeSteps(timeStep)}, yet the recurrent layer has each parameter only once: ${keys.map((key) => `\`${key}\``).join(", ")}. Unrolling the loop draws the same cell many times: its weights are equal at every step, and only the input and the incoming state differ. This is called parameter sharing.`,
    ],
    caption: "One untrained model on sequences of different lengths",
    head: ["time steps", "parameter arrays of the layer", "numbers in them", "shape of the output"],
    proof: (difference: number): string =>
      difference === 0
        ? "A second proof: one call over ten steps, and ten calls over one step each that pass the state on, return exactly the same ten outputs."
        : `A second proof: one call over ten steps, and ten calls over one step each that pass the state on, differ by at most ${formatLoss(difference, 2)}, which is rounding.`,
  },
  training: {
    heading: (settings: Settings) => `Training: ${named(settings)}`,
    conditions: (settings: Settings, trained: number): string => {
      const { lr, hidden, layers, seed, initialState, endpoint, timeStep } = settings;
      const start =
        initialState === "zeros" ? "the state starts from zeros" : "the state starts from random numbers";
      const end = endpoint
        ? "the last sample of a segment is the first of the next"
        : "each segment ends one sample before the next begins";
      return `${segments(trained)} of ${timeSteps(timeStep)}, one update per segment; Adam, learning rate ${lr}; ${hidden} hidden units in ${layers === 1 ? "one layer" : `${layers} layers`}; seed ${seed}; ${start}; ${end}.`;
    },
    studio: "To watch and change this training, start `npm run studio` and open",
    open: "these settings in the studio",
    took: (seconds: number) => `Training took ${fixed(seconds, seconds < 1 ? 3 : 1)} s.`,
    losses: ({ first, last, lastTen }: LossSummary) =>
      `Loss of the first segment: ${formatLoss(first)}. Of the last: ${formatLoss(last)}. Mean of the last ten: ${formatLoss(lastTen)}.`,
    firstAnswers: {
      heading: "Why the first answers are wrong",
      paragraphs: [
        "Mostly because the network has not learnt yet: its weights are still random. But the very first answer would be a guess even after training. The state is empty, and the input sin\u00a00\u00a0=\u00a00 fits cos\u00a0t\u00a0=\u00a01 as well as cos\u00a0t\u00a0=\u00a0−1. Only a state carried over from earlier steps can tell them apart, so every later segment starts with the final state of the one before. Forget to pass it on, and every segment starts with such a guess.",
      ],
    },
    detach: {
      heading: "Why h_state.data",
      paragraphs: [
        "The state is passed on as plain numbers, detached from the computation that produced them: `h_state.data` in the note, `hState.detach()` here. Otherwise the next `backward()` would continue into the graph of the previous segment, which has been freed, and fail with “Trying to backward through the graph a second time”. `retain_graph=True` does not help: the graph would grow with every segment.",
        "So gradients flow through the time steps of one segment only, while the state flows through all of them. This is truncated backpropagation through time. It has a price: nothing is learnt across the border of a segment. What an earlier segment should have kept in the state for a later one, the network is never taught.",
      ],
    },
    pair: {
      heading: "Two states instead of one",
      paragraphs: [
        "An LSTM passes on a pair: the hidden state h and the cell state c. Each has to be detached separately, because the pair is a tuple and has no `.data`. Both have the shape `(layers, batch, hidden)`, also with `batch_first=True`, which only affects input and output.",
      ],
    },
    endpoint: {
      heading: "A sample that occurs twice",
      paragraphs: [
        "With `endpoint=True`, the last sample of a segment is also the first of the next. The network reads it twice, and the samples are π/(T − 1) apart instead of π/T.",
      ],
    },
  },
  comparison: {
    heading: (timeStep: number) => `RNN, LSTM and GRU compared at ${timeSteps(timeStep)}`,
    conditions: ({ settings, seeds: finished, timeStep }: ComparisonResult) =>
      `One run proves little, so each cell was trained with ${seeds(finished.length)}: different initial weights, the same data, learning rate ${settings.lr}, every state starting from zeros. Losses are compared at ${timeSteps(timeStep)}.`,
    losses: "Loss of the last segment, and mean of the last ten, over the seeds",
    lossHead: ["cell", "median", "quartiles", "lowest to highest", "last ten: median"],
    gradients: {
      heading: "Do gradients vanish beyond 10 steps?",
      paragraphs: [
        "The note says that more than 10 time steps easily make gradients vanish or explode. To test this, the error of the last step alone is backpropagated through the segment, and the gradient `∂L_T/∂h_t` is measured at each earlier state. Where it has fallen below 1%, the last error teaches the network almost nothing about that time step. For cos from sin that costs little: the sample just read and the one before it determine the answer.",
      ],
    },
    gradientTable:
      "Gradient with respect to the hidden state, relative to the last step (median over the seeds)",
    gradientHead: [
      "time steps",
      "cell",
      "before training: falls below 1%",
      "before training: left at the first step",
      "after training: falls below 1%",
      "after training: left at the first step",
    ],
    never: "stays above",
    lag: (lag: number) => `after ${steps(lag)}`,
    why: {
      heading: "Why it decays",
      paragraphs: [
        "Each step back multiplies the gradient by the derivative of one state with respect to the one before. PyTorch draws W between ±1/√H, and such a matrix shrinks a vector to about 1/√3 ≈ 0.58 of its length at each step. A gate at rest is σ(0) = 0.5. Both 0.58⁹ and 0.5⁷ are below 1%. So before training, how far back the gradient reaches depends on the initial weights and not on the length of the sequence. An LSTM is no exception as long as its forget gate is near 0.5. Training can move these factors towards 1.",
      ],
    },
    rates: {
      heading: "Is it the length, or the learning rate?",
      paragraphs: [
        "Before training, the gradients depend on the initial weights and the length alone. So if vanished gradients kept a network from learning long segments, a smaller learning rate could not help. The table trains the same networks, from the same initial weights, at three learning rates.",
      ],
      caption: (threshold: number) =>
        `Median loss of the last segment over the seeds. Bold: not learnt, that is, ${threshold} or more; always answering 0 scores 0.5.`,
      head: ["learning rate", "time steps"],
    },
    memory: {
      heading: "What an LSTM is for",
      paragraphs: [
        "With each step back, the gradient with respect to the cell state c is multiplied by the forget gate f. PyTorch starts its bias near 0, so f is about σ(0) = 0.5 and an untrained LSTM forgets as fast as an RNN. A larger bias opens the gate: `--forget-bias 1` or `3` trains with it.",
      ],
      caption: (count: number) => `An untrained LSTM: median over ${seeds(count)}`,
      head: (timeStep: number): readonly string[] => [
        "added to the forget gate's bias",
        "f at rest",
        `left of |∂L/∂c| over ${steps(timeStep)}`,
      ],
    },
  },
  repeat: {
    heading: "Run it again",
    paragraphs: ["The same settings and the same seed give the same numbers."],
    caption: "Commands that reproduce each part",
    head: ["part", "command"],
    comparison: "comparison",
    versions: (unrolled: string, node: string) => `Made by Unrolled ${unrolled} on Node ${node}.`,
  },
  figures: {
    /** Segments `from` to `to` of a run, counted from 1. */
    segmentRange: (from: number, to: number): string =>
      from === to ? `Segment ${from}` : `Segments ${from} to ${to}`,
    medianAndQuartiles: "Line: median over the seeds. Band: lower to upper quartile.",
    data: {
      title: "What the network reads, and what it has to answer",
      caption:
        "The input is sin t, the target cos t. At each moment the network reads one number and returns one number.",
    },
    fit: (settings: Settings) => ({
      title: `${named(settings)}: target and prediction`,
      caption:
        "Each segment was predicted before the network was trained on it, so this is not a fit in hindsight.",
    }),
    pair: (timeStep: number, count: number) => ({
      title: `RNN and LSTM at ${timeSteps(timeStep)}, ${plural(count, "training")}`,
      caption:
        "The note's last figure: both cells on the same data, from the same seed and a zero state, at the beginning and at the end of training.",
    }),
    pairPart: (cell: string, from: number, to: number) => `${cell}, segments ${from} to ${to}`,
    lossCurve: ({ cell }: Settings) => ({
      title: `${cellLabels[cell]}: loss of each segment`,
      caption: "Below the dashed line, the network does better than one that always answers 0.",
    }),
    comparedLosses: (timeStep: number, count: number) => ({
      title: `Loss during training at ${timeSteps(timeStep)}, ${seeds(count)}`,
      caption:
        "One run per seed: different initial weights, the same data. Where bands overlap, the seed matters as much as the cell.",
    }),
    finalLosses: (timeStep: number, count: number) => ({
      title: `Loss of the last segment at ${timeSteps(timeStep)}, ${seeds(count)}`,
      caption: "Box: quartiles and median. Whiskers: lowest and highest. Dots: one per seed.",
    }),
    gradientsBefore: {
      title: "How far back the gradient reaches before training",
      caption:
        "The gradient of the last step's loss with respect to each earlier hidden state, relative to that at the last step: median over the seeds. A straight line on this scale is exponential decay. Values below one millionth are not drawn.",
    },
    gradientsAfter: {
      title: "How far back the gradient reaches after training",
      caption: "The same after training. Dashed: with respect to the LSTM's cell state c, at fixed h.",
    },
  },
  verdict: {
    lowestApart: ({ apart, ...at }: FindingNumbers["lowestApart"]) =>
      `${lowest(at)}, below the quartile ranges of ${theCells(apart)}.`,
    lowestOverlaps: ({ overlapping, ...at }: FindingNumbers["lowestOverlaps"]) =>
      `${lowest(at)}, but its quartile range overlaps ${rangesOf(overlapping)}: the seed matters as much as the cell.`,
    lowestMixed: ({ apart, overlapping, ...at }: FindingNumbers["lowestMixed"]) =>
      `${lowest(at)}, below the quartile range of ${theCells(apart)}; the range of ${theCells(overlapping)} overlaps its own.`,
    pairApart: ({ lower, higher }: FindingNumbers["pairApart"]) =>
      `Of the note's two cells, the ${cellLabels[lower]} ends lower: its quartile range lies below ${rangesOf([higher])}.`,
    pairOverlaps: (_: null) =>
      "The note's two cells, RNN and LSTM, show no clear difference: their quartile ranges overlap.",
    oneSeed: ({ timeStep, segments: trained, seed, losses }: FindingNumbers["oneSeed"]) =>
      `Final loss with seed ${seed} alone (${segments(trained)} of ${timeSteps(timeStep)}): ${losses.map(({ cell, median }) => `${cellLabels[cell]} ${formatLoss(median, 2)}`).join(", ")}. Another seed may rank them differently.`,
    noMedian: ({ timeStep, segments: trained }: FindingNumbers["noMedian"]) =>
      `No cell has a finite median loss (${segments(trained)} of ${timeSteps(timeStep)}).`,
    diverged: ({ cell, diverged, runs }: FindingNumbers["diverged"]) =>
      `${diverged} of ${runs} ${cellLabels[cell]} runs diverged: the final loss is not a finite number.`,
    claimUntested: (_: null) =>
      `No sequence here is longer than ${steps(safeSteps)}, so the note's claim is not tested.`,
    vanishingBefore: ({ timeStep, cells }: FindingNumbers["vanishingBefore"]) =>
      `Before training the gradient vanishes, that is, falls below ${limit}, ${whereVanished(cells, true)}${timeStep === null ? ", however long the sequence" : ` (of ${timeStep})`}.`,
    vanishingAfter: (lengths: FindingNumbers["vanishingAfter"]) =>
      `After training it vanishes ${lengths.map(({ timeStep, cells }) => `at ${steps(timeStep)} ${whereVanished(cells, false)}`).join(", ")}.`,
    noExplosion: (_: null) =>
      `Nothing explodes: no gradient exceeds ${exploded} times its value at the last step.`,
    explosion: (explosions: FindingNumbers["explosion"]) =>
      `It explodes: ${explosions.map(({ cell, timeStep, when, ratio }) => `${cellLabels[cell]} to ${formatRatio(ratio)} at ${steps(timeStep)} ${when} training`).join(", ")}.`,
    rateTooLarge: ({ timeStep, lr, failing, smaller, learning }: FindingNumbers["rateTooLarge"]) =>
      `${capital(atSteps(timeStep))} and learning rate ${lr}, ${losersOf(failing)} not learn, but at ${smaller} ${learning.length === 1 ? "it does" : "they do"} (${lossesOf(learning)}), from the same initial weights and gradients: what fails is the learning rate.`,
    nothingLearnt: ({ timeStep, rates, failing }: FindingNumbers["nothingLearnt"]) =>
      `${capital(atSteps(timeStep))}, ${losersOf(failing)} not learn at any of the learning rates ${formatList(rates.map(String), "en")}.`,
    allLearn: ({ timeStep, lr, vanishing }: FindingNumbers["allLearn"]) =>
      `${capital(atSteps(timeStep))}, every cell learns at learning rate ${lr}${vanishing ? ", although its gradient vanishes before training" : ""}.`,
    ending: ({ lr, smaller, large, small }: FindingNumbers["ending"]) =>
      `At ${lr} the spectral radius of the RNN's W grows to ${formatLoss(large.radius, 2)}, and ${formatPercent(large.saturated, 0)} of its units end near ±1, where tanh hardly has a slope; at ${smaller} it is ${formatLoss(small.radius, 2)}, and ${formatPercent(small.saturated, 0)} do.`,
    longerIsBetter: ({ lr, endpoint, short, long }: FindingNumbers["longerIsBetter"]) =>
      `More steps can be better: at learning rate ${lr}, the RNN ends at ${formatLoss(short.median, 2)} with ${steps(short.timeStep)} and at ${formatLoss(long.median, 2)} with ${long.timeStep}, ${endpoint ? "with the end point of each segment included (linspace's default), which the next segment reads again. --no-endpoint leaves it out" : "without the end points of the segments"}.`,
    memory: ({ timeStep, ratios }: FindingNumbers["memory"]) =>
      `What is left of |∂L/∂c| over ${steps(timeStep)} in an untrained LSTM depends on its forget gate: ${ratios.map(({ bias, ratio }) => `${formatLoss(ratio, 2)} with ${bias === 0 ? "PyTorch's bias" : `${bias} added to it`}`).join(", ")}.`,
  },
} as const;

export type ReportWords = WordsOf<typeof en>;

function named({ cell, timeStep }: Settings): string {
  return `${cellLabels[cell]} at ${timeSteps(timeStep)}`;
}

function theCells(cells: readonly Cell[]): string {
  return formatList(
    cells.map((cell) => `the ${cellLabels[cell]}`),
    "en",
  );
}

function rangesOf(cells: readonly Cell[]): string {
  return `${cells.length === 1 ? "that" : "those"} of ${theCells(cells)}`;
}

function lowest({ cell, median, timeStep, lr }: Omit<FindingNumbers["lowestApart"], "apart">): string {
  return `At learning rate ${lr} and ${steps(timeStep)}, the ${cellLabels[cell]} ends lowest (median loss ${formatLoss(median, 2)})`;
}

function atSteps(timeStep: number): string {
  return `at ${steps(timeStep)}`;
}

function capital(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}

/** The RNN (median loss 0.51) and the LSTM (0.33) do. */
function losersOf(failing: readonly MedianLoss[]): string {
  const names = failing.map(
    ({ cell, median }, i) =>
      `the ${cellLabels[cell]} (${i === 0 ? "median loss " : ""}${formatLoss(median, 2)})`,
  );
  return `${formatList(names, "en")} ${failing.length === 1 ? "does" : "do"}`;
}

function lossesOf(cells: readonly MedianLoss[]): string {
  return formatList(
    cells.map(({ median }) => formatLoss(median, 2)),
    "en",
  );
}

/** In every cell after 6 to 9 steps; in the RNN (after 21 steps) and the LSTM (after 9); only in the …; in no cell. */
function whereVanished(cells: readonly VanishingLag[], isRange: boolean): string {
  const known = cells.filter(({ lag }) => !Number.isNaN(lag));
  if (known.length === 0) return "nowhere that could be measured (no gradient is finite)";
  const gone = known.flatMap(({ cell, lag }) => (lag === null ? [] : [{ cell, lag }]));
  if (gone.length === 0) return "in no cell";
  const lags = gone.map(({ lag }) => lag);
  const [low, high] = [minOf(lags), maxOf(lags)];
  if (isRange && gone.length === cells.length)
    return `in every cell after ${low === high ? steps(low) : `${low} to ${steps(high)}`}`;
  const names = gone.map(({ cell, lag }) => `the ${cellLabels[cell]} (after ${lag})`);
  return `${gone.length === 1 && known.length > 1 ? "only " : ""}in ${formatList(names, "en")}`;
}
