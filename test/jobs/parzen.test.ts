/** @module The estimate of density behind TPE: numbers of Optuna 5.0, and cases small enough to check by hand. */
import { expect, test } from "vitest";
import { Parzen, weightsOf, widthsOf } from "../../src/jobs/study/parzen.ts";
import { parseDomain } from "../../src/jobs/study/space.ts";
import { goodCount, parted } from "../../src/jobs/study/tpe.ts";
import type { Trial } from "../../src/jobs/study/trial.ts";

// from optuna.samplers._tpe.parzen_estimator import _ParzenEstimator; _ParzenEstimator(observations, space, …).log_pdf(points)
const domains = ["0.0..10.0", "log:1e-4..1e-1", "1..8", "a,b,c", "0..0.5:0.1", "log:4..64"].map((text) =>
  parseDomain("x", text),
);
const observed = [
  [1, 1e-3, 1, 0, 0, 4],
  [2.5, 1e-2, 3, 2, 0.1, 16],
  [9, 5e-4, 8, 2, 0.5, 64],
  [2.6, 0.05, 3, 1, 0.3, 32],
];
const points = [
  [2, 2e-3, 2, 2, 0.2, 8],
  [5, 1e-4, 8, 0, 0.5, 64],
];
const alone = [
  [-1.8231182568807087, -2.474288142232979],
  [-1.8951030182170112, -2.448153996606372],
  [-1.7905532259719494, -2.5641111748102428],
  [-0.8754687373538996, -1.2321436812926323],
  [-1.8269581504148082, -2.011983083041634],
  [-3.4207258288860904, -4.982828230742968],
];

test("log density of all settings together, and of each alone: Optuna's", () => {
  const all = points.map((point) => new Parzen(domains, observed).logDensity(point));
  expect(all).toEqual([-11.072256889332099, -14.589219198037323].map((x) => expect.closeTo(x, 12)));
  for (const [k, domain] of domains.entries()) {
    const estimate = new Parzen(
      [domain],
      observed.map((row) => row.slice(k, k + 1)),
    );
    const found = points.map((point) => estimate.logDensity(point.slice(k, k + 1)));
    expect(found).toEqual(alone[k]?.map((x) => expect.closeTo(x, 12)));
  }
  const prior = new Parzen(domains.slice(0, 1), []);
  expect([2, 9].map((x) => prior.logDensity([x]))).toEqual(
    [-2.3066072925030965, -2.341607292503096].map((x) => expect.closeTo(x, 12)),
  );
});

test("widths: the larger distance to a neighbour, the smallest part of the range, never more than the range", () => {
  expect(widthsOf([1, 2.5, 9, 2.6], 0, 10)).toEqual(
    [10 / 6, 10 / 6, 6.4, 6.4].map((x) => expect.closeTo(x, 12)),
  );
  expect(widthsOf([4], 0, 10)).toEqual([6]);
  expect(widthsOf([], 0, 10)).toEqual([]);
  expect(widthsOf([3, 3, 3], 0, 10)).toEqual([2, 2, 2]);
});

test("older observations count less", () => {
  expect(weightsOf(3)).toEqual([1, 1, 1]);
  expect(weightsOf(26)[0]).toBe(1 / 26);
  expect(weightsOf(28).slice(0, 5)).toEqual([1 / 28, 0.5178571428571429, 1, 1, 1]);
});

test("draws stay in the range, on the steps, and follow the density", () => {
  const [whole, choice] = [parseDomain("n", "1..8"), parseDomain("c", "a,b,c")];
  const estimate = new Parzen([whole, choice], Array(30).fill([7, 1]));
  let k = 0;
  const draw = (): number => ((k++ * 0.618033988749895) % 1) * 0.999;
  const rows = Array.from({ length: 300 }, () => estimate.draw(draw));
  expect(rows.every(([n = 0]) => Number.isInteger(n) && n >= 1 && n <= 8)).toBe(true);
  expect(rows.filter(([n]) => n === 7).length).toBeGreaterThan(200);
  expect(rows.filter(([, c]) => c === 1).length).toBeGreaterThan(250);
});

test("good trials: complete before pruned, of those the ones that came further; NaN last", () => {
  const trial = (
    number: number,
    state: Trial["state"],
    value: number | null,
    steps: number[][] = [],
  ): Trial => ({
    ...{ number, state, value, params: {}, notes: {}, started: null, ended: null },
    reports: new Map(steps.map(([step = 0, loss = 0]) => [step, loss])),
  });
  const trials = [
    trial(0, "pruned", null, [[1, 0.1]]),
    trial(1, "complete", 5),
    trial(2, "pruned", null, [
      [1, 9],
      [4, 9],
    ]),
    trial(3, "complete", Number.NaN),
    trial(4, "complete", 2),
    trial(5, "pruned", null),
    trial(6, "complete", Number.POSITIVE_INFINITY),
  ];
  const good = (count: number): number[] => parted(trials, count)[0].map(({ number }) => number);
  expect([1, 2, 4, 5, 6].map(good)).toEqual([[4], [1, 4], [1, 3, 4, 6], [1, 2, 3, 4, 6], [0, 1, 2, 3, 4, 6]]);
  expect([10, 11, 100, 1000].map(goodCount)).toEqual([1, 2, 10, 25]);
});
