/** @module The errors' own names, the warning's form, and the nearest word. */
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  DataError,
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

const kinds: readonly (new (what: string) => Error)[] = [
  ShapeError,
  ValueError,
  GraphError,
  FormatError,
  UsageError,
];

test.each(kinds.map((kind) => [kind.name, kind] as const))(
  "%s says its name and can be caught as an Error",
  (name, Kind) => {
    const error = new Kind("what went wrong");
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toBe(`${name}: what went wrong`);
  },
);

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

describe("advice", () => {
  const remedies = [
    { option: "missing", values: ["forward", "drop"] },
    { option: "time", values: [null] },
  ];

  test("is data, and the message has it as TypeScript", () => {
    const error = new DataError({ file: "a.csv", row: 3, column: "y" }, "the value is missing", {
      caller: "toSeries",
      remedies,
      hint: "Or correct the file",
    });
    expect(error.message).toBe(
      'toSeries: a.csv, row 3, column "y": the value is missing\n  Set missing: "forward" or "drop"; or time: null. Or correct the file',
    );
    expect(error).toMatchObject({ file: "a.csv", row: 3, column: "y" });
    expect(error.what).toBe('a.csv, row 3, column "y": the value is missing');
    expect([error.caller, error.remedies, error.hint]).toEqual(["toSeries", remedies, "Or correct the file"]);
  });

  test("options whose value only the user knows are named", () => {
    const options = ["horizon", "lookback", "split"].map((option) => ({ option, values: [] }));
    expect(new ValueError("too short", { remedies: options }).message).toBe(
      "too short\n  Set horizon, lookback or split",
    );
    expect(new ValueError("unknown", { hint: "Did you mean it?" }).message).toBe(
      "unknown\n  Did you mean it?",
    );
  });

  test("does not clutter what Node prints of an uncaught error", () => {
    expect(Object.keys(new ValueError("what", { caller: "f", remedies }))).toEqual(["name"]);
  });
});
