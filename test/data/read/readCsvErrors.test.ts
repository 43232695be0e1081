/** @module CSV files that cannot be read: the message names file, row and column, and the remedy. */
import { expect, test } from "vitest";
import { DataError, type ReadCsvOptions, readCsv } from "../../../src/data/index.ts";

/** The message of the DataError that reading ends in. */
async function messageOf(text: string | Uint8Array, options: Partial<ReadCsvOptions> = {}): Promise<string> {
  try {
    await readCsv(text, { name: "a.csv", ...options });
  } catch (error) {
    if (error instanceof DataError) return error.message;
    throw error;
  }
  return "read";
}

test.each<[string, string, string]>([
  ["nothing", "", "a.csv: the file is empty"],
  ["only empty lines", "\n \r\n\n", "a.csv: the file is empty"],
  [
    "a row too long",
    'a,b\n"x\ny",2\n1,2,3\n',
    `a.csv, row 4: there are 3 cells but must be 2, as in the header
  Set delimiter. Cells are separated by ","; a cell that contains it must be in quotes`,
  ],
  [
    "a row too short",
    "1,2\n1,2\n\n3\n",
    `a.csv, row 4: there is 1 cell but must be 2, as in the first row
  Set delimiter. Cells are separated by ","; a cell that contains it must be in quotes`,
  ],
  ["a quote not closed", 'a,b\n1,2\n"3,4\n5,6\n', "a.csv, row 3: a quote is never closed"],
  [
    "text after a quote",
    'a,b\n1,2\n"3"x,4\n5,6\n',
    `a.csv, row 3: there is text after a closing quote
  A quote inside a quoted cell is written twice: ""`,
  ],
  [
    "thousands or decimals",
    "a;b\n1,234;5\n2,345;6\n",
    `a.csv: the decimal sign is ambiguous: it contains "1,234"
  Set decimal: "," or ".". With "." it is 1234, with "," it has decimals`,
  ],
  [
    "dots and commas",
    "a;b\n1,5;2.5\n",
    `a.csv: the decimal sign is ambiguous: it contains "1,5" and "2.5"
  Set decimal: "," or "."`,
  ],
  [
    "zero bytes",
    "a,b\n1,\0\n",
    `a.csv: the file contains zero bytes, so it is not text in this encoding
  Set encoding: "utf-16le"`,
  ],
])("%s", async (_, text, message) => {
  expect(await messageOf(text)).toBe(message);
});

test("a decimal sign that the caller gives settles it", async () => {
  const read = (decimal: "." | ",") => readCsv("a;b\n1,234;5\n", { name: "a.csv", decimal });
  expect((await read(",")).columns[0]).toMatchObject({ kind: "number", values: Float64Array.of(1.234) });
  expect((await read(".")).columns[0]).toMatchObject({ kind: "number", values: Float64Array.of(1234) });
});

test("bytes that are neither UTF-8 nor GB 18030, or not what the caller says", async () => {
  const broken = Uint8Array.of(97, 44, 98, 10, 0xff, 0xff, 44, 50, 10);
  expect(await messageOf(broken)).toBe(`a.csv: bytes 0 to 9 are not gb18030
  Set encoding: "windows-1252". Any label of TextDecoder is an encoding`);
  expect(await messageOf(broken, { encoding: "utf-8" })).toContain("bytes 0 to 9 are not utf-8");
  expect(await messageOf(Uint8Array.of(97, 10, 0xe6), { encoding: "utf-8" })).toContain(
    "the last bytes are not utf-8",
  );
  expect(await messageOf("a", { encoding: "latin-9000" })).toBe("read"); // a string is decoded already
  expect(
    await messageOf(broken, { encoding: "latin-9000" }),
  ).toBe(`a.csv: encoding is "latin-9000" but must be a label of TextDecoder
  Set encoding: "utf-8", "gb18030" or "windows-1252"`);
});

test.each(["", ",,", "\n", '"'])("%j is no delimiter", async (delimiter) => {
  await expect(readCsv("a,b\n1,2\n", { name: "a.csv", delimiter })).rejects.toThrow(
    `readCsv: delimiter is ${JSON.stringify(delimiter)} but must be one character, other than a quote or a line break`,
  );
});

test("a quote that swallows a large file is noticed before the file is in memory", async () => {
  let given = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (; given < 1000; given++) yield new TextEncoder().encode('"never closed,'.padEnd(1 << 20, "x"));
  }
  await expect(readCsv(endless(), { name: "a.csv" })).rejects.toThrow(
    "a.csv, row 1: the row has more than 4194304",
  );
  expect(given).toBeLessThan(10);
});

test("more columns than any table has", async () => {
  expect(await messageOf("a,".repeat(20_000))).toBe(
    "a.csv: there are 20001 columns but must be at most 10000",
  );
});

test("a stream of texts is no stream of bytes", async () => {
  async function* texts(): AsyncGenerator<Uint8Array> {
    yield "a,b" as unknown as Uint8Array;
  }
  await expect(readCsv(texts(), { name: "a.csv" })).rejects.toThrow(
    "a.csv: the stream yields texts but must yield bytes\n  Open it without an encoding",
  );
});
