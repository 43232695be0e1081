/** @module The twins themselves: against numbers worked by hand, and their backward against central differences. */
import { describe, expect, test } from "vitest";
import { adamStep } from "./adam.ts";
import { type LayerSizes, randomLayer, twins } from "./cells.ts";
import { gemm, transposed } from "./gemm.ts";
import { linearBackward, linearForward } from "./linear.ts";
import { mseBackward, mseForward } from "./mse.ts";
import { centralDifferences, dot, farthest, values } from "./values.ts";

/** Central differences at h = 1e-5 are right to h² ~ 1e-10 plus the rounding of f over h, ~ 1e-15 / 1e-5. */
const DIFFERENCES = 1e-8;

test("gemm: a case small enough to check by hand", () => {
  const [a, b] = [
    [1, 2, 3, 4, 5, 6],
    [1, 0, 0, 1, 2, 2],
  ];
  expect(gemm(a, b, [2, 2, 3])).toEqual([7, 8, 16, 17]);
  expect(transposed(a, 2, 3)).toEqual([1, 4, 2, 5, 3, 6]);
});

test("linear: by hand, and its derivatives", () => {
  expect(linearForward([1, 2, 3], [1, 0, -1, 2, 1, 0], [10, 20], [1, 3, 2])).toEqual([8, 24]);
  const [x, w, b, dy] = [values(6, 1), values(12, 2), values(4, 3), values(8, 4)];
  const sizes = [2, 3, 4];
  const expected = centralDifferences(() => dot(dy, linearForward(x, w, b, sizes)), [x, w, b]);
  const { dx, dweight, dbias } = linearBackward(dy, x, w, sizes);
  [dx, dweight, dbias].forEach((gradient, i) => {
    expect(farthest(gradient, expected[i])).toBeLessThan(DIFFERENCES);
  });
});

test("mse: by hand, and its derivatives", () => {
  expect(mseForward([1, 2, 3], [1, 4, 6])).toBe(13 / 3);
  const [x, y] = [values(5, 1), values(5, 2)];
  const [dx, dy] = centralDifferences(() => mseForward(x, y), [x, y]);
  expect(farthest(mseBackward(x, y).dx, dx)).toBeLessThan(DIFFERENCES);
  expect(farthest(mseBackward(x, y).dy, dy)).toBeLessThan(DIFFERENCES);
});

test("adam: the first step is lr in the direction of the gradient's sign", () => {
  const start = { p: [1, 2, 3], m: [0, 0, 0], v: [0, 0, 0] };
  const settings = { lr: 0.5, betas: [0.9, 0.999], eps: 0, weightDecay: 0, t: 1 } as const;
  const { p, m, v } = adamStep(start, [4, -0.25, 1000], settings);
  expect(farthest(p, [0.5, 2.5, 2.5])).toBeLessThan(1e-12);
  expect(farthest(m, [0.4, -0.025, 100])).toBeLessThan(1e-12);
  expect(farthest(v, [0.016, 0.0000625, 1000])).toBeLessThan(1e-12);
});

test("rnn: two steps with weights of one and a relu add up what went before", () => {
  const layer = {
    ...{
      I: 1,
      H: 1,
      P: 1,
      weightHr: null,
      batchSizes: [1, 1],
      reverse: false,
      x: [3, 4],
      weightIh: [1],
      weightHh: [1],
    },
    ...{ biasIh: null, biasHh: [10], initial: [[2]] },
  };
  expect(twins.RNN_RELU.forward(layer)).toMatchObject({ y: [15, 29], finals: [[29]] });
  expect(twins.RNN_RELU.forward({ ...layer, reverse: true })).toMatchObject({ y: [29, 16], finals: [[29]] });
});

test("lstm: gates that are all one half", () => {
  const zero = { weightIh: [0, 0, 0, 0], weightHh: [0, 0, 0, 0], biasIh: null, biasHh: null };
  const layer = {
    ...{ I: 1, H: 1, P: 1, weightHr: null, batchSizes: [1], reverse: false, x: [5] },
    ...zero,
    initial: [[7], [3]],
  };
  expect(twins.LSTM.forward(layer).finals).toEqual([[Math.tanh(1.5) / 2], [1.5]]); // c = 3/2 + 0, h = tanh(c)/2
});

test("gru: gates that are all one half take the mean of state and candidate", () => {
  const zero = { weightIh: [0, 0, 0], weightHh: [0, 0, 0], biasIh: [0, 0, 1], biasHh: [0, 0, 2] };
  const layer = {
    ...{ I: 1, H: 1, P: 1, weightHr: null, batchSizes: [1], reverse: false, x: [5] },
    ...zero,
    initial: [[7]],
  };
  expect(twins.GRU.forward(layer).finals[0][0]).toBeCloseTo((Math.tanh(1 + 2 / 2) + 7) / 2, 12);
});

test("a shorter sequence keeps the state of its own last step", () => {
  const layer = {
    ...{
      I: 1,
      H: 1,
      P: 1,
      weightHr: null,
      batchSizes: [2, 1],
      reverse: false,
      x: [1, 10, 2],
      weightIh: [1],
      weightHh: [1],
    },
    ...{ biasIh: null, biasHh: null, initial: [[100, 200]] },
  };
  expect(twins.RNN_RELU.forward(layer)).toMatchObject({ y: [101, 210, 103], finals: [[103, 210]] });
  expect(twins.RNN_RELU.forward({ ...layer, reverse: true }).y).toEqual([103, 210, 102]);
});

test("lstm: what the gates let out is projected, and comes back narrower", () => {
  const zero = {
    weightIh: [0, 0, 0, 0, 0, 0, 0, 0],
    weightHh: [0, 0, 0, 0, 0, 0, 0, 0],
    biasIh: null,
    biasHh: null,
  };
  const sizes = { I: 1, H: 2, P: 1, batchSizes: [1], reverse: false, x: [5] };
  const layer = { ...sizes, ...zero, weightHr: [10, 100], initial: [[7], [2, 4]] }; // c = half of these
  const { y, finals } = twins.LSTM.forward(layer);
  expect(farthest(y, [5 * Math.tanh(1) + 50 * Math.tanh(2)])).toBeLessThan(1e-12);
  expect(finals).toEqual([y, [1, 2]]);
});

const sizes: LayerSizes[] = [
  { I: 2, H: 3, batchSizes: [2, 2, 2] },
  { I: 1, H: 2, batchSizes: [3, 2, 2, 1], reverse: true },
  { I: 3, H: 2, batchSizes: [2, 1], bias: false },
];
const projected: LayerSizes[] = [
  { I: 2, H: 3, P: 2, batchSizes: [2, 2, 2] },
  { I: 1, H: 4, P: 1, batchSizes: [3, 2, 2, 1], reverse: true, bias: false },
];

describe.each(["RNN_TANH", "RNN_RELU", "LSTM", "GRU"] as const)("%s backward through time", (mode) => {
  const all = mode === "LSTM" ? [...sizes, ...projected] : sizes;
  test.each(all)("I $I, H $H, P $P, batch sizes $batchSizes", (size) => {
    const random = randomLayer(mode, size);
    const { dy, dfinals } = random;
    const d = twins[mode].backward(random.layer, dy, dfinals);
    const layer = { ...random.layer, nudges: d.steps.map((step) => step.map(() => 0)) };
    const loss = (): number => {
      const { y, finals } = twins[mode].forward(layer);
      return dot(dy, y) + finals.reduce((sum, state, s) => sum + dot(dfinals[s], state), 0);
    };
    const { x, weightIh, weightHh, biasIh, biasHh, weightHr, initial, nudges } = layer;
    const pairs: [number[] | null, number[]][] = [
      [x, d.x],
      [weightIh, d.weightIh],
      [weightHh, d.weightHh],
      [biasIh, d.biasIh],
      [biasHh, d.biasHh],
      [weightHr, d.weightHr],
      ...initial.map((state, s): [number[], number[]] => [state, d.initial[s]]),
      ...nudges.map((nudge, s): [number[], number[]] => [nudge, d.steps[s]]),
    ];
    for (const [input, gradient] of pairs) {
      if (input === null) continue;
      const [difference] = centralDifferences(loss, [input]);
      expect(farthest(gradient, difference)).toBeLessThan(DIFFERENCES);
    }
  });
});
