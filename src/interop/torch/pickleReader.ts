/** @module A sequential reader of the bytes of a pickle, which throws FormatError at their end. */
import { FormatError } from "../../errors.ts";

const LONGEST_LINE = 256;

export class PickleReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get at(): number {
    return this.#at;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
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

  float64(): number {
    return this.#view.getFloat64(this.#take(8), false);
  }

  /** An integer in two's complement; a bigint if a number cannot represent it. */
  long(): number | bigint {
    const length = this.uint8();
    const start = this.#take(length);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(this.#bytes[start + i]);
    const signed = BigInt.asIntN(8 * length, value);
    const near = Number(signed);
    return Number.isSafeInteger(near) ? near : signed;
  }

  /** A string with a length prefix. */
  text(): string {
    const length = this.uint32();
    const start = this.#take(length);
    return this.#decode(start, length);
  }

  /** A string up to the end of the line. */
  line(): string {
    const start = this.#at;
    const length = this.#bytes.subarray(start, start + LONGEST_LINE).indexOf(0x0a);
    if (length < 0) throw new FormatError(`torch: the pickle has a name without an end, at byte ${start}`);
    this.#take(length + 1);
    return this.#decode(start, length);
  }

  #take(length: number): number {
    const start = this.#at;
    if (length > this.#bytes.length - start)
      throw new FormatError(`torch: the pickle breaks off at byte ${this.#bytes.length}; was it cut short?`);
    this.#at = start + length;
    return start;
  }

  #decode(start: number, length: number): string {
    try {
      const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
      return decoder.decode(this.#bytes.subarray(start, start + length));
    } catch {
      throw new FormatError(`torch: the pickle has a text that is no UTF-8, at byte ${start}`);
    }
  }
}
