/** @module The pinball loss: by hand, against its twin, and what it refuses. */
import { ShapeError, tensor, ValueError, zeros } from "unrolled";
import { QuantileLoss, quantileLoss } from "unrolled/forecast";
import { expect, test } from "vitest";
import { expectTwin } from "../../functional/twins.ts";
import { values } from "../../reference/values.ts";

const none = { reduction: "none" } as const;

test("by hand, for errors 4, 0 and −8", () => {
  const prediction = tensor([[1, 5, 13]], { requiresGrad: true });
  const each = quantileLoss(prediction, tensor([5]), [0.25, 0.5, 0.75], none);
  expect(each.tolist()).toEqual([[1, 0, 2]]);
  each.backward({ gradient: tensor([[1, 1, 2]]) });
  expect(prediction.grad?.tolist()).toEqual([[-0.25, 0, 0.5]]);
  expect(quantileLoss(prediction, tensor([5]), [0.25, 0.5, 0.75]).item()).toBe(1);
  const loss = new QuantileLoss([0.25, 0.5, 0.75], { reduction: "sum" });
  expect(loss.forward(prediction, tensor([5])).item()).toBe(3);
  expect(String(loss)).toBe("QuantileLoss(quantiles=[0.25, 0.5, 0.75])");
});

test.each([1, 3, 4, 5, 17])("is its twin's for %d values", (n) => {
  const quantiles = [0.1, 0.5, 0.95];
  const y = values(n, 2, 3);
  const twin = (yHat: readonly number[]): number[] =>
    yHat.map((value, i) => {
      const [q, e] = [quantiles[i % 3], y[Math.floor(i / 3)] - value];
      return Math.max(q * e, (q - 1) * e);
    });
  expectTwin((x) => quantileLoss(x.view(n, 3), tensor(y), quantiles, none), twin, [values(3 * n, 1, 3)]);
});

test("is least where each quantile has its share below it", () => {
  const y = tensor(Float32Array.from({ length: 101 }, (_, i) => i));
  const at = (value: number, q: number): number =>
    quantileLoss(zeros([101, 1]).add(value), y, [q], { reduction: "sum" }).item();
  for (const q of [0.1, 0.5, 0.9]) {
    const best = Array.from({ length: 101 }, (_, value) => at(value, q));
    expect(best.indexOf(Math.min(...best))).toBe(100 * q);
  }
});

test("refuses shapes and quantiles that do not fit", () => {
  expect(() => quantileLoss(zeros([4, 2]), zeros([4]), [0.5])).toThrow(
    new ShapeError(
      "quantileLoss: prediction is (4, 2) but must be (4, 1): the target's shape, and 1 quantiles",
    ),
  );
  expect(() => new QuantileLoss([0])).toThrow(
    new ValueError("a quantile is 0 but must lie between 0 and 1, both excluded"),
  );
});
