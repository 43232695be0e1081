/** @module Seasons on trends and walks, those that dates suggest, several at once, and series that have none. */
import { findSeason, findSeasons, type LikelySeason, likelySeasons } from "unrolled/forecast";
import { describe, expect, test } from "vitest";
import { values } from "../../reference/values.ts";

/** Standard normal numbers: sums of twelve uniform ones. */
const noise = (n: number, seed: number): number[] => {
  const u = values(12 * n, seed, 0.5);
  return Array.from({ length: n }, (_, t) => u.slice(12 * t, 12 * t + 12).reduce((sum, x) => sum + x, 0));
};

const walk = (n: number, seed: number): number[] => {
  let level = 0;
  return noise(n, seed).map((e) => {
    level += e;
    return level;
  });
};

const wave = (t: number, period: number): number => Math.sin((2 * Math.PI * t) / period);

describe("a small season in a large movement", () => {
  test("days on a trend with swings: the week shows in the differences only", () => {
    const week = [0, 120, 180, 200, 260, -300, -460];
    const days = noise(1118, 3).map((e, t) => 2000 + 6 * t + 1500 * wave(t, 700) + week[t % 7] + 60 * e);
    expect(findSeason(days)).toBe(7);
    expect(findSeason(days, { likely: [{ steps: 7 }, { steps: 365 }] })).toBe(7);
  });

  test("five minutes: the day, not six steps that are smooth, nor a tick every half hour", () => {
    const e = noise(8640, 4);
    const ticks = e.map(
      (error, i) => 20 + 10 * wave(i, 288) + 4 * wave(i, 2794) + (i % 6 === 0 ? 0.25 : 0) + 0.05 * error,
    );
    expect(findSeason(ticks, { max: 1000 })).toBe(288);
    expect(findSeason(ticks, { max: 1000, likely: [{ steps: 288 }] })).toBe(288);
  });

  test("months that grow with their level, and a quarterly pattern on a walk", () => {
    const months = noise(72, 5).map((e, t) => (100 + 3 * t) * (1 + 0.2 * wave(t, 12) + 0.05 * e));
    expect(findSeason(months)).toBe(12);
    const quarters = walk(60, 6).map((level, t) => 0.5 * level + [2, -1, 0, -1][t % 4]);
    expect(findSeason(quarters, { likely: [{ steps: 4 }] })).toBe(4);
  });
});

test("planted seasons are found in at least 95 of 100", () => {
  const periods = [4, 5, 7, 12, 24];
  const shapes = [
    (e: number[], s: number[]) => s.map((x, t) => x + e[t]),
    (e: number[], s: number[]) => s.map((x, t) => 1.5 * x + e[t] + 0.05 * t),
    (_: number[], s: number[], seed: number) => walk(s.length, seed).map((w, t) => 2 * s[t] + 0.5 * w),
    (e: number[], s: number[]) => s.map((x, t) => (20 + 0.2 * t) * (1 + 0.2 * x + 0.1 * e[t])),
  ];
  let [bare, suggested] = [0, 0];
  for (let i = 0; i < 100; i++) {
    const period = periods[i % 5];
    const n = 10 * period + 60;
    const season = Array.from({ length: n }, (_, t) => wave(t, period) + 0.4 * wave(t + 1, period / 2));
    const series = shapes[i % 4](noise(n, i + 1), season, i + 500);
    if (findSeason(series) === period) bare++;
    if (findSeason(series, { likely: [{ steps: period }] }) === period) suggested++;
  }
  expect(bare).toBeGreaterThanOrEqual(95);
  expect(suggested).toBeGreaterThanOrEqual(98);
});

test.each([
  ["white noise", noise],
  ["random walks", walk],
])("%s: no season in at least 97 of 100, whatever the step suggests", (_, make) => {
  const likely: LikelySeason[] = [{ steps: 7 }, { steps: 12 }];
  const found = Array.from({ length: 100 }, (_, i) =>
    findSeason(make([36, 100, 144][i % 3], i + 1), { likely }),
  );
  expect(found.filter((season) => season !== null).length).toBeLessThanOrEqual(3);
});

describe("several at once", () => {
  const hours = noise(1200, 7).map(
    (e, t) => 50 + 10 * wave(t, 24) + (t % 168 < 48 ? -8 : 3) * (1 + 0.5 * wave(t, 24)) + e,
  );

  test("the day and the week", () => {
    expect(findSeasons(hours)).toEqual([24, 168]);
    expect(findSeasons(hours, { likely: [{ steps: 24 }, { steps: 168 }] })).toEqual([24, 168]);
    expect(findSeason(hours)).toBe(24);
  });

  test("the day alone where all days are alike, and where the week is too long", () => {
    const alike = noise(1200, 8).map((e, t) => 10 * wave(t, 24) + e);
    expect(findSeasons(alike, { likely: [{ steps: 24 }, { steps: 168 }] })).toEqual([24]);
    expect(findSeasons(hours, { max: 100 })).toEqual([24]);
  });
});

describe("likelySeasons", () => {
  const DAY = 86_400_000;
  const from = Date.UTC(2019, 0, 7); // a Monday
  const steps = (time: number[]): number[] => likelySeasons(time).map((one) => one.steps);
  const each = (count: number, step: number): number[] =>
    Array.from({ length: count }, (_, t) => from + t * step);
  const months = (count: number, apart: number): number[] =>
    Array.from({ length: count }, (_, t) => Date.UTC(2001, t * apart, 1));

  test.each([
    ["hours", each(2000, DAY / 24), [24, 168]],
    ["five minutes", each(9000, DAY / 288), [288, 2016]],
    ["half hours", each(3000, DAY / 48), [48, 336]],
    ["days", each(1200, DAY), [7, 365]],
    ["weeks", each(300, 7 * DAY), [52]],
    ["months", months(60, 1), [12]],
    ["quarters", months(40, 3), [4]],
    ["years", months(40, 12), []],
    ["business days", each(900, DAY).filter((time) => new Date(time).getUTCDay() % 6 !== 0), [5, 262]],
    [
      "half hours of a market",
      each(4000, DAY / 48).filter((time) => time % DAY >= DAY * 0.4 && time % DAY <= DAY * 0.65),
      [12, 84],
    ],
    ["two rows", each(2, DAY), []],
  ])("%s", (_, time, expected) => {
    expect(steps(time)).toEqual(expected);
  });

  test("a year of weeks has its exact length", () => {
    expect(likelySeasons(each(1500, 7 * DAY))[0].period).toBeCloseTo(52.18, 1);
  });
});
