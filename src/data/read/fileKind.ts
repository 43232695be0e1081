/** @module Recognises files that are not tables by their first bytes: spreadsheets, pictures, PDFs, archives, models. */
import { DataError } from "../../errors.ts";
import { type Sentence, say } from "../../sentence.ts";

/** The kinds of files that people take for tables. */
export type FileKind = "spreadsheet" | "picture" | "pdf" | "gzip" | "zip" | "model" | "array";

/** A file that is not a table. The message says what it is and how to make a table of it. */
export class FileKindError extends DataError {
  /** The name of the class, also in bundles that shorten names. */
  override readonly name = "FileKindError";
  /** What the file is. */
  readonly kind: FileKind;

  /** Names the file, what it is, and what to do about it. */
  constructor(file: string, kind: FileKind) {
    const [what, hint] = advice[kind];
    super({ file }, say`this is ${what}, not a CSV file or JSON lines`, { hint });
    this.kind = kind;
  }
}

const advice: Readonly<Record<FileKind, readonly [what: Sentence, hint: Sentence]>> = {
  spreadsheet: [say`a spreadsheet`, say`Open it and save it as CSV`],
  picture: [say`a picture`, say`Export the numbers themselves as CSV`],
  pdf: [say`a PDF`, say`Export the table as CSV`],
  gzip: [say`a gzip archive`, say`Unpack it first, for example with gunzip`],
  zip: [say`a zip archive`, say`Unpack it first, for example with unzip`],
  model: [say`a trained model`, say`Its forecasts need a table with the columns it was trained on`],
  array: [
    say`a JSON array`,
    say`Write each object on a line of its own, without brackets and commas around them`,
  ],
};

const signatures: readonly (readonly [FileKind, readonly number[], number])[] = [
  ["zip", [0x50, 0x4b, 0x03, 0x04], 0],
  ["spreadsheet", [0xd0, 0xcf, 0x11, 0xe0], 0], // .xls
  ["picture", [0x89, 0x50, 0x4e, 0x47], 0],
  ["picture", [0xff, 0xd8, 0xff], 0],
  ["picture", [0x47, 0x49, 0x46, 0x38], 0],
  ["pdf", [0x25, 0x50, 0x44, 0x46], 0],
  ["gzip", [0x1f, 0x8b], 0],
  ["model", [0, 0, 0, 0x7b], 5], // safetensors: eight bytes for the length of a JSON object, then the object
];

export const HEAD_BYTES = 512;

/** The kind of a file by its first bytes, or null where they may begin a table. */
export function fileKind(head: Uint8Array): FileKind | null {
  const kind = signatures.find(([, bytes, at]) => bytes.every((byte, i) => head[at + i] === byte))?.[0];
  const text = new TextDecoder().decode(head);
  if (kind === "zip") return zipEntries.find(([, names]) => names.test(text))?.[0] ?? "zip";
  return kind ?? (/^[\ufeff\s]*\[\s*[{[]/.test(text) ? "array" : null);
}

/** The names of the first entries: of .xlsx and .ods, and of PyTorch's files. */
const zipEntries: readonly (readonly [FileKind, RegExp])[] = [
  ["spreadsheet", /\[Content_Types\]\.xml|_rels\/|docProps\/|xl\/|mimetype/],
  ["model", /\/data\.pkl/],
];
