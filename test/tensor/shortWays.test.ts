/** @module Operands with one value, or as many as the result, and reductions of rows: ways without an index for each value. */
import { describe, expect, test } from "vitest";
import { maximum, ones, Tensor, where } from "../../src/index.ts";

const { fround } = Math;

/** Distinct halves, of both signs: sums of them are exact. */
const valuesOf = (count: number): number[] => Array.from({ length: count }, (_, i) => ((i * 7) % 23) / 2 - 5);

const made = (values: readonly number[], shape: readonly number[], requiresGrad = true): Tensor =>
  new Tensor(Float32Array.from(values), shape, requiresGrad);

const gradOf = (t: Tensor): number[] => [...(t.grad?.data ?? [])];

describe.each([1, 3, 4, 5, 17, 600])("%i values", (n) => {
  const values = valuesOf(n);
  const sum = (list: readonly number[]): number => list.reduce((total, value) => total + value, 0);

  test("one value, a row of another rank and a number broadcast alike", () => {
    for (const shape of [[], [1], [1, 1]]) {
      const [x, one] = [made(values, [1, n]), made([2.5], shape)];
      const y = x.mul(one);
      expect([...y.data]).toEqual(values.map((value) => fround(value * 2.5)));
      expect([...x.mul(2.5).data]).toEqual([...y.data]);
      y.sum().backward();
      expect(gradOf(x)).toEqual(values.map(() => 2.5));
      expect(gradOf(one)).toEqual([sum(values)]);
    }
    const [x, row] = [made(values, [1, n]), made(valuesOf(n).reverse(), [n])];
    x.sub(row).sum().backward();
    expect([...x.sub(row).data]).toEqual(values.map((value, i) => value - values[n - 1 - i]));
    expect(gradOf(row)).toEqual(values.map(() => -1));
  });

  test("where chooses from single values and whole tensors, and splits the gradient", () => {
    const condition = made(
      values.map((value) => Number(value > 0)),
      [n],
      false,
    );
    const [x, one] = [made(values, [n]), made([-7], [])];
    const y = where(condition, x, one);
    expect([...y.data]).toEqual(values.map((value) => (value > 0 ? value : -7)));
    condition.data.fill(0); // backward uses the condition as it was
    y.sum().backward();
    expect(gradOf(x)).toEqual(values.map((value) => Number(value > 0)));
    expect(gradOf(one)).toEqual([values.filter((value) => value <= 0).length]);
    expect([...made(values, [n]).maskedFill(ones([n]), 3).data]).toEqual(values.map(() => 3));
  });

  test("extremes and running sums of rows, columns and all values", () => {
    const x = made([...values, ...values.map((value) => value + 1)], [2, n]);
    const most = Math.max(...values);
    expect([...x.amax(1).data]).toEqual([most, most + 1]);
    expect(x.max().item()).toBe(most + 1);
    expect([...x.amin(0).data]).toEqual(values);
    expect([...x.argmax(0).data]).toEqual(values.map(() => 1));
    expect([...x.cumsum(0).data]).toEqual([...values, ...values.map((value) => 2 * value + 1)]);
    const [top, places] = x.topk(1, 1);
    expect([...top.data]).toEqual([most, most + 1]);
    expect([...places.data]).toEqual([values.indexOf(most), values.indexOf(most)]);
    x.amax([0, 1]).backward();
    const count = values.filter((value) => value === most).length;
    expect(gradOf(x)).toEqual([
      ...values.map(() => 0),
      ...values.map((value) => (value === most ? fround(1 / count) : 0)),
    ]);
    expect(maximum(x, made([0], [1])).data.every((value) => value >= 0)).toBe(true);
  });
});
