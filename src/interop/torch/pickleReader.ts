/** @module A sequential reader of the bytes of a pickle, which throws FormatError at their end. */
import { FormatError } from "../../errors.ts";

const LONGEST_LINE = 256;
const LONGEST_LONG = 4096; // bytes; converting an integer takes quadratic time

export class PickleReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at: number;
  #texts = 0;

  constructor(bytes: Uint8Array, start = 0) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = start;
  }

  get at(): number {
    return this.#at;
  }

  /** The number of bytes so far that were parts of texts. */
  get texts(): number {
    return this.#texts;
  }

  /** An instruction, as its character in Python's pickletools. */
  opcode(): string {
    return String.fromCharCode(this.uint8());
  }

  uint8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#take(4), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  /** Rounded from 2⁵³ on, which no file reaches. */
  uint64(): number {
    return Number(this.#view.getBigUint64(this.#take(8), true));
  }

  float64(): number {
    return this.#view.getFloat64(this.#take(8), false);
  }

  /** An integer in two's complement; a bigint if a number cannot represent it. */
  long(length: number): number | bigint {
    if (length > LONGEST_LONG)
      throw new FormatError(`torch: the pickle has an integer of ${length} bytes, at byte ${this.#at}`);
    const start = this.#take(length);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(this.#bytes[start + i]);
    const signed = BigInt.asIntN(8 * length, value);
    const near = Number(signed);
    return Number.isSafeInteger(near) ? near : signed;
  }

  text(length: number): string {
    const start = this.#takeText(length);
    return this.#decode(start, length);
  }

  /** A string of Python 2: in UTF-8 or, where it is not, in Latin 1. */
  text2(length: number): string {
    const start = this.#takeText(length);
    try {
      return this.#decode(start, length);
    } catch {
      let text = "";
      for (const byte of this.#bytes.subarray(start, start + length)) text += String.fromCharCode(byte);
      return text;
    }
  }

  bytes(length: number): Uint8Array {
    const start = this.#takeText(length);
    return this.#bytes.subarray(start, start + length);
  }

  /** A string up to the end of the line. */
  line(): string {
    const start = this.#at;
    const length = this.#bytes.subarray(start, start + LONGEST_LINE).indexOf(0x0a);
    if (length < 0) throw new FormatError(`torch: the pickle has a name without an end, at byte ${start}`);
    this.#take(length + 1);
    return this.#decode(start, length);
  }

  #takeText(length: number): number {
    const start = this.#take(length);
    this.#texts += length;
    return start;
  }

  #take(length: number): number {
    const start = this.#at;
    if (length > this.#bytes.length - start)
      throw new FormatError(`torch: the pickle breaks off at byte ${this.#bytes.length}; was it cut short?`);
    this.#at = start + length;
    return start;
  }

  #decode(start: number, length: number): string {
    const bytes = this.#bytes.subarray(start, start + length);
    try {
      return utf8(bytes);
    } catch {
      try {
        return withSurrogates(bytes);
      } catch {
        throw new FormatError(`torch: the pickle has a text that is no UTF-8, at byte ${start}`);
      }
    }
  }
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const SHORT = 32; // bytes; a decoder takes longer to start than these to read

function utf8(bytes: Uint8Array): string {
  if (bytes.length > SHORT) return decoder.decode(bytes);
  let text = "";
  for (const byte of bytes) {
    if (byte > 0x7f) return decoder.decode(bytes);
    text += String.fromCharCode(byte);
  }
  return text;
}

/** Python writes unpaired surrogates, as in names of files that are no UTF-8, like other characters: ED A0…BF 80…BF. */
function withSurrogates(bytes: Uint8Array): string {
  let text = "";
  let from = 0;
  for (let at = 0; at + 2 < bytes.length; at++) {
    const isSurrogate = bytes[at] === 0xed && bytes[at + 1] >> 5 === 5 && bytes[at + 2] >> 6 === 2;
    if (!isSurrogate) continue;
    const unit = 0xd000 | ((bytes[at + 1] & 0x3f) << 6) | (bytes[at + 2] & 0x3f);
    text += utf8(bytes.subarray(from, at)) + String.fromCharCode(unit);
    at += 2;
    from = at + 1;
  }
  return text + utf8(bytes.subarray(from));
}
