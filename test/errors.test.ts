/** @module The errors' own names, the warning's form, and the nearest word. */
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  didYouMean,
  FormatError,
  GraphError,
  ShapeError,
  UsageError,
  ValueError,
  warn,
} from "../src/errors.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

test.each(
  [ShapeError, ValueError, GraphError, FormatError, UsageError].map((kind) => [kind.name, kind] as const),
)("%s says its name and can be caught as an Error", (name, Kind) => {
  const error = new Kind("what went wrong");
  expect(error).toBeInstanceOf(Error);
  expect(String(error)).toBe(`${name}: what went wrong`);
});

test("warn speaks as PyTorch's warnings do", () => {
  const said = vi.spyOn(console, "warn").mockImplementation(() => {});
  warn("this is allowed, but");
  expect(said.mock.calls).toEqual([["UserWarning: this is allowed, but"]]);
});

describe("didYouMean", () => {
  const words = ["lstm", "gru", "rnn", "--time-step", "--hidden"];
  test.each([
    ["lstn", "lstm"],
    ["LSTM", "lstm"],
    ["grru", "gru"],
    ["--time-steps", "--time-step"],
    ["--hiden", "--hidden"],
    ["rn", "rnn"],
    ["transformer", undefined],
    ["x", undefined],
    ["", undefined],
  ])("%j: %j", (word, expected) => {
    expect(didYouMean(word, words)).toBe(expected);
  });

  test("takes the nearest of several, the first of equals", () => {
    expect(didYouMean("step", ["stop", "steps", "strip"])).toBe("stop");
    expect(didYouMean("stepp", ["stop", "steps", "step"])).toBe("steps");
    expect(didYouMean("anything", [])).toBeUndefined();
  });
});
