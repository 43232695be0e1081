/** @module Reads a file of either format into a table: JSON lines where it begins with a brace, else CSV. */
import { closed } from "../../arguments.ts";
import { FileKindError, fileKind, HEAD_BYTES } from "./fileKind.ts";
import { csvOptions, type ReadCsvOptions, readCsv, readCsvRows } from "./readCsv.ts";
import { readJsonCells, readJsonRows } from "./readJsonLines.ts";
import type { RowSink } from "./rowSink.ts";
import type { Table } from "./table.ts";
import { chunksOf, type DataSource } from "./textWindows.ts";

/**
 * Reads CSV or JSON lines, whichever the file holds. The options of CSV do not matter for JSON lines.
 *
 * Throws FileKindError for a file that is not a table, such as a spreadsheet, a PDF or a gzip archive, and what `readCsv`
 * and `readJsonLines` throw.
 */
export async function readTable(source: DataSource, options: ReadCsvOptions): Promise<Table> {
  closed("readTable", options, csvOptions);
  return withHead(source, options.name, (whole, isJson) =>
    isJson ? readJsonRows(whole, options) : readCsv(whole, options),
  );
}

/** Reads the rows of either format one by one into a sink; the options were checked. */
export async function readRows(source: DataSource, options: ReadCsvOptions, sink: RowSink): Promise<void> {
  await withHead(source, options.name, async (whole, isJson) => {
    if (isJson) await readJsonCells(whole, options, sink);
    else await readCsvRows(whole, options, sink);
  });
}

/** Does something with a source, knowing whether it is JSON lines. Throws FileKindError for what is no table. */
async function withHead<Result>(
  source: DataSource,
  name: string,
  read: (whole: DataSource, isJson: boolean) => Promise<Result>,
): Promise<Result> {
  if (typeof source === "string" || source instanceof Uint8Array)
    return read(source, isJsonHead(headOf(source), name));
  const chunks = chunksOf(source, name);
  try {
    const first = await firstChunks(chunks);
    const head = first.flatMap((chunk) => [...chunk.subarray(0, HEAD_BYTES)]);
    return await read(continued(first, chunks), isJsonHead(headOf(Uint8Array.from(head)), name));
  } finally {
    await chunks.return(undefined); // closes the file of a stream that was refused
  }
}

function isJsonHead(head: Uint8Array, name: string): boolean {
  const kind = fileKind(head);
  if (kind !== null) throw new FileKindError(name, kind);
  return /^[\ufeff\s]*\{/.test(new TextDecoder().decode(head));
}

function headOf(source: string | Uint8Array): Uint8Array {
  const head = source.slice(0, HEAD_BYTES);
  return typeof head === "string" ? new TextEncoder().encode(head) : head;
}

/** The first chunks, as many as the kind of a file needs. */
async function firstChunks(chunks: AsyncGenerator<Uint8Array>): Promise<Uint8Array[]> {
  const first: Uint8Array[] = [];
  for (let size = 0; size < HEAD_BYTES; size += first.at(-1)?.length ?? 0) {
    const { done, value } = await chunks.next();
    if (done) break;
    first.push(value);
  }
  return first;
}

async function* continued(
  first: readonly Uint8Array[],
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* first;
  yield* rest;
}
