/** @module What a comparison sums up: only seeds that every cell has run, medians over them, shares of lag 0. */
import { describe, expect, test } from "vitest";
import {
  type ComparisonRun,
  comparisonOf,
  comparisonRuns,
  runCount,
  summarize,
} from "../../src/note/comparison.ts";
import { Program, trainLosses } from "../../src/note/program.ts";
import { type Cell, cellNames, rnnProgram } from "../../src/note/settings.ts";
import { median } from "../../src/note/statistics.ts";

/** A run whose numbers are made from its seed: losses [seed, last], gradients halving from 8. */
function run(cell: Cell, timeStep: number, seed: number, last = seed / 10, lr = 0.02): ComparisonRun {
  const flow = { hidden: [8, 4, 2 * seed], cell: cell === "lstm" ? [0, 4, 1] : null };
  const ending = cell === "rnn" ? { radius: seed, saturated: seed / 4 } : null;
  return { cell, timeStep, seed, lr, losses: [seed, last], before: flow, after: flow, ending };
}

const group = (timeStep: number, seed: number, lr = 0.02): ComparisonRun[] =>
  cellNames.map((cell) => run(cell, timeStep, seed, seed / 10, lr));

test("twenty seeds, the chosen length first, no length twice", () => {
  const settings = comparisonOf({ ...rnnProgram, seed: 5 });
  expect(settings.timeSteps).toEqual([20, 10, 50]);
  expect(settings.seeds).toEqual(Array.from({ length: 20 }, (_, i) => 5 + i));
  expect(settings.endpoint).toBe(true);
  expect(settings.smallerRates).toEqual([0.005, 0.002]); // a quarter and a tenth of 0.02
  expect(runCount(settings)).toBe(540);
  expect(comparisonOf(rnnProgram, { timeStep: 30, endpoint: false })).toMatchObject({
    timeSteps: [30, 10, 20, 50],
    endpoint: false,
  });
});

test("medians over the seeds, lengths from short to long", () => {
  const found = summarize([1, 2, 3].flatMap((seed) => [...group(20, seed), ...group(10, seed)]));
  expect(found?.timeStep).toBe(20);
  expect(found?.seeds).toEqual([1, 2, 3]);
  expect(found?.losses.rnn.finals).toEqual([0.1, 0.2, 0.3]);
  expect(found?.losses.rnn.final.median).toBe(0.2);
  expect(found?.losses.gru.curve.map((part) => part.median)).toEqual([2, 0.2]);
  expect(found?.losses.lstm.lastTen.median).toBeCloseTo(1.1, 12);
  expect(found?.gradients.map(({ timeStep }) => timeStep)).toEqual([10, 20]);
  expect(found?.gradients[0].cells.rnn.before).toEqual({ hidden: [1, 0.5, 0.5], cell: null });
  expect(found?.gradients[0].cells.lstm.after.cell).toEqual([0, 0.5, 0.125]);
});

test("learning rates: the largest first, each with its lengths; losses and gradients are of the first alone", () => {
  const runs = [...group(20, 1), ...group(20, 2), ...group(10, 1), ...group(20, 4, 0.005)];
  const found = summarize([...runs, run("rnn", 10, 1, 0.1, 0.005)]);
  expect(found?.lr).toBe(0.02);
  expect(found?.seeds).toEqual([1, 2]);
  expect(found?.gradients.map(({ timeStep }) => timeStep)).toEqual([10, 20]);
  expect(found?.trainings.map(({ lr, timeStep }) => [lr, timeStep])).toEqual([
    [0.02, 10],
    [0.02, 20],
    [0.005, 20],
  ]);
  expect(found?.trainings[1].losses.gru.median).toBeCloseTo(0.15, 12);
  expect(found?.trainings[1].ending).toEqual({ radius: 1.5, saturated: 0.375 });
  expect(found?.trainings[2].losses.lstm.median).toBe(0.4);
});

test("a seed that not every cell has run is left out", () => {
  const found = summarize([...group(20, 1), run("rnn", 20, 2), run("lstm", 20, 2)]);
  expect(found?.seeds).toEqual([1]);
  expect(found?.losses.rnn.finals).toEqual([0.1]);
  expect(summarize([run("rnn", 20, 1), run("lstm", 20, 1)])).toBeNull();
  expect(summarize([])).toBeNull();
});

test("a length without a complete seed is left out", () => {
  const found = summarize([...group(20, 1), run("rnn", 10, 1)]);
  expect(found?.gradients.map(({ timeStep }) => timeStep)).toEqual([20]);
});

test("a diverged run shows as NaN, not as a number", () => {
  const found = summarize([
    ...group(20, 1),
    run("rnn", 20, 2, Number.NaN),
    run("lstm", 20, 2),
    run("gru", 20, 2),
  ]);
  expect(found?.losses.rnn.final.median).toBeNaN();
  expect(found?.losses.gru.final.median).toBeCloseTo(0.15, 12);
});

test("every run is the program of its settings", () => {
  const settings = {
    hidden: 4,
    layers: 1,
    steps: 2,
    lr: 0.02,
    forgetBias: 0,
    endpoint: true,
    seeds: [3, 4],
    timeSteps: [5, 3],
    smallerRates: [0.01],
  };
  const runs = [...comparisonRuns(settings)];
  expect(runs).toHaveLength(24);
  expect(runs.slice(0, 4).map(({ cell, timeStep, seed }) => [cell, timeStep, seed])).toEqual([
    ["rnn", 5, 3],
    ["lstm", 5, 3],
    ["gru", 5, 3],
    ["rnn", 5, 4],
  ]);
  const alone = {
    ...rnnProgram,
    hidden: 4,
    steps: 2,
    endpoint: true,
    seed: 4,
    timeStep: 3,
    cell: "gru",
  } as const;
  expect(runs[11].losses).toEqual(trainLosses(new Program(alone)));
  expect(runs[11].before.hidden).toHaveLength(3);
});

test("at a smaller rate the weights start the same, and so do the gradients; training differs", () => {
  const settings = comparisonOf({ ...rnnProgram, hidden: 4, steps: 2 });
  const few = { ...settings, seeds: [1], timeSteps: [12] };
  const [large, ...rest] = [...comparisonRuns(few)].filter(({ cell }) => cell === "rnn");
  expect(rest.map(({ lr }) => lr)).toEqual([0.005, 0.002]);
  for (const small of rest) {
    expect(small.before).toEqual(large.before);
    expect(small.losses[0]).toBe(large.losses[0]);
    expect(small.losses[1]).not.toBe(large.losses[1]);
  }
});

describe("what the documents say of the length, with every seed", () => {
  const settings = comparisonOf(rnnProgram);
  const medianOf = (cell: Cell, lr: number, timeStep: number): { loss: number; radius: number } => {
    const only = { ...settings, lr, timeSteps: [timeStep], smallerRates: [] };
    const runs = [...comparisonRuns(only)].filter((each) => each.cell === cell);
    return {
      loss: median(runs.map(({ losses }) => losses[99])),
      radius: median(runs.map(({ ending }) => ending?.radius ?? 0)),
    };
  };

  test("an RNN of 50 steps fails at 0.02, and learns at a quarter of it", () => {
    const [large, small] = [0.02, 0.005].map((lr) => medianOf("rnn", lr, 50));
    expect(large.loss).toBeGreaterThan(0.3); // 0.51; always answering 0 scores 0.5
    expect(small.loss).toBeCloseTo(0.011, 2);
    expect(large.radius).toBeGreaterThan(1.8); // 2.1
    expect(small.radius).toBeLessThan(1.2); // 1.05
  });

  test("20 steps are better than 10 for an RNN at 0.02", () => {
    const [short, long] = [10, 20].map((timeStep) => medianOf("rnn", 0.02, timeStep).loss);
    expect(short).toBeGreaterThan(0.05); // 0.13
    expect(long).toBeLessThan(0.01); // 0.0058
  });
});
