/** @module Properties that hold for all shapes and values, tried on random ones. */
import fc from "fast-check";
import { type Tensor, tensor } from "unrolled";
import { describe, expect, test } from "vitest";

const sizes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 });

/** A tensor 1, 2, 3 … so that every value tells where it came from. */
function counted(shape: readonly number[]): Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  return tensor(
    Float32Array.from({ length: count }, (_, i) => i + 1),
    { shape },
  );
}

/** The value at a multi-index, read by row-major strides. */
function at(t: Tensor, index: readonly number[]): number {
  return t.data[index.reduce((offset, i, d) => offset * t.shape[d] + i, 0)];
}

function* indices(shape: readonly number[]): Generator<number[]> {
  const [size, ...rest] = shape;
  if (size === undefined) yield [];
  else for (let i = 0; i < size; i++) for (const tail of indices(rest)) yield [i, ...tail];
}

describe("broadcasting", () => {
  /** A shape, and two that broadcast to it: some sizes replaced by 1, some leading axes dropped. */
  const pairs = sizes.chain((shape) => {
    const part = fc
      .tuple(
        fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length }),
        fc.nat(shape.length),
      )
      .map(([ones, drop]) => shape.map((size, d) => (ones[d] ? 1 : size)).slice(drop));
    return fc.tuple(part, part);
  });

  const broadcast = (a: readonly number[], b: readonly number[]): number[] =>
    Array.from({ length: Math.max(a.length, b.length) }, (_, d, dims = Math.max(a.length, b.length)) => {
      const [left, right] = [a[d - dims + a.length] ?? 1, b[d - dims + b.length] ?? 1];
      return left === 1 ? right : left;
    });

  /** The index that an operand is read at: trailing axes, 0 along those of size 1. */
  const narrowed = (index: readonly number[], shape: readonly number[]): number[] =>
    shape.map((size, d) => (size === 1 ? 0 : index[index.length - shape.length + d]));

  test("reads each operand at the index with its own axes, and sums gradients back there", () => {
    fc.assert(
      fc.property(pairs, ([left, right]) => {
        const [a, b] = [counted(left), counted(right)];
        a.requiresGrad = true;
        const y = a.mul(b);
        expect(y.shape).toEqual(broadcast(left, right));
        const da = new Map<number, number>();
        for (const index of indices(y.shape)) {
          const [x, w] = [at(a, narrowed(index, left)), at(b, narrowed(index, right))];
          expect(at(y, index)).toBe(x * w);
          da.set(x, (da.get(x) ?? 0) + w);
        }
        y.sum().backward();
        expect([...(a.grad?.data ?? [])]).toEqual([...a.data].map((x) => da.get(x) ?? 0));
      }),
    );
  });

  test("is the same either way round", () => {
    fc.assert(
      fc.property(pairs, ([left, right]) => {
        expect(counted(left).add(counted(right)).tolist()).toEqual(
          counted(right).add(counted(left)).tolist(),
        );
      }),
    );
  });
});

describe("arrangements", () => {
  const orders = sizes.chain((shape) =>
    fc.tuple(fc.constant(shape), fc.shuffledSubarray([...shape.keys()], { minLength: shape.length })),
  );

  test("permute puts each value where its axes went, and back again", () => {
    fc.assert(
      fc.property(orders, ([shape, order]) => {
        const x = counted(shape);
        const y = x.permute(...order);
        expect(y.shape).toEqual(order.map((axis) => shape[axis]));
        for (const index of indices(y.shape)) {
          const source = shape.map((_, axis) => index[order.indexOf(axis)]);
          expect(at(y, index)).toBe(at(x, source));
        }
        const inverse = order.map((_, axis) => order.indexOf(axis));
        expect(y.permute(...inverse).tolist()).toEqual(x.tolist());
      }),
    );
  });

  test("slices along any axis, put together, are the whole, and so are their gradients", () => {
    const cuts = sizes
      .filter((shape) => shape.length > 0)
      .chain((shape) =>
        fc.nat(shape.length - 1).chain((axis) => fc.tuple(fc.constant({ shape, axis }), fc.nat(shape[axis]))),
      );
    fc.assert(
      fc.property(cuts, ([{ shape, axis }, cut]) => {
        const x = counted(shape);
        x.requiresGrad = true;
        const [left, right] = [x.slice(axis, 0, cut), x.slice(axis, cut)];
        for (const index of indices(shape)) {
          const inLeft = index[axis] < cut;
          const inside = index.map((i, d) => (d === axis && !inLeft ? i - cut : i));
          expect(at(inLeft ? left : right, inside)).toBe(at(x, index));
        }
        left.sum().add(right.mul(right).sum()).backward();
        const expected = [...indices(shape)].map((index) => (index[axis] < cut ? 1 : 2 * at(x, index)));
        expect([...(x.grad?.data ?? [])]).toEqual(expected);
      }),
    );
  });

  test("sums over axes one by one are the sum over all", () => {
    fc.assert(
      fc.property(orders, ([shape, order]) => {
        const x = counted(shape);
        const oneByOne = order.reduce((sum, axis) => sum.sum({ dim: axis, keepdim: true }), x);
        expect(oneByOne.view(1).item()).toBe(x.sum().item());
      }),
    );
  });
});
