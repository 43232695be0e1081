/** @module Losses of a difference: absolute, smooth and Huber's; by hand, against their twins, and what they refuse. */
import { functional, ShapeError, tensor, ValueError, zeros } from "unrolled";
import { afterEach, describe, expect, test, vi } from "vitest";
import { values } from "../reference/values.ts";
import { expectTwin, huber, l1, smoothL1 } from "./twins.ts";

const { huberLoss, l1Loss, mseLoss, smoothL1Loss } = functional;

const SIZES = [1, 3, 4, 5, 17];
const none = { reduction: "none" } as const;

afterEach(() => {
  vi.restoreAllMocks();
});

describe("by hand, for differences −8, −2, 0, 1, 4", () => {
  test.each([
    ["l1", l1Loss, {}, [8, 2, 0, 1, 4], [-1, -1, 0, 1, 1]],
    ["smooth l1, β = 4", smoothL1Loss, { beta: 4 }, [6, 0.5, 0, 0.125, 2], [-1, -0.5, 0, 0.25, 1]],
    ["smooth l1, β = 1", smoothL1Loss, {}, [7.5, 1.5, 0, 0.5, 3.5], [-1, -1, 0, 1, 1]],
    ["smooth l1, β = 0", smoothL1Loss, { beta: 0 }, [8, 2, 0, 1, 4], [-1, -1, 0, 1, 1]],
    ["huber, δ = 2", huberLoss, { delta: 2 }, [14, 2, 0, 0.5, 6], [-2, -2, 0, 1, 2]],
    ["huber, δ = 1", huberLoss, {}, [7.5, 1.5, 0, 0.5, 3.5], [-1, -1, 0, 1, 1]],
  ])("%s", (_, loss, options, expected, dx) => {
    const input = tensor([2, 1, 3, 7, 9], { requiresGrad: true });
    const target = tensor([10, 3, 3, 6, 5], { requiresGrad: true });
    const each = loss(input, target, { ...options, ...none });
    expect(each.tolist()).toEqual(expected);
    each.sum().backward();
    expect(input.grad?.tolist()).toEqual(dx);
    expect(target.grad?.tolist()).toEqual(dx.map((d) => 0 - d));
    const total = expected.reduce((sum, value) => sum + value);
    expect(loss(input, target, { ...options, reduction: "sum" }).item()).toBe(total);
    expect(loss(input, target, options).item()).toBe(Math.fround(total / 5));
  });
});

test("are their twins', forward and backward", () => {
  for (const n of SIZES) {
    const pair = (): number[][] => [values(n, 1, 3), values(n, 2, 3)];
    expectTwin((x, y) => l1Loss(x, y, none), l1, pair());
    expectTwin((x, y) => smoothL1Loss(x, y, { beta: 0.7, ...none }), smoothL1(0.7), pair());
    expectTwin((x, y) => huberLoss(x, y, { delta: 1.3, ...none }), huber(1.3), pair());
  }
});

test("NaN stays NaN", () => {
  const nan = tensor([Number.NaN]);
  for (const loss of [l1Loss, smoothL1Loss, huberLoss]) expect(loss(nan, zeros([1])).item()).toBeNaN();
});

describe("shapes that differ", () => {
  test.each([
    ["l1", l1Loss, 2],
    ["smooth l1", smoothL1Loss, 1.5],
    ["huber", huberLoss, 1.5],
  ])("%s: broadcast, after PyTorch's warning", (_, loss, expected) => {
    const said = vi.spyOn(console, "warn").mockImplementation(() => {});
    const input = tensor([[2], [2]], { requiresGrad: true });
    const each = loss(input, tensor([0, 0, 4]), none);
    expect(each.tolist()).toEqual([new Array(3).fill(expected), new Array(3).fill(expected)]);
    each.sum().backward();
    expect(input.grad?.tolist()).toEqual([[1], [1]]); // 1 + 1 − 1
    expect(said.mock.calls).toEqual([
      [
        "UserWarning: Using a target size (torch.Size([3])) that is different to the input size (torch.Size([2, 1])). This will likely lead to incorrect results due to broadcasting. Please ensure they have the same size.",
      ],
    ]);
    loss(zeros([2]), zeros([2]));
    expect(said).toHaveBeenCalledTimes(1);
  });

  test("and do not broadcast are refused, with no warning before", () => {
    const said = vi.spyOn(console, "warn").mockImplementation(() => {});
    for (const loss of [l1Loss, smoothL1Loss, huberLoss]) {
      expect(() => loss(zeros([3]), zeros([2]))).toThrow(
        new ShapeError(
          "The size of tensor a (3) must match the size of tensor b (2) at non-singleton dimension 0\n  a is (3), b is (2)",
        ),
      );
    }
    expect(said).not.toHaveBeenCalled();
  });
});

describe("refused options", () => {
  test("a reduction that is none", () => {
    const options = { reduction: "average" } as unknown as functional.LossOptions;
    for (const loss of [mseLoss, l1Loss, smoothL1Loss, huberLoss]) {
      expect(() => loss(zeros([1]), zeros([1]), options)).toThrow(
        new ValueError('average is not a valid value for reduction\n  it must be "mean", "sum" or "none"'),
      );
    }
  });

  test.each([-1, Number.NaN])("β = %d", (beta) => {
    expect(() => smoothL1Loss(zeros([1]), zeros([1]), { beta })).toThrow(
      new ValueError(
        `smooth_l1_loss does not support negative values for beta.\n  beta is ${beta} but must be 0 or more`,
      ),
    );
  });

  test.each([0, -1, Number.NaN])("δ = %d", (delta) => {
    expect(() => huberLoss(zeros([1]), zeros([1]), { delta })).toThrow(
      new ValueError(
        `huber_loss does not support non-positive values for delta.\n  delta is ${delta} but must be above 0`,
      ),
    );
  });
});

describe("gradients that are computed with the loss", () => {
  const [x, y] = [
    [3, -1, 0.5, 2, -4],
    [1, -1, 0, 4, -1],
  ];

  test.each([
    ["mse", mseLoss, [4, 0, 1, -4, -6]], // 2 (x − y)
    ["l1", l1Loss, [1, 0, 1, -1, -1]],
    ["huber", huberLoss, [1, 0, 0.5, -1, -1]],
  ])("%s: once, again, scaled, and of a loss that is used twice", (_, lossOf, slopes) => {
    // Short arrays and, repeated, long ones, which other loops handle.
    for (const copies of [1, 120]) {
      const repeated = (values: number[]): number[] => Array<number[]>(copies).fill(values).flat();
      const times = (factor: number): number[] => repeated(slopes).map((slope) => slope * factor);
      const input = tensor(repeated(x), { requiresGrad: true });
      const loss = lossOf(input, tensor(repeated(y)), { reduction: "sum" });
      loss.backward({ retainGraph: true });
      expect(input.grad?.tolist()).toEqual(times(1));
      loss.backward({ retainGraph: true });
      expect(input.grad?.tolist()).toEqual(times(2));
      loss.backward({ gradient: tensor(3) });
      expect(input.grad?.tolist()).toEqual(times(5));
      const other = tensor(repeated(x), { requiresGrad: true });
      const used = lossOf(other, tensor(repeated(y)), { reduction: "sum" });
      used.add(used).backward();
      expect(other.grad?.tolist()).toEqual(times(2));
    }
  });
});
