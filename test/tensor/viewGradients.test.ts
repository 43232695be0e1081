/** @module Gradients through views, which share the array of their source's gradient instead of adding to it. */
import { arange, stack, type Tensor, tensor } from "unrolled";
import { describe, expect, test } from "vitest";

const leaf = (): Tensor => {
  const x = arange(6).view(2, 3);
  x.requiresGrad = true;
  return x;
};

const forget = (x: Tensor): void => {
  x.grad = null;
};

/** Σ weightᵢ yᵢ with weights 1, 2, 3 …, so that every place has a gradient of its own. */
const weigh = (y: Tensor): Tensor => y.mul(arange(1, y.numel() + 1).view(...y.shape)).sum();

describe("each view", () => {
  test.each<[string, (x: Tensor) => Tensor, number[][]]>([
    [
      "view",
      (x) => x.view(3, 2),
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ],
    [
      "unsqueeze",
      (x) => x.unsqueeze(1),
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ],
    [
      "select",
      (x) => x.select(0, 1),
      [
        [0, 0, 0],
        [1, 2, 3],
      ],
    ],
    [
      "slice",
      (x) => x.slice(0, 0, 1),
      [
        [1, 2, 3],
        [0, 0, 0],
      ],
    ],
    [
      "select of the last axis",
      (x) => x.select(1, 1),
      [
        [0, 1, 0],
        [0, 2, 0],
      ],
    ],
    [
      "slice of the last axis",
      (x) => x.slice(1, 1),
      [
        [0, 1, 2],
        [0, 3, 4],
      ],
    ],
    [
      "transpose",
      (x) => x.transpose(0, 1),
      [
        [1, 3, 5],
        [2, 4, 6],
      ],
    ],
    [
      "a slice of a view of a select",
      (x) => x.select(0, 1).view(3, 1).slice(0, 1),
      [
        [0, 0, 0],
        [0, 1, 2],
      ],
    ],
    [
      "a view of a copy",
      (x) => x.transpose(0, 1).view(-1).slice(0, 1, 3),
      [
        [0, 2, 0],
        [1, 0, 0],
      ],
    ],
    [
      "nothing of it",
      (x) => x.slice(0, 2),
      [
        [0, 0, 0],
        [0, 0, 0],
      ],
    ],
  ])("%s, of a leaf and of a result", (_, apply, expected) => {
    const x = leaf();
    weigh(apply(x)).backward();
    expect(x.grad?.tolist()).toEqual(expected);
    const w = leaf();
    weigh(apply(w.mul(10))).backward();
    expect(w.grad?.tolist()).toEqual(expected.map((row) => row.map((value) => 10 * value)));
  });
});

describe("several views of one source", () => {
  test("that overlap add up where they do", () => {
    for (const source of [(x: Tensor) => x, (x: Tensor) => x.add(0)]) {
      const x = tensor([1, 2, 3, 4], { requiresGrad: true });
      const y = source(x);
      const [left, right] = [y.slice(0, 0, 3), y.slice(0, 1, 4)];
      left.mul(right).sum().backward(); // y₀y₁ + y₁y₂ + y₂y₃
      expect(x.grad?.tolist()).toEqual([2, 4, 6, 3]);
    }
  });

  test("and a use of the source itself", () => {
    const x = tensor([1, 2, 3], { requiresGrad: true });
    const y = x.mul(2);
    const part = y.slice(0, 1);
    y.sum().add(part.mul(part).sum()).add(y.select(0, 0).mul(10)).backward();
    expect(x.grad?.tolist()).toEqual([22, 18, 26]); // 2 · [1 + 10, 1 + 2·4, 1 + 2·6]
  });

  test("each step of a sequence, as the note's loop takes them", () => {
    const x = arange(6).view(1, 3, 2);
    x.requiresGrad = true;
    const steps = [0, 1, 2].map((t) =>
      x
        .slice(1, t, t + 1)
        .view(1, 2)
        .mul(t + 1),
    );
    weigh(stack(steps, 1)).backward();
    expect(x.grad?.tolist()).toEqual([
      [
        [1, 2],
        [6, 8],
        [15, 18],
      ],
    ]);
  });
});

describe("retainGrad", () => {
  test("on a view, whose gradient is otherwise part of its source's", () => {
    const x = leaf();
    const y = x.mul(2);
    const row = y.select(0, 1).retainGrad();
    const tail = row.slice(0, 1).retainGrad();
    weigh(row).add(tail.sum()).add(y.sum()).backward();
    expect(tail.grad?.tolist()).toEqual([1, 1]);
    expect(row.grad?.tolist()).toEqual([1, 3, 4]); // its own uses, and not those of y
    expect(x.grad?.tolist()).toEqual([
      [2, 2, 2],
      [4, 8, 10],
    ]);
    expect(y.grad).toBeNull();
  });

  test("on the source of views", () => {
    const x = leaf();
    const y = x.view(6).retainGrad();
    y.slice(0, 0, 4).sum().add(y.slice(0, 2).sum()).backward();
    expect(y.grad?.tolist()).toEqual([1, 1, 2, 2, 1, 1]);
    expect(x.grad?.tolist()).toEqual([
      [1, 1, 2],
      [2, 1, 1],
    ]);
  });
});

test("backward from a view itself", () => {
  const x = leaf();
  x.mul(3)
    .select(0, 0)
    .backward({ gradient: tensor([1, 10, 100]) });
  expect(x.grad?.tolist()).toEqual([
    [3, 30, 300],
    [0, 0, 0],
  ]);
  x.view(6).backward({ gradient: tensor([1, 1, 1, 1, 1, 1]) });
  expect(x.grad?.tolist()).toEqual([
    [4, 31, 301],
    [1, 1, 1],
  ]);
});

test("a view taken before zeroGrad does not bring the old gradient back", () => {
  const x = leaf();
  const row = x.select(0, 0);
  row.sum().backward();
  expect(x.grad?.tolist()).toEqual([
    [1, 1, 1],
    [0, 0, 0],
  ]);
  forget(x);
  row.mul(5).sum().backward();
  expect(x.grad?.tolist()).toEqual([
    [5, 5, 5],
    [0, 0, 0],
  ]);
});

test("the gradient of a view of all values becomes that of its source, to which others are added", () => {
  const x = tensor([
    [1, 2],
    [3, 4],
  ]);
  x.requiresGrad = true;
  const w = tensor([
    [1, -1],
    [2, 0.5],
  ]);
  const y = x.mul(3);
  const flat = y.view(4);
  const used = [flat.view(2, 2).matmul(w), y.matmul(w), flat.view(2, 2).matmul(w)];
  used
    .map((product) => product.sum())
    .reduce((a, b) => a.add(b))
    .add(flat.sum())
    .backward();
  // Three products give 3 · 3 · (0, 2.5) to each row, and the sum 3 to each value.
  expect(x.grad?.tolist()).toEqual([
    [3, 25.5],
    [3, 25.5],
  ]);
});
