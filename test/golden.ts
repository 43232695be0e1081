/** @module Reading PyTorch's numbers from test/golden, and comparing with them. */
import { readFileSync } from "node:fs";
import { type Tensor, tensor } from "unrolled";
import { expect } from "vitest";

/** An array as the golden files hold it. */
export interface GoldenArray {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** A golden file, by its name without ending. */
export function readGolden<Content>(name: string): Content {
  return JSON.parse(readFileSync(new URL(`golden/${name}.json`, import.meta.url), "utf8"));
}

/** A golden array as a tensor. */
export function goldenTensor({ shape, data }: GoldenArray, requiresGrad = false): Tensor {
  return tensor(Float32Array.from(data), { shape, requiresGrad });
}

/** Same shape, and every value within `absolute + relative · |expected|`. */
export function expectClose(
  actual: Tensor | null,
  expected: GoldenArray,
  { absolute, relative }: { absolute: number; relative: number },
  what = "",
): void {
  expect(actual?.shape, what).toEqual(expected.shape);
  expected.data.forEach((value, i) => {
    const got = actual?.data[i] ?? Number.NaN;
    const error = Math.abs(got - value);
    if (!(error <= absolute + relative * Math.abs(value))) {
      expect.fail(`${what}[${i}]: got ${got}, PyTorch has ${value}, apart by ${error}`);
    }
  });
}

/** Same shape and the very same float32 values. */
export function expectBitEqual(actual: Tensor, expected: GoldenArray, what = ""): void {
  expect(actual.shape, what).toEqual(expected.shape);
  expect([...actual.data], what).toEqual([...Float32Array.from(expected.data)]);
}

/** What PyTorch says to one of the bad calls in errors.json. */
export function goldenError(name: string): string {
  const entries = readGolden<{ case: string; error: string | null; warning?: string }[]>("errors");
  const found = entries.find((entry) => entry.case === name);
  const text = found?.error ?? found?.warning;
  if (text === undefined) throw new Error(`errors.json has no case "${name}"`);
  return text;
}
