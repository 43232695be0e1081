/** @module Memory for large arrays, in Node and in pages. */
import { expect, test } from "vitest";
import { newFloats as inPages } from "../../src/wasm/newFloats.ts";
import { newFloats as inNode } from "../../src/wasm/newFloatsNode.ts";

test.each([
  ["in Node", inNode],
  ["in pages", inPages],
])("arrays of their own, of any length: %s", (_, newFloats) => {
  const arrays = [1, 4096, 2 ** 15, 2 ** 15, 100_003].map((length) => newFloats(length));
  expect(arrays.map(({ length }) => length)).toEqual([1, 4096, 32_768, 32_768, 100_003]);
  arrays.forEach((array, i) => {
    array.fill(i);
  });
  expect(arrays.map((array) => [...new Set(array)])).toEqual([[0], [1], [2], [3], [4]]);
});
