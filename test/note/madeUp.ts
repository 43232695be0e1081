/** @module Made-up comparisons and results, for what a real run seldom shows. */
import type {
  CellGradients,
  CellLosses,
  Comparison,
  RelativeGradients,
  Trainings,
} from "../../src/note/comparison.ts";
import type { ForgetReach } from "../../src/note/forgetGate.ts";
import type { Segment } from "../../src/note/program.ts";
import type { ComparisonResult, NoteResults, ProgramResult } from "../../src/note/results.ts";
import { type Cell, lstmProgram, rnnProgram, type Settings } from "../../src/note/settings.ts";
import { quartiles } from "../../src/note/statistics.ts";
import { segmentData } from "../../src/note/tasks.ts";

/** Gradients that fall by a factor with each step back. */
export function decaying(timeStep: number, factor: number): RelativeGradients {
  return { hidden: Array.from({ length: timeStep }, (_, lag) => factor ** lag), cell: null };
}

/** Losses that are the same in each of three segments. */
function lossesOf(finals: readonly number[]): CellLosses {
  const final = quartiles(finals);
  return { curve: [final, final, final], finals, final, lastTen: final };
}

/** Factors by which the gradient changes each step, before and after training. */
export type Factors = Readonly<Record<Cell, readonly [before: number, after: number]>>;

/** A comparison at some lengths from final losses and decaying factors. */
export function comparisonOf(
  finals: Readonly<Record<Cell, readonly number[]>>,
  factors: Factors,
  timeSteps: readonly number[] = [10, 20],
): Comparison {
  const seeds = finals.rnn.map((_, i) => i + 1);
  const gradients = timeSteps.map((timeStep) => {
    const of = (cell: Cell): CellGradients => {
      const [before, after] = factors[cell].map((factor) => decaying(timeStep, factor));
      return { before, after };
    };
    return { timeStep, cells: { rnn: of("rnn"), lstm: of("lstm"), gru: of("gru") } };
  });
  const losses = { rnn: lossesOf(finals.rnn), lstm: lossesOf(finals.lstm), gru: lossesOf(finals.gru) };
  const trainings = timeSteps.map((timeStep) => trainingsAt(0.02, timeStep, finals));
  return { timeStep: 20, lr: 0.02, seeds, losses, gradients, trainings };
}

/** Networks trained at one learning rate and length, with these final losses. */
export function trainingsAt(
  lr: number,
  timeStep: number,
  { rnn, lstm, gru }: Readonly<Record<Cell, readonly number[]>>,
): Trainings {
  const losses = { rnn: quartiles(rnn), lstm: quartiles(lstm), gru: quartiles(gru) };
  return { lr, timeStep, losses, ending: { radius: 100 * lr, saturated: 20 * lr } };
}

/** What an LSTM's c carries: a thousandth without a bias, all of it with the largest. */
export const reach: ForgetReach = {
  timeStep: 50,
  seeds: 10,
  ratios: [
    { bias: 0, ratio: 0.001 },
    { bias: 1, ratio: 0.04 },
    { bias: 3, ratio: 1 },
  ],
};

/** A program that answers 0, with so many segments. */
export function programResult(settings: Settings, count: number): ProgramResult {
  const segments = Array.from({ length: count }, (_, index): Segment => {
    const data = segmentData(index, settings);
    return { ...data, index, prediction: data.target.map(() => 0), loss: 0.5 / (index + 1), accuracy: null };
  });
  return {
    name: settings.cell,
    settings,
    repr: `RNN(\n  (rnn): ${settings.cell.toUpperCase()}(1, 32, batch_first=True)\n)`,
    parameters: [
      {
        name: "rnn.weight_ih_l0",
        shape: [32, 1],
        meaning: "(hidden_size, input_size)",
        letter: "U",
        count: 32,
        first: [0.25, -0.5, 0.125, 1],
      },
      {
        name: "rnn.bias_ih_l0",
        shape: [32],
        meaning: "(hidden_size)",
        letter: null,
        count: 32,
        first: [0, 0, 0, 0],
      },
    ],
    sharing: {
      keys: ["weight_ih_l0", "bias_ih_l0"],
      rows: [10, 100].map((timeStep) => ({
        timeStep,
        arrays: 2,
        numbers: 64,
        outputShape: [1, timeStep, 1],
      })),
      difference: 0,
    },
    segments,
    seconds: 0.25,
  };
}

const { rnn, lstm, gru } = {
  rnn: [0.01, 0.02, 0.03],
  lstm: [0.015, 0.025, 0.035],
  gru: [0.001, 0.002, 0.003],
};

/** A comparison as a run would hand it over. */
export const comparisonResult: ComparisonResult = {
  ...comparisonOf({ rnn, lstm, gru }, { rnn: [0.5, 0.9], lstm: [0.4, 0.5], gru: [0.6, 0.95] }),
  settings: {
    hidden: 32,
    layers: 1,
    steps: 3,
    lr: 0.02,
    forgetBias: 0,
    endpoint: true,
    seeds: [1, 2, 3],
    timeSteps: [20, 10],
    smallerRates: [0.005],
  },
  reach,
};

/** A whole run, to its end. */
export const wholeRun: NoteResults = {
  data: segmentData(0, { timeStep: 100, endpoint: true }),
  programs: [programResult(rnnProgram, 100), programResult(lstmProgram, 100)],
  pair: [programResult({ ...rnnProgram, timeStep: 20 }, 100), programResult(lstmProgram, 100)],
  comparison: comparisonResult,
  outcome: { kind: "done" },
  versions: { unrolled: "1.2.3", node: "20.0.0" },
};
