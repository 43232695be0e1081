/** @module max(x, 0) by bits: every kind of number, in arrays of all sizes. */
import { expect, test } from "vitest";
import { reluBackward, reluForward } from "../../src/tensor/relu.ts";

function relu(x: Float32Array): Float32Array {
  const y = new Float32Array(x.length);
  reluForward(y, x, 0, x.length);
  return y;
}

const kinds = [1.5, -1.5, 0, -0, Infinity, -Infinity, Number.NaN, 1e-45, -1e-45, 3.4e38, -3.4e38];

test.each([1, 3, 11, 17, 256, 257, 1000])("%d values", (count) => {
  const x = Float32Array.from({ length: count }, (_, i) => kinds[i % kinds.length]);
  expect([...relu(x)]).toEqual([...x].map((value) => Math.fround(Math.max(value, 0))));

  const dy = Float32Array.from({ length: count }, (_, i) => kinds[(i * 7 + 3) % kinds.length]);
  const dx = Float32Array.from({ length: count }, (_, i) => i % 3); // is overwritten
  const wanted = Array.from(dy, (d, i) => (x[i] > 0 ? d : 0));
  reluBackward(dx, dy, x, 0, count);
  expect([...dx]).toEqual(wanted);
});

test("a NaN with a sign stays one, and gives no gradient", () => {
  const x = new Float32Array(new Uint32Array(300).fill(0xffc00000).buffer);
  expect([...relu(x)].every(Number.isNaN)).toBe(true);
  const dx = new Float32Array(300);
  reluBackward(dx, new Float32Array(300).fill(1), x, 0, 300);
  expect([...dx]).toEqual(new Array(300).fill(0));
});

test("a part of a longer array", () => {
  const whole = Float32Array.from({ length: 900 }, (_, i) => i - 450);
  const part = whole.subarray(301, 601);
  expect([...relu(part)]).toEqual([...part].map((value) => Math.max(value, 0)));
  const dx = new Float32Array(900);
  reluBackward(dx, whole, whole, 301, 601);
  expect([...dx]).toEqual([...whole].map((value, i) => (i >= 301 && i < 601 && value > 0 ? value : 0)));
});
