/** @module Finding the season: of real and made series, and of those that have none. */
import { ValueError } from "unrolled";
import { findSeason } from "unrolled/forecast";
import { describe, expect, test } from "vitest";
import { values } from "../../reference/values.ts";

/** Yearly sunspot numbers, 1700–2008: WDC-SILSO, Royal Observatory of Belgium, as statsmodels ships them (public domain). */
const sunspots =
  `5 11 16 23 36 58 29 20 10 8 3 0 0 2 11 27 47 63 60 39 28 26 22 11 21 40 78 122 103 73 47 35 11 5 16 34
    70 81 111 101 73 40 20 16 5 11 22 40 60 80.9 83.4 47.7 47.8 30.7 12.2 9.6 10.2 32.4 47.6 54 62.9
    85.9 61.2 45.1 36.4 20.9 11.4 37.8 69.8 106.1 100.8 81.6 66.5 34.8 30.6 7 19.8 92.5 154.4 125.9 84.8
    68.1 38.5 22.8 10.2 24.1 82.9 132 130.9 118.1 89.9 66.6 60 46.9 41 21.3 16 6.4 4.1 6.8 14.5 34 45
    43.1 47.5 42.2 28.1 10.1 8.1 2.5 0 1.4 5 12.2 13.9 35.4 45.8 41.1 30.1 23.9 15.6 6.6 4 1.8 8.5 16.6
    36.3 49.6 64.2 67 70.9 47.8 27.5 8.5 13.2 56.9 121.5 138.3 103.2 85.7 64.6 36.7 24.2 10.7 15 40.1
    61.5 98.5 124.7 96.3 66.6 64.5 54.1 39 20.6 6.7 4.3 22.7 54.8 93.8 95.8 77.2 59.1 44 47 30.5 16.3
    7.3 37.6 74 139 111.2 101.6 66.2 44.7 17 11.3 12.4 3.4 6 32.3 54.3 59.7 63.7 63.5 52.2 25.4 13.1 6.8
    6.3 7.1 35.6 73 85.1 78 64 41.8 26.2 26.7 12.1 9.5 2.7 5 24.4 42 63.5 53.8 62 48.5 43.9 18.6 5.7 3.6
    1.4 9.6 47.4 57.1 103.9 80.6 63.6 37.6 26.1 14.2 5.8 16.7 44.3 63.9 69 77.8 64.9 35.7 21.2 11.1 5.7
    8.7 36.1 79.7 114.4 109.6 88.8 67.8 47.5 30.6 16.3 9.6 33.2 92.6 151.6 136.3 134.7 83.9 69.4 31.5
    13.9 4.4 38 141.7 190.2 184.8 159 112.3 53.9 37.6 27.9 10.2 15.1 47 93.8 105.9 105.5 104.5 66.6 68.9
    38 34.5 15.5 12.6 27.5 92.5 155.4 154.6 140.4 115.9 66.6 45.9 17.9 13.4 29.4 100.2 157.6 142.6 145.7
    94.3 54.6 29.9 17.5 8.6 21.5 64.3 93.3 119.6 111 104 63.7 40.4 29.8 15.2 7.5 2.9`
    .split(/\s+/)
    .map(Number);

const hours = (n: number, noise: number): number[] =>
  values(n, 5, noise).map(
    (e, t) => Math.sin((2 * Math.PI * t) / 24) + 0.3 * Math.sin((4 * Math.PI * t) / 24) + e,
  );

/** As carbon dioxide on Mauna Loa: an accelerating rise, and a year of 12 months with a harmonic. */
const months = (n: number): number[] =>
  values(n, 6, 0.3).map((e, t) => {
    const year = t / 12;
    return (
      315 +
      0.8 * year +
      0.012 * year ** 2 +
      2.8 * Math.sin(2 * Math.PI * year) +
      Math.sin(4 * Math.PI * year) +
      e
    );
  });

describe("found", () => {
  test("a small day in slow swings: the day, not the multiple of it at which the swings come back", () => {
    const swings = (t: number): number =>
      2 * Math.sin((2 * Math.PI * t) / 2016) + 0.8 * Math.sin((2 * Math.PI * t) / 144);
    const day = (t: number): number => 0.4 * Math.sin((2 * Math.PI * t) / 24);
    expect(
      findSeason(
        values(6000, 5, 0.1).map((e, t) => swings(t) + day(t) + e),
        { max: 1000 },
      ),
    ).toBe(24);
  });

  test("two humps a day: the day, not the half of it", () => {
    const humps = (t: number): number =>
      Math.sin((2 * Math.PI * t) / 24) + 0.9 * Math.sin((2 * Math.PI * t) / 12);
    expect(findSeason(values(2000, 5, 0.2).map((e, t) => humps(t) + e))).toBe(24);
  });

  test("sunspots: 11 years", () => {
    expect(findSeason(sunspots)).toBe(11);
    expect(findSeason(sunspots, { max: 30 })).toBe(11);
  });

  test("months on a rising curve: 12", () => {
    for (const n of [60, 240, 521]) expect(findSeason(months(n))).toBe(12);
  });

  test("hours of days: 24, in noise too", () => {
    expect(findSeason(hours(100, 0.1))).toBe(24);
    expect(findSeason(hours(2000, 1.5), { max: 200 })).toBe(24);
    expect(findSeason(Float32Array.from(hours(720, 1)))).toBe(24);
  });

  test("a spike every 7 days, and signs that alternate", () => {
    expect(findSeason(values(200, 7, 0.5).map((e, t) => (t % 7 === 3 ? 3 : 0) + e))).toBe(7);
    expect(findSeason(Array.from({ length: 40 }, (_, t) => (t % 2 === 0 ? 1 : -1)))).toBe(2);
  });
});

describe("null", () => {
  test("for white noise, at most once in a hundred", () => {
    const found = Array.from({ length: 200 }, (_, seed) => findSeason(values(150, seed + 1)));
    // 200 draws with a chance of 1 % at most: more than 7 in one of 900 cases only.
    expect(found.filter((season) => season !== null).length).toBeLessThanOrEqual(7);
  });

  test("for sums of white noise, which wander", () => {
    const found = Array.from({ length: 50 }, (_, seed) => {
      let level = 0;
      return findSeason(
        values(300, seed + 1).map((e) => {
          level += e;
          return level;
        }),
        { max: 60 },
      );
    });
    expect(found.filter((season) => season !== null).length).toBeLessThanOrEqual(3);
  });

  test.each([
    ["a constant", Array.from({ length: 100 }, () => 0.1)],
    ["zeros", new Float32Array(100)],
    ["a line", Array.from({ length: 100 }, (_, t) => 3 + 0.1 * t)],
    ["a line in float32", Float32Array.from({ length: 100 }, (_, t) => 3 + 0.1 * t)],
    ["a parabola", Array.from({ length: 100 }, (_, t) => (t - 30) ** 2)],
    ["nothing", []],
    ["too few", [1, 2, 1, 2, 1]],
  ])("for %s", (_, series) => {
    expect(findSeason(series)).toBeNull();
  });

  test("where the season is longer than max", () => {
    expect(findSeason(hours(720, 0.1), { max: 10 })).toBeNull();
  });
});

test("refuses what is no number, and no length", () => {
  expect(() => findSeason([1, Number.NaN, 2])).toThrow(
    new ValueError("findSeason: value 1 is NaN but every value must be finite"),
  );
  expect(() => findSeason([1, 2, 3], { max: 1 })).toThrow(
    new ValueError("findSeason: max is 1 but must be a whole number from 2"),
  );
});
