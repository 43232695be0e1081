/** @module MAE, MSE, RMSE, sMAPE and MASE: by hand, against their twins, and what they refuse. */
import { ShapeError, ValueError } from "unrolled";
import { dropLastBatch, PointErrors, type Score, seasonalNaiveScale } from "unrolled/forecast";
import { describe, expect, test } from "vitest";
import { measures, naiveScales, pairsOf } from "../../reference/forecastErrors.ts";
import { farthest, values } from "../../reference/values.ts";

const names = ["mae", "mse", "rmse", "smape", "mase"] as const;

describe("by hand", () => {
  const errors = new PointErrors({ horizon: 2, channels: 2, scales: [1, 2] })
    .add([1, 2, 3, 4], [1, 4, 1, 12])
    .add([1, 0, 6, 0], [3, 0, 2, 0]);

  test.each<[(typeof names)[number], number, number[]]>([
    ["mae", 18 / 8, [1, 3.5]], // |e| = 0 2 2 8, 2 0 4 0
    ["mse", 92 / 8, [2, 21]], // e² = 0 4 4 64, 4 0 16 0
    ["rmse", Math.sqrt(92 / 8), [Math.sqrt(2), Math.sqrt(21)]],
    ["smape", (100 / 8) * (2 / 3 + 1 + 1 + 1 + 1), [(100 / 4) * (2 / 3 + 1), 75]], // 0/0 counts as 0
    ["mase", 13 / 8, [3 / 4, 10 / 4]], // |e| / s = 0 1 2 4, 2 0 4 0
  ])("%s", (name, overall, byStep) => {
    const score = errors[name]();
    expect(score.overall).toBeCloseTo(overall, 12);
    expect(farthest(score.byStep, byStep)).toBeLessThan(1e-12);
  });

  test("the scale of MASE", () => {
    expect([...seasonalNaiveScale([1, 2, 4, 7])]).toEqual([2]);
    expect([...seasonalNaiveScale([1, 2, 4, 8], { season: 2 })]).toEqual([4.5]);
    expect([...seasonalNaiveScale([1, 10, 2, 30, 4, 20], { channels: 2 })]).toEqual([1.5, 15]);
  });

  test("the last incomplete batch", () => {
    expect([dropLastBatch(2785), dropLastBatch(64), dropLastBatch(31), dropLastBatch(9, 4)]).toEqual([
      2784, 64, 0, 8,
    ]);
  });
});

/** The same float64 terms summed in another order: some 1e-16 for each, of sums up to 1e4. */
const TOLERANCE = 1e-11;

test.each([1, 3, 4, 5, 17])("are their twins', %d steps ahead", (horizon) => {
  for (const channels of [1, 3]) {
    const size = horizon * channels;
    const [y, yHat] = [values(7 * size, 1, 9), values(7 * size, 2, 9)];
    const training = values(40 * channels, 3, 5);
    const scales = seasonalNaiveScale(training, { season: 4, channels });
    expect(farthest(scales, naiveScales(training, 4, channels))).toBeLessThan(TOLERANCE);

    const errors = new PointErrors({ horizon, channels, scales });
    errors.add(y.slice(0, size), yHat.slice(0, size)).add(y.slice(size), yHat.slice(size));
    const pairs = pairsOf(y, yHat, horizon, channels);
    for (const name of names) {
      const score: Score = errors[name]();
      const steps = Array.from({ length: horizon }, (_, h) =>
        measures[name](
          pairs.filter(({ step }) => step === h),
          [...scales],
        ),
      );
      expect(Math.abs(score.overall - measures[name](pairs, [...scales]))).toBeLessThan(TOLERANCE);
      expect(farthest(score.byStep, steps)).toBeLessThan(TOLERANCE);
    }
  }
});

describe("where there is no answer", () => {
  test("nothing added is NaN", () => {
    const score = new PointErrors({ horizon: 1 }).mae();
    expect([score.overall, ...score.byStep]).toEqual([Number.NaN, Number.NaN]);
  });

  test("a constant series has no MASE, not even for a perfect forecast", () => {
    const scales = seasonalNaiveScale([3, 3, 3]);
    expect([...scales]).toEqual([0]);
    expect(new PointErrors({ horizon: 1, scales }).add([3], [3]).mase().overall).toBeNaN();
  });

  test("NaN stays NaN", () => {
    const errors = new PointErrors({ horizon: 1, scales: [1] }).add([Number.NaN, 1], [1, 1]);
    for (const name of names) expect(errors[name]().overall).toBeNaN();
  });
});

describe("refuses", () => {
  test("arrays that are no whole windows, or not the same", () => {
    const errors = new PointErrors({ horizon: 2, channels: 3 });
    expect(() => errors.add([1, 2, 3], [1, 2, 3])).toThrow(
      new ShapeError("target has 3 values but must have a multiple of 6, horizon × channels"),
    );
    expect(() => errors.add([1, 2, 3, 4, 5, 6], [1])).toThrow(
      new ShapeError("prediction has 1 values but must have 6, to go with the target"),
    );
  });

  test("sizes that are none", () => {
    expect(() => new PointErrors({ horizon: 0 })).toThrow(
      new ValueError("horizon is 0 but must be a whole number from 1"),
    );
    expect(() => new PointErrors({ horizon: 1, channels: 1.5 })).toThrow(
      new ValueError("channels is 1.5 but must be a whole number from 1"),
    );
    expect(() => dropLastBatch(10, 0)).toThrow(
      new ValueError(
        "dropLastBatch: 10 windows in batches of 0, but both must be whole numbers, the batch from 1",
      ),
    );
  });

  test("MASE without a scale, or with too few", () => {
    expect(() => new PointErrors({ horizon: 1 }).mase()).toThrow(
      new ValueError("mase: no scales were given\n  pass { scales: seasonalNaiveScale(training, …) }"),
    );
    expect(() => new PointErrors({ horizon: 1, channels: 2, scales: [1] })).toThrow(
      new ShapeError("scales has 1 values but must have 2, one for each channel"),
    );
    expect(() => seasonalNaiveScale([1, 2], { season: 2 })).toThrow(
      new ValueError("seasonalNaiveScale: 2 rows but a season of 2 needs more than that"),
    );
  });
});
