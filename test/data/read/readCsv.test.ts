/** @module CSV files: what is found out about them, and what becomes of their cells. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type ReadCsvOptions, readCsv, type Table } from "../../../src/data/index.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string | Uint8Array, options: Partial<ReadCsvOptions> = {}): Promise<Table> =>
  readCsv(text, { name: "a.csv", ...options });

/** Columns as `name: values`, which is easier to compare. */
function plain(table: Table): Record<string, readonly (number | string)[]> {
  return Object.fromEntries(
    table.columns.map((column) => [column.name, column.kind === "text" ? column.texts : [...column.values]]),
  );
}
const none = Number.NaN;

test("a plain file: names, numbers, texts, and the lines they stand on", async () => {
  const table = await read("day,y,z\n2020-01-01,1,-2.5\n2020-01-02,3,4e2\n");
  expect(plain(table)).toEqual({ day: ["2020-01-01", "2020-01-02"], y: [1, 3], z: [-2.5, 400] });
  expect(table.rows).toBe(2);
  expect([0, 1].map(table.lineOf)).toEqual([2, 3]);
  expect(table.format).toEqual({ delimiter: ",", decimal: ".", encoding: "utf-16", header: true });
});

test.each([
  ["comma", "a,b\n1,2.5\n3,4\n", ",", "."],
  ["tab", "a\tb\n1\t2.5\n3\t4\n", "\t", "."],
  ["semicolon", "a;b\n1;2.5\n3;4\n", ";", "."],
  ["bar", "a|b\n1|2.5\n3|4\n", "|", "."],
  ["semicolon and decimal comma", "a;b\n1;2,5\n3;4,0\n", ";", ","],
  ["quoted decimal commas", 'a,b\n"1,0","2,5"\n"3","4,0"\n', ",", ","],
  ["tab and decimal comma", "a\tb\n1\t2,5\n3\t4\n", "\t", ","],
])("%s is found out", async (_, text, delimiter, decimal) => {
  const table = await read(text);
  expect(plain(table)).toEqual({ a: [1, 3], b: [2.5, 4] });
  expect(table.format).toMatchObject({ delimiter, decimal });
});

test("a file without a header has columns c0, c1 … and its first row counts", async () => {
  const table = await read("1;2,5\n3;4,5\n");
  expect(plain(table)).toEqual({ c0: [1, 3], c1: [2.5, 4.5] });
  expect(table.lineOf(0)).toBe(1);
  expect(plain(await read("2020-01-01,5\n2020-01-02,6\n"))).toEqual({
    c0: ["2020-01-01", "2020-01-02"],
    c1: [5, 6],
  });
});

test("a header of numbers is one when the caller says so", async () => {
  expect(plain(await read("2019,2020\n1,2\n", { header: true }))).toEqual({ 2019: [1], 2020: [2] });
  expect(plain(await read("a,b\n1,2\n", { header: false }))).toEqual({ c0: ["a", "1"], c1: ["b", "2"] });
});

test("names: spaces cut off, empty ones numbered, a second one told apart", async () => {
  const table = await read(" y ,,y,y_2,y\n1,2,3,4,5\n");
  expect(table.columns.map(({ name }) => name)).toEqual(["y", "c1", "y_3", "y_2", "y_4"]);
});

test("one column: numbers with decimal commas, empty lines in between are missing, those at the end are not", async () => {
  expect(plain(await read("y\n1,5\n2,5\n"))).toEqual({ y: [1.5, 2.5] });
  const table = await read("y\n1\n\n3\n\n\n");
  expect(plain(table)).toEqual({ y: [1, none, 3] });
  expect([0, 1, 2].map(table.lineOf)).toEqual([2, 3, 4]);
});

test("empty lines, a mark of byte order, carriage returns, a delimiter at the end of each line", async () => {
  const expected = { a: [1, 3], b: [2, 4] };
  expect(plain(await read("\ufeffa,b\r\n1,2\r\n\r\n3,4\r\n\r\n"))).toEqual(expected);
  expect(plain(await read(bytesOf("\ufeffa,b\r1,2\r3,4\r")))).toEqual(expected);
  expect(plain(await read("a,b\r\n1,2\n3,4"))).toEqual(expected);
  expect(plain(await read("a,b,\n1,2,\n3,4,\n"))).toEqual(expected);
  const table = await read("a,b\n\n1,2\n\n\n3,4\n");
  expect([0, 1].map(table.lineOf)).toEqual([3, 6]);
});

test("quoted cells hold delimiters, quotes and lines, which are counted", async () => {
  const table = await read('place,"y"\r\n"A, b ""c""",1\r\n"two\r\nlines",2\r\nlast,3\r\n');
  expect(plain(table)).toEqual({ place: ['A, b "c"', "two\nlines", "last"], y: [1, 2, 3] });
  expect([0, 1, 2].map(table.lineOf)).toEqual([2, 3, 5]);
});

test("missing values are NaN and counted; which texts stand for them is an option", async () => {
  const table = await read("a,b\n1,2\n,NA\nnan, - \nNULL,?\nnone,N/A\n");
  expect(plain(table)).toEqual({ a: [1, none, none, none, none], b: [2, none, none, none, none] });
  expect(table.columns.map((column) => column.kind === "number" && column.missing)).toEqual([4, 4]);
  expect(plain(await read("a,b\n-999,x\n-999.0,\n3,1\n", { missingValues: ["-999", "X"] }))).toEqual({
    a: [none, none, 3],
    b: [none, none, 1],
  });
});

test("a text in a column of numbers makes it one of texts that remembers the first", async () => {
  const [column] = (await read(`y\n${"1.50\n".repeat(30)}abc\n2\n\nx\n`)).columns;
  if (column?.kind !== "text") throw new Error("no text");
  expect(column.fault).toEqual({ index: 30, text: "abc", count: 2 });
  expect(column.texts.slice(29)).toEqual(["1.50", "abc", "2", "", "x"]);
  const [late] = (await read(`y\n${"1.50\n".repeat(2000)}abc\n`)).columns;
  if (late?.kind !== "text") throw new Error("no text");
  expect(late.texts.slice(1999)).toEqual(["1.5", "abc"]); // the texts of so many numbers are not kept
});

test("encodings: UTF-8, GB 18030 where it is not that, UTF-16 by its mark, any other by name", async () => {
  const gbk = Uint8Array.of(0xc8, 0xd5, 0xc6, 0xda, 44, 121, 10, 49, 44, 50, 10); // 日期,y
  expect(plain(await read(gbk))).toEqual({ 日期: [1], y: [2] });
  expect((await read(gbk)).format?.encoding).toBe("gb18030");
  expect(plain(await read(bytesOf("日期,y\n1,2\n")))).toEqual({ 日期: [1], y: [2] });
  const utf16 = Uint8Array.from(
    [0xff, 0xfe, ..."a,b\n1,2\n"].flatMap((sign) =>
      typeof sign === "number" ? [sign] : [sign.charCodeAt(0), 0],
    ),
  );
  expect(plain(await read(utf16))).toEqual({ a: [1], b: [2] });
  const latin = Uint8Array.of(0xf6, 44, 121, 10, 49, 44, 50, 10);
  expect(plain(await read(latin, { encoding: "windows-1252" }))).toEqual({ ö: [1], y: [2] });
});

/** Bytes in chunks of a size, as a stream gives them. */
async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test.each([1, 2, 3, 5, 17, 1000])("a stream in chunks of %d bytes is the same file", async (size) => {
  const text = 'Größe;"y"\r\n"a;\r\nb";1,5\r\n日;2,5\r\n';
  const whole = await read(bytesOf(text));
  const streamed = await readCsv(inChunks(bytesOf(text), size), { name: "a.csv" });
  expect(plain(streamed)).toEqual(plain(whole));
  expect(streamed.lineOf(1)).toBe(4);
});

test("a stream turns to GB 18030 at its first bytes that are not UTF-8", async () => {
  const ascii = bytesOf(`place,y\n${"abcdef,1\n".repeat(100_000)}`);
  const gbk = Uint8Array.of(0xc8, 0xd5, 0xc6, 0xda, 44, 50, 10);
  const table = await readCsv(inChunks(Uint8Array.from([...ascii, ...gbk]), 4096), { name: "a.csv" });
  const [place] = table.columns;
  expect(place?.kind === "text" && place.texts.at(-1)).toBe("日期");
});

test("a ReadableStream, and progress", async () => {
  const text = `y,z\n${Array.from({ length: 200_000 }, (_, i) => `${i},${i / 4}\n`).join("")}`;
  const seen: number[] = [];
  const table = await readCsv(new Blob([text]).stream(), {
    name: "a.csv",
    onProgress: ({ taken }) => seen.push(taken),
  });
  expect(table.rows).toBe(200_000);
  expect(table.columns[1]).toMatchObject({ kind: "number", missing: 0 });
  expect(seen.length).toBeGreaterThan(2);
  expect(seen.at(-1)).toBe(text.length);
});

test("the series that come with the package", async () => {
  const file = (name: string) => readFileSync(new URL(`../../../datasets/${name}`, import.meta.url));
  const sunspots = await readCsv(file("sunspots.csv"), { name: "sunspots.csv" });
  expect(sunspots.rows).toBe(309);
  expect(plain(sunspots).SUNACTIVITY?.slice(0, 4)).toEqual([5, 11, 16, 23]);
  const co2 = await readCsv(file("co2.csv"), { name: "co2.csv" });
  expect(co2.rows).toBe(2284);
  expect(co2.columns[1]).toMatchObject({ name: "co2", kind: "number", missing: 59 });
});
