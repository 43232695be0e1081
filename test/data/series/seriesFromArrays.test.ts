/** @module Arrays as a series. */
import { ValueError } from "unrolled";
import { seriesFromArrays } from "unrolled/data";
import { expect, test } from "vitest";

test("columns by their roles, targets first", () => {
  const series = seriesFromArrays(
    { y: [1, 2] },
    { name: "made", future: { f: [5, 6] }, covariates: { c: [3, 4] } },
  );
  expect(series).toEqual({
    name: "made",
    timeName: null,
    time: null,
    timeKind: null,
    step: null,
    length: 2,
    columns: [
      { name: "y", role: "target", values: Float64Array.of(1, 2) },
      { name: "c", role: "covariate", values: Float64Array.of(3, 4) },
      { name: "f", role: "future", values: Float64Array.of(5, 6) },
    ],
  });
});

test("columns of other lengths, and values that are none", () => {
  expect(() => seriesFromArrays({ y: [1, 2], z: [1] })).toThrow(
    new ValueError("z has 1 values but must have 2, as y has", { caller: "seriesFromArrays" }),
  );
  expect(() => seriesFromArrays({ y: [1, Number.NaN] })).toThrow(
    new ValueError("y is NaN in row 1 of series but must be finite", { caller: "seriesFromArrays" }),
  );
});
