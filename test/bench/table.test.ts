/** @module Results as text and as data. */
import { expect, test } from "vitest";
import { aligned, dataOf, digits, type Row, tableOf } from "../../bench/table.ts";

test.each([
  [0.0123, "0.01"],
  [1.234, "1.23"],
  [9.994, "9.99"],
  [9.996, "10.0"],
  [12.34, "12.3"],
  [99.96, "100"],
  [1234.5, "1235"],
])("digits of %d: %s", (value, text) => {
  expect(digits(value)).toBe(text);
});

test("the first column stands to the left, others to the right; a lone text widens none", () => {
  const lines = [["", "time"], ["a heading that is long"], ["  us", "1.00 ms"], ["  them", "10.0 ms"]];
  expect(aligned(lines)).toBe(
    ["           time", "a heading that is long", "  us    1.00 ms", "  them  10.0 ms"].join("\n"),
  );
});

const rows: Row[] = [
  {
    what: "LSTM",
    unit: "ms",
    flops: 4e9,
    entries: [
      { who: "us, 1 thread", ours: true, value: 100, runs: [90, 100, 110] },
      { who: "us, 2 threads", ours: true, value: null, runs: [], failure: "failed: no threads" },
      { who: "them", setting: "fast", ours: false, value: 250, runs: [250] },
    ],
    tried: [{ setting: { name: "fast", env: {}, isOneThread: true }, took: 5 }],
  },
];

test("a table: a block for each row, medians, spread, speed, ratios", () => {
  expect(tableOf(rows)).toBe(
    [
      "                  time  lowest–highest  GFLOP/s  / us, 1 thread  / us, 2 threads",
      "LSTM",
      "  us, 1 thread  100 ms        90.0–110     40.0          1.00 ×                –",
      "  us, 2 threads  failed: no threads",
      "  them (fast)   250 ms         250–250     16.0          2.50 ×                –",
    ].join("\n"),
  );
});

test("where nothing is counted there is no column of speed", () => {
  const entries = [{ who: "us", ours: true, value: 2.5, runs: [2, 3, 2.5] }];
  expect(tableOf([{ what: "start", unit: "µs", entries }])).toBe(
    ["         time  lowest–highest    / us", "start", "  us  2.50 µs       2.00–3.00  1.00 ×"].join("\n"),
  );
});

test("data: the rows, with speeds, ratios and the names of settings that were tried", () => {
  expect(dataOf(rows)).toEqual([
    {
      what: "LSTM",
      unit: "ms",
      flops: 4e9,
      entries: [
        { ...rows[0]?.entries[0], gflops: 40, ratios: { "us, 1 thread": 1, "us, 2 threads": null } },
        { ...rows[0]?.entries[1], ratios: { "us, 1 thread": null, "us, 2 threads": null } },
        { ...rows[0]?.entries[2], gflops: 16, ratios: { "us, 1 thread": 2.5, "us, 2 threads": null } },
      ],
      tried: [{ setting: "fast", took: 5 }],
    },
  ]);
});
