/** @module Texts as numbers: decimal notation, rounded as `Number` rounds, and nothing else. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseNumber } from "../../../src/data/read/parseNumber.ts";

test.each<[string, number]>([
  ["0", 0],
  ["-12", -12],
  ["+3.25", 3.25],
  [".5", 0.5],
  ["7.", 7],
  ["  42\t", 42],
  ["1.5e-3", 0.0015],
  ["1E5", 100000],
  ["0.1", 0.1],
  ["123456789012345678", 123456789012345680],
  ["2.2250738585072014e-308", 2.2250738585072014e-308],
  ["007", 7],
])("%j is a number", (text, value) => {
  expect(parseNumber(text, ".")).toBe(value);
});

test.each([
  ...["", " ", "-", "+", ".", "e5", "1e", "1e999", "Infinity", "inf", "NaN", "0x10", "0b1", "1_000", "1 000"],
  ...["1,5", "1.2.3", "--1", "1-", "12%", "€5", "2020-01-01", "1n", "٣", "\u00a05", "true"],
])("%j is no number", (text) => {
  expect(parseNumber(text, ".")).toBeNaN();
});

test("with a decimal comma the comma is the sign, and a dot is none", () => {
  const texts = ["1,5", "-0,25", "3", "1,5e2", " 2,5 ", "1.5", "1.234,5", "1,2,3", "1.5e2"];
  const { NaN: none } = Number;
  expect(texts.map((text) => parseNumber(text, ","))).toEqual([
    1.5,
    -0.25,
    3,
    150,
    2.5,
    none,
    none,
    none,
    none,
  ]);
});

test("every double survives being written and read, in the same bits as Number reads", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(parseNumber(String(value), ".")).toBe(Number(String(value)));
      expect(parseNumber(String(value).replace(".", ","), ",")).toBe(Number(String(value)));
    }),
    { numRuns: 2000 },
  );
});

test("decimals of any length are rounded once", () => {
  const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(digits, digits, (whole, fraction) => {
      expect(parseNumber(`${whole}.${fraction}`, ".")).toBe(Number(`${whole}.${fraction}`));
    }),
    { numRuns: 2000 },
  );
});
