/** @module Remedies as flags: the command line prints them as a shell takes them. */
import { expect, test } from "vitest";
import { explain } from "../../src/cli/explain.ts";
import { DataError, type Remedy, ValueError } from "../../src/errors.ts";
import { say } from "../../src/sentence.ts";

const linesOf = (...remedies: Remedy[]): string[] =>
  explain(new ValueError("wrong", { caller: "toSeries", remedies, hint: "Think" })).split("\n  ");

test("the name of the function is left out, the hint comes last", () => {
  expect(linesOf()).toEqual(["wrong", "Think"]);
  expect(explain(new ValueError("nn.RNN: wrong"))).toBe("nn.RNN: wrong");
});

test("in Chinese: the sentence from the table, the place before it, flags as lists", () => {
  const remedies: readonly Remedy[] = [{ option: "missing", values: ["forward", "linear", "drop"] }];
  const place = { file: "a.csv", row: 3, column: "y" };
  expect(explain(new DataError(place, say`the value is missing`, { remedies }), "zh")).toBe(
    'a.csv 第 3 行，"y" 列：缺失一个值\n  可用 --missing forward、linear 或 drop',
  );
  const lists: readonly Remedy[] = [
    { option: "loss", values: ["huber", "mse"] },
    { option: "model", values: ["gru"] },
  ];
  expect(explain(new ValueError("wrong", { remedies: lists, hint: say`Choose another column` }), "zh")).toBe(
    "wrong\n  可用 --loss huber 或 mse；或 --model gru\n  请选择另一列",
  );
  const short = [{ option: "horizon", values: [] }];
  expect(explain(new ValueError(say`no rows remain`, { remedies: short }), "zh")).toBe(
    "没有剩下任何行\n  请设置 --horizon",
  );
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
