/** @module What a comparison sums up: only seeds that every cell has run, medians over them, shares of lag 0. */
import { expect, test } from "vitest";
import {
  type ComparisonRun,
  comparisonOf,
  comparisonRuns,
  runCount,
  summarize,
} from "../../src/note/comparison.ts";
import { Program, trainLosses } from "../../src/note/program.ts";
import { type Cell, cellNames, rnnProgram } from "../../src/note/settings.ts";

/** A run whose numbers are made from its seed: losses [seed, last], gradients halving from 8. */
function run(cell: Cell, timeStep: number, seed: number, last = seed / 10): ComparisonRun {
  const flow = { hidden: [8, 4, 2 * seed], cell: cell === "lstm" ? [0, 4, 1] : null };
  return { cell, timeStep, seed, losses: [seed, last], before: flow, after: flow };
}

const group = (timeStep: number, seed: number): ComparisonRun[] =>
  cellNames.map((cell) => run(cell, timeStep, seed));

test("twenty seeds, the chosen length first, no length twice", () => {
  const settings = comparisonOf({ ...rnnProgram, seed: 5 });
  expect(settings.timeSteps).toEqual([20, 10, 50]);
  expect(settings.seeds).toEqual(Array.from({ length: 20 }, (_, i) => 5 + i));
  expect(settings.endpoint).toBe(true);
  expect(runCount(settings)).toBe(180);
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
    endpoint: true,
    seeds: [3, 4],
    timeSteps: [5, 3],
  };
  const runs = [...comparisonRuns(settings)];
  expect(runs).toHaveLength(12);
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
