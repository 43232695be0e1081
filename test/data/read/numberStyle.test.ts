/** @module Numbers as spreadsheets write them: thousands, currencies, per cent, factors, parentheses. */
import { describe, expect, test } from "vitest";
import { DataError, type ReadCsvOptions, readCsv, readJsonLines, toSeries } from "../../../src/data/index.ts";

const quote = (cell: string): string => `"${cell}"`;

/** The column of some quoted cells. */
async function columnOf(cells: readonly string[], delimiter = ",", options: Partial<ReadCsvOptions> = {}) {
  const text = ["day", ...cells.map((_, i) => `d${i}`)].map((day, i) =>
    i === 0 ? `day${delimiter}y` : `${day}${delimiter}${quote(cells[i - 1] ?? "")}`,
  );
  const { columns } = await readCsv(text.join("\n"), { name: "a.csv", delimiter, ...options });
  const [, y] = columns;
  return y?.kind === "number" ? { values: [...y.values], style: y.style } : y?.fault;
}

const none = Number.NaN;

test.each([
  ["thousands with commas", ["8,746.6", "987", "1,000"], [8746.6, 987, 1000], { thousands: "," }],
  ["as in India", ["12,34,567", "1,234"], [1234567, 1234], { thousands: "," }],
  [
    "dollars",
    ["$1,234.50", "($5.00)", "$0"],
    [1234.5, -5, 0],
    { thousands: ",", currency: "$", parentheses: true },
  ],
  ["a currency after the number", ["6 €", "7€"], [6, 7], { currency: "€" }],
  ["a code before it", ["CHF 1'234.50", "CHF 5"], [1234.5, 5], { thousands: "'", currency: "CHF" }],
  ["per cent", ["-0.48%", "+1.2 %", "0"], [-0.48, 1.2, 0], { percent: true }],
  ["factors", ["1.15M", "720.5K", "-", "2B"], [1150000, 720500, none, 2e9], { factors: ["M", "K", "B"] }],
  ["other factors", ["1.2 Mio", "3 Mrd"], [1.2e6, 3e9], { factors: ["Mio", "Mrd"] }],
  ["Chinese factors", ["3万", "1.5亿"], [30000, 1.5e8], { factors: ["万", "亿"] }],
  ["minus signs of typesetters", ["−5", "–3.2", "+4"], [-5, -3.2, 4], undefined],
  ["parentheses", ["(1,234)", "5"], [-1234, 5], { thousands: ",", parentheses: true }],
])("%s", async (_, cells, values, style) => {
  expect(await columnOf(cells)).toEqual({ values, style });
});

test.each([
  ["dots and a decimal comma", ["1.234,56", "1.234.567", "5,5-"], [1234.56, 1234567, -5.5], "."],
  ["spaces", ["1 234,5", "12\u00a0000,0", "1\u202f000"], [1234.5, 12000, 1000], " "],
  [
    "dots beside whole numbers below 1000",
    ["987", "1.341", "12.560", "1.500"],
    [987, 1341, 12560, 1500],
    ".",
  ],
  ["several dots in a number", ["1.234.567", "1.341"], [1234567, 1341], "."],
])("between semicolons: %s", async (_, cells, values, thousands) => {
  expect(await columnOf(cells, ";")).toEqual({ values, style: { thousands } });
});

describe("1.341 between semicolons", () => {
  const cells = ["1.341", "1.560", "1.390"];

  test("is ambiguous where nothing else is shown", async () => {
    await expect(columnOf(cells, ";")).rejects.toThrow(DataError);
  });

  test.each<[Partial<ReadCsvOptions>, number]>([
    [{ decimal: "," }, 1341],
    [{ thousands: "." }, 1341],
    [{ decimal: "." }, 1.341],
    [{ thousands: "," }, 1.341],
  ])("is settled by %j", async (options, first) => {
    expect(await columnOf(cells, ";", options)).toMatchObject({
      values: [first, first < 2 ? 1.56 : 1560, first < 2 ? 1.39 : 1390],
    });
  });

  test("both signs cannot be the same", async () => {
    await expect(columnOf(cells, ";", { decimal: ".", thousands: "." })).rejects.toThrow(
      'readCsv: decimal and thousands are both "." but must differ',
    );
  });
});

test("cells written otherwise are faults, and a column of texts stays one", async () => {
  const cells = Array.from({ length: 40 }, (_, i) => `1,${100 + i}`);
  expect(await columnOf([...cells, "$5"])).toMatchObject({ style: { currency: "$" } });
  expect(await columnOf([...cells, "1.5.2"])).toEqual({ index: 40, text: "1.5.2", count: 1 });
  expect(await columnOf([...cells, "$5", "€5"])).toMatchObject({ text: "€5", count: 1 });
  expect(await columnOf(["5%", "6", "7%"])).toMatchObject({ text: "5%" });
  expect(await columnOf(cells, ",", { thousands: "none" })).toMatchObject({ text: "1,100", count: 40 });
  expect(await columnOf(["1-2", "3-4"])).toMatchObject({ text: "1-2", count: 2 });
});

test("one number with a separator, a thousand times as large as all others, is not trusted", async () => {
  const cells = [...Array.from({ length: 60 }, (_, i) => String(4 + (i % 3))), "4,787"];
  expect(await columnOf(cells)).toEqual({ index: 60, text: "4,787", count: 1 });
  expect(await columnOf(cells, ",", { thousands: "," })).toMatchObject({ style: { thousands: "," } });
  const table = await readCsv(`d,y\n${cells.map((cell, i) => `${i},"${cell}"`).join("\n")}`, {
    name: "a.csv",
  });
  expect(() => toSeries(table, { targets: ["y"] })).toThrow(
    'a.csv, row 62, column "y": "4,787" is not a number (1 of 61 cells)\n  Set missingValues: ["4,787"] or thousands: ",". If it does not stand for a missing value, correct it',
  );
});

test("missing values may contain a thousands separator", async () => {
  const cells = ["4", "4,787", "5"];
  expect(await columnOf(cells, ",", { missingValues: ["4,787"] })).toMatchObject({ values: [4, none, 5] });
  expect(await columnOf(["4", "1,999"], ",", { missingValues: ["1999"] })).toMatchObject({
    values: [4, none],
  });
});

test("numbers without separators before the first with one, however many", async () => {
  const rows = Array.from({ length: 1500 }, (_, i) => `${i % 9},5`).join("\n");
  const { columns } = await readCsv(`y;z\n${rows.replaceAll("\n", ";1\n")};1\n1.234,5;1\n`, {
    name: "a.csv",
  });
  expect(columns[0]).toMatchObject({ kind: "number", style: { thousands: "." } });
  expect(columns[0]?.kind === "number" && [...columns[0].values.subarray(1498)]).toEqual([4.5, 5.5, 1234.5]);
});

test("JSON lines", async () => {
  const text = '{"y": "1,234.5"}\n{"y": 5}\n{"y": "$7"}\n';
  const { columns } = await readJsonLines(text, { name: "a.jsonl" });
  expect(columns[0]).toMatchObject({
    values: Float64Array.of(1234.5, 5, 7),
    style: { thousands: ",", currency: "$" },
  });
});
