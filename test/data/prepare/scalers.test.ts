/** @module Scalers: numbers by hand and by NumPy, there and back, and only the rows to train on. */
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  fitScaler,
  MinMaxScaler,
  RobustScaler,
  type ScalerState,
  StandardScaler,
  scalerFromState,
  splitByTime,
} from "../../../src/data/index.ts";

const train = (until: number) => splitByTime(until, { train: 1 }).train;
const column = Float64Array.of(2, 4, 4, 4, 5, 5, 7, 9);

test("by hand: mean 5 and deviation 2; least 2 and span 7", () => {
  expect(StandardScaler.fit([column], train(8)).state()).toEqual({
    kind: "standard",
    center: [5],
    scale: [2],
  });
  expect(MinMaxScaler.fit([column], train(8)).state()).toEqual({ kind: "minmax", center: [2], scale: [7] });
  const [z] = StandardScaler.fit([column], train(8)).transform([[1, 5, 9]]);
  expect([...(z ?? [])]).toEqual([-2, 0, 2]);
});

/* numpy.quantile([2, 4, 4, 4, 5, 5, 7, 9], [0.25, 0.5, 0.75]) == [4, 4.5, 5.5]; of [1, 2, 4, 8]: [1.75, 3, 5] */
test("quartiles are NumPy's", () => {
  const scaler = RobustScaler.fit([column, Float64Array.of(8, 1, 4, 2, 0, 0, 0, 0)], train(4));
  expect(scaler.state()).toEqual({ kind: "robust", center: [4, 3], scale: [0.5, 3.25] });
  expect(RobustScaler.fit([column], train(8)).state()).toEqual({
    kind: "robust",
    center: [4.5],
    scale: [1.5],
  });
});

test("a column that never changes has scale 1, and is 0 everywhere", () => {
  const constant = new Float64Array(10).fill(0.1);
  for (const kind of ["standard", "minmax", "robust"] as const) {
    const scaler = fitScaler(kind, [constant], train(10));
    expect(scaler.state()).toEqual({ kind, center: [0.1], scale: [1] });
    expect([...(scaler.transform([constant])[0] ?? [])]).toEqual(new Array(10).fill(0));
  }
});

test("a spread below the rounding of the values is none, and what is scaled stays finite", () => {
  const column = Float64Array.of(
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    5e-324,
    5e-324,
    5e-324,
    0,
    -8.881784197001252e-16,
    5e-324,
  );
  const scaler = RobustScaler.fit([column], train(13));
  expect(scaler.state()).toEqual({ kind: "robust", center: [0], scale: [1] });
  expect(scaler.transform([column])).toEqual([column]);
  const tiny = Float64Array.of(0, 5e-324); // its own greatest value, though, is a spread
  expect([...(MinMaxScaler.fit([tiny], train(2)).transform([tiny])[0] ?? [])]).toEqual([0, 1]);
});

test("a scaler has no -0, which JSON would lose", () => {
  const scaler = MinMaxScaler.fit([Float64Array.of(-0, -0)], train(2));
  expect(Object.is(scaler.state().center[0], 0)).toBe(true);
});

test("rows after those to train on change nothing", () => {
  const { train: range } = splitByTime(6, { train: 3, test: 3 });
  const known = Float64Array.of(1, 2, 3, 0, 0, 0);
  const leaky = Float64Array.of(1, 2, 3, 1e9, Number.NaN, -5);
  for (const kind of ["standard", "minmax", "robust"] as const)
    expect(fitScaler(kind, [leaky], range).state()).toEqual(fitScaler(kind, [known], range).state());
});

test("by its type a scaler takes no part but the one to train on", () => {
  const { test: range } = splitByTime(8, { train: 6, test: 2 });
  // @ts-expect-error: Range<"test"> is no Range<"train">
  expect(StandardScaler.fit([column], range).state().center).toEqual([8]);
});

test("inverse(transform(x)) is x to rounding, also after a journey through JSON", () => {
  const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  const columns = fc.integer({ min: 1, max: 20 }).chain((length) =>
    fc.array(fc.float64Array({ minLength: length, maxLength: length, min: -1e6, max: 1e6, noNaN: true }), {
      minLength: 1,
      maxLength: 3,
    }),
  );
  fc.assert(
    fc.property(columns, value, fc.constantFrom("standard", "minmax", "robust"), (made, x, kind) => {
      const fitted = fitScaler(kind, made, train(made[0]?.length ?? 0));
      const scaler = scalerFromState(JSON.parse(JSON.stringify(fitted.state())) as ScalerState);
      expect(scaler.transform(made)).toEqual(fitted.transform(made));
      for (const values of scaler.transform(made)) expect(values.every(Number.isFinite)).toBe(true);
      for (const [k, values] of scaler.inverse(scaler.transform(made)).entries())
        for (const [i, back] of values.entries()) expect(back).toBeCloseTo(made[k]?.[i] ?? 0, 6); // 1e6 · 2⁻⁵² · some
      const { scale } = scaler.state();
      if ((scale[0] ?? 0) > 1e-3)
        expect(scaler.inverseValue(scaler.transformValue(x, 0), 0)).toBeCloseTo(x, 6);
    }),
  );
});

test.each<[string, () => unknown, string]>([
  [
    "a missing value",
    () => StandardScaler.fit([Float64Array.of(1, Number.NaN)], train(2)),
    "scaler: column 0 is NaN in row 1 but must be finite",
  ],
  [
    "too few rows",
    () => StandardScaler.fit([column], train(9)),
    "scaler: rows 0 to 9 must lie within the 8 of column 0",
  ],
  [
    "other columns",
    () => StandardScaler.fit([column], train(8)).inverse([]),
    "scaler: there are 0 columns but it was fitted on 1",
  ],
  [
    "another kind",
    () => MinMaxScaler.fromState({ kind: "standard", center: [0], scale: [1] }),
    'scaler: the state is of kind "standard" but must be "minmax"',
  ],
  [
    "scale 0",
    () => RobustScaler.fromState({ kind: "robust", center: [0], scale: [0] }),
    "scaler: the state must have a kind, and as many finite centers as positive scales",
  ],
  [
    "no kind",
    () => scalerFromState({ kind: "toString" as "robust", center: [], scale: [] }),
    "scaler: the state must have a kind, and as many finite centers as positive scales",
  ],
])("refused: %s", (_, make, message) => {
  expect(make).toThrow(expect.objectContaining({ name: "ValueError", message }));
});

test("states of their own kind", () => {
  const state = { center: [1], scale: [2] };
  expect(StandardScaler.fromState({ kind: "standard", ...state }).transformValue(5, 0)).toBe(2);
  expect(MinMaxScaler.fromState({ kind: "minmax", ...state }).inverseValue(2, 0)).toBe(5);
});
