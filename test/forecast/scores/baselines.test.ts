/** @module The baselines: by hand, on several channels, what they refuse; and the published "Repeat" of ETTh1. */
import { readFileSync } from "node:fs";
import { ShapeError, ValueError } from "unrolled";
import {
  allBaselines,
  type Baseline,
  drift,
  dropLastBatch,
  historicMean,
  naive,
  PointErrors,
  seasonalNaive,
} from "unrolled/forecast";
import { describe, expect, test } from "vitest";

describe("by hand", () => {
  test.each<[string, Baseline, number[]]>([
    ["naive", naive, [7, 50, 7, 50, 7, 50]],
    ["mean", historicMean, [4, 30, 4, 30, 4, 30]],
    ["drift", drift, [9, 60, 11, 70, 13, 80]],
    ["seasonal naive, 2", seasonalNaive(2), [5, 40, 7, 50, 5, 40]],
    ["seasonal naive, 1", seasonalNaive(1), [7, 50, 7, 50, 7, 50]],
  ])("%s", (_, baseline, expected) => {
    const lookback = [1, 20, 3, 10, 5, 40, 7, 50];
    expect([...baseline(lookback, { horizon: 3, channels: 2 })]).toEqual(expected);
  });

  test("one value is enough for all but the seasonal one", () => {
    for (const baseline of [naive, drift, historicMean])
      expect([...baseline(Float32Array.of(3), { horizon: 2 })]).toEqual([3, 3]);
  });

  test("by name, the seasonal one where there is a season", () => {
    expect(Object.keys(allBaselines(null))).toEqual(["naive", "drift", "mean"]);
    expect(Object.keys(allBaselines(24))).toEqual(["naive", "drift", "mean", "seasonal naive"]);
  });
});

describe("refuse", () => {
  test("what is too short, or no whole rows", () => {
    expect(() => naive([], { horizon: 1 })).toThrow(
      new ValueError("naive: the look-back has 0 steps but must have at least 1"),
    );
    expect(() => seasonalNaive(4)([1, 2, 3], { horizon: 1 })).toThrow(
      new ValueError("seasonalNaive: the look-back has 3 steps but must have at least 4"),
    );
    expect(() => drift([1, 2, 3], { horizon: 1, channels: 2 })).toThrow(ShapeError);
  });

  test("a season that is none", () => {
    expect(() => seasonalNaive(0)).toThrow(
      new ValueError("seasonalNaive: the season is 0 but must be a whole number from 1"),
    );
  });
});

interface Table {
  readonly rows: number[][];
  readonly train: number;
  readonly from: number;
  readonly to: number;
}

/** MSE and MAE of the naive forecast in scaled space, over all windows of the test part and of its whole batches. */
function repeat({ rows, train, from, to }: Table, horizon: number): Record<"all" | "dropped", number[]> {
  const channels = rows[0].length;
  const scaled = scale(rows, train);
  const windows = to - from - horizon + 1;
  const over = (count: number): number[] => {
    const errors = new PointErrors({ horizon, channels });
    for (let w = from; w < from + count; w++) {
      const target = scaled.slice(w, w + horizon).flat();
      errors.add(target, naive(scaled.slice(w - 2, w).flat(), { horizon, channels }));
    }
    return [errors.mse().overall, errors.mae().overall];
  };
  return { all: over(windows), dropped: over(dropLastBatch(windows)) };
}

/** Z-scores by the mean and population deviation of the first rows. */
function scale(rows: number[][], train: number): number[][] {
  const head = rows.slice(0, train);
  const means = rows[0].map((_, c) => head.reduce((sum, row) => sum + row[c], 0) / train);
  const stds = means.map((mean, c) =>
    Math.sqrt(head.reduce((sum, row) => sum + (row[c] - mean) ** 2, 0) / train),
  );
  return rows.map((row) => row.map((value, c) => (value - means[c]) / stds[c]));
}

describe("persistence by the published protocol", () => {
  test("of a line is what arithmetic says", () => {
    // Slope 1 / σ in scaled space: after h steps the error is h / σ, σ² = (20² − 1) / 12 for 20 rows of training.
    const rows = Array.from({ length: 100 }, (_, t) => [t, -2 * t]);
    const { all, dropped } = repeat({ rows, train: 20, from: 60, to: 100 }, 3);
    const sigma = Math.sqrt((20 ** 2 - 1) / 12);
    for (const [mse, mae] of [all, dropped]) {
      expect(mse).toBeCloseTo(14 / 3 / sigma ** 2, 12);
      expect(mae).toBeCloseTo(2 / sigma, 12);
    }
  });

  const file = process.env.UNROLLED_ETTH1;
  test.skipIf(file === undefined)(
    "of ETTh1 is 1.295 / 0.713, as in LTSF-Linear's table",
    { timeout: 60_000 },
    () => {
      const lines = readFileSync(file ?? "", "utf8")
        .trim()
        .split("\n")
        .slice(1);
      const rows = lines.map((line) => line.split(",").slice(1).map(Number));
      const { all, dropped } = repeat({ rows, train: 8640, from: 11520, to: 14400 }, 96);
      expect(dropped.map((value) => value.toFixed(3))).toEqual(["1.295", "0.713"]);
      expect(all.map((value) => value.toFixed(4))).toEqual(["1.2944", "0.7132"]);
    },
  );
});
