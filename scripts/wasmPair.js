/**
 * @module Makes one binary of two: the relaxed one, in which three bytes without effect stand where a product would, so that
 * the strict one is had by replacing bytes, without moving any.
 *
 *     relaxed   a  b  (i32.const 0, drop)  c  f32x4.relaxed_madd
 *     strict    a  b  f32x4.mul            c  f32x4.add
 */
import { binaryOf, bodiesOf, codeOf, eachInstruction, moduleOf, VECTOR } from "./wasmCode.js";

/** What is to be replaced by what; the last is the initial value of `rows` in kernels/pack.ts. */
export const replacements = /** @type {const} */ ([
  [
    [0x41, 0x00, 0x1a],
    [0xfd, 0xe6, 0x01],
  ],
  [
    [0xfd, 0x85, 0x02],
    [0xfd, 0xe4, 0x01],
  ],
  [
    [0x7f, 0x01, 0x41, 0x06, 0x0b],
    [0x7f, 0x01, 0x41, 0x05, 0x0b],
  ],
]);

/** The strict binary from a relaxed one with room for products. */
export function strictFrom(/** @type {Buffer} */ relaxed) {
  const text = replacements.reduce(
    (text, [from, to]) => text.replaceAll(latin(from), latin(to)),
    latin(relaxed),
  );
  return Buffer.from(text, "latin1");
}

const latin = (/** @type {Uint8Array | readonly number[]} */ bytes) => Buffer.from(bytes).toString("latin1");

const MADD = VECTOR + 0x105;
const mark = Buffer.from(replacements[0][0]);

/** A relaxed binary with room for products. Throws if it has an instruction that scripts/wasmCode.js does not know. */
export function withRoom(/** @type {Buffer} */ binary) {
  if (binary.includes(mark)) throw new Error("wasmPair: the mark is in use");
  const { sections, types, functions } = moduleOf(binary);
  const signatures = functions.map((type) => types[type] ?? { takes: 0, gives: 0 });
  const bodyWithRoom = (/** @type {Buffer} */ body, /** @type {number} */ i) => {
    const /** @type {number[]} */ ends = []; // of products: where the third operand of relaxed_madd starts
    eachInstruction(
      body,
      signatures[i] ?? { takes: 0, gives: 0 },
      signatures,
      types,
      ({ op, height, last }) => {
        if (op === MADD) ends.push(last[height - 1] ?? Number.NaN);
      },
    );
    const pieces = [0, ...ends.sort((a, b) => a - b)].map((from, j) =>
      body.subarray(from, ends[j] ?? body.length),
    );
    return Buffer.concat(pieces.flatMap((piece, j) => (j === 0 ? [piece] : [mark, piece])));
  };
  return binaryOf(
    sections.map(({ id, content }) => ({
      id,
      content: id === 10 ? codeOf(bodiesOf(content).map(bodyWithRoom)) : content,
    })),
  );
}
