/** @module Whether long sequences fail because of their length: the same networks at several learning rates and lengths. */
import { maxOf } from "../../lists.ts";
import type { Comparison, Trainings } from "../comparison.ts";
import { type Cell, cellNames } from "../settings.ts";
import { type Finding, type MedianLoss, safeSteps } from "./findings.ts";
import { allVanish } from "./gradientFindings.ts";

/** A network has learnt below this loss, a tenth of what always answering 0 scores. */
export const learnt = 0.05;

/** Whether the longest sequences fail because of their length, or because of the learning rate. */
export function lengthFindings({ lr, trainings, gradients }: Comparison, endpoint: boolean): Finding[] {
  const timeStep = maxOf(trainings.map((at) => at.timeStep));
  const [first, ...smaller] = trainings.filter((at) => at.timeStep === timeStep);
  const failing = mediansOf(first, cellNames).filter(({ median }) => !(median < learnt));
  const vanishes = allVanish(gradients, timeStep);
  const rates: Finding[] =
    failing.length === 0
      ? [{ kind: "allLearn", numbers: { timeStep, lr, vanishing: vanishes } }]
      : rateFindings(first, smaller, failing);
  return [
    ...rates,
    ...longerFindings(
      trainings.filter((at) => at.lr === lr),
      endpoint,
    ),
  ];
}

function mediansOf({ losses }: Trainings, cells: readonly Cell[]): MedianLoss[] {
  return cells.map((cell) => ({ cell, median: losses[cell].median }));
}

function rateFindings(
  first: Trainings,
  smaller: readonly Trainings[],
  failing: readonly MedianLoss[],
): Finding[] {
  const { timeStep, lr } = first;
  const cells = failing.map(({ cell }) => cell);
  const better = smaller.find((at) => mediansOf(at, cells).every(({ median }) => median < learnt));
  if (better === undefined) {
    const rates = [lr, ...smaller.map((at) => at.lr)];
    return rates.length === 1 ? [] : [{ kind: "nothingLearnt", numbers: { timeStep, rates, failing } }];
  }
  const learning = mediansOf(better, cells);
  const rates = { lr, smaller: better.lr };
  const tooLarge: Finding = { kind: "rateTooLarge", numbers: { timeStep, ...rates, failing, learning } };
  return cells.includes("rnn")
    ? [tooLarge, { kind: "ending", numbers: { ...rates, large: first.ending, small: better.ending } }]
    : [tooLarge];
}

/** The RNN at the note's 10 and 20 steps. */
function longerFindings(trainings: readonly Trainings[], endpoint: boolean): Finding[] {
  const at = (timeStep: number): Trainings | undefined =>
    trainings.find((training) => training.timeStep === timeStep);
  const [short, long] = [at(safeSteps), at(2 * safeSteps)].map((training) => training?.losses.rnn.median);
  if (short === undefined || long === undefined || !(long < short)) return [];
  return [
    {
      kind: "longerIsBetter",
      numbers: {
        lr: trainings[0].lr,
        endpoint,
        short: { timeStep: safeSteps, median: short },
        long: { timeStep: 2 * safeSteps, median: long },
      },
    },
  ];
}
