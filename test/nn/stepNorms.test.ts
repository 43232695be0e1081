/** @module How much of a loss reaches each state: against the gradients of states taken one step at a time. */
import { nn, noGrad, randn, type Tensor, zeros } from "unrolled";
import { describe, expect, test } from "vitest";
import { compose, type Kind } from "../functional/recurrentCells.ts";
import { type RecurrentLayer, run } from "../functional/recurrentRun.ts";

const { packPaddedSequence } = nn.utils.rnn;

const norm = (t: Tensor | null): number => Math.hypot(...(t?.data ?? [Number.NaN]));

/** Sums of some tens of float32 products, taken in another order. */
function expectNear(actual: readonly number[] | undefined, expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, t) => {
    expect(Math.abs((actual?.[t] ?? Number.NaN) - value)).toBeLessThan(1e-6 + 1e-5 * value);
  });
}

/** The norms of the gradients of h_t, or c_t, in steps that were asked to keep them. */
function normsOf(steps: readonly (readonly Tensor[])[], s: number): number[] {
  return steps[s].map(({ grad }) => norm(grad));
}

/** A loss that reaches outputs and final states with a different weight each. */
function lossOf(output: Tensor, states: readonly Tensor[], weights: readonly Tensor[]): Tensor {
  const terms = [output, ...states].map((t, i) => t.mul(weights[i]).sum());
  return terms.reduce((sum, term) => sum.add(term));
}

function layers(): [Kind, string, RecurrentLayer][] {
  return [
    ["RNN", "plain", new nn.RNN(3, 5)],
    ["RNN", "two layers, both directions", new nn.RNN(3, 4, { numLayers: 2, bidirectional: true })],
    ["LSTM", "plain", new nn.LSTM(3, 5)],
    ["LSTM", "two layers, both directions", new nn.LSTM(3, 4, { numLayers: 2, bidirectional: true })],
    ["LSTM", "projected", new nn.LSTM(3, 5, { numLayers: 2, projSize: 2 })],
    ["GRU", "plain", new nn.GRU(3, 5)],
    ["GRU", "two layers, both directions", new nn.GRU(3, 4, { numLayers: 2, bidirectional: true })],
  ];
}

test.each(layers())("%s, %s: the norms of the gradients of its states, step by step", (kind, _, layer) => {
  const x = randn([6, 2, 3]);
  layer.recordStepNorms = true;
  const { output, states } = run(layer, x, null);
  const weights = [output, ...states].map(({ shape }) => randn(shape));
  expect(layer.stepNorms).toBeNull();
  lossOf(output, states, weights).backward();

  const composition = compose(kind, layer, x, null);
  for (const steps of composition.steps.flat()) for (const state of steps) state.retainGrad();
  lossOf(composition.output, composition.states, weights).backward();

  const { hidden, cell } = layer.stepNorms ?? { hidden: [], cell: [] };
  const passes = layer.numLayers * (layer.bidirectional ? 2 : 1);
  expect(hidden).toHaveLength(passes);
  composition.steps.forEach((steps, index) => {
    expectNear(hidden[index], normsOf(steps, 0));
    expect(Math.min(...hidden[index])).toBeGreaterThan(0);
  });
  if (kind !== "LSTM") expect(cell).toBeNull();
  else {
    expect(cell).toHaveLength(passes);
    composition.steps.forEach((steps, index) => {
      expectNear(cell?.[index], normsOf(steps, 1));
    });
  }
});

describe.each(["RNN", "LSTM", "GRU"] as const)("%s", (kind) => {
  test("packed: at each step, the norms of the sequences that run on, together", () => {
    const layer = new nn[kind](3, 4, { numLayers: 2, bidirectional: true });
    layer.recordStepNorms = true;
    const lengths = [2, 5, 1, 3];
    const x = randn([5, 4, 3]);
    const alone = lengths.map((length, b) => {
      run(layer, x.select(1, b).slice(0, 0, length), null)
        .output.sum()
        .backward();
      return layer.stepNorms;
    });
    const packed = packPaddedSequence(x, lengths, { enforceSorted: false });
    run(layer, packed, null).output.data.sum().backward();
    const together = (norms: (index: number, b: number) => readonly number[] | undefined): number[][] =>
      Array.from({ length: 4 }, (_, index) =>
        Array.from({ length: 5 }, (_, t) =>
          Math.hypot(...lengths.map((length, b) => (t < length ? (norms(index, b)?.[t] ?? Number.NaN) : 0))),
        ),
      );
    together((index, b) => alone[b]?.hidden[index]).forEach((expected, index) => {
      expectNear(layer.stepNorms?.hidden[index], expected);
    });
    if (kind !== "LSTM") return;
    together((index, b) => alone[b]?.cell?.[index]).forEach((expected, index) => {
      expectNear(layer.stepNorms?.cell?.[index], expected);
    });
  });

  test("recording changes no gradient; the last backward is told, and none unless asked", () => {
    const layer = new nn[kind](3, 4);
    const x = randn([3, 2, 3]);
    const gradients = (): number[][] => {
      layer.zeroGrad();
      run(layer, x, null).output.sum().backward();
      return layer.parameters().map(({ grad }) => [...(grad?.data ?? [])]);
    };
    const before = gradients();
    expect(layer.stepNorms).toBeNull();
    layer.recordStepNorms = true;
    expect(gradients()).toEqual(before);
    const first = layer.stepNorms;
    expect(first?.hidden[0]).toHaveLength(3);
    gradients();
    expect(layer.stepNorms).toEqual(first);
    expect(layer.stepNorms).not.toBe(first);
    noGrad(() => run(layer, x, null));
    run(layer, x, null).output.mul(2).sum().backward();
    expectNear(layer.stepNorms?.hidden[0], first?.hidden[0].map((value) => 2 * value) ?? []);
  });
});

test("a relu that adds: every state gets one for each output from it on", () => {
  const layer = new nn.RNN(1, 1, { nonlinearity: "relu" });
  for (const parameter of layer.parameters()) parameter.data.fill(1);
  layer.recordStepNorms = true;
  layer
    .forward(zeros([4, 1, 1]))[0]
    .sum()
    .backward();
  expect(layer.stepNorms).toEqual({ hidden: [[4, 3, 2, 1]], cell: null });
});
