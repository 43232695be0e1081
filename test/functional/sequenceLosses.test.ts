/** @module Losses of probabilities and of unaligned labels, and attention: against their definitions, and what they refuse. */
import { functional, nn, ShapeError, tensor, ValueError, zeros } from "unrolled";
import { describe, expect, test } from "vitest";
import { values } from "../reference/values.ts";
import { expectTwin, logSoftmax, softmax, type Twin } from "./twins.ts";

const { binaryCrossEntropy, ctcLoss, klDiv, scaledDotProductAttention } = functional;
const none = { reduction: "none" } as const;
const infinity = Number.POSITIVE_INFINITY;

const rowsOf = (flat: readonly number[], width: number): number[][] =>
  Array.from({ length: flat.length / width }, (_, i) => flat.slice(i * width, (i + 1) * width));

describe("binaryCrossEntropy", () => {
  test("logarithms end at −100, and slopes at 1e12", () => {
    const x = tensor([0, 1, 0.5], { requiresGrad: true });
    const losses = binaryCrossEntropy(x, tensor([1, 0, 1]), none);
    expect(losses.tolist()).toEqual([100, 100, Math.fround(Math.LN2)]);
    losses.sum().backward();
    expect(x.grad?.tolist()).toEqual([-1e12, 1e12, -2].map(Math.fround));
  });

  test("is its definition, for input and target", () => {
    const twin: Twin = (x, y) => x.map((p, i) => -(y[i] * Math.log(p) + (1 - y[i]) * Math.log(1 - p)));
    const shares = (seed: number): number[] => values(17, seed).map((v) => Math.fround(0.5 + 0.4 * v));
    expectTwin((x, y) => binaryCrossEntropy(x, y, none), twin, [shares(1), shares(2)]);
  });

  test.each([1.5, -0.5, Number.NaN])("refuses %d as a probability", (x) => {
    expect(() => binaryCrossEntropy(tensor([x]), tensor([1]))).toThrow(
      new ValueError(
        `all elements of input should be between 0 and 1\n  one is ${x}: apply sigmoid() first, or use binaryCrossEntropyWithLogits`,
      ),
    );
  });

  test("refuses targets of another shape", () => {
    expect(() => binaryCrossEntropy(zeros([3]), zeros([2]))).toThrow(
      new ShapeError(
        "Using a target size (torch.Size([2])) that is different to the input size (torch.Size([3])) is deprecated. Please ensure they have the same size.",
      ),
    );
  });
});

describe("klDiv", () => {
  test("is its definition, for input and target", () => {
    const [x, y] = [values(5, 1), values(5, 2).map((v) => Math.fround(v + 1.5))];
    expectTwin(
      (a, b) => klDiv(a, b, none),
      (a, b) => b.map((p, i) => p * (Math.log(p) - a[i])),
      [x, y],
    );
    expectTwin(
      (a, b) => klDiv(a, b, { logTarget: true, ...none }),
      (a, b) => b.map((p, i) => Math.exp(p) * (p - a[i])),
      [x, y],
    );
  });

  test("a target of 0 costs nothing", () => {
    const x = tensor([-5, -1], { requiresGrad: true });
    const loss = klDiv(x, tensor([0, 1]), { reduction: "batchmean" });
    expect(loss.item()).toBe(0.5);
    loss.backward();
    expect(x.grad?.tolist()).toEqual([0, -0.5]);
  });

  test("refuses a reduction that is none", () => {
    expect(() => klDiv(zeros([1]), zeros([1]), { reduction: "max" as never })).toThrow(
      new ValueError('max is not a valid value for reduction\n  it must be "mean", "sum" or "none"'),
    );
  });
});

describe("ctcLoss", () => {
  const [T, C] = [4, 3];

  /** Every path of T classes, without repetitions and blanks, and the logarithm of the sum of those that spell the labels. */
  const spelled =
    (labels: readonly number[]): Twin =>
    (logits) => {
      const logp = rowsOf(logits, C).map((row) => logSoftmax(row));
      let total = 0;
      for (let code = 0; code < C ** T; code++) {
        const path = Array.from({ length: T }, (_, t) => Math.floor(code / C ** t) % C);
        const written = path.filter((c, t) => c !== 0 && c !== path[t - 1]);
        if (written.join() === labels.join())
          total += Math.exp(path.reduce((sum, c, t) => sum + logp[t][c], 0));
      }
      return [-Math.log(total)];
    };

  test.each([[[1, 2]], [[1, 1]], [[2]], [[]], [[1, 2, 1]], [[1, 2, 1, 2]]])(
    "is the sum over all paths that spell %j",
    (labels) => {
      const ours = (x: ReturnType<typeof tensor>) =>
        ctcLoss(functional.logSoftmax(x.view(T, C), 1), tensor(labels), T, labels.length, none).view(1);
      expectTwin(ours, spelled(labels), [values(T * C, 7, 2)]);
    },
  );

  test("labels that do not fit cost infinity, or nothing", () => {
    const x = functional.logSoftmax(zeros([2, 1, 3]), 2);
    const call = (options: functional.CtcOptions): number =>
      ctcLoss(x, tensor([[1, 1]]), [2], [2], options).item();
    expect(call({})).toBe(infinity);
    expect(call({ zeroInfinity: true })).toBe(0);
    expect(ctcLoss(zeros([2, 1, 3]), tensor([[1]]), [0], [0], none).tolist()).toEqual([0]);
    expect(ctcLoss(zeros([2, 1, 3]), tensor([[1]]), [0], [1], none).tolist()).toEqual([infinity]);
  });

  const x = zeros([5, 2, 4]);
  const rows = tensor([
    [1, 2],
    [3, 3],
  ]);
  const length = "Expected tensor to have size at least";
  test.each<[string, () => unknown, Error]>([
    [
      "too many steps",
      () => ctcLoss(x, rows, [6, 5], [2, 2]),
      new ShapeError("Expected input_lengths to have value at most 5, but got value 6"),
    ],
    [
      "too many labels",
      () => ctcLoss(x, rows, [5, 5], [3, 2]),
      new ShapeError(`${length} 3 at dimension 1, but got size 2 for argument #2 'targets'`),
    ],
    [
      "too few rows",
      () => ctcLoss(x, zeros([1, 2]), [5, 5], [2, 2]),
      new ShapeError(`${length} 2 at dimension 0, but got size 1 for argument #2 'targets'`),
    ],
    [
      "too short a row of all",
      () => ctcLoss(x, tensor([1, 2, 3]), [5, 5], [2, 2]),
      new ShapeError(`${length} 4 at dimension 0, but got size 3 for argument #2 'targets'`),
    ],
    [
      "a length too few",
      () => ctcLoss(x, rows, [5], [2, 2]),
      new ShapeError("input_lengths must be of size batch_size\n  it has 1, of 2 sequences"),
    ],
    [
      "a negative length",
      () => ctcLoss(x, rows, [5, 5], [-2, 2]),
      new ValueError("ctcLoss: target_lengths must be whole numbers from 0 (got -2)"),
    ],
    [
      "a blank outside",
      () => ctcLoss(x, rows, [5, 5], [2, 2], { blank: 4 }),
      new ValueError("blank must be in label range\n  it is 4 but must be a class, 0 to 3"),
    ],
    [
      "a label outside",
      () => ctcLoss(x, rows.add(1), [5, 5], [2, 2]),
      new ValueError("Target 4 is out of bounds.\n  a label is 4 but must be a class, 0 to 3"),
    ],
    [
      "four axes",
      () => ctcLoss(x.unsqueeze(0), rows, [5, 5], [2, 2]),
      new ShapeError("ctcLoss: logProbs must be (T, N, C) or (T, C) (got (1, 5, 2, 4))"),
    ],
  ])("%s are refused", (_, call, error) => {
    expect(call).toThrow(error);
  });
});

describe("scaledDotProductAttention", () => {
  const [L, S, E] = [2, 3, 2];
  const twin: Twin = (q, k, v) =>
    rowsOf(q, E).flatMap((query) => {
      const scores = rowsOf(k, E).map(
        (key) => key.reduce((sum, value, e) => sum + value * query[e], 0) / Math.sqrt(E),
      );
      const weights = softmax(scores);
      return Array.from({ length: E }, (_, e) =>
        rowsOf(v, E).reduce((sum, row, s) => sum + weights[s] * row[e], 0),
      );
    });

  test("is its definition, with every gradient", () => {
    const ours = (q: ReturnType<typeof tensor>, k: typeof q, v: typeof q) =>
      scaledDotProductAttention(q.view(L, E), k.view(S, E), v.view(S, E)).flatten();
    expectTwin(ours, twin, [values(L * E, 1), values(S * E, 2), values(S * E, 3)]);
  });

  test("a key that is masked has no weight; a scale of 0 is the mean", () => {
    const v = tensor([[1], [2], [6]]);
    const mask = tensor([[0, -infinity, 0]]);
    expect(scaledDotProductAttention(zeros([1, 1]), zeros([3, 1]), v, { attnMask: mask }).item()).toBe(3.5);
    expect(scaledDotProductAttention(tensor([[9]]), v, v, { scale: 0 }).item()).toBe(3);
    expect(scaledDotProductAttention(zeros([3, 1]), v, v, { isCausal: true }).tolist()).toEqual([
      [1],
      [1.5],
      [3],
    ]);
  });

  test("refuses two masks, and vectors", () => {
    const q = zeros([2, 2]);
    expect(() => scaledDotProductAttention(q, q, q, { isCausal: true, attnMask: q })).toThrow(
      new ValueError("scaledDotProductAttention: attnMask must not be set when isCausal is true"),
    );
    expect(() => scaledDotProductAttention(zeros([2]), q, q)).toThrow(
      new ShapeError(
        "scaledDotProductAttention: query, key and value must have at least two axes (got 1, 2 and 2)",
      ),
    );
  });
});

test("the modules pass their options on", () => {
  const [x, y] = [tensor([[0.25, 0.5]]), tensor([[1, 0]])];
  const weight = tensor([1, 3]);
  const bce = new nn.BCELoss({ weight, reduction: "sum" });
  expect(bce.forward(x, y).item()).toBe(binaryCrossEntropy(x, y, { weight, reduction: "sum" }).item());
  expect(Object.keys(bce.stateDict())).toEqual(["weight"]);
  const options = { logTarget: true, reduction: "batchmean" } as const;
  expect(new nn.KLDivLoss(options).forward(x, y).item()).toBe(klDiv(x, y, options).item());
  const ctc = new nn.CTCLoss({ blank: 1, zeroInfinity: true, reduction: "sum" });
  const logp = functional.logSoftmax(tensor([[[1, 2, 0]], [[0, 1, 3]]]), 2);
  expect(ctc.forward(logp, tensor([[0]]), [2], [1]).item()).toBe(
    ctcLoss(logp, tensor([[0]]), [2], [1], { blank: 1, reduction: "sum" }).item(),
  );
  expect([bce, new nn.KLDivLoss(), ctc].map(String)).toEqual(["BCELoss()", "KLDivLoss()", "CTCLoss()"]);
});
