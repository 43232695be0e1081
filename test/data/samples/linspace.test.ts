/** @module Evenly spaced numbers as NumPy spaces them. */
import { expect, test } from "vitest";
import { linspace } from "../../../src/data/samples/linspace.ts";

/* numpy.linspace(start, end, count, endpoint=endpoint).astype(numpy.float32) */
test.each<[number, number, number, boolean, number[]]>([
  [0, 1, 5, true, [0, 0.25, 0.5, 0.75, 1]],
  [0, 1, 5, false, [0, 0.2, 0.4, 0.6, 0.8]],
  [2, -3, 6, true, [2, 1, 0, -1, -2, -3]],
  [0, 1, 1, true, [0]],
  [0, 1, 1, false, [0]],
  [0, 1, 0, true, []],
  [
    ...([0, Math.PI, 10, true] as const),
    [
      ...[0, 0.3490658402442932, 0.6981316804885864, 1.0471975803375244, 1.3962633609771729],
      ...[1.7453292608261108, 2.094395160675049, 2.4434609413146973, 2.7925267219543457, 3.1415927410125732],
    ],
  ],
  [
    ...([3 * Math.PI, 4 * Math.PI, 5, false] as const),
    [9.42477798461914, 10.053096771240234, 10.681414604187012, 11.309733390808105, 11.9380521774292],
  ],
])("from %d to %d, %d numbers, endpoint %s", (start, end, count, endpoint, expected) => {
  expect(linspace(start, end, count, { endpoint })).toEqual(Float32Array.from(expected));
});

test("the end itself is reached exactly, however the steps round", () => {
  for (let segment = 0; segment < 100; segment++) {
    const end = (segment + 1) * Math.PI;
    expect(linspace(segment * Math.PI, end, 20).at(-1)).toBe(Math.fround(end));
  }
});
