/** @module The arena that the kernels work in: it grows when needed, even in the middle of a call, and throws at its limit. */
import { describe, expect, test } from "vitest";
import { nn, randn } from "../../src/index.ts";
import { Arena } from "../../src/wasm/arena.ts";
import { arenaFor } from "../../src/wasm/engine.ts";
import { matrixProduct } from "../../src/wasm/linear.ts";

const arena = new Arena(false, "strict");
const begin = (): void => arena.begin("strict");
const { memory } = arena;
const count = (n: number): Float32Array => Float32Array.from({ length: n }, (_, i) => i);

describe("blocks", () => {
  test("begin on multiples of 16 bytes and do not overlap", () => {
    begin();
    const blocks = [1, 0, 5, 4, 17].map((n) => ({ n, at: arena.allocate(n) }));
    for (const [i, { n, at }] of blocks.entries()) {
      expect(at % 16).toBe(0);
      const next = blocks[i + 1];
      if (next) expect(next.at).toBeGreaterThanOrEqual(at + 4 * n);
    }
  });

  // 8 is where copying changes from a loop to `set`.
  test.each([0, 1, 7, 8, 9, 25, 1000])("return the %d values that were copied in", (n) => {
    begin();
    arena.copyIn(count(3));
    const at = arena.copyIn(count(n));
    arena.copyIn(count(3));
    expect(arena.copyOut(at, n)).toEqual(count(n));
    const target = new Float32Array(n);
    arena.read(target, at);
    expect(target).toEqual(count(n));
    arena.addTo(target, at);
    expect(target).toEqual(count(n).map((value) => 2 * value));
    arena.write(at, new Float32Array(n).fill(7));
    expect(arena.copyOut(at, n)).toEqual(new Float32Array(n).fill(7));
    arena.clear(at, n);
    expect(arena.copyOut(at, n)).toEqual(new Float32Array(n));
  });

  test("null becomes the null pointer, an empty array does not", () => {
    begin();
    expect(arena.copyIn(null)).toBe(0);
    expect(arena.copyIn(new Float32Array(0))).toBeGreaterThan(0);
  });

  test("integers are copied as integers", () => {
    begin();
    const at = arena.copyInIntegers(Int32Array.of(3, -1, 2 ** 30));
    expect([...new Int32Array(memory.buffer, at, 3)]).toEqual([3, -1, 2 ** 30]);
  });

  test("a copy out is the caller's own", () => {
    begin();
    const at = arena.copyIn(count(3));
    const out = arena.copyOut(at, 3);
    arena.clear(at, 3);
    expect([...out]).toEqual([0, 1, 2]);
  });
});

describe("growing", () => {
  test("keeps what was copied in before, although the old memory is detached", () => {
    begin();
    const first = arena.copyIn(count(1000));
    const before = memory.buffer;
    const second = arena.allocate(before.byteLength / 4); // as much again as there is
    expect(memory.buffer).not.toBe(before);
    expect(before.byteLength).toBe(0);
    arena.write(second, count(50));
    expect(arena.copyOut(first, 1000)).toEqual(count(1000));
    expect(arena.copyOut(second, 50)).toEqual(count(50));
  });

  test("in the middle of a matrix product leaves the result right", () => {
    const { memory } = arenaFor(0);
    const M = memory.buffer.byteLength / 4 + 1; // a, one column, alone is more than there is
    const pagesBefore = memory.buffer.byteLength;
    const y = matrixProduct(new Float32Array(M).fill(2), Float32Array.of(3), [M, 1, 1]);
    expect(memory.buffer.byteLength).toBeGreaterThan(pagesBefore);
    expect(y).toHaveLength(M);
    expect(y.every((value) => value === 6)).toBe(true);
  });
});

describe("too much", () => {
  const says = (mebibytes: number): string =>
    `this call needs ${mebibytes} MiB of working memory, but the limit is 2048 MiB; use a smaller batch or fewer time steps`;

  test.each([
    { floats: 2 ** 29 - 3, mebibytes: 2049 }, // where a signed count of bytes would overflow
    { floats: 2 ** 29, mebibytes: 2049 },
    { floats: 2 ** 30, mebibytes: 4097 },
    { floats: 2 ** 34, mebibytes: 65537 },
  ])("of $floats floats is refused before the memory grows", ({ floats, mebibytes }) => {
    const bytes = memory.buffer.byteLength;
    begin();
    expect(() => arena.allocate(floats)).toThrow(new RangeError(says(mebibytes)));
    expect(memory.buffer.byteLength).toBe(bytes);
  });

  test("is refused by the call that needs it, and the next call works", () => {
    const long = new Float32Array(30_000);
    expect(() => matrixProduct(long, long, [30_000, 30_000, 1])).toThrow(RangeError); // C alone is 3.4 GiB
    expect([...matrixProduct(Float32Array.of(2), Float32Array.of(3), [1, 1, 1])]).toEqual([6]);
  });
});

describe("saved blocks", () => {
  test("outlive a call, and are reused once freed in LIFO order", () => {
    const home = new Arena(false, "strict");
    home.begin("strict");
    const first = home.allocateSaved(5);
    home.write(first.pointer, count(5));
    home.begin("strict");
    const second = home.allocateSaved(3);
    home.write(second.pointer, count(3));
    home.begin("strict");
    home.clear(home.allocate(100), 100);
    expect([...home.copyOut(home.pointerTo(first), 5)]).toEqual([0, 1, 2, 3, 4]);
    expect([...home.copyOut(home.pointerTo(second), 3)]).toEqual([0, 1, 2]);
    home.free(first); // below the second, which is still in use
    home.begin("strict");
    expect(home.allocate(1)).toBeGreaterThan(second.pointer);
    home.free(second);
    home.begin("strict");
    expect(home.allocate(1)).toBe(first.pointer);
  });

  test("move to the heap when many are never freed, and the memory stays small", () => {
    const home = new Arena(false, "strict");
    const size = 2 ** 16;
    const blocks = Array.from({ length: 1000 }, (_, i) => {
      home.begin("strict");
      const block = home.allocateSaved(size);
      home.write(block.pointer, new Float32Array(size).fill(i));
      return block;
    });
    expect(home.memory.buffer.byteLength).toBeLessThan(2 ** 25);
    for (const i of [0, 500, 999]) {
      home.begin("strict");
      const block = blocks[i];
      if (block === undefined) throw new Error("no such block");
      expect(home.copyOut(home.pointerTo(block), size)).toEqual(new Float32Array(size).fill(i));
      home.free(block);
    }
  });
});

test("no layer writes below the arena, where the constants of the kernels are", () => {
  const { memory } = arenaFor(0);
  const below = (): number[] => [...new Uint32Array(memory.buffer, 0, 256)];
  const before = below();
  expect(before.some((word) => word !== 0)).toBe(true);
  for (const B of [0, 1, 2]) {
    for (const bias of [true, false]) {
      const options = { numLayers: 2, bidirectional: true, bias };
      const x = randn([4, B, 3]);
      const [rnn] = new nn.RNN(3, 5, options).forward(x);
      const [lstm] = new nn.LSTM(3, 5, options).forward(x);
      const [gru] = new nn.GRU(3, 5, options).forward(x);
      rnn.add(lstm).add(gru).sum().backward();
    }
  }
  const [output] = new nn.LSTM(3, 5, { projSize: 2 }).forward(randn([4, 0, 3]));
  output.sum().backward();
  expect(below()).toEqual(before);
});
