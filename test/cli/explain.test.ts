/** @module Remedies as flags: the command line prints them as a shell takes them. */
import { expect, test } from "vitest";
import { explain } from "../../src/cli/main.ts";
import { type Remedy, ValueError } from "../../src/errors.ts";

const linesOf = (...remedies: Remedy[]): string[] =>
  explain(new ValueError("wrong", { caller: "toSeries", remedies, hint: "Think" })).split("\n  ");

test("the name of the function is left out, the hint comes last", () => {
  expect(linesOf()).toEqual(["wrong", "Think"]);
  expect(explain(new ValueError("nn.RNN: wrong"))).toBe("nn.RNN: wrong");
});

test.each<[string, ...Remedy[]]>([
  ["Use --missing forward, linear or drop", { option: "missing", values: ["forward", "linear", "drop"] }],
  [
    "Use --time-format day-first or month-first",
    { option: "timeFormat", values: ["day-first", "month-first"] },
  ],
  ["Use --time none", { option: "time", values: [null] }],
  ["Use --reach-back", { option: "reachBack", values: [true] }],
  ["Use --no-header", { option: "header", values: [false] }],
  ["Use --lookback 11", { option: "lookback", values: [11] }],
  ["Use --decimal ',' or '.'", { option: "decimal", values: [",", "."] }],
  ["Use --missing-values 'not there'", { option: "missingValues", values: [["not there"]] }],
  ["Use --missing-values='--'", { option: "missingValues", values: [["--"]] }],
  ["Use --missing-values 'it'\\''s'", { option: "missingValues", values: [["it's"]] }],
  ["Set --season", { option: "season", values: [] }],
  ["Set --future FILE", { option: "future", values: [] }],
  ["Set --horizon or --lookback", { option: "horizon", values: [] }, { option: "lookback", values: [] }],
  [
    "Use --loss huber or mse; or --model gru",
    { option: "loss", values: ["huber", "mse"] },
    { option: "model", values: ["gru"] },
  ],
])("%s", (line, ...remedies) => {
  expect(linesOf(...remedies)).toEqual(["wrong", line, "Think"]);
});
