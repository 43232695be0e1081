/** @module Decodes bytes from any source into windows of text, so that a file never has to fit into memory. */

import { DataError, type Remedy } from "../../errors.ts";
import { say } from "../../sentence.ts";
import { shown } from "../../shown.ts";

/** What can be read: all bytes, all text, or a stream of bytes (of Node, or the body of a response). */
export type DataSource = Uint8Array | string | AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>;

export interface TextWindow {
  readonly text: string;
  /** Bytes read so far; of a string, characters. */
  readonly taken: number;
  /** The encoding of the bytes, as far as it is known. */
  readonly encoding: string;
}

/** In bytes or characters. Larger windows are no faster. */
const WINDOW = 1 << 19;

/** Decodes a source piece by piece: UTF-8, else Windows-1252 or GB 18030; UTF-16 with a byte-order mark. */
export async function* textWindows(
  source: DataSource,
  name: string,
  encoding?: string,
): AsyncGenerator<TextWindow> {
  const windows = typeof source === "string" ? stringWindows(source) : byteWindows(source, name, encoding);
  let isFirst = true;
  let heldBack = "";
  let last: TextWindow = { text: "", taken: 0, encoding: "" };
  for await (const window of windows) {
    const raw = isFirst ? window.text.replace(/^\ufeff/, "") : heldBack + window.text;
    isFirst = false;
    last = window;
    heldBack = raw.endsWith("\r") ? "\r" : ""; // its \n may come with the next window
    yield { ...window, text: withPlainLineEnds(heldBack === "" ? raw : raw.slice(0, -1)) };
  }
  if (heldBack !== "") yield { ...last, text: "\n" };
}

/** A file may end its lines by \n, \r\n and \r, even all three of them. */
function withPlainLineEnds(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

function* stringWindows(text: string): Generator<TextWindow> {
  for (let at = 0; at < text.length; at += WINDOW) {
    const piece = text.slice(at, at + WINDOW);
    yield { text: piece, taken: at + piece.length, encoding: "utf-16" };
  }
}

async function* byteWindows(
  source: Exclude<DataSource, string>,
  name: string,
  encoding: string | undefined,
): AsyncGenerator<TextWindow> {
  const decoder = new Decoder(name, encoding);
  for await (const bytes of gathered(source instanceof Uint8Array ? [source] : chunksOf(source, name))) {
    if (decoder.taken === 0) decoder.detect(bytes, source instanceof Uint8Array);
    for (let at = 0; at < bytes.length; at += WINDOW) {
      const text = decoder.decode(bytes.subarray(at, at + WINDOW));
      yield { text, taken: decoder.taken, encoding: decoder.encoding };
    }
  }
  yield { text: decoder.end(), taken: decoder.taken, encoding: decoder.encoding };
}

/** Joins small chunks, so that a slow stream costs no more than a fast one. */
async function* gathered(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    waiting.push(chunk);
    size += chunk.length;
    if (size < WINDOW) continue;
    yield joined(waiting, size);
    waiting = [];
    size = 0;
  }
  if (size > 0) yield joined(waiting, size);
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The chunks of a stream. Throws DataError for a stream of texts. */
export async function* chunksOf(
  source: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>,
  file: string,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of "getReader" in source ? readerChunks(source) : source) {
    if (!(chunk instanceof Uint8Array))
      throw new DataError({ file }, "the stream yields texts but must yield bytes", {
        hint: "Open it without an encoding",
      });
    yield chunk;
  }
}

/** Not every browser's streams are async iterables. */
async function* readerChunks(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}

/** Decodes UTF-8, and switches to Windows-1252 or GB 18030 if the first bytes beyond ASCII are not UTF-8. */
class Decoder {
  taken = 0;
  encoding: string;
  readonly #file: string;
  readonly #isGiven: boolean;
  #decoder: TextDecoder;
  #isAscii = true;

  constructor(file: string, encoding: string | undefined) {
    this.#file = file;
    this.#isGiven = encoding !== undefined;
    this.encoding = encoding ?? "utf-8";
    this.#decoder = this.#decoderOf(this.encoding);
  }

  /** Detects UTF-16 by its byte-order mark and, of all bytes, whether they are UTF-8. */
  detect(bytes: Uint8Array, isWhole: boolean): void {
    if (this.#isGiven) return;
    const [first, second] = bytes;
    if (first === 0xff && second === 0xfe) this.#switchTo("utf-16le");
    else if (first === 0xfe && second === 0xff) this.#switchTo("utf-16be");
    else if (isWhole && !isUtf8(bytes)) this.#switchTo(eightBitOf(bytes));
  }

  decode(bytes: Uint8Array): string {
    const text = this.#attempt(() => this.#decoder.decode(bytes, { stream: true }), bytes);
    this.taken += bytes.length;
    if (text.length !== bytes.length) this.#isAscii = false;
    return text;
  }

  end(): string {
    return this.#attempt(() => this.#decoder.decode(), null);
  }

  #attempt(decode: () => string, bytes: Uint8Array | null): string {
    try {
      return decode();
    } catch {
      if (bytes === null || this.#isGiven || !this.#isAscii || this.encoding !== "utf-8")
        throw this.#fault(bytes);
      this.#switchTo(eightBitOf(bytes));
      return this.#attempt(() => this.#decoder.decode(bytes, { stream: true }), bytes);
    }
  }

  #switchTo(encoding: string): void {
    this.encoding = encoding;
    this.#decoder = this.#decoderOf(encoding);
  }

  #decoderOf(encoding: string): TextDecoder {
    try {
      return new TextDecoder(encoding, { fatal: true });
    } catch {
      const what = `encoding is ${shown(encoding)} but must be a label of TextDecoder`;
      throw new DataError({ file: this.#file }, what, { remedies: [encodings()] });
    }
  }

  #fault(bytes: Uint8Array | null): DataError {
    const from = this.taken;
    const what =
      bytes === null
        ? say`the last bytes are not ${this.encoding}`
        : say`bytes ${from} to ${from + bytes.length} are not ${this.encoding}`;
    return new DataError({ file: this.#file }, what, {
      remedies: [encodings(this.#isGiven ? [this.encoding] : ["utf-8", this.encoding])],
      hint: say`Any label of TextDecoder is an encoding`,
    });
  }
}

/** The usual encodings, except for those that have failed. */
function encodings(failed: readonly string[] = []): Remedy {
  const usual = ["utf-8", "gb18030", "windows-1252"];
  return { option: "encoding", values: usual.filter((one) => !failed.includes(one)) };
}

/**
 * Windows-1252 or GB 18030, for bytes that are not UTF-8. Chinese characters are two bytes beyond ASCII, mostly several in a
 * row; accented letters are single ones, or two (`ß` after `ö`) between letters.
 */
function eightBitOf(bytes: Uint8Array): "windows-1252" | "gb18030" {
  let [latin, chinese] = [0, 0];
  for (let at = bytes.findIndex((byte) => byte >= 0x80); at >= 0 && at < bytes.length; ) {
    let end = at;
    while ((bytes[end] ?? 0) >= 0x80) end += 1;
    const isBetween = isLetter(bytes[at - 1]) && isLetter(bytes[end]);
    if ((end - at) % 2 === 1 || (end - at === 2 && isBetween)) latin += 1;
    else chinese += 1;
    at = end;
    while (at < bytes.length && (bytes[at] ?? 0) < 0x80) at += 1;
  }
  return latin > chinese ? "windows-1252" : "gb18030";
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122));
}

function isUtf8(bytes: Uint8Array): boolean {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for (let at = 0; at < bytes.length; at += WINDOW)
      decoder.decode(bytes.subarray(at, at + WINDOW), { stream: true });
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}
