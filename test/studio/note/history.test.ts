/** @module What is kept of a long run, in a memory that does not grow. */
import { expect, test } from "vitest";
import { BucketedSeries, SegmentHistory } from "../../../studio/note/lab/history.ts";

test("a series keeps each number while there is room, then means, least and greatest of more and more", () => {
  const series = new BucketedSeries(4);
  for (const value of [8, 6, 4, 2]) series.push(value);
  expect(series.read()).toMatchObject({ stride: 1, at: Float64Array.of(0, 1, 2, 3) });
  series.push(1);
  expect(series.read()).toEqual({
    stride: 2,
    at: Float64Array.of(0, 2, 4),
    mean: Float64Array.of(7, 3, 1),
    min: Float64Array.of(6, 2, 1),
    max: Float64Array.of(8, 4, 1),
  });
  for (let i = 0; i < 100_000; i++) series.push(5);
  const { at, mean, stride } = series.read();
  expect(mean.length).toBeLessThanOrEqual(4);
  expect(at[1]).toBe(stride);
});

test("segments: the last ones whole, of the others every second, fourth …, with gaps between", () => {
  const history = new SegmentHistory();
  expect(history.last).toBeNull();
  for (let index = 0; index < 50_000; index++) {
    const values = Float32Array.from({ length: 100 }, () => index);
    history.push({
      index,
      t: values,
      input: values,
      target: values,
      prediction: values,
      loss: 0,
      accuracy: null,
    });
  }
  const { t, target, stride } = history.read();
  expect(t.length).toBeLessThan(20_000);
  expect(history.last?.index).toBe(49_999);
  const kept = [...new Set(t)];
  expect(kept.slice(-48)).toEqual(Array.from({ length: 48 }, (_, i) => 49_952 + i));
  expect(kept.slice(0, 3)).toEqual([0, stride, 2 * stride]);
  expect(target.filter(Number.isNaN).length).toBeGreaterThan(50);
});
