/** @module The functions of a binary in an order in which gzip makes its text smaller, by some 4%: like beside like. */
import { deflateRawSync } from "node:zlib";
import { binaryOf, bodiesOf, codeOf, eachInstruction, leb, moduleOf, Reader } from "./wasmCode.js";

const CALL = 0x10;
const FUNCTION = 0; // kind of an export
const ROUNDS = 8000; // about five seconds

/** The same module with its functions in another order. They must be fewer than 128, and none imported. */
export function inGoodOrder(/** @type {Buffer} */ binary, /** @type {(bytes: Buffer) => string} */ textOf) {
  const { sections, types, functions } = moduleOf(binary);
  const bodies = bodiesOf(sections.find(({ id }) => id === 10)?.content ?? Buffer.of(0));
  const order = goodOrder(bodies.map((body) => Buffer.from(textOf(body))));
  const indexOf = Buffer.alloc(bodies.length);
  order.forEach((old, index) => {
    indexOf[old] = index;
  });
  const signatures = functions.map((type) => types[type] ?? { takes: 0, gives: 0 });
  const renumbered = (/** @type {number} */ old) => {
    const body = Buffer.from(bodies[old] ?? []);
    eachInstruction(body, signatures[old] ?? { takes: 0, gives: 0 }, signatures, types, ({ at, op }) => {
      if (op === CALL) body[at + 1] = indexOf[body[at + 1] ?? 0] ?? 0;
    });
    return body;
  };
  const of = {
    3: () => Buffer.from([...leb(order.length), ...order.map((old) => functions[old] ?? 0)]),
    7: (/** @type {Buffer} */ content) => exportsWith(content, indexOf),
    10: () => codeOf(order.map(renumbered)),
  };
  return binaryOf(
    sections.map(({ id, content }) => ({
      id,
      content: id === 3 || id === 7 || id === 10 ? of[id](content) : content,
    })),
  );
}

function exportsWith(/** @type {Buffer} */ content, /** @type {Buffer} */ indexOf) {
  const changed = Buffer.from(content);
  const reader = new Reader(changed);
  reader.list(() => {
    reader.bytes(reader.number());
    const isFunction = reader.byte() === FUNCTION;
    if (isFunction) changed[reader.at] = indexOf[changed[reader.at] ?? 0] ?? 0;
    reader.number();
  });
  return changed;
}

/** Moves a function elsewhere as long as that does not make the whole larger; the moves are the same at every build. */
function goodOrder(/** @type {readonly Buffer[]} */ bodies) {
  const sizeOf = (/** @type {readonly number[]} */ order) =>
    deflateRawSync(Buffer.concat(order.map((i) => bodies[i] ?? Buffer.of()))).length;
  let order = bodies.map((_, i) => i);
  let size = sizeOf(order);
  let seed = 1;
  const below = (/** @type {number} */ n) => {
    seed = (seed * 48271) % 0x7fffffff;
    return seed % n;
  };
  for (let round = 0; round < ROUNDS; round++) {
    const next = [...order];
    const moved = next.splice(below(order.length), 1 + below(2));
    next.splice(below(next.length + 1), 0, ...moved);
    const nextSize = sizeOf(next);
    if (nextSize <= size) [order, size] = [next, nextSize];
  }
  return order;
}
