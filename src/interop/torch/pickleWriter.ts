/** @module A writer of pickles of protocol 2, instruction by instruction as in Python's pickletools. */

import { ValueError } from "../../errors.ts";
import { shownName } from "../../shown.ts";

const REBUILD = "torch._utils\n_rebuild_tensor_v2";

/** Builds a pickle; each method appends the instructions that push one value on the reader's stack. */
export class PickleWriter {
  #bytes = new Uint8Array(1024);
  #length = 0;

  constructor() {
    this.#op("\x80");
    this.#add(1).setUint8(0, 2);
  }

  finish(): Uint8Array {
    this.#op(".");
    return this.#bytes.slice(0, this.#length);
  }

  constant(value: null | boolean): void {
    this.#op(value === null ? "N" : value ? "\x88" : "\x89");
  }

  /** An int for an integer, otherwise a float. */
  number(value: number | bigint): void {
    if (typeof value === "bigint" || (Number.isSafeInteger(value) && !Object.is(value, -0))) this.#int(value);
    else {
      this.#op("G");
      this.#add(8).setFloat64(0, value, false);
    }
  }

  text(value: string): void {
    if (/\p{Surrogate}/u.test(value))
      throw new ValueError(
        `torch: ${shownName(value)} contains an unpaired surrogate, which UTF-8 cannot encode`,
      );
    const bytes = new TextEncoder().encode(value);
    this.#op("X");
    this.#add(4).setUint32(0, bytes.length, true);
    this.#raw(bytes);
  }

  /** In protocol 2, bytes are a text of the same characters and the call that turns it into bytes. */
  bytes(value: Uint8Array): void {
    if (value.length === 0) this.#op("c__builtin__\nbytes\n)R");
    else {
      this.#op("c_codecs\nencode\n(");
      this.text(Array.from(value, (byte) => String.fromCharCode(byte)).join(""));
      this.text("latin1");
      this.#op("tR");
    }
  }

  tuple<Item>(items: readonly Item[], write: (item: Item) => void): void {
    this.#op("(");
    items.forEach(write);
    this.#op("t");
  }

  list<Item>(items: readonly Item[], write: (item: Item, i: number) => void): void {
    this.#op("](");
    items.forEach(write);
    this.#op("e");
  }

  /** A dict; `write` adds the key and the value of an entry. */
  dict<Entry>(entries: readonly Entry[], ordered: boolean, write: (entry: Entry) => void): void {
    if (ordered) this.#orderedDict();
    else this.#op("}");
    this.#op("(");
    entries.forEach(write);
    this.#op("u");
  }

  /** A contiguous tensor that covers a whole float32 storage. */
  tensor(key: number, count: number, shape: readonly number[]): void {
    this.#op(`c${REBUILD}\n((`);
    this.text("storage");
    this.#op("ctorch\nFloatStorage\n");
    this.text(String(key));
    this.text("cpu");
    this.#int(count);
    this.#op("tQ");
    this.#int(0);
    this.#sizes(shape);
    this.#sizes(shape.map((_, d) => shape.slice(d + 1).reduce((step, size) => step * Math.max(size, 1), 1)));
    this.#op("\x89");
    this.#orderedDict();
    this.#op("tR");
  }

  #orderedDict(): void {
    this.#op("ccollections\nOrderedDict\n)R");
  }

  #sizes(sizes: readonly number[]): void {
    this.tuple(sizes, (size) => this.#int(size));
  }

  #int(value: number | bigint): void {
    if (value >= 0 && value < 0x100) this.#op(`K${String.fromCharCode(Number(value))}`);
    else if (value >= -0x80000000 && value <= 0x7fffffff) {
      this.#op("J");
      this.#add(4).setInt32(0, Number(value), true);
    } else this.#long(BigInt(value));
  }

  /** Two's complement in the fewest bytes. */
  #long(value: bigint): void {
    let length = 8;
    while (BigInt.asIntN(8 * length, value) !== value) length += 1;
    if (length > 0xff) throw new ValueError("torch: a bigint of more than 255 bytes cannot be written");
    const bytes = Uint8Array.from({ length }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
    this.#op(`\x8a${String.fromCharCode(length)}`);
    this.#raw(bytes);
  }

  #op(latin1: string): void {
    this.#raw(Uint8Array.from(latin1, (character) => character.charCodeAt(0)));
  }

  #raw(bytes: Uint8Array): void {
    const view = this.#add(bytes.length);
    new Uint8Array(view.buffer, view.byteOffset, bytes.length).set(bytes);
  }

  /** Grows the buffer for `count` more bytes. */
  #add(length: number): DataView {
    const start = this.#length;
    this.#length += length;
    if (this.#length > this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#length);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    return new DataView(this.#bytes.buffer, start, length);
  }
}
