/** @module The moving average of DLinear: by hand, and against its definition. */
import { tensor, ValueError } from "unrolled";
import { DLinear } from "unrolled/forecast";
import { expect, test } from "vitest";
import { movingAverage } from "../../../src/forecast/models/dlinear.ts";
import { expectTwin } from "../../functional/twins.ts";
import { values } from "../../reference/values.ts";

test("by hand: the ends are repeated", () => {
  const x = tensor([[3, 6, 9, 0]], { requiresGrad: true });
  const y = movingAverage(x, 3);
  expect(y.tolist()).toEqual([[4, 6, 5, 3]]);
  y.backward({ gradient: tensor([[3, 6, 9, 12]]) });
  expect(x.grad?.tolist()).toEqual([[4, 6, 9, 11]]); // (2 · 3 + 6) / 3 … (9 + 2 · 12) / 3
});

test.each([1, 3, 4, 5, 17])("is its twin's, of %d values", (L) => {
  for (const kernel of [1, 3, 7, 25]) {
    const twin = (x: readonly number[]): number[] =>
      x.map((_, t) => {
        let sum = 0;
        for (let j = t - (kernel - 1) / 2; j <= t + (kernel - 1) / 2; j++)
          sum += x[Math.min(L - 1, Math.max(0, j))];
        return sum / kernel;
      });
    expectTwin((x) => movingAverage(x, kernel), twin, [values(L, 1)]);
  }
});

test("refuses an even kernel", () => {
  const model = new DLinear({ lookback: 4, horizon: 2, kernel: 4 });
  expect(() => model.forward(tensor([[[1], [2], [3], [4]]]))).toThrow(
    new ValueError("movingAverage: the kernel is 4 but must be an odd whole number from 1"),
  );
});
