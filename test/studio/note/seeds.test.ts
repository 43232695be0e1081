/** @module Twenty seeds: the numbers of the note's comparison, and what is told of seeds that fail. */
import { describe, expect, test } from "vitest";
import { comparisonRuns } from "../../../src/note/comparison.ts";
import { cellNames, rnnProgram, type Settings } from "../../../src/note/settings.ts";
import { quartiles } from "../../../src/note/statistics.ts";
import { type SeedGroup, Seeds, type SeedsRequest } from "../../../studio/note/lab/seeds.ts";

function trained(request: SeedsRequest): readonly SeedGroup[] {
  const seeds = new Seeds();
  seeds.start(request);
  while (seeds.work(50) !== null);
  return seeds.frame().groups;
}

const at20: Settings = { ...rnnProgram, timeStep: 20, endpoint: true };

describe("the note's RNN over 20 seeds", () => {
  test.each([
    [20, 0.02, 0.00576, 15],
    [20, 0.005, 0.00096, 20],
    [50, 0.02, 0.509, 3],
    [50, 0.005, 0.011, 16],
  ])("%i steps at learning rate %d: a median loss of %d", (timeStep, lr, median, learnt) => {
    const [group] = trained({ runs: [{ ...at20, timeStep, lr }], rates: [1] });
    expect(group.finished).toBe(20);
    expect(group.final?.median).toBeCloseTo(median, median < 0.01 ? 5 : 3);
    expect(group.learnt).toBe(learnt);
  });
});

test("the losses are those of the note's comparison, bit for bit", () => {
  const settings = { ...at20, timeStep: 6, hidden: 8, steps: 20, seed: 3 };
  const groups = trained({ runs: cellNames.map((cell) => ({ ...settings, cell })), rates: [1] });
  const seeds = Array.from({ length: 20 }, (_, i) => 3 + i);
  const runs = [...comparisonRuns({ ...settings, seeds, timeSteps: [6], smallerRates: [] })];
  cellNames.forEach((cell, i) => {
    const losses = runs.filter((run) => run.cell === cell).map((run) => run.losses);
    expect(groups[i].final).toEqual(quartiles(losses.map((each) => each[19])));
    expect([...groups[i].curve.median]).toEqual(
      losses[0].map((_, segment) => quartiles(losses.map((each) => each[segment])).median),
    );
  });
});

test("rates multiply the learning rate, and every network is counted", () => {
  const seeds = new Seeds();
  seeds.start({ runs: [{ ...at20, steps: 1, hidden: 2 }], rates: [1, 0.25] });
  expect(seeds.frame()).toMatchObject({ isRunning: true, finished: 0, total: 40 });
  while (seeds.work(50) !== null);
  const { isRunning, finished, groups } = seeds.frame();
  expect([isRunning, finished]).toEqual([false, 40]);
  expect(groups.map(({ settings, rate }) => [settings.lr, rate])).toEqual([
    [0.02, 1],
    [0.005, 0.25],
  ]);
});

test("seeds that break off count as infinite losses, and stop where they are", () => {
  const freed = { ...rnnProgram, detach: false, hidden: 2, steps: 3 };
  const [group] = trained({ runs: [freed], rates: [1] });
  expect(group).toMatchObject({ finished: 20, failed: 20, learnt: 0 });
  expect(group.final?.median).toBe(Number.POSITIVE_INFINITY);
  const stopped = new Seeds();
  stopped.start({ runs: [freed], rates: [1] });
  stopped.stop();
  expect(stopped.work(50)).toBeNull();
  expect(stopped.frame()).toMatchObject({ isRunning: false, finished: 0, total: 20 });
});
