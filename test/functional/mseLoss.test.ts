/** @module The squared error, its reductions, and the warning about broadcasting. */
import { functional, ShapeError, tensor, zeros } from "unrolled";
import { afterEach, describe, expect, test, vi } from "vitest";
import { expectClose, type GoldenArray, goldenError, goldenTensor, readGolden } from "../golden.ts";
import * as twin from "../reference/mse.ts";
import { farthest, values } from "../reference/values.ts";

const { mseLoss } = functional;

interface GoldenLoss {
  readonly name: string;
  readonly reduction: functional.Reduction;
  readonly x: GoldenArray;
  readonly target: GoldenArray;
  readonly loss: GoldenArray;
  readonly grad: GoldenArray;
}

/** One rounding of each of 12 squares and of their sum. */
const TOLERANCE = { absolute: 1e-6, relative: 1e-6 };

afterEach(() => {
  vi.restoreAllMocks();
});

describe("by hand", () => {
  test.each<[functional.Reduction, unknown, number[]]>([
    ["mean", 9, [-1, 0, 2, 2]],
    ["sum", 36, [-4, 0, 8, 8]],
    ["none", [4, 0, 16, 16], [-4, 0, 8, 8]],
  ])("%s", (reduction, expected, dx) => {
    const input = tensor([1, 2, 7, 9], { requiresGrad: true });
    const target = tensor([3, 2, 3, 5], { requiresGrad: true });
    const loss = mseLoss(input, target, { reduction });
    expect(loss.tolist()).toEqual(expected);
    loss.sum().backward();
    expect(input.grad?.tolist()).toEqual(dx);
    expect(target.grad?.tolist()).toEqual(dx.map((d) => 0 - d));
  });

  test("the mean is taken by default, and of nothing is NaN", () => {
    expect(mseLoss(tensor([1, 2]), tensor([3, 4])).item()).toBe(4);
    expect(mseLoss(zeros([0]), zeros([0])).item()).toBeNaN();
  });

  test("a gradient from above multiplies", () => {
    const input = tensor([1, 2], { requiresGrad: true });
    mseLoss(input, tensor([0, 0]))
      .mul(10)
      .backward();
    expect(input.grad?.tolist()).toEqual([10, 20]);
  });
});

test("is its twin's, forward and backward", () => {
  for (const n of [1, 3, 4, 5, 17, 1000]) {
    const [x, y] = [values(n, 1), values(n, 2)];
    const [input, target] = [tensor(x, { requiresGrad: true }), tensor(y, { requiresGrad: true })];
    const loss = mseLoss(input, target);
    loss.backward();
    const { dx, dy } = twin.mseBackward(x, y);
    expect(Math.abs(loss.item() - twin.mseForward(x, y))).toBeLessThan(1e-7); // one rounding of at most 4
    expect(farthest(input.grad?.data ?? [], dx)).toBeLessThan(3e-7);
    expect(farthest(target.grad?.data ?? [], dy)).toBeLessThan(3e-7);
  }
});

/* loss = nn.MSELoss(reduction=reduction)(x, target); loss.sum().backward() */
describe("golden", () => {
  const cases = readGolden<GoldenLoss[]>("losses").filter(({ name }) => name === "MSELoss");
  test("has the 3 reductions", () => {
    expect(cases.map(({ reduction }) => reduction)).toEqual(["mean", "sum", "none"]);
  });

  test.each(cases)("$reduction", ({ x, target, reduction, loss: expected, grad }) => {
    const input = goldenTensor(x, true);
    const loss = mseLoss(input, goldenTensor(target), { reduction });
    expectClose(loss, expected, TOLERANCE, "loss");
    loss.sum().backward();
    expectClose(input.grad, grad, TOLERANCE, "grad");
  });
});

describe("shapes that differ", () => {
  test("are broadcast, after PyTorch's warning", () => {
    const said = vi.spyOn(console, "warn").mockImplementation(() => {});
    const input = tensor([[1], [2], [3], [4]], { requiresGrad: true });
    const target = tensor([1, 2, 3, 4]);
    const loss = mseLoss(input, target);
    expect(said.mock.calls).toEqual([[`UserWarning: ${goldenError("MSELoss broadcast")}`]]);
    expect(loss.item()).toBe(2.5); // the mean of (i − j)² over all pairs
    loss.backward();
    expect(input.grad?.tolist()).toEqual([[-0.75], [-0.25], [0.25], [0.75]]);
    expect(mseLoss(input, target, { reduction: "sum" }).item()).toBe(40);
    expect(mseLoss(input, target, { reduction: "none" }).shape).toEqual([4, 4]);
    expect(said).toHaveBeenCalledTimes(3);
  });

  test("say nothing when they are equal", () => {
    const said = vi.spyOn(console, "warn").mockImplementation(() => {});
    mseLoss(zeros([4, 1]), zeros([4, 1]));
    expect(said).not.toHaveBeenCalled();
  });

  test("and do not broadcast are refused, with no warning before", () => {
    const said = vi.spyOn(console, "warn").mockImplementation(() => {});
    expect(() => mseLoss(zeros([3]), zeros([2]))).toThrow(
      new ShapeError(
        "The size of tensor a (3) must match the size of tensor b (2) at non-singleton dimension 0\n  a is (3), b is (2)",
      ),
    );
    expect(said).not.toHaveBeenCalled();
  });
});
