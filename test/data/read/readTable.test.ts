/** @module Files of either format, and files that are not tables, from bytes, texts and streams. */
import { expect, test } from "vitest";
import { type DataSource, type FileKind, fileKind, readTable } from "../../../src/data/index.ts";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const csv = "t,y\n1,2\n2,3\n";
const json = '\n {"t": 1, "y": 2}\n{"t": 2, "y": 3}\n';

async function* chunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const sources: readonly [string, (text: string) => DataSource][] = [
  ["a text", (text) => text],
  ["bytes", encode],
  ["a stream in bytes", (text) => chunks(encode(text), 1)],
  ["a blob's stream", (text) => new Blob([text]).stream()],
];

test.each(sources)("CSV and JSON lines from %s", async (_, source) => {
  const read = (text: string) => readTable(source(text), { name: "a" });
  const columns = [{ values: Float64Array.of(1, 2) }, { values: Float64Array.of(2, 3) }];
  expect(await read(csv)).toMatchObject({ columns, format: { delimiter: "," } });
  expect(await read(json)).toMatchObject({ columns, rows: 2 });
  await expect(read("")).rejects.toThrow("a: the file is empty");
});

const zip = (entry: string): Uint8Array => Uint8Array.of(0x50, 0x4b, 3, 4, ...encode(entry));

const kinds: readonly [FileKind, Uint8Array, string][] = [
  [
    "spreadsheet",
    zip("[Content_Types].xml"),
    "this is a spreadsheet, not a CSV file or JSON lines\n  Open it and save it as CSV",
  ],
  ["spreadsheet", zip("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"), "this is a spreadsheet"],
  ["spreadsheet", Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0), "this is a spreadsheet"],
  ["picture", Uint8Array.of(0x89, 0x50, 0x4e, 0x47), "this is a picture"],
  ["picture", Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), "this is a picture"],
  ["pdf", encode("%PDF-1.7"), "this is a PDF"],
  [
    "gzip",
    Uint8Array.of(0x1f, 0x8b, 8),
    "this is a gzip archive, not a CSV file or JSON lines\n  Unpack it first, for example with gunzip",
  ],
  ["zip", zip("data.csv"), "this is a zip archive"],
  ["model", Uint8Array.of(9, 1, 0, 0, 0, 0, 0, 0, 0x7b, 0x22), "this is a trained model"],
  ["model", zip("net/data.pkl"), "this is a trained model"],
  ["array", encode('\ufeff[\n {"t": 1}]'), "this is a JSON array"],
];

test.each(kinds)("a %s is not a table", async (kind, bytes, message) => {
  expect(fileKind(bytes)).toBe(kind);
  let isClosed = false;
  async function* stream(): AsyncGenerator<Uint8Array> {
    try {
      yield* chunks(bytes, 3);
      yield new Uint8Array(1000);
    } finally {
      isClosed = true;
    }
  }
  const refused = readTable(stream(), { name: "a.bin" });
  await expect(refused).rejects.toMatchObject({ name: "FileKindError", kind, file: "a.bin" });
  await expect(readTable(bytes, { name: "a.bin" })).rejects.toThrow(`a.bin: ${message}`);
  expect(isClosed).toBe(true);
});

test("texts for missing values come on top of the defaults, unless these are off", async () => {
  const read = (options: object) => readTable("y\n1\noff\nNA\n", { name: "a", ...options });
  expect((await read({ missingValues: ["off"] })).columns[0]).toMatchObject({ kind: "number", missing: 2 });
  const own = await read({ missingValues: ["off"], defaultMissing: false });
  expect(own.columns[0]).toMatchObject({ kind: "text", fault: { text: "NA" } });
});
