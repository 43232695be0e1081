/** @module Activations and softmax: by hand, against their twins, at the ends of the number line. */
import { functional, ShapeError, tensor, ValueError, zeros } from "unrolled";
import { describe, expect, test } from "vitest";
import { erf, erfInverse, normalCdf } from "../../src/functional/erf.ts";
import { values } from "../reference/values.ts";
import { expectTwin, geluTanh, logSoftmax, normalShare, softmax, gelu as twinOfGelu } from "./twins.ts";

const { gelu } = functional;
const SIZES = [1, 3, 4, 5, 17];

test("relu, tanh and sigmoid are the tensor's own", () => {
  const x = tensor([-1, 0, 2]);
  expect(functional.relu(x).tolist()).toEqual([0, 0, 2]);
  expect(functional.tanh(x).tolist()).toEqual(x.tanh().tolist());
  expect(functional.sigmoid(x).tolist()).toEqual(x.sigmoid().tolist());
});

describe("erf", () => {
  /* math.erf(x), in Python */
  test.each([
    [0, 0],
    [0.5, 0.5204998778130465],
    [1, 0.8427007929497149],
    [2, 0.9953222650189527],
    [4, 1 - 1.541725790028002e-8],
    [6, 1],
    [Number.POSITIVE_INFINITY, 1],
  ])("erf %d is %d", (x, expected) => {
    expect(Math.abs(erf(x) - expected)).toBeLessThan(2e-15);
    expect(erf(-x)).toBe(-erf(x));
  });

  test("and the normal distribution's agree with numerical integration", () => {
    for (const x of [-5, -2.5, -0.3, 0, 1e-3, 1, 3.7]) {
      expect(Math.abs(normalCdf(x) - normalShare(x))).toBeLessThan(1e-11); // Simpson’s h⁴
    }
    expect(erf(Number.NaN)).toBeNaN();
  });

  test("has an inverse", () => {
    for (const x of [-5, -2.2, -0.4, 1e-9, 0.7, 1.9, 4.5]) {
      const slope = (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x);
      expect(Math.abs(erfInverse(erf(x)) - x)).toBeLessThan(1e-15 / slope + 1e-15 * Math.abs(x));
    }
    expect([0, 1, -1].map(erfInverse)).toEqual([0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    expect(erfInverse(1.5)).toBeNaN();
  });
});

describe("gelu", () => {
  test("is 0 at 0 with slope ½, and x or 0 far out", () => {
    for (const approximate of ["none", "tanh"] as const) {
      const x = tensor([0, 20, -20], { requiresGrad: true });
      const y = gelu(x, { approximate });
      expect(y.tolist()).toEqual([0, 20, -0]);
      y.sum().backward();
      expect(x.grad?.add(0).tolist()).toEqual([0.5, 1, 0]); // −0 may come of −20
    }
  });

  test("is its twin's, forward and backward", () => {
    for (const n of SIZES) {
      expectTwin((x) => gelu(x), twinOfGelu, [values(n, 1, 4)]);
      expectTwin((x) => gelu(x, { approximate: "tanh" }), geluTanh, [values(n, 1, 4)]);
    }
  });

  test("refuses another approximation", () => {
    const approximate = "erf" as unknown as "none";
    expect(() => gelu(zeros([1]), { approximate })).toThrow(
      new ValueError('approximate argument must be either none or tanh.\n  it is "erf"'),
    );
  });
});

describe("softmax", () => {
  test("of equal values shares evenly; along an axis inside as along the last", () => {
    const x = zeros([2, 4, 2]);
    expect(functional.softmax(x, 1).tolist()).toEqual(new Array(2).fill(new Array(4).fill([0.25, 0.25])));
    const y = tensor(Float32Array.from(values(24, 1)), { shape: [2, 3, 4] });
    for (const f of [functional.softmax, functional.logSoftmax]) {
      expect(f(y, 1).tolist()).toEqual(f(y.transpose(1, 2), -1).transpose(1, 2).tolist());
    }
  });

  test("of a scalar is 1", () => {
    expect(functional.softmax(tensor(3), 0).item()).toBe(1);
    expect(functional.logSoftmax(tensor(3), -1).item()).toBe(0);
  });

  test("does not overflow, and its logarithm does not round to −∞", () => {
    const x = tensor([1000, 0, 1000], { requiresGrad: true });
    expect(functional.softmax(x, 0).tolist()).toEqual([0.5, 0, 0.5]);
    const y = functional.logSoftmax(x, 0);
    expect(y.select(0, 1).item()).toBe(Math.fround(-1000 - Math.LN2));
    y.select(0, 1).backward();
    expect(x.grad?.tolist()).toEqual([-0.5, 1, -0.5]);
  });

  test("is its twin's, forward and backward", () => {
    for (const n of SIZES) {
      expectTwin((x) => functional.softmax(x, 0), softmax, [values(n, 1, 3)]);
      expectTwin((x) => functional.logSoftmax(x, 0), logSoftmax, [values(n, 1, 3)]);
    }
  });

  test("refuses an axis that is not there", () => {
    for (const f of [functional.softmax, functional.logSoftmax]) {
      expect(() => f(zeros([2, 3]), 2)).toThrow(
        new ShapeError("Dimension out of range (expected to be in range of [-2, 1], but got 2)"),
      );
    }
  });
});
