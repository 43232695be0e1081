/** @module Clipping gradients: by hand, and against PyTorch's clip_grad_norm_. */
import { nn, type Tensor, tensor, ValueError } from "unrolled";
import { describe, expect, test } from "vitest";
import { readGolden } from "../golden.ts";
import { farthest } from "../reference/values.ts";

const { clipGradNorm, clipGradValue } = nn.utils;

function withGradient(values: readonly number[] | null): Tensor {
  const parameter = tensor(new Float32Array(values?.length ?? 2), { requiresGrad: true });
  if (values !== null) parameter.grad = tensor([...values]);
  return parameter;
}

const gradients = (parameters: readonly Tensor[]): unknown[] => parameters.map(({ grad }) => grad?.tolist());

interface Case {
  readonly max_norm: number;
  readonly norm_type: number | string;
  readonly grads: readonly (readonly number[])[];
  readonly total: number;
  readonly clipped: readonly (readonly number[])[];
}

/* total = torch.nn.utils.clip_grad_norm_(ps, max_norm, norm_type=norm_type) */
describe("golden", () => {
  const cases = readGolden<Case[]>("clip");

  test("has more norms than one", () => {
    expect(cases.length).toBeGreaterThanOrEqual(5);
    expect(new Set(cases.map(({ norm_type }) => Number(norm_type))).size).toBeGreaterThan(2);
  });

  test.each(cases)("norm $norm_type to $max_norm", (golden) => {
    const parameters = golden.grads.map(withGradient);
    const normType = Number(String(golden.norm_type).replace("inf", "Infinity"));
    const total = clipGradNorm(parameters, golden.max_norm, { normType });
    expect(total.shape).toEqual([]);
    // The norm is rounded once here and several times there, in float32.
    expect(Math.abs(total.item() / golden.total - 1)).toBeLessThan(1e-6);
    parameters.forEach((parameter, i) => {
      expect(farthest(parameter.grad?.data ?? [], golden.clipped[i])).toBeLessThan(1e-6);
    });
  });
});

describe("clipGradNorm", () => {
  test("by hand: the norm is that of all gradients together", () => {
    const parameters = [withGradient([3]), withGradient(null), withGradient([0, -4])];
    expect(clipGradNorm(parameters, 10).item()).toBe(5);
    expect(gradients(parameters)).toEqual([[3], undefined, [0, -4]]);
    expect(clipGradNorm(parameters, 2.5).item()).toBe(5);
    const half = Math.fround(2.5 / Math.fround(5 + 1e-6));
    expect(gradients(parameters)).toEqual([[Math.fround(3 * half)], undefined, [0, Math.fround(-4 * half)]]);
  });

  test("takes one parameter, and counts as 0 where there is no gradient", () => {
    expect(clipGradNorm(withGradient([-2, 2]), 1, { normType: Number.POSITIVE_INFINITY }).item()).toBe(2);
    expect(clipGradNorm([withGradient(null)], 1).item()).toBe(0);
    expect(clipGradNorm([], 1).item()).toBe(0);
    expect(clipGradNorm(withGradient([]), 1).item()).toBe(0);
  });

  test("clips what retainGrad has kept, too", () => {
    const x = tensor([3, 4], { requiresGrad: true });
    const y = x.mul(1).retainGrad();
    y.mul(tensor([3, 4]))
      .sum()
      .backward();
    expect(clipGradNorm(y, 1).item()).toBe(5);
    expect(y.grad?.data[0]).toBeCloseTo(0.6, 6);
    expect(x.grad?.tolist()).toEqual([3, 4]);
  });

  test("NaN and infinity spread as in PyTorch", () => {
    const broken = [withGradient([Number.NaN, 1]), withGradient([1])];
    expect(clipGradNorm(broken, 1).item()).toBeNaN();
    expect(gradients(broken)).toEqual([[Number.NaN, Number.NaN], [Number.NaN]]);
    const endless = [withGradient([Number.POSITIVE_INFINITY, 1]), withGradient([1])];
    expect(clipGradNorm(endless, 1).item()).toBe(Number.POSITIVE_INFINITY);
    expect(gradients(endless)).toEqual([[Number.NaN, 0], [0]]);
  });

  test.each([
    [2, "2.0"],
    [1.5, "1.5"],
    [Number.POSITIVE_INFINITY, "inf"],
  ])("norm %d refuses them where asked to, in PyTorch's words", (normType, printed) => {
    const parameter = withGradient([Number.NaN, 1]);
    expect(() => clipGradNorm(parameter, 0.5, { normType, errorIfNonfinite: true })).toThrow(
      new ValueError(
        `The total norm of order ${printed} for gradients from \`parameters\` is non-finite, so it cannot be clipped. To disable this error and scale the gradients by the non-finite norm anyway, set \`error_if_nonfinite=False\``,
      ),
    );
    expect(gradients([parameter])).toEqual([[Number.NaN, 1]]);
  });
});

test("clipGradValue brings each value into the bounds, and leaves NaN", () => {
  const parameters = [withGradient([-3, 0.25, Number.NaN]), withGradient(null), withGradient([9])];
  clipGradValue(parameters, 0.5);
  expect(gradients(parameters)).toEqual([[-0.5, 0.25, Number.NaN], undefined, [0.5]]);
  clipGradValue(parameters[2], 0.125);
  expect(parameters[2].grad?.tolist()).toEqual([0.125]);
});
