/** @module JSON lines: keys to columns, and lines that are none. */
import { expect, test } from "vitest";
import { readJsonLines } from "../../../src/data/index.ts";

const read = (text: string) => readJsonLines(text, { name: "a.jsonl" });

test("numbers, texts, null and absent keys; new keys may come later", async () => {
  const table = await read('{"t":"2020-01-01","y":1}\n\n{"t":"2020-01-02","y":null}\r\n{"y":"2.5","z":3}');
  expect(table.rows).toBe(3);
  expect(table.columns).toMatchObject([
    { name: "t", kind: "text", texts: ["2020-01-01", "2020-01-02", ""] },
    { name: "y", kind: "number", values: Float64Array.of(1, Number.NaN, 2.5), missing: 1 },
    { name: "z", kind: "number", values: Float64Array.of(Number.NaN, Number.NaN, 3), missing: 2 },
  ]);
  expect([0, 1, 2].map(table.lineOf)).toEqual([1, 3, 4]);
});

test.each([
  ["", "a.jsonl: the file is empty"],
  ['{"y":1}\n{"y":}\n', 'a.jsonl, row 2: "{\\"y\\":}" is not JSON'],
  [
    "[1,2]",
    'a.jsonl, row 1: "[1,2]" is not an object: each line is one row, as {"time": "2020-01-01", "y": 1}',
  ],
  ["5", 'a.jsonl, row 1: "5" is not an object: each line is one row, as {"time": "2020-01-01", "y": 1}'],
  ['{"y":[1]}', 'a.jsonl, row 1, column "y": "[1]" is neither a number nor a text'],
  ['{"y":{"z":1}}', 'a.jsonl, row 1, column "y": "{\\"z\\":1}" is neither a number nor a text'],
  ['{"y":1e999}', 'a.jsonl, row 1, column "y": "null" is neither a number nor a text'],
])("%j is refused", async (text, message) => {
  await expect(read(text)).rejects.toThrow(expect.objectContaining({ name: "DataError", message }));
});

test("booleans are texts, and a key may be any word", async () => {
  const { columns } = await read('{"__proto__":1,"ok":true}\n{"__proto__":2,"ok":false}\n');
  expect(columns).toMatchObject([
    { name: "__proto__", values: Float64Array.of(1, 2) },
    { name: "ok", texts: ["true", "false"] },
  ]);
});

test("keys that one line alone has take no memory of the others", async () => {
  const keys = Array.from({ length: 2000 }, (_, i) => `"k${i}":${i}`).join();
  const table = await read(`{${keys}}\n${'{"v":1}\n'.repeat(3000)}`);
  expect([table.rows, table.columns.length]).toEqual([3001, 2001]);
  expect(table.columns.map((column) => column.kind === "number" && column.missing)).toEqual([
    ...Array.from({ length: 2000 }, () => 3000),
    1,
  ]);
});

test("a table of which the file holds hardly a cell is refused before it is built", async () => {
  const keys = Array.from({ length: 9999 }, (_, i) => `"k${i}":1`).join();
  await expect(read(`{${keys}}\n${'{"v":1}\n'.repeat(60_000)}`)).rejects.toThrow(
    "a.jsonl, row 2001: 2001 lines of 10000 keys in all hold only 11999 values\n  Give all lines the same keys",
  );
});
