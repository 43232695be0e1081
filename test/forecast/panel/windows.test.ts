import { Generator } from "unrolled";
import { expect, test } from "vitest";
import { originsOf, PanelWindows } from "../../../src/forecast/panel/panelWindows.ts";

const sizes = { lookback: 10, horizon: 4, least: 3 };

test("origins leave the whole horizon, and half a look-back before it; short series less", () => {
  expect(originsOf(100, 130, sizes)).toEqual({ first: 105, count: 22 }); // origins 105 … 126
  expect(originsOf(0, 12, sizes)).toEqual({ first: 3, count: 6 }); // origins 3 … 8
  expect(originsOf(0, 6, sizes)).toEqual({ first: 2, count: 1 });
  expect(originsOf(0, 5, sizes)).toEqual({ first: 1, count: 1 });
  expect(originsOf(7, 11, sizes).count).toBe(0);
});

const origins = [
  { first: 10, count: 100 },
  { first: 200, count: 0 },
  { first: 300, count: 4 },
  { first: 400, count: 9 },
];

function shares(sampling: "series" | "window" | "length", weigh?: (s: number) => number): number[] {
  const windows = new PanelWindows(origins, sampling, weigh);
  const generator = new Generator(5);
  const counts = [0, 0, 0, 0];
  let isInside = true;
  for (let i = 0; i < 20_000; i++) {
    const { series, origin } = windows.draw(generator);
    const { first, count } = origins[series];
    isInside &&= origin >= first && origin < first + count;
    counts[series] += 1;
  }
  expect(isInside).toBe(true);
  return counts.map((count) => count / 20_000);
}

test("series are drawn equally often, by their windows, or by the root of these", () => {
  const near = (found: readonly number[], wanted: readonly number[]): void =>
    wanted.forEach((share, s) => {
      expect(found[s]).toBeCloseTo(share, 1.7); // three standard deviations of 20,000 draws are 0.01
    });
  near(shares("series"), [1 / 3, 0, 1 / 3, 1 / 3]);
  near(shares("window"), [100 / 113, 0, 4 / 113, 9 / 113]);
  near(shares("length"), [10 / 15, 0, 2 / 15, 3 / 15]);
  near(
    shares("series", (s) => (s === 0 ? 0 : 1)),
    [0, 0, 1 / 2, 1 / 2],
  );
});

test("windows of series that are left out are not counted", () => {
  expect(new PanelWindows(origins, "window").length).toBe(113);
  expect(new PanelWindows(origins, "window", (s) => (s === 3 ? 0 : 1)).length).toBe(104);
});
