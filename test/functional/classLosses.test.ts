/** @module Losses of decisions: binary and among classes; by hand, against their twins, and what they refuse. */
import { functional, ShapeError, tensor, ValueError, zeros } from "unrolled";
import { describe, expect, test } from "vitest";
import { values } from "../reference/values.ts";
import { binaryCrossEntropy, expectTwin, logSoftmax, type Twin } from "./twins.ts";

const { binaryCrossEntropyWithLogits, crossEntropy, nllLoss } = functional;

const none = { reduction: "none" } as const;
const LN2 = Math.fround(Math.LN2);

describe("binary cross entropy", () => {
  test("of logit 0 is log 2, its slope ½ − y", () => {
    const x = tensor([0, 0, 0], { requiresGrad: true });
    const y = tensor([0, 1, 0.5], { requiresGrad: true });
    const losses = binaryCrossEntropyWithLogits(x, y, none);
    expect(losses.tolist()).toEqual([LN2, LN2, LN2]);
    losses.sum().backward();
    expect(x.grad?.tolist()).toEqual([0.5, -0.5, 0]);
    expect(y.grad?.tolist()).toEqual([0, 0, 0]);
  });

  test("of logits that overflow an exponential is the logit, or nothing", () => {
    const x = tensor([1000, -1000, 1000, -1000], { requiresGrad: true });
    const losses = binaryCrossEntropyWithLogits(x, tensor([0, 1, 1, 0]), none);
    expect(losses.tolist()).toEqual([1000, 1000, 0, 0]);
    losses.sum().backward();
    expect(x.grad?.tolist()).toEqual([1, -1, 0, 0]);
  });

  test("weights count values, and a yes against a no", () => {
    const x = zeros([2, 2], { requiresGrad: true });
    const y = tensor([
      [0, 1],
      [1, 0],
    ]);
    const losses = binaryCrossEntropyWithLogits(x, y, {
      weight: tensor([[1], [2]]),
      posWeight: tensor([4, 8]),
      reduction: "none",
    });
    expect(losses.div(LN2).tolist()).toEqual([
      [1, 8],
      [8, 2],
    ]);
    losses.sum().backward();
    expect(x.grad?.tolist()).toEqual([
      [0.5, -4],
      [-4, 1],
    ]);
  });

  test("is its twin's, forward and backward", () => {
    for (const n of [1, 3, 4, 5, 17]) {
      const args = [values(n, 1, 3), values(n, 2, 0.5).map((y) => y + 0.5)];
      expectTwin((x, y) => binaryCrossEntropyWithLogits(x, y, none), binaryCrossEntropy(1, 1), args);
      const [weight, posWeight] = [tensor(0.25), tensor([3])];
      expectTwin(
        (x, y) => binaryCrossEntropyWithLogits(x, y, { weight, posWeight, ...none }),
        binaryCrossEntropy(0.25, 3),
        args,
      );
    }
  });

  test.each([
    [[4, 1], [4], {}, "Target size (torch.Size([4])) must be the same as input size (torch.Size([4, 1]))"],
    [
      [4],
      [4],
      { weight: zeros([3]) },
      "The size of tensor a (4) must match the size of tensor b (3) at non-singleton dimension 0\n  a is (4), b is (3)",
    ],
    [
      [4],
      [4],
      { posWeight: zeros([3]) },
      "The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 0\n  a is (3), b is (4)",
    ],
    [
      [4],
      [4],
      { weight: zeros([2, 1]) },
      "output with shape [4] doesn't match the broadcast shape [2, 4]\n  a weight must broadcast to the input (got (2, 1))",
    ],
  ])("refuses %j with a target %j and %j", (input, target, options, message) => {
    expect(() => binaryCrossEntropyWithLogits(zeros(input), zeros(target), options)).toThrow(
      new ShapeError(message),
    );
  });
});

/** −Σ_c q_c log softmax(x)_c of one row. */
const chosen =
  (q: readonly number[]): Twin =>
  (x) => [-logSoftmax(x).reduce((sum, logp, c) => sum + q[c] * logp, 0)];

describe("cross entropy", () => {
  test("of equal logits is log C, its slope softmax minus the target", () => {
    const x = zeros([2, 4], { requiresGrad: true });
    const loss = crossEntropy(x, tensor([1, 3]));
    expect(loss.item()).toBe(Math.fround(Math.log(4)));
    loss.backward();
    expect(x.grad?.mul(8).tolist()).toEqual([
      [1, -3, 1, 1],
      [1, 1, 1, -3],
    ]);
  });

  test("weights divide the mean; what is ignored does not count", () => {
    const x = zeros([4, 2], { requiresGrad: true });
    const [target, weight] = [tensor([0, 1, -100, 1]), tensor([2, 3])];
    expect(
      crossEntropy(x, target, { weight, ...none })
        .div(LN2)
        .tolist(),
    ).toEqual([2, 3, 0, 3]);
    expect(crossEntropy(x, target, { weight, reduction: "sum" }).item()).toBe(Math.fround(8 * Math.LN2));
    const loss = crossEntropy(x, target, { weight });
    expect(loss.item()).toBe(LN2);
    loss.backward();
    expect(x.grad?.mul(16).tolist()).toEqual([
      [-2, 2],
      [3, -3],
      [0, 0],
      [3, -3],
    ]);
  });

  test("of nothing but ignored targets is NaN in the mean and 0 in the sum", () => {
    const [x, target] = [zeros([2, 3]), tensor([7, 7])];
    expect(crossEntropy(x, target, { ignoreIndex: 7 }).item()).toBeNaN();
    expect(crossEntropy(x, target, { ignoreIndex: 7, reduction: "sum" }).item()).toBe(0);
    expect(crossEntropy(x, target, { ignoreIndex: 7, labelSmoothing: 0.1, ...none }).tolist()).toEqual([
      0, 0,
    ]);
  });

  test("an excluded class, logit −∞, leaves the others alone", () => {
    const x = tensor([[0, 0, Number.NEGATIVE_INFINITY]], { requiresGrad: true });
    const loss = crossEntropy(x, tensor([0]));
    expect(loss.item()).toBe(LN2);
    loss.backward();
    expect(x.grad?.tolist()).toEqual([[-0.5, 0.5, 0]]);
  });

  test("classes and the probabilities that stand for them agree, in every layout", () => {
    const x = tensor(Float32Array.from(values(24, 3, 2)), { shape: [2, 3, 4] });
    const target = tensor([
      [0, 1, 2, 1],
      [2, 2, 0, 1],
    ]);
    const oneHot = zeros([2, 3, 4]);
    target.data.forEach((y, i) => {
      oneHot.data[Math.floor(i / 4) * 12 + y * 4 + (i % 4)] = 1;
    });
    const weight = tensor([1, 2, 5]);
    const options = { weight, labelSmoothing: 0.25, ...none };
    const [fromClasses, fromShares] = [target, oneHot].map((y) => crossEntropy(x, y, options));
    expect(fromClasses.shape).toEqual([2, 4]);
    fromClasses.data.forEach((loss, i) => {
      expect(Math.abs(loss - fromShares.data[i])).toBeLessThan(2e-6); // rounded in another order
    });
    const alone = crossEntropy(x.select(0, 1).select(1, 2), tensor(0), options);
    expect(alone.shape).toEqual([]);
    expect(alone.item()).toBeCloseTo(fromClasses.select(0, 1).select(0, 2).item(), 6);
  });

  test("is its twin's, forward and backward", () => {
    for (const C of [1, 3, 4, 5, 17]) {
      const weights = values(C, 8).map(Math.abs);
      const weight = tensor(weights);
      const y = C - 1;
      expectTwin(
        (x) => crossEntropy(x, tensor(y), { weight, labelSmoothing: 0.2, ...none }),
        chosen(weights.map((w, c) => w * (0.2 / C + (c === y ? 0.8 : 0)))),
        [values(C, 1, 3)],
        2e-6, // up to 17 terms
      );
      const shares: Twin = (x, q) => chosen(q.map((value, c) => weights[c] * (0.8 * value + 0.2 / C)))(x);
      expectTwin(
        (x, q) => crossEntropy(x, q, { weight, labelSmoothing: 0.2, ...none }),
        shares,
        [values(C, 1, 3), values(C, 2).map(Math.abs)],
        5e-6, // log-probabilities of up to 10, summed over 17 classes
      );
    }
  });

  test("nllLoss takes log-probabilities as they are", () => {
    const x = tensor([[-1, -2, -4]], { requiresGrad: true });
    const loss = nllLoss(x, tensor([2]));
    expect(loss.item()).toBe(4);
    loss.backward();
    expect(x.grad?.tolist()).toEqual([[0, 0, -1]]);
  });
});

describe("targets that do not fit", () => {
  const shapes = (input: string, classes: string): string =>
    `\n  input is [${input}], so classes must be [${classes}] and probabilities [${input}]`;
  test.each([
    [[3, 4], [2], `Expected input batch_size (3) to match target batch_size (2).${shapes("3, 4", "3")}`],
    [[3, 4], [], `Expected input batch_size (3) to match target batch_size (0).${shapes("3, 4", "3")}`],
    [[3, 4], [3, 1], `0D or 1D target tensor expected, multi-target not supported${shapes("3, 4", "3")}`],
    [[4], [1, 1], `0D or 1D target tensor expected, multi-target not supported${shapes("4", "")}`],
    [[4], [1], `size mismatch (got input: [4], target: [1])${shapes("4", "")}`],
    [[2, 4, 5], [2, 4], `Expected target size [2, 5], got [2, 4]${shapes("2, 4, 5", "2, 5")}`],
    [[2, 4, 5], [2], `Expected target size [2, 5], got [2]${shapes("2, 4, 5", "2, 5")}`],
    [
      [2, 4, 5],
      [3, 5],
      `Expected input batch_size (2) to match target batch_size (3).${shapes("2, 4, 5", "2, 5")}`,
    ],
    [[], [], "Expected 1 or more dimensions (got 0)"],
  ])("input %j, target %j", (input, target, message) => {
    for (const loss of [crossEntropy, nllLoss]) {
      expect(() => loss(zeros(input), zeros(target))).toThrow(new ShapeError(message));
    }
  });

  test.each([
    [4, "Target 4 is out of bounds."],
    [-1, "Target -1 is out of bounds."],
    [0.5, "expected scalar type Long but found Float"],
  ])("class %d of 4", (value, text) => {
    const message = `${text}\n  a target is ${value} but must be a class, 0 to 3, or the ignored -100`;
    for (const loss of [crossEntropy, nllLoss]) {
      expect(() => loss(zeros([2, 4]), tensor([0, value]))).toThrow(new ValueError(message));
    }
  });
});

describe("refused options", () => {
  const weightText =
    "weight tensor should be defined either for all 4 classes or no classes but got weight tensor of shape: [3]";

  test("a weight for another number of classes", () => {
    const weight = zeros([3]);
    expect(() => crossEntropy(zeros([2, 4]), zeros([2]), { weight })).toThrow(new ShapeError(weightText));
    expect(() => crossEntropy(zeros([2, 4]), zeros([2, 4]), { weight })).toThrow(
      new ShapeError(`cross_entropy: ${weightText}`),
    );
  });

  test("smoothing outside [0, 1]", () => {
    for (const labelSmoothing of [1.5, -0.5, Number.NaN]) {
      expect(() => crossEntropy(zeros([2, 4]), zeros([2]), { labelSmoothing })).toThrow(
        new ValueError(`label_smoothing must be between 0.0 and 1.0. Got: ${labelSmoothing}`),
      );
    }
  });

  test("a class to ignore among probabilities", () => {
    expect(() => crossEntropy(zeros([2, 4]), zeros([2, 4]), { ignoreIndex: 2 })).toThrow(
      new ValueError("ignore_index is not supported for floating point target"),
    );
  });

  test("a reduction that is none", () => {
    const options = { reduction: "average" } as unknown as functional.LossOptions;
    const error = new ValueError(
      'average is not a valid value for reduction\n  it must be "mean", "sum" or "none"',
    );
    for (const target of [zeros([2]), zeros([2, 4])]) {
      expect(() => crossEntropy(zeros([2, 4]), target, options)).toThrow(error);
    }
    expect(() => binaryCrossEntropyWithLogits(zeros([1]), zeros([1]), options)).toThrow(error);
  });
});
