/**
 * @module Decompresses DEFLATE data, synchronously: DecompressionStream is not, and node:zlib is not in browsers.
 *
 * Lengths are untrusted: the output never grows beyond the given size.
 * Source: RFC 1951.
 */

const FAST_BITS = 9; // longer codes are rare, and decoded bit by bit
const LONGEST = 15;
const END_OF_BLOCK = 256;
/** The first length (or distance) of each symbol, and how many bits follow to add to it. */
const lengthBase = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
];
const lengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const distanceBits = Array.from({ length: 30 }, (_, i) => Math.max(0, (i >> 1) - 1));
const distanceBase = distanceBits.map((bits, i) => (i < 4 ? i + 1 : 1 + ((2 + (i & 1)) << bits)));
/** The order in which a block lists the lengths of the codes for lengths of codes. */
const codeOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** A Huffman code: the number of codes of each length, and the symbols sorted by their codes. */
interface Code {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
  /** symbol · 16 + length for the next bits of the data; 0 for a longer code, or none. */
  readonly fast: Uint16Array;
}

/** The decompressed bytes, or null unless they are valid and of this size. */
export function inflate(packed: Uint8Array, size: number): Uint8Array | null {
  const inflater = new Inflater(packed, size);
  return inflater.run() ? inflater.output : null;
}

class Inflater {
  readonly output: Uint8Array;
  readonly #packed: Uint8Array;
  #at = 0;
  #size = 0; // of the output so far
  #bits = 0; // read but not used, the next one lowest
  #count = 0; // of those; negative where the data ended before them

  constructor(packed: Uint8Array, size: number) {
    this.#packed = packed;
    this.output = new Uint8Array(size);
  }

  run(): boolean {
    let isLast = false;
    while (!isLast) {
      isLast = this.#take(1) === 1;
      const kind = this.#take(2);
      const isValid =
        kind === 0 ? this.#stored() : kind === 1 ? this.#coded(...fixed()) : kind === 2 && this.#dynamic();
      if (!isValid || this.#count < 0) return false;
    }
    return this.#size === this.output.length;
  }

  #stored(): boolean {
    this.#take(this.#count & 7);
    const [length, inverse] = [this.#take(16), this.#take(16)];
    this.#at -= this.#count >> 3; // whole bytes that were read ahead
    this.#bits = 0;
    this.#count = 0;
    const isInside = this.#at + length <= this.#packed.length && this.#size + length <= this.output.length;
    if (length !== (inverse ^ 0xffff) || !isInside) return false;
    this.output.set(this.#packed.subarray(this.#at, this.#at + length), this.#size);
    this.#at += length;
    this.#size += length;
    return true;
  }

  #dynamic(): boolean {
    const [literals, distances, used] = [this.#take(5) + 257, this.#take(5) + 1, this.#take(4) + 4];
    const own = new Uint8Array(19);
    for (let i = 0; i < used; i++) own[codeOrder[i]] = this.#take(3);
    const code = codeOf(own);
    if (code === null) return false;
    const lengths = new Uint8Array(literals + distances);
    for (let i = 0; i < lengths.length; ) {
      const symbol = this.#symbol(code);
      if (symbol < 0) return false;
      const [value, times] = this.#repeat(symbol, i === 0 ? -1 : lengths[i - 1]);
      if (value < 0 || i + times > lengths.length) return false;
      lengths.fill(value, i, i + times);
      i += times;
    }
    const [literalCode, distanceCode] = [
      codeOf(lengths.subarray(0, literals)),
      codeOf(lengths.subarray(literals)),
    ];
    return literalCode !== null && distanceCode !== null && this.#coded(literalCode, distanceCode);
  }

  /** A length of a code, and how often it occurs. */
  #repeat(symbol: number, previous: number): readonly [value: number, times: number] {
    if (symbol < 16) return [symbol, 1];
    if (symbol === 16) return [previous, 3 + this.#take(2)];
    return [0, symbol === 17 ? 3 + this.#take(3) : 11 + this.#take(7)];
  }

  #coded(literals: Code, distances: Code): boolean {
    const { output } = this;
    for (;;) {
      const symbol = this.#symbol(literals);
      if (symbol < 0 || this.#count < 0) return false;
      if (symbol === END_OF_BLOCK) return true;
      if (symbol < END_OF_BLOCK) {
        if (this.#size === output.length) return false;
        output[this.#size++] = symbol;
      } else if (!this.#copy(symbol - 257, distances)) return false;
    }
  }

  #copy(symbol: number, distances: Code): boolean {
    if (symbol >= lengthBase.length) return false;
    const length = lengthBase[symbol] + this.#take(lengthBits[symbol]);
    const far = this.#symbol(distances);
    if (far < 0 || far >= distanceBase.length) return false;
    const distance = distanceBase[far] + this.#take(distanceBits[far]);
    const end = this.#size + length;
    if (distance > this.#size || end > this.output.length) return false;
    for (let i = this.#size; i < end; i++) this.output[i] = this.output[i - distance];
    this.#size = end;
    return true;
  }

  /** The next symbol; −1 if there is none of this code. */
  #symbol({ counts, symbols, fast }: Code): number {
    this.#need(LONGEST);
    const found = fast[this.#bits & ((1 << FAST_BITS) - 1)];
    if (found !== 0) {
      this.#drop(found & 15);
      return found >> 4;
    }
    let [code, first, index] = [0, 0, 0];
    for (let length = 1; length <= LONGEST; length++) {
      code |= (this.#bits >> (length - 1)) & 1;
      const count = counts[length];
      if (code - first < count) {
        this.#drop(length);
        return symbols[index + code - first];
      }
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    return -1;
  }

  #take(count: number): number {
    this.#need(count);
    const value = this.#bits & ((1 << count) - 1);
    this.#drop(count);
    return value;
  }

  /** Reads bytes until there are `count` bits, as far as the data goes; zeros stand for what is missing. */
  #need(count: number): void {
    while (this.#count < count && this.#at < this.#packed.length) {
      this.#bits |= this.#packed[this.#at++] << this.#count;
      this.#count += 8;
    }
  }

  #drop(count: number): void {
    this.#bits >>>= count;
    this.#count -= count;
  }
}

/** The code of these lengths, by symbol; null if they use more codes than there are. */
function codeOf(lengths: Uint8Array): Code | null {
  const counts = new Uint16Array(LONGEST + 1);
  for (const length of lengths) counts[length] += 1;
  counts[0] = 0;
  const [starts, codes] = [new Uint16Array(LONGEST + 2), new Uint16Array(LONGEST + 2)];
  for (let length = 1; length <= LONGEST; length++) {
    starts[length + 1] = starts[length] + counts[length];
    codes[length + 1] = (codes[length] + counts[length]) << 1;
    if (codes[length] + counts[length] > 1 << length) return null;
  }
  const symbols = new Uint16Array(lengths.length);
  const fast = new Uint16Array(1 << FAST_BITS);
  lengths.forEach((length, symbol) => {
    if (length === 0) return;
    symbols[starts[length]++] = symbol;
    const code = codes[length]++;
    if (length > FAST_BITS) return;
    for (let at = reversed(code, length); at < fast.length; at += 1 << length)
      fast[at] = (symbol << 4) | length;
  });
  return { counts, symbols, fast };
}

/** Codes stand in the data with their highest bit first. */
function reversed(code: number, length: number): number {
  let bits = 0;
  for (let i = 0; i < length; i++) bits |= ((code >> i) & 1) << (length - 1 - i);
  return bits;
}

let fixedCodes: readonly [Code, Code] | undefined; // created on first use

function fixed(): readonly [literals: Code, distances: Code] {
  fixedCodes ??= fixedOf();
  return fixedCodes;
}

function fixedOf(): readonly [Code, Code] {
  const literals = Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8));
  const [first, second] = [codeOf(literals), codeOf(new Uint8Array(30).fill(5))];
  if (first === null || second === null) throw new Error("the fixed codes of RFC 1951 are invalid");
  return [first, second];
}
