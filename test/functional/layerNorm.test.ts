/** @module Layer normalisation: by hand, against its twin, and what it refuses. */
import { functional, ones, ShapeError, tensor, zeros } from "unrolled";
import { describe, expect, test } from "vitest";
import { values } from "../reference/values.ts";
import { expectTwin, layerNorm as twin } from "./twins.ts";

const { layerNorm } = functional;

test("by hand: ±1 is normal already, and any other pair becomes it", () => {
  const x = tensor(
    [
      [-1, 1],
      [3, 7],
    ],
    { requiresGrad: true },
  );
  const [weight, bias] = [tensor([2, 3], { requiresGrad: true }), tensor([10, 20], { requiresGrad: true })];
  const y = layerNorm(x, [2], { weight, bias, eps: 0 });
  expect(y.tolist()).toEqual([
    [8, 23],
    [8, 23],
  ]);
  y.backward({
    gradient: tensor([
      [1, 0],
      [4, 2],
    ]),
  });
  expect(weight.grad?.tolist()).toEqual([-5, 2]);
  expect(bias.grad?.tolist()).toEqual([5, 2]);
  // A pair is normalised to ±1 whatever it is, so that no small change is felt.
  expect(x.grad?.tolist()).toEqual([
    [0, 0],
    [0, 0],
  ]);
});

test("ε keeps equal values from dividing by 0", () => {
  expect(layerNorm(ones([3]), [3]).tolist()).toEqual([0, 0, 0]);
});

test("several axes are one row", () => {
  const x = tensor(Float32Array.from(values(24, 1)), { shape: [2, 3, 4] });
  expect([...layerNorm(x, [3, 4]).data]).toEqual([...layerNorm(x.view(2, 12), [12]).data]);
});

test("is its twin's, forward and backward", () => {
  for (const n of [1, 3, 4, 5, 17]) {
    expectTwin(
      (x, weight, bias) => layerNorm(x, [n], { weight, bias, eps: 1e-2 }),
      twin(1e-2),
      [values(n, 1, 2), values(n, 2), values(n, 3)],
      2e-6, // divided by deviations of down to a half
    );
  }
});

describe("shapes that do not fit", () => {
  test.each([
    [
      [2, 4],
      [3],
      {},
      "Given normalized_shape=[3], expected input with shape [*, 3], but got input of size[2, 4]",
    ],
    [
      [3],
      [2, 3],
      {},
      "Given normalized_shape=[2, 3], expected input with shape [*, 2, 3], but got input of size[3]",
    ],
    [
      [2, 3],
      [3],
      { weight: zeros([4]) },
      "Expected weight to be of same shape as normalized_shape, but got weight of shape [4] and normalized_shape = [3]",
    ],
    [
      [2, 3],
      [3],
      { bias: zeros([4]) },
      "Expected bias to be of same shape as normalized_shape, but got bias of shape [4] and normalized_shape = [3]",
    ],
    [
      [3],
      [],
      {},
      "Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one element, but got normalized_shape = []",
    ],
  ])("x %j, normalizedShape %j, %j", (x, normalizedShape, options, message) => {
    expect(() => layerNorm(zeros(x), normalizedShape, options)).toThrow(new ShapeError(message));
  });
});
