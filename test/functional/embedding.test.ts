/** @module Looking up rows: by hand, and what is refused. */
import { functional, ShapeError, tensor, ValueError, zeros } from "unrolled";
import { describe, expect, test } from "vitest";

const { embedding } = functional;

test("by hand: rows come out, and gradients of one row add up", () => {
  const weight = tensor(
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    { requiresGrad: true },
  );
  const indices = tensor([
    [2, 0],
    [2, 2],
  ]);
  const y = embedding(indices, weight);
  expect(y.tolist()).toEqual([
    [
      [5, 6],
      [1, 2],
    ],
    [
      [5, 6],
      [5, 6],
    ],
  ]);
  const gradient = tensor(Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8]), { shape: [2, 2, 2] });
  y.backward({ gradient });
  expect(weight.grad?.tolist()).toEqual([
    [3, 4],
    [0, 0],
    [13, 16],
  ]);
});

test("the padding's row is read like any other but learns nothing", () => {
  for (const paddingIdx of [2, -1]) {
    const weight = tensor([[1], [3], [5]], { requiresGrad: true });
    const y = embedding(tensor([2, 0]), weight, { paddingIdx });
    expect(y.tolist()).toEqual([[5], [1]]);
    y.sum().backward();
    expect(weight.grad?.tolist()).toEqual([[1], [0], [0]]);
  }
});

describe("refused", () => {
  test.each([3, -1])("index %d of 3", (index) => {
    expect(() => embedding(tensor([0, index]), zeros([3, 2]))).toThrow(
      new ValueError(`index out of range in self\n  an index is ${index} but must be an integer from 0 to 2`),
    );
  });

  test("half an index", () => {
    expect(() => embedding(tensor([0.5]), zeros([3, 2]))).toThrow(
      new ValueError(
        "Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got torch.FloatTensor instead (while checking arguments for embedding)\n  an index is 0.5 but must be an integer from 0 to 2",
      ),
    );
  });

  test.each([3, -4, 0.5])("padding %d of 3", (paddingIdx) => {
    expect(() => embedding(zeros([1]), zeros([3, 2]), { paddingIdx })).toThrow(
      new ValueError(
        `Padding_idx must be within num_embeddings\n  it is ${paddingIdx} but must be from -3 to 2`,
      ),
    );
  });

  test("a table that is none", () => {
    expect(() => embedding(zeros([1]), zeros([3]))).toThrow(
      new ShapeError("'weight' must be 2-D\n  it is (3)"),
    );
  });
});
