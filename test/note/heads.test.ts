/** @module The note's three heads: a loop over time steps, `view(-1, 32)`, and Linear on everything at once. */
import { describe, expect, test } from "vitest";
import { linspace } from "../../src/data/samples/linspace.ts";
import { manualSeed, nn, optim, stack, type Tensor, tensor } from "../../src/index.ts";

const TIME_STEP = 10;

type Head = (out: nn.Linear, rOut: Tensor) => Tensor;

/** As the note has them: the program's own, and the two of its comments. */
const heads = {
  loop: (out, rOut) => {
    const outs: Tensor[] = [];
    for (let t = 0; t < rOut.size(1); t++) outs.push(out.forward(rOut.select(1, t)));
    return stack(outs, 1);
  },
  view: (out, rOut) => out.forward(rOut.view(-1, 32)).view(-1, TIME_STEP, 1),
  whole: (out, rOut) => out.forward(rOut),
} as const satisfies Record<string, Head>;

class RNN extends nn.Module {
  rnn = new nn.RNN(1, 32, { numLayers: 1, batchFirst: true });
  out = new nn.Linear(32, 1);
}

interface Step {
  readonly prediction: Float32Array;
  readonly loss: number;
  readonly gradients: Readonly<Record<string, Float32Array>>;
}

/** Trains so many segments with a head, and keeps what each of them gave. */
function train(head: Head, segments: number): { readonly steps: Step[]; readonly shape: readonly number[] } {
  manualSeed(1);
  const model = new RNN();
  const optimizer = new optim.Adam(model.parameters(), { lr: 0.02 });
  const lossFunc = new nn.MSELoss();
  let hState: Tensor | null = null;
  let shape: readonly number[] = [];
  const steps = Array.from({ length: segments }, (_, k): Step => {
    const t = linspace(k * Math.PI, (k + 1) * Math.PI, TIME_STEP, { endpoint: false });
    const x = tensor(t.map(Math.sin), { shape: [1, TIME_STEP, 1] });
    const y = tensor(t.map(Math.cos), { shape: [1, TIME_STEP, 1] });
    const [rOut, h]: [Tensor, Tensor] = model.rnn.forward(x, hState);
    hState = h.detach();
    const prediction = head(model.out, rOut);
    shape = prediction.shape;
    const loss = lossFunc.forward(prediction, y);
    optimizer.zeroGrad();
    loss.backward();
    const gradients = model
      .namedParameters()
      .map(([name, { grad }]): [string, Float32Array] => [name, Float32Array.from(grad?.data ?? [])]);
    optimizer.step();
    return {
      prediction: prediction.data.slice(),
      loss: loss.item(),
      gradients: Object.fromEntries(gradients),
    };
  });
  return { steps, shape };
}

/** The greatest difference, as a share of the greatest value. */
function differenceOf(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  const largest = Math.max(...b.map(Math.abs));
  expect(largest).toBeGreaterThan(0);
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]))) / largest;
}

// The three sum the same products in other orders: over the steps one by one, or over all rows at once.
// A sum of 32 (forward) or 10 (backward) float32 products is off by at most some tens of ulps of its largest
// part, 2⁻²⁴ each; 1e-5 allows for that. Training feeds it back and enlarges it: after 20 segments 1e-3.
const ROUNDING = 1e-5;
const ROUNDING_TRAINED = 1e-3;

const loop = train(heads.loop, 20);

describe.each(["view", "whole"] as const)("the head %s against the loop", (name) => {
  const other = train(heads[name], 20);

  test("predictions, loss and every gradient of the first segment", () => {
    const [mine, theirs] = [other.steps[0], loop.steps[0]];
    expect(other.shape).toEqual([1, TIME_STEP, 1]);
    expect(loop.shape).toEqual(other.shape);
    expect(differenceOf(mine.prediction, theirs.prediction)).toBeLessThan(ROUNDING);
    expect(Math.abs(mine.loss - theirs.loss) / theirs.loss).toBeLessThan(ROUNDING);
    const names = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"].map((key) => `rnn.${key}`);
    expect(Object.keys(mine.gradients)).toEqual([...names, "out.weight", "out.bias"]);
    for (const [key, gradient] of Object.entries(mine.gradients))
      expect(differenceOf(gradient, theirs.gradients[key]), key).toBeLessThan(ROUNDING);
  });

  test("the losses of twenty segments", () => {
    other.steps.forEach(({ loss }, k) => {
      const wanted = loop.steps[k].loss;
      expect(Math.abs(loss - wanted) / Math.max(wanted, 1e-3), `segment ${k}`).toBeLessThan(ROUNDING_TRAINED);
    });
    expect(loop.steps[19].loss).not.toBe(loop.steps[0].loss);
  });
});
