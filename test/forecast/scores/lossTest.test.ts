/** @module Whether differences can be told from luck: the test by hand, its tails, and how often it is wrong on random walks. */
import { type Evidence, verdictAgainst } from "unrolled/forecast";
import { describe, expect, test } from "vitest";
import { compareLosses, independentWindows } from "../../../src/forecast/scores/lossTest.ts";
import { incompleteBeta, tailOfF, tailOfT } from "../../../src/forecast/scores/tails.ts";
import { values } from "../../reference/values.ts";

test("tails, against closed forms and the integral of the density", () => {
  expect(tailOfT(1, 1)).toBeCloseTo(0.25, 12); // Cauchy
  const u = 2 / Math.sqrt(3);
  expect(tailOfT(2, 3)).toBeCloseTo(0.5 - (u / (1 + u * u) + Math.atan(u)) / Math.PI, 12);
  for (const [t, degrees] of [
    [1.5, 10],
    [3, 41],
  ]) {
    const density = (x: number): number => (1 + (x * x) / degrees) ** (-(degrees + 1) / 2);
    const [beyond, whole] = [simpson(density, t, 400), simpson(density, 0, 400)];
    expect(tailOfT(t, degrees)).toBeCloseTo(beyond / whole / 2, 9);
    expect(tailOfT(-t, degrees)).toBeCloseTo(1 - beyond / whole / 2, 9);
  }
  expect(tailOfF(3, 2, 10)).toBeCloseTo((1 + 6 / 10) ** -5, 12); // d₁ = 2: (1 + 2f/d₂)^(−d₂/2)
  expect(tailOfF(0, 4, 7)).toBe(1);
  expect(incompleteBeta(0.3, 1, 4)).toBeCloseTo(1 - 0.7 ** 4, 12);
  expect(incompleteBeta(0.3, 4, 1)).toBeCloseTo(0.3 ** 4, 12);
});

function simpson(f: (x: number) => number, from: number, until: number): number {
  const steps = 200_000;
  const width = (until - from) / steps;
  let sum = f(from) + f(until);
  for (let i = 1; i < steps; i++) sum += f(from + i * width) * (i % 2 === 0 ? 2 : 4);
  return (sum * width) / 3;
}

test("by hand: the cosines of the differences", () => {
  const [model, baseline] = [values(40, 1).map((x) => x + 2), values(40, 2).map((x) => x + 2.3)];
  const counts = model.map((_, t) => t >= 20);
  const found = compareLosses({ model, baseline, counts, horizon: 8, apart: 1 });
  const d = baseline.map((x, t) => (x - model[t]) / (x + model[t]));
  const center = d.reduce((sum, x) => sum + x, 0) / 40;
  const squares = [1, 2, 3, 4].map((j) => {
    const sum = d.reduce((all, x, t) => all + (x - center) * Math.cos((Math.PI * j * (t + 0.5)) / 40), 0);
    return (2 / 40) * sum ** 2;
  });
  const difference = d.slice(20).reduce((sum, x) => sum + x / 20, 0);
  const t = difference / Math.sqrt(squares.reduce((sum, x) => sum + x / 4, 0) / 20);
  expect(independentWindows(40, 8, 1)).toBe(5);
  expect(found?.difference).toBeCloseTo(difference, 12);
  expect(found?.better).toBeCloseTo(tailOfT(t, 4), 12);
  expect(found?.worse).toBeCloseTo(1 - tailOfT(t, 4), 12);
});

describe("compareLosses", () => {
  const all = { counts: Array.from({ length: 30 }, () => true), apart: 1 };
  const alike = Array.from({ length: 30 }, (_, t) => t);

  test("too few windows say nothing, equal losses nothing either, and every window better is no luck", () => {
    expect(compareLosses({ model: alike, baseline: alike, horizon: 10, ...all })).toBeNull();
    const same = compareLosses({ model: alike, baseline: alike, horizon: 1, ...all });
    expect(same).toEqual({ difference: 0, better: 1, worse: 1 });
    const [one, three] = [alike.map(() => 1), alike.map(() => 3)];
    expect(compareLosses({ model: one, baseline: three, horizon: 1, ...all })).toEqual({
      difference: 0.5,
      better: 0,
      worse: 1,
    });
  });

  test("windows without a loss are left out", () => {
    const baseline = values(30, 5).map((x) => x + 2);
    const model = values(30, 6).map((x, t) => (t % 10 === 4 ? Number.NaN : x + 2));
    const known = alike.filter((t) => t % 10 !== 4);
    const kept = {
      model: known.map((t) => model[t]),
      baseline: known.map((t) => baseline[t]),
      counts: known.map(() => true),
    };
    const found = compareLosses({ model, baseline, horizon: 2, ...all });
    expect(found?.difference).toBeCloseTo(
      compareLosses({ ...kept, horizon: 2, apart: 1 })?.difference ?? 0,
      12,
    );
  });
});

/** Wrong claims of forecasts of random walks by drifts that have been seen before, in 200 walks. */
function wrongClaims(n: number, horizon: number): number {
  let wrong = 0;
  for (let seed = 1; seed <= 200; seed++) {
    let level = 0;
    const x = values(n, seed).map((e) => {
      level += e;
      return level;
    });
    const [train, validation] = [Math.round(0.6 * n), Math.round(0.8 * n)];
    const slope = (x[train - 1] - x[0]) / (train - 1);
    const origins = Array.from({ length: n - horizon - train + 1 }, (_, i) => train + i);
    const lossOf = (step: number): number[] =>
      origins.map((from) => {
        let sum = 0;
        for (let h = 0; h < horizon; h++)
          sum += Math.abs(x[from + h] - x[from - 1] - step * (h + 1)) / horizon;
        return sum;
      });
    const [model, baseline] = [lossOf(slope), lossOf(0)];
    const counts = origins.map((from) => from >= validation);
    const mean = (losses: number[]): number =>
      losses.filter((_, i) => counts[i]).reduce((sum, loss) => sum + loss, 0);
    const comparison = compareLosses({ model, baseline, counts, horizon, apart: 1 });
    const evidence: Evidence = { windows: 1, independent: 1, comparisons: { naive: comparison } };
    const own = { name: "gru", error: mean(model) };
    if (verdictAgainst({ naive: mean(baseline) }, own, { evidence }).beatsAll) wrong++;
  }
  return wrong;
}

test.each([
  [36, 3],
  [100, 10],
  [144, 12],
  [300, 12],
])("random walks of %i rows, %i steps ahead: nothing is claimed of at least 190 in 200", (n, horizon) => {
  expect(wrongClaims(n, horizon)).toBeLessThanOrEqual(10);
});

describe("verdicts with evidence", () => {
  const evidence = (better: number, windows = 18): Evidence => ({
    windows,
    independent: 2,
    comparisons: { naive: { difference: 1, better, worse: 1 - better } },
  });
  const verdict = (error: number, given: Evidence) =>
    verdictAgainst({ naive: 10 }, { name: "gru", error }, { evidence: given });

  test("a difference that may be luck is none", () => {
    const { beatsAll, tied, lost, en, zh } = verdict(8, evidence(0.2));
    expect({ beatsAll, tied, lost }).toEqual({
      beatsAll: false,
      tied: [{ name: "naive", error: 10, chance: 0.2 }],
      lost: [],
    });
    expect(en).toBe(
      "GRU cannot be told apart from naive (10): its MAE is 8, 20% below, which on 18 test windows (2 without overlap) may be luck.",
    );
    expect(zh).toBe(
      "GRU 与朴素法（10）难分高下：MAE 为 8，低 20%；在 18 个测试窗口（互不重叠的有 2 个）上，这可能只是运气。",
    );
  });

  test("one that is none counts, on either side", () => {
    expect(verdict(8, evidence(0.01)).beatsAll).toBe(true);
    const worse = verdict(12, evidence(0.99));
    expect(worse.lost.map(({ name }) => name)).toEqual(["naive"]);
    expect(worse.en).toBe("GRU does not beat naive (10): its MAE is 12, 20% above.");
  });

  test("too few windows", () => {
    const few = { windows: 2, independent: 1, comparisons: { naive: null } };
    const { beatsAll, en, zh } = verdict(8, few);
    expect(beatsAll).toBe(false);
    expect(en).toBe(
      "GRU cannot be judged: its MAE is 8, that of the best baseline, naive, 10, but 2 test windows (1 without overlap) are too few to tell a difference from luck.",
    );
    expect(zh).toBe(
      "GRU 还无从评判：MAE 为 8，最好的基线朴素法（10），但只有 2 个测试窗口（互不重叠的有 1 个），太少，差别可能只是运气。",
    );
  });

  test("multiples instead of enormous percentages; a baseline beats the others", () => {
    const against = (naive: number, error: number) => verdictAgainst({ naive }, { name: "gru", error });
    expect(against(1, 25).en).toBe("GRU does not beat naive (1): its MAE is 25, 25 times that.");
    expect(against(1e-15, 1).en).toContain("over a million times that");
    expect(against(1, 25).zh).toBe("GRU 没有胜过朴素法（1）：MAE 为 25，是其 25 倍。");
    expect(verdictAgainst({ drift: 2 }, { name: "naive", error: 1 }).en).toBe(
      "naive beats every other baseline: its MAE of 1 is 50% below that of the best one, drift (2).",
    );
  });
});
