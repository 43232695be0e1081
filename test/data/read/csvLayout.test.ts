/** @module Lines of a CSV file that are no part of its table, and headers of numbers. */
import { expect, test } from "vitest";
import { type ReadCsvOptions, readCsv } from "../../../src/data/index.ts";

const days = Array.from({ length: 12 }, (_, i) => `2020-01-${String(i + 1).padStart(2, "0")}`);
const rows = days.map((day, i) => `${day},${i}.5`);

async function read(lines: readonly string[], options: Partial<ReadCsvOptions> = {}) {
  const { columns, rows, format, lineOf } = await readCsv(lines.join("\n"), { name: "a.csv", ...options });
  return {
    names: columns.map(({ name }) => name),
    rows,
    leftOut: format?.leftOut,
    first: lineOf(0),
    header: format?.header,
  };
}

const whole = { above: 0, between: 0, comments: 0, below: 0 };

test.each<[string, readonly string[], readonly string[], object, number]>([
  ["a title and an empty line", ["Category: All", "", "Week,y", ...rows], ["Week", "y"], { above: 1 }, 4],
  [
    "two titles, one with a comma too many",
    ["Sales", "by me, 2021, x", "date,y", ...rows],
    ["date", "y"],
    { above: 2 },
    4,
  ],
  ["a title with as many cells", ["Sales, monthly", "date,y", ...rows], ["date", "y"], { above: 1 }, 3],
  ["comments", ["# a, b, c", "#", "date,y", ...rows], ["date", "y"], { comments: 2 }, 4],
  [
    "other comments",
    ["// a", "date,y", ...rows.slice(0, 5), "// moved, here", ...rows.slice(5)],
    ["date", "y"],
    { comments: 2 },
    3,
  ],
  ["comments in per cent", ["% a", "% b", "date,y", ...rows], ["date", "y"], { comments: 2 }, 4],
  ["a header in the last comment", ["# made by x", "# date,y", ...rows], ["date", "y"], { comments: 1 }, 3],
  ["a header with a hash", ["#date,y", ...rows], ["date", "y"], {}, 2],
  ["a line of units", ["date,y", ",MW", ...rows], ["date", "y"], { between: 1 }, 3],
  [
    "three lines of names",
    ["Price,Close", "Ticker,A", "Date,", ...rows],
    ["Price", "Close"],
    { between: 2 },
    4,
  ],
  [
    "a source at the end",
    ["date,y", ...rows, "", '"Source: statistics office, 2020"'],
    ["date", "y"],
    { below: 1 },
    2,
  ],
  ["empty cells and a remark", ["date,y", ...rows, ",", "made by x,"], ["date", "y"], { below: 2 }, 2],
  ["a total", ["date,y", ...rows, "Total,66"], ["date", "y"], { below: 1 }, 2],
  [
    "all at once",
    ["Title", "# c", "date,y", ...rows, "Total", "Source: a, b, c"],
    ["date", "y"],
    { above: 1, comments: 1, below: 2 },
    4,
  ],
])("%s", async (_, lines, names, left, first) => {
  const leftOut = Object.keys(left).length === 0 ? undefined : { ...whole, ...left };
  expect(await read(lines)).toEqual({ names, rows: 12, leftOut, first, header: true });
});

test("a table of semicolons and decimal commas below a title", async () => {
  const lines = ["Umsatz 2020", "Tag;y", ...days.map((day, i) => `${day};${i},5`)];
  expect(await read(lines)).toMatchObject({ names: ["Tag", "y"], rows: 12, leftOut: { above: 1 } });
});

test("rows of another width inside the table, or cut off at its end, are errors", async () => {
  await expect(read(["date,y", ...rows.slice(0, 5), "Total", ...rows.slice(5)])).rejects.toThrow(
    "a.csv, row 7: there is 1 cell but must be 2, as in the header",
  );
  await expect(read(["date,y", ...rows, "2020-01-13"])).rejects.toThrow("a.csv, row 14: there is 1 cell");
});

test("empty targets at the end, and totals of a column of texts, are rows", async () => {
  expect(await read(["date,y", ...rows, "2020-01-13,", "2020-01-14,"])).toMatchObject({ rows: 14 });
  expect(await read(["region,y", "North,1", "South,2", "Total,3"])).toMatchObject({ rows: 3 });
});

test("skip and comment settle it", async () => {
  const lines = ["a,b", "date,y", ...rows, "; moved,1"];
  expect(await read(lines, { skip: 1, comment: ";" })).toMatchObject({
    names: ["date", "y"],
    leftOut: { comments: 1 },
  });
  expect(await read(["date,y", ...rows], { skip: 0 })).toMatchObject({ rows: 12 });
});

test.each<[string, readonly string[], Partial<ReadCsvOptions>, readonly string[], boolean]>([
  ["0, 1, 2 above decimals", ["0,1,2", "0.5,1.5,0.25", "0.75,1,0.5"], {}, ["0", "1", "2"], true],
  ["years above decimals", ["2019,2020", "0.5,1.5", "2.5,3.5"], {}, ["2019", "2020"], true],
  ["an empty cell, then 0, 1", [",0,1", "0,5,6", "1,7,8"], {}, ["c0", "0", "1"], true],
  ["an empty cell, then 0", [",0", "2020-01-01,5", "2020-01-02,6"], {}, ["c0", "0"], true],
  ["whole numbers above whole numbers", ["0,1", "5,6", "7,8"], {}, ["c0", "c1"], false],
  ["the same, with a wanted name", ["0,1", "5,6", "7,8"], { wanted: ["1"] }, ["0", "1"], true],
  ["a wanted name that is not there", ["0,1", "5,6", "7,8"], { wanted: ["9"] }, ["c0", "c1"], false],
  ["numbers that do not follow each other", ["3,1", "0.5,6.5", "7.5,8.5"], {}, ["c0", "c1"], false],
])("a header of %s", async (_, lines, options, names, header) => {
  expect(await read(lines, options)).toMatchObject({ names, header });
});

const latin = (text: string): Uint8Array => Uint8Array.from(text, (sign) => sign.charCodeAt(0));

test.each(["Température", "Qualité", "Größe", "Temp °C", "Producción", "à é è"])(
  "%s in Windows-1252 is not GB 18030",
  async (name) => {
    const { columns, format } = await readCsv(latin(`d;${name}\n1;2\n`), { name: "a.csv" });
    expect([columns[1]?.name, format?.encoding]).toEqual([name, "windows-1252"]);
  },
);

test.each([
  ["日期", [0xc8, 0xd5, 0xc6, 0xda]],
  ["PM2.5浓度", [...latin("PM2.5"), 0xc5, 0xa8, 0xb6, 0xc8]],
  ["温", [0xce, 0xc2]],
])("%s in GB 18030 is not Windows-1252", async (name, bytes) => {
  const table = await readCsv(Uint8Array.from([...bytes, 44, 121, 10, 49, 44, 50, 10]), { name: "a.csv" });
  expect([table.columns[0]?.name, table.format?.encoding]).toEqual([name, "gb18030"]);
});
