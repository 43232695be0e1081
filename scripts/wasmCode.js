/** @module Reads WebAssembly: numbers, lists, types, and what instructions do to the stack. */

/** From instruction a to instruction b, including both. @typedef {readonly [number, number]} Span */

const UNARY = /** @type {readonly Span[]} */ ([
  [0x45, 0x45],
  [0x50, 0x50],
  [0x67, 0x69],
  [0x79, 0x7b],
  [0x8b, 0x91],
  [0x99, 0x9f],
  [0xa7, 0xc4],
]);
const UNARY_OF_VECTORS = /** @type {readonly Span[]} */ ([
  [0x0f, 0x14],
  [0x4d, 0x4d],
  [0x53, 0x53],
  [0x5e, 0x5f],
  [0xa0, 0xa1],
  [0xe0, 0xe1],
  [0xe3, 0xe3],
  [0xec, 0xed],
  [0xef, 0xef],
  [0xf8, 0xff],
]);
const isIn = (/** @type {readonly Span[]} */ spans, /** @type {number} */ op) =>
  spans.some(([from, to]) => from <= op && op <= to);

/** How the height of the stack changes by an instruction of one byte, whose immediates are read. */
function effect(/** @type {number} */ op, /** @type {Reader} */ code) {
  if (op <= 0x01 || op === 0x0f) return 0; // unreachable, nop, return
  if (op === 0x0c || op === 0x0d) return code.after(1, op === 0x0c ? 0 : -1); // br, br_if
  if (op === 0x0e) return code.after(code.number() + 1, -1); // br_table
  if (op === 0x1a || op === 0x1b) return 0x19 - op; // drop, select
  if (op >= 0x20 && op <= 0x24) return code.after(1, [1, -1, 0, 1, -1][op - 0x20] ?? 0); // of variables
  if (op >= 0x28 && op <= 0x3e) return code.after(2, op < 0x36 ? 0 : -2); // loads and stores
  if (op === 0x41 || op === 0x42) return code.after(1, 1);
  if (op === 0x43 || op === 0x44) return code.bytes(op === 0x43 ? 4 : 8).length > 0 ? 1 : 0;
  if (op === 0xfc) return code.after(code.number() === 10 ? 2 : 1, -3); // memory.copy, memory.fill
  if (op < 0x45 || op > 0xc4) throw new Error(`WebAssembly: unknown instruction ${op}`);
  return isIn(UNARY, op) ? 0 : -1;
}

/** The same for an instruction on vectors. */
function vectorEffect(/** @type {number} */ op, /** @type {Reader} */ code) {
  if (op <= 0x0b) return code.after(2, op === 0x0b ? -2 : 0); // loads and stores
  if (op >= 0x54 && op <= 0x5b) return code.after(3, op < 0x58 ? -1 : -2); // of one lane
  if (op === 0x5c || op === 0x5d) return code.after(2, 0);
  if (op === 0x0c || op === 0x0d) return code.bytes(16).length > 0 && op === 0x0c ? 1 : -1; // a constant, a shuffle
  if (op >= 0x15 && op <= 0x22)
    return code.after(1, [0x17, 0x1a, 0x1c, 0x1e, 0x20, 0x22].includes(op) ? -1 : 0);
  if (op === 0x52 || (op >= 0x105 && op <= 0x10c)) return -2; // of three operands
  return isIn(UNARY_OF_VECTORS, op) ? 0 : -1;
}

/** @typedef {{ takes: number, gives: number }} Type */

/** The parts of a binary: its sections, the types of functions, and which of these each function has. */
export function moduleOf(/** @type {Buffer} */ binary) {
  const reader = new Reader(binary, 8);
  const /** @type {{ id: number, content: Buffer }[]} */ sections = [];
  while (reader.at < binary.length)
    sections.push({ id: reader.byte(), content: reader.bytes(reader.number()) });
  const listOf = (/** @type {number} */ id) =>
    new Reader(sections.find((one) => one.id === id)?.content ?? Buffer.of(0));
  const [types, functions] = [listOf(1), listOf(3)];
  return {
    sections,
    types: types.list(() => types.type()),
    functions: functions.list(() => functions.number()),
  };
}

/** A binary of sections. */
export function binaryOf(/** @type {readonly { id: number, content: Buffer }[]} */ sections) {
  const parts = sections.flatMap(({ id, content }) => [Buffer.from([id, ...leb(content.length)]), content]);
  return Buffer.concat([Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]), ...parts]);
}

/** The bodies in a code section, without their lengths. */
export function bodiesOf(/** @type {Buffer} */ content) {
  const reader = new Reader(content);
  return reader.list(() => reader.bytes(reader.number()));
}

/** A code section of bodies. */
export function codeOf(/** @type {readonly Buffer[]} */ bodies) {
  const parts = bodies.flatMap((body) => [Buffer.from(leb(body.length)), body]);
  return Buffer.concat([Buffer.from(leb(bodies.length)), ...parts]);
}

/**
 * Visits the instructions of a body in order, with the offset of each, its code (0xfd · 2¹⁶ + n for vectors), the height of the stack before
 * it, and the offset at which the stack last had each height in this block.
 */
export function eachInstruction(
  /** @type {Buffer} */ body,
  /** @type {Type} */ own,
  /** @type {readonly Type[]} */ signatures,
  /** @type {readonly Type[]} */ types,
  /** @type {(instruction: { at: number, op: number, height: number, last: readonly number[] }) => void} */ visit,
) {
  const code = new Reader(body);
  code.list(() => [code.number(), code.byte()]); // locals
  let frame = { start: 0, gives: own.gives, last: /** @type {number[]} */ ([]) };
  const frames = [frame];
  let height = 0;
  while (code.at < body.length) {
    const at = code.at;
    frame.last[height] = at;
    const byte = code.byte();
    const op = byte === 0xfd ? VECTOR + code.number() : byte;
    visit({ at, op, height, last: frame.last });
    if (op === 0x02 || op === 0x03 || op === 0x04) {
      if (op === 0x04) height--;
      const type = code.byte();
      const gives = type === 0x40 ? 0 : type >= 0x70 ? 1 : (types[type]?.gives ?? 0);
      frame = { start: height, gives, last: [] };
      frames.push(frame);
    } else if (op === 0x05) height = frame.start;
    else if (op === 0x0b) {
      height = frame.start + frame.gives;
      frames.pop();
      frame = frames.at(-1) ?? frame;
    } else if (op === 0x10) {
      const { takes, gives } = signatures[code.number()] ?? own;
      height += gives - takes;
    } else height += op >= VECTOR ? vectorEffect(op - VECTOR, code) : effect(op, code);
  }
  if (frames.length > 0) throw new Error("WebAssembly: a body does not end where its blocks do");
}

export const VECTOR = 0xfd0000;

/** Reads a part of a binary. */
export class Reader {
  constructor(/** @type {Buffer} */ all, at = 0) {
    this.all = all;
    this.at = at;
  }

  byte() {
    return this.all[this.at++] ?? 0;
  }

  bytes(/** @type {number} */ count) {
    this.at += count;
    return this.all.subarray(this.at - count, this.at);
  }

  /** An unsigned number in LEB128; of a signed one, only the length counts. */
  number() {
    let [value, scale, byte] = [0, 1, 0];
    do {
      byte = this.byte();
      value += (byte & 0x7f) * scale;
      scale *= 0x80;
    } while (byte & 0x80);
    return value;
  }

  /** Reads `count` numbers, and returns what follows from the instruction that they belong to. */
  after(/** @type {number} */ count, /** @type {number} */ result) {
    for (let i = 0; i < count; i++) this.number();
    return result;
  }

  /** @template Item @returns {Item[]} */
  list(/** @type {(index: number) => Item} */ read) {
    return Array.from({ length: this.number() }, (_, i) => read(i));
  }

  /** A type of functions: how many values it takes, and gives. */
  type() {
    this.byte();
    const [takes, gives] = [this.list(() => this.byte()).length, this.list(() => this.byte()).length];
    return { takes, gives };
  }
}

export function leb(/** @type {number} */ value) {
  const bytes = [];
  for (; value >= 0x80; value = Math.floor(value / 0x80)) bytes.push((value & 0x7f) | 0x80);
  return [...bytes, value];
}
