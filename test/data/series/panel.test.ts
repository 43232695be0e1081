/** @module Tables of several series are refused, and the advice leads to one of them. */
import { expect, test } from "vitest";
import { DataError, readCsv, readJsonLines, toSeries } from "../../../src/data/index.ts";
import { refuseWide } from "../../../src/data/series/panel.ts";

const days = Array.from({ length: 30 }, (_, i) =>
  new Date(Date.UTC(2020, 0, 1 + i)).toISOString().slice(0, 10),
);
const read = (lines: readonly string[]) => readCsv(lines.join("\n"), { name: "a.csv" });

const blocks = [
  "unique_id,ds,y",
  ...["A", "B"].flatMap((id, k) => days.map((day, i) => `${id},${day},${i + 100 * k}`)),
];
const sorted = [
  "date,shop,y",
  ...days.flatMap((day, i) => ["A", "B", "C"].map((shop, k) => `${day},${shop},${i + k}`)),
];
const numbered = [
  "date,store_id,item_id,y",
  ...[1, 2].flatMap((s) => [7, 8].flatMap((t) => days.map((day, i) => `${day},${s},${t},${i}`))),
];

test.each<[string, readonly string[], string, readonly string[], number]>([
  [
    "blocks of one series each",
    blocks,
    'there are 2 series by "unique_id" (A, B): choose one, or forecast all of them',
    ["unique_id=A"],
    30,
  ],
  [
    "sorted by time",
    sorted,
    'there are 3 series by "shop" (A, B, C): choose one, or forecast all of them',
    ["shop=A"],
    30,
  ],
  [
    "two columns of ids",
    numbered,
    'there are 4 series by "store_id", "item_id" (store_id=1 item_id=7, store_id=1 item_id=8, store_id=2 item_id=7, store_id=2 item_id=8): choose one, or forecast all of them',
    ["store_id=1", "item_id=7"],
    30,
  ],
  [
    "ids without times",
    ["id,y", ...["A", "B"].flatMap((id) => days.map((_, i) => `${id},${i}`))],
    'there are 2 series by "id" (A, B): choose one, or forecast all of them',
    ["id=A"],
    30,
  ],
])("%s", async (_, lines, what, where, length) => {
  const table = await read(lines);
  const options = { targets: ["y"], unsorted: "sort" } as const;
  const fault = await Promise.resolve()
    .then(() => toSeries(table, options))
    .catch((error: unknown) => error);
  if (!(fault instanceof DataError)) throw new Error("not refused");
  const names = where.map((condition) => condition.split("=")[0]);
  expect([fault.what, fault.remedies]).toEqual([
    `a.csv: ${what}`,
    [
      { option: "where", values: [where] },
      { option: "series", values: [names] },
    ],
  ]);
  expect(toSeries(table, { targets: ["y"], where }).length).toBe(length);
});

test.each<[string, readonly string[], number]>([
  [
    "a few times twice are duplicates",
    ["date,place,y", ...days.map((day, i) => `${day},${i % 2 ? "a" : "b"},1`), `${days[29]},c,1`],
    30,
  ],
  [
    "transactions are duplicates",
    [
      "date,branch,y",
      ...days.flatMap((day, i) => ["A", "A", "B", "B"].map((branch) => `${day},${branch},${i}`)),
    ],
    30,
  ],
])("%s", async (_, lines, length) => {
  const table = await read(lines);
  expect(() => toSeries(table, { targets: ["y"] })).toThrow("is the time of row");
  expect(toSeries(table, { targets: ["y"], duplicates: "sum" }).length).toBe(length);
});

test("rows by numbers, by one of several values, and in JSON lines", async () => {
  const table = await read(numbered);
  const series = toSeries(table, { targets: ["y"], where: ["store_id=2.0", "item_id=8"] });
  expect([series.length, series.columns[0]?.values[29]]).toEqual([30, 29]);
  const both = toSeries(table, {
    targets: ["y"],
    where: ["store_id=1", "item_id=7", "item_id=8"],
    duplicates: "sum",
    unsorted: "sort",
  });
  expect(both.columns[0]?.values[29]).toBe(58);
  const json = await readJsonLines('{"id": "a", "y": 1}\n{"id": "b", "y": 2}\n{"id": "a", "y": 3}\n', {
    name: "a.jsonl",
  });
  expect([...(toSeries(json, { targets: ["y"], where: ["id=a"] }).columns[0]?.values ?? [])]).toEqual([1, 3]);
});

test("a column that has numbers only in the chosen rows is one of numbers; lines are those of the file", async () => {
  const table = await read(["kind,y", "a,1", "b,low", "a,2", "a,oops", "b,high"]);
  expect(() => toSeries(table, { targets: ["y"], where: ["kind=a"] })).toThrow(
    'a.csv, row 5, column "y": "oops" is not a number (1 of 3 cells)',
  );
});

test.each([
  ["kind=c", 'a.csv: no row has kind=c\n  Values of "kind" are a, b'],
  ["kid=a", 'a.csv: there is no column "kid"\n  Did you mean "kind"?'],
  ["kind", 'a.csv: where is "kind" but must be COLUMN=VALUE'],
])("where %s", async (condition, message) => {
  const table = await read(["kind,y", "a,1", "b,2"]);
  expect(() => toSeries(table, { targets: ["y"], where: [condition] })).toThrow(message);
});

const months = "Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec";

test.each<[string, readonly string[], string]>([
  [
    "dates",
    ["Country,1/22/20,1/23/20,1/24/20", "A,1,2,3", "B,4,5,6"],
    "a.csv: the times are names of columns (1/22/20 to 1/24/20)",
  ],
  [
    "years",
    ["Country,Code,1990,1991,1992", "A,x,1,2,3", "B,y,4,5,6"],
    "a.csv: the times are names of columns (1990 to 1992)",
  ],
  [
    "months",
    [`Year,${months}`, `1990,${"1,".repeat(11)}1`, `1991,${"1,".repeat(11)}1`],
    "a.csv: there is a row for each year and a column for each month",
  ],
])("a wide table of %s is refused", async (_, lines, message) => {
  const table = await read(lines);
  expect(() => refuseWide(table)).toThrow(message);
});

test("other tables are not wide", async () => {
  for (const lines of [
    ["date,y,2020", "a,1,2"],
    ["Jan,Feb,y", "1,2,3"],
  ]) {
    const table = await read(lines);
    expect(() => refuseWide(table)).not.toThrow();
  }
});
