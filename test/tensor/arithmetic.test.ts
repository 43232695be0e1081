/** @module Arithmetic on two tensors, by hand: values, derivatives, broadcasting both ways. */
import { ShapeError, type Tensor, tensor } from "unrolled";
import { describe, expect, test } from "vitest";

/** An operation on a = [6, 8] and b = [2, 4], then the gradients of 1·y₀ + 10·y₁. */
const cases: {
  name: string;
  apply: (a: Tensor, b: Tensor) => Tensor;
  y: number[];
  da: number[];
  db: number[];
}[] = [
  { name: "add", apply: (a, b) => a.add(b), y: [8, 12], da: [1, 10], db: [1, 10] },
  { name: "sub", apply: (a, b) => a.sub(b), y: [4, 4], da: [1, 10], db: [-1, -10] },
  { name: "mul", apply: (a, b) => a.mul(b), y: [12, 32], da: [2, 40], db: [6, 80] },
  { name: "div", apply: (a, b) => a.div(b), y: [3, 2], da: [0.5, 2.5], db: [-1.5, -5] },
  {
    name: "pow",
    apply: (a, b) => a.pow(b),
    y: [36, 4096],
    da: [12, 20480], // b a^(b−1)
    db: [36 * Math.log(6), 40960 * Math.log(8)],
  },
];

describe.each(cases)("$name", ({ apply, y, da, db }) => {
  test("of two tensors of one shape", () => {
    const a = tensor([6, 8], { requiresGrad: true });
    const b = tensor([2, 4], { requiresGrad: true });
    const result = apply(a, b);
    expect(result.tolist()).toEqual(y);
    result.backward({ gradient: tensor([1, 10]) });
    expect(a.grad?.tolist()).toEqual(da);
    expect(b.grad?.tolist()).toEqual(db.map(Math.fround));
  });

  test("of a column and a row: each is repeated along the other, and its gradient summed", () => {
    const a = tensor([[6], [8]], { requiresGrad: true });
    const b = tensor([2, 4], { requiresGrad: true });
    const result = apply(a, b);
    const pairs = [6, 8].map((left) => [2, 4].map((right) => apply(tensor(left), tensor(right)).item()));
    expect(result.tolist()).toEqual(pairs);
    result.sum().backward();
    expect(a.grad?.shape).toEqual([2, 1]);
    expect(b.grad?.shape).toEqual([2]);
    const slope = (left: number, right: number): [number, number] => {
      const [x, w] = [tensor(left, { requiresGrad: true }), tensor(right, { requiresGrad: true })];
      apply(x, w).backward();
      return [x.grad?.item() ?? Number.NaN, w.grad?.item() ?? Number.NaN];
    };
    const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
    const da2 = [6, 8].map((left) => sum([2, 4].map((right) => slope(left, right)[0])));
    const db2 = [2, 4].map((right) => sum([6, 8].map((left) => slope(left, right)[1])));
    expect([...(a.grad?.data ?? [])]).toEqual(da2.map(Math.fround));
    expect([...(b.grad?.data ?? [])]).toEqual(db2.map(Math.fround));
  });

  test("of an operand that needs no gradient leaves it without", () => {
    const [a, b] = [tensor([6, 8], { requiresGrad: true }), tensor([2, 4])];
    apply(a, b).sum().backward();
    expect(a.grad).not.toBeNull();
    expect(b.grad).toBeNull();
  });
});

test("a number is meant for every value", () => {
  const x = tensor(
    [
      [1, 2],
      [3, 4],
    ],
    { requiresGrad: true },
  );
  const y = x.mul(3).add(1).sub(2).div(2).pow(2); // ((3x − 1) / 2)²
  expect(y.tolist()).toEqual([
    [1, 6.25],
    [16, 30.25],
  ]);
  y.sum().backward();
  expect(x.grad?.tolist()).toEqual([
    [3, 7.5],
    [12, 16.5],
  ]); // 3/2 · (3x − 1)
});

test("one tensor on both sides gets both gradients", () => {
  const x = tensor([3, 5], { requiresGrad: true });
  x.mul(x).add(x).sum().backward();
  expect(x.grad?.tolist()).toEqual([7, 11]); // 2x + 1
});

test("a scalar and a matrix, either way round", () => {
  const s = tensor(2, { requiresGrad: true });
  const m = tensor(
    [
      [1, 2],
      [3, 4],
    ],
    { requiresGrad: true },
  );
  expect(s.mul(m).tolist()).toEqual([
    [2, 4],
    [6, 8],
  ]);
  m.mul(s).sum().backward();
  expect(s.grad?.item()).toBe(10);
  expect(m.grad?.tolist()).toEqual([
    [2, 2],
    [2, 2],
  ]);
});

/*
 * a = torch.tensor([0., 2., 0., 3.], requires_grad=True); b = torch.tensor([0., 0., 2., 2.], requires_grad=True)
 * (a ** b).sum().backward(); a.grad, b.grad
 */
test("pow has PyTorch's slopes where a logarithm or a power of zero would be infinite", () => {
  const a = tensor([0, 2, 0, 3], { requiresGrad: true });
  const b = tensor([0, 0, 2, 2], { requiresGrad: true });
  const y = a.pow(b);
  expect(y.tolist()).toEqual([1, 1, 0, 9]);
  y.sum().backward();
  expect(a.grad?.tolist()).toEqual([0, 0, 0, 6]);
  expect(b.grad?.tolist()).toEqual([0, Math.log(2), 0, 9 * Math.log(3)].map(Math.fround));
});

test("division by zero and zero by zero are as IEEE 754 has them", () => {
  expect(tensor([1, -1, 0]).div(0).tolist()).toEqual([Infinity, -Infinity, Number.NaN]);
});

test("empty tensors broadcast to empty ones", () => {
  const x = tensor(new Float32Array(0), { shape: [0, 3], requiresGrad: true });
  const y = x.add(tensor([1, 2, 3], { requiresGrad: true }));
  expect(y.shape).toEqual([0, 3]);
  y.sum().backward();
  expect(x.grad?.shape).toEqual([0, 3]);
});

test("shapes that do not fit are named, from the last axis on as PyTorch does", () => {
  const [a, b] = [
    tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]),
    tensor([1, 2]),
  ];
  expect(() => a.add(b)).toThrow(
    new ShapeError(
      "The size of tensor a (3) must match the size of tensor b (2) at non-singleton dimension 1\n  a is (2, 3), b is (2)",
    ),
  );
  const c = tensor([
    [1, 2],
    [3, 4],
    [5, 6],
    [7, 8],
  ]);
  expect(() => a.mul(c)).toThrow(
    new ShapeError(
      "The size of tensor a (3) must match the size of tensor b (2) at non-singleton dimension 1\n  a is (2, 3), b is (4, 2)",
    ),
  );
});
