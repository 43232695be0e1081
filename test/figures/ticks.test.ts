import fc from "fast-check";
import { expect, test } from "vitest";
import { formatPi, linearTicks, logTicks, piTicks } from "../../src/figures/ticks.ts";
import { formatPower, formatValue } from "../../src/text/format.ts";

const labels = (ticks: readonly { readonly label: string }[]) => ticks.map((tick) => tick.label);

test("linear ticks: round steps, no more decimals than they need", () => {
  expect(labels(linearTicks(-1, 1, 4))).toEqual(["−1.0", "−0.5", "0", "0.5", "1.0"]);
  expect(labels(linearTicks(0, 100, 5))).toEqual(["0", "20", "40", "60", "80", "100"]);
  expect(labels(linearTicks(0.011, 0.029, 4))).toEqual(["0.015", "0.020", "0.025"]);
  expect(labels(linearTicks(0, 4e-5, 4))).toEqual(["0", "1×10⁻⁵", "2×10⁻⁵", "3×10⁻⁵", "4×10⁻⁵"]);
});

test("linear ticks: within the range, evenly apart, never many more than asked for", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      fc.integer({ min: 1, max: 12 }),
      (min, span, count) => {
        const max = min + span;
        const ticks = linearTicks(min, max, count);
        // A narrow range far from zero is known only to the rounding of its ends.
        const slack = span * 1e-6 + Math.abs(min) * 1e-14;
        for (const { value } of ticks) expect(value >= min - slack && value <= max + slack).toBe(true);
        expect(ticks.length).toBeLessThanOrEqual(1.6 * count + 1.01);
      },
    ),
  );
});

test("ticks in radians stand at multiples of π", () => {
  expect(labels(piTicks(0, 2 * Math.PI, 4))).toEqual(["0", "π/2", "π", "3π/2", "2π"]);
  expect(labels(piTicks(88 * Math.PI, 100 * Math.PI, 6))).toEqual([
    "88π",
    "90π",
    "92π",
    "94π",
    "96π",
    "98π",
    "100π",
  ]);
  expect(piTicks(0, 2 * Math.PI, 4)[3].value).toBeCloseTo(4.71238898, 8);
  expect([-0.5, 0, 0.75, 1, 1.5].map(formatPi)).toEqual(["−π/2", "0", "3π/4", "π", "3π/2"]);
});

test("log ticks: powers of ten; with 2 and 5 between where there are few; every few where there are many", () => {
  expect(labels(logTicks(Math.log10(1e-4), Math.log10(1), 6))).toEqual([
    "10⁻⁴",
    "10⁻³",
    "10⁻²",
    "10⁻¹",
    "10⁰",
  ]);
  expect(labels(logTicks(Math.log10(0.02), Math.log10(0.6), 6))).toEqual([
    "0.02",
    "0.05",
    "0.1",
    "0.2",
    "0.5",
  ]);
  expect(labels(logTicks(Math.log10(1e-9), Math.log10(1), 4))).toEqual(["10⁻⁹", "10⁻⁶", "10⁻³", "10⁰"]);
  expect(labels(logTicks(Math.log10(0.03), Math.log10(0.04), 4))).toEqual([
    "0.030",
    "0.032",
    "0.034",
    "0.036",
    "0.038",
    "0.040",
  ]);
  expect(logTicks(Math.log10(8e-4), Math.log10(0.2), 2).length).toBeGreaterThanOrEqual(2);
});

test("numbers for people", () => {
  expect([0.0130912, 9.68e-4, -3, 0, 1234.5, 2e7].map(formatValue)).toEqual([
    "0.0131",
    "9.68×10⁻⁴",
    "−3",
    "0",
    "1230",
    "2.00×10⁷",
  ]);
  expect([9.9996e-4, -9.9996e-5, 999_999.9].map(formatValue)).toEqual(["0.001", "−1.00×10⁻⁴", "1.00×10⁶"]);
  expect([-12, 0, 3].map(formatPower)).toEqual(["10⁻¹²", "10⁰", "10³"]);
});
