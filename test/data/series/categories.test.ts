/** @module Covariates of texts: yes and no, and categories. */
import { expect, test } from "vitest";
import { readCsv, readJsonLines, toSeries } from "../../../src/data/index.ts";
import { encodingsOf, storedCategories } from "../../../src/data/series/categories.ts";

const read = (cells: readonly string[]) =>
  readCsv(`y,x\n${cells.map((cell, i) => `${i},${cell}`).join("\n")}\n`, { name: "a.csv" });

async function columnsOf(cells: readonly string[], categories?: readonly string[]) {
  const options = categories === undefined ? {} : { categories: { x: categories } };
  const { columns } = toSeries(await read(cells), { targets: ["y"], future: ["x"], ...options });
  return Object.fromEntries(columns.slice(1).map(({ name, values }) => [name, [...values]]));
}

test.each([
  [
    ["TRUE", "FALSE", "TRUE"],
    [1, 0, 1],
  ],
  [
    ["Yes", "no", "YES"],
    [1, 0, 1],
  ],
  [
    ["Y", "N", "N"],
    [1, 0, 0],
  ],
  [
    ["Ja", "Nein", "Ja"],
    [1, 0, 1],
  ],
  [
    ["false", "false", "false"],
    [0, 0, 0],
  ],
  [
    ["是", "否", "是"],
    [1, 0, 1],
  ],
])("%j is a column of zeros and ones", async (cells, values) => {
  expect(await columnsOf(cells)).toEqual({ x: values });
});

test("JSON's booleans", async () => {
  const table = await readJsonLines('{"y": 1, "x": true}\n{"y": 2, "x": false}\n', { name: "a.jsonl" });
  expect([...(toSeries(table, { targets: ["y"], covariates: ["x"] }).columns[1]?.values ?? [])]).toEqual([
    1, 0,
  ]);
});

const weather = ["rain", "sun", "sun", "fog", "sun", "rain"];

test("categories: a column each, the most frequent first", async () => {
  expect(await columnsOf(weather)).toEqual({
    "x=sun": [0, 1, 1, 0, 1, 0],
    "x=rain": [1, 0, 0, 0, 0, 1],
    "x=fog": [0, 0, 0, 1, 0, 0],
  });
});

test("those of a model fix the columns; a text that is none of them has zeros, and is told", async () => {
  const stored = storedCategories(["y2", "x=sun", "x=rain"], ["x", "y2"]);
  expect(stored).toEqual({ x: ["sun", "rain"] });
  expect(await columnsOf(["rain", "snow", "sun"], stored.x)).toEqual({
    "x=sun": [0, 0, 1],
    "x=rain": [1, 0, 0],
  });
  expect(encodingsOf(await read(["rain", "snow", "snow"]), ["x"], stored)).toEqual([
    { name: "x", kind: "categories", values: ["sun", "rain"], others: ["snow"], otherRows: 2 },
  ]);
  expect(await columnsOf(["1", "2", "1"], ["1", "3"])).toEqual({ "x=1": [1, 0, 1], "x=3": [0, 0, 0] });
});

test("31 categories: the rarest has no column", async () => {
  const cells = Array.from({ length: 92 }, (_, i) => `c${i % 31}`);
  const names = Object.keys(await columnsOf(cells));
  expect([names.length, names.includes("x=c30")]).toEqual([30, false]);
});

test("a missing category is missing, unless most are", async () => {
  const table = await read(["rain", "", "sun", "sun", "rain"]);
  expect(() => toSeries(table, { targets: ["y"], future: ["x"] })).toThrow(
    'column "x=rain": the value is missing',
  );
  const holidays = Array.from({ length: 40 }, (_, i) => (i % 10 === 3 ? "Easter" : ""));
  expect((await columnsOf(holidays))["x=Easter"]?.slice(0, 5)).toEqual([0, 0, 0, 1, 0]);
  const none = Array.from({ length: 40 }, (_, i) => (i % 10 === 3 ? "Easter" : "None"));
  expect(Object.keys(await columnsOf(none))).toEqual(["x=None", "x=Easter"]);
});

test("remarks are no categories, and a typing error among numbers is one", async () => {
  await expect(columnsOf(Array.from({ length: 80 }, (_, i) => `remark ${i}`))).rejects.toThrow(
    'a.csv, column "x": there are 80 different texts in 80 rows, too many for categories',
  );
  await expect(columnsOf([...Array.from({ length: 40 }, (_, i) => `${i}`), "1o"])).rejects.toThrow(
    '"1o" is not a number',
  );
});
