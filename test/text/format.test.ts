/** @module Numbers as the note writes them. */

import { expect, test } from "vitest";
import { formatDecimals, formatLoss, formatRatio, formatShape } from "../../src/text/format.ts";

test("losses to three digits, with exponents only where zeros would run on", () => {
  expect([0.0062049, 0.51, 12.3456, 1234.5, 0.000344].map((loss) => formatLoss(loss))).toEqual([
    "0.00620",
    "0.510",
    "12.3",
    "1235",
    "0.000344",
  ]);
  expect(formatLoss(0.0000123)).toBe("1.23e−5");
  expect(formatLoss(1.5e9, 2)).toBe("1.5e9");
  expect([0, Number.NaN, Number.POSITIVE_INFINITY].map((loss) => formatLoss(loss))).toEqual([
    "0",
    "NaN",
    "∞",
  ]);
});

test("shares in percent, multiples, and what is too little to tell", () => {
  expect([0.0376, 0.0034, 0.22, 1, 0.00023].map(formatRatio)).toEqual([
    "3.8%",
    "0.34%",
    "22%",
    "100%",
    "0.023%",
  ]);
  expect([0.00009, 12.34, 340, Number.NaN, Number.POSITIVE_INFINITY].map(formatRatio)).toEqual([
    "<0.01%",
    "12×",
    "340×",
    "NaN",
    "∞",
  ]);
});

test("weights and shapes", () => {
  expect([0.09108, -0.5].map((value) => formatDecimals(value, 4))).toEqual(["0.0911", "−0.5000"]);
  expect([[32, 1], [32]].map(formatShape)).toEqual(["(32, 1)", "(32,)"]);
});
