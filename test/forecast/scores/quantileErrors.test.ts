/** @module Pinball loss, coverage and width: by hand, against their twins, and what they refuse. */
import { ShapeError, ValueError } from "unrolled";
import { IntervalErrors, PointErrors, pinball, QuantileErrors } from "unrolled/forecast";
import { describe, expect, test } from "vitest";
import { measures, pairsOf } from "../../reference/forecastErrors.ts";
import { farthest, values } from "../../reference/values.ts";

describe("by hand", () => {
  test("pinball", () => {
    expect([pinball(0.75, 9, 5), pinball(0.75, 5, 9), pinball(0.75, 5, 5)]).toEqual([3, 1, 0]);
    const errors = new QuantileErrors({ horizon: 2, quantiles: [0.25, 0.5] });
    errors.add([8, 8], [4, 4, 12, 12]); // e = 4 4, −4 −4
    expect(errors.pinball(0.25)).toEqual({ overall: 2, byStep: Float64Array.of(1, 3) });
    expect(errors.pinball(0.5)).toEqual({ overall: 2, byStep: Float64Array.of(2, 2) });
    expect(errors.meanPinball()).toEqual({ overall: 2, byStep: Float64Array.of(1.5, 2.5) });
  });

  test("coverage, ends included, and width", () => {
    const errors = new IntervalErrors({ horizon: 2, channels: 2 });
    errors.add([1, 2, 3, 4], [1, 3, 0, 0], [5, 4, 3, 1]).add([1, 2, 3, 4], [0, 0, 4, 5], [2, 2, 6, 9]);
    expect(errors.coverage()).toEqual({ overall: 0.5, byStep: Float64Array.of(0.75, 0.25) });
    expect(errors.width()).toEqual({ overall: 19 / 8, byStep: Float64Array.of(9 / 4, 10 / 4) });
  });
});

/** The same float64 terms summed in another order. */
const TOLERANCE = 1e-11;

test("pinball is its twin's; at one half it is half the MAE", () => {
  const [H, C] = [5, 3];
  const quantiles = [0.1, 0.5, 0.9];
  const y = values(4 * H * C, 1, 9);
  const columns = quantiles.map((_, k) => values(y.length, k + 2, 9));
  const errors = new QuantileErrors({ horizon: H, channels: C, quantiles });
  errors.add(
    y,
    y.flatMap((_, i) => columns.map((column) => column[i])),
  );
  quantiles.forEach((quantile, k) => {
    const pairs = pairsOf(y, columns[k], H, C);
    const steps = Array.from({ length: H }, (_, h) =>
      measures.pinball(
        pairs.filter(({ step }) => step === h),
        quantile,
      ),
    );
    expect(Math.abs(errors.pinball(quantile).overall - measures.pinball(pairs, quantile))).toBeLessThan(
      TOLERANCE,
    );
    expect(farthest(errors.pinball(quantile).byStep, steps)).toBeLessThan(TOLERANCE);
  });
  const mae = new PointErrors({ horizon: H, channels: C }).add(y, columns[1]).mae();
  expect(errors.pinball(0.5).overall).toBeCloseTo(mae.overall / 2, 12);
});

describe("refuses", () => {
  test("quantiles that are none", () => {
    expect(() => new QuantileErrors({ horizon: 1, quantiles: [0.5, 1] })).toThrow(
      new ValueError("a quantile is 1 but must lie between 0 and 1, both excluded"),
    );
    expect(() => new QuantileErrors({ horizon: 1, quantiles: [] })).toThrow(
      new ValueError("quantiles is empty but must name at least one"),
    );
    expect(() => new QuantileErrors({ horizon: 1, quantiles: [0.1, 0.9] }).pinball(0.5)).toThrow(
      new ValueError("quantile 0.5 is not forecast: there are 0.1, 0.9"),
    );
  });

  test("sizes that do not fit", () => {
    expect(() => new QuantileErrors({ horizon: 2, quantiles: [0.1, 0.9] }).add([1, 2], [1, 2])).toThrow(
      new ShapeError("prediction has 2 values but must have 4, 2 for each of the target"),
    );
    expect(() => new IntervalErrors({ horizon: 2 }).add([1, 2], [1, 2], [1])).toThrow(
      new ShapeError("upper has 1 values but must have 2, to go with the target"),
    );
  });
});
