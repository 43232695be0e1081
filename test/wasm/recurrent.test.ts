/** @module The recurrent layers, whole sequences at once, against their twins: forward and backward through time. */
import { describe, expect, test } from "vitest";
import { layoutOf, type Mode } from "../../src/wasm/recurrent.ts";
import { recurrentBackward } from "../../src/wasm/recurrentBackward.ts";
import { freeLayer, recurrentForward } from "../../src/wasm/recurrentForward.ts";
import { type LayerSizes, randomLayer, twins } from "../reference/cells.ts";
import { farthest } from "../reference/values.ts";

const modes = ["RNN_TANH", "RNN_RELU", "LSTM", "GRU"] as const satisfies readonly Mode[];

/**
 * Relative to the largest value of an array, or to 1: rounding errors of 6e-8 in each sum shrink or grow slowly
 * with the steps, as weights start in ±1/√H. Gradients of weights sum over N rows, each term erring by about 1e-7.
 */
const FORWARD = 1e-6;
const backwardTolerance = (N: number): number => 1e-6 + 1e-7 * N;

const whole = (B: number, T: number): number[] => new Array<number>(T).fill(B);

/** Every pair of sizes for (B, T) meets every residue of I and H by 4, without all 625 combinations. */
const SIZES = [1, 3, 4, 5, 17];
const cross: LayerSizes[] = SIZES.flatMap((B, b) =>
  SIZES.flatMap((T, t) => [
    { I: SIZES[(b + t) % 5], H: SIZES[(b + 2 * t) % 5], batchSizes: whole(B, T) },
    { I: SIZES[(b + 3 * t + 1) % 5], H: SIZES[(2 * b + t + 2) % 5], batchSizes: whole(B, T) },
  ]),
);
const special: LayerSizes[] = [
  { I: 33, H: 40, batchSizes: whole(9, 7) },
  { I: 1, H: 32, batchSizes: whole(1, 20) },
  { I: 300, H: 5, batchSizes: whole(2, 3) },
  { I: 2, H: 70, batchSizes: whole(1, 4), bias: false }, // 4H > 256: the depth of a product over all gates
  { I: 2, H: 3, batchSizes: whole(3, 100) }, // N > 256 rows
  { I: 3, H: 5, batchSizes: whole(4, 5), reverse: true },
  { I: 3, H: 5, batchSizes: [5, 5, 3, 2, 2, 1] },
  { I: 4, H: 17, batchSizes: [6, 4, 4, 1], reverse: true },
  { I: 1, H: 1, batchSizes: [2, 1], bias: false },
];

/** Every P < H of the small sizes and one in between, each with its own batch, length and direction. */
const projected: LayerSizes[] = [2, 3, 4, 5, 17].flatMap((H, h) =>
  [1, 3, 4, 5, 16]
    .filter((P) => P < H)
    .map((P, p) => ({
      ...{ I: SIZES[(h + p) % 5], H, P, reverse: (h + p) % 2 === 1, bias: p !== 1 },
      batchSizes: p % 2 === 0 ? whole(SIZES[(p + h) % 5], SIZES[(2 * p + h) % 5]) : [17, 5, 4, 4, 1],
    })),
);

function error(actual: ArrayLike<number>, expected: readonly number[]): number {
  return farthest(actual, expected) / Math.max(1, ...expected.map(Math.abs));
}

/** Runs kernel and twin on one layer; returns the greatest errors, forward and backward. */
function compare(mode: Mode, sizes: LayerSizes): { forward: number; backward: number } {
  const { layer, dy, dfinals } = randomLayer(mode, sizes);
  const x = Float32Array.from(layer.x);
  const weights = {
    weightIh: Float32Array.from(layer.weightIh),
    weightHh: Float32Array.from(layer.weightHh),
    biasIh: layer.biasIh && Float32Array.from(layer.biasIh),
    biasHh: layer.biasHh && Float32Array.from(layer.biasHh),
    weightHr: layer.weightHr && Float32Array.from(layer.weightHr),
  };
  const initial = layer.initial.map((state) => Float32Array.from(state));
  const layout = layoutOf(mode, layer, layer, layer.weightHr !== null);
  const { states, saved } = recurrentForward(layout, { x, weights, initial }, true);
  const twin = twins[mode].forward(layer);
  const forward = error(states, [...twin.y, ...twin.finals.flat()]);

  if (saved === null) throw new Error("nothing was saved for the backward pass");
  const dstates = Float32Array.from([...dy, ...dfinals.flat()]);
  const needs = { x: true, initial: true, weights: true, steps: true };
  const first = recurrentBackward(saved, dstates, weights, needs, true);
  const d = recurrentBackward(saved, dstates, weights, needs, false);
  freeLayer(saved);
  expect(d, "a second walk gives the same").toEqual(first);
  const expected = twins[mode].backward(layer, dy, dfinals);
  const pairs: [ArrayLike<number> | null | undefined, number[]][] = [
    [d.x, expected.x],
    [d.weights?.weightIh, expected.weightIh],
    [d.weights?.weightHh, expected.weightHh],
    ...expected.initial.map((state, s): [ArrayLike<number>, number[]] => [d.initial[s], state]),
    ...expected.steps.map((step, s): [ArrayLike<number>, number[]] => [d.steps[s], step]),
  ];
  if (layer.weightHr) pairs.push([d.weights?.weightHr, expected.weightHr]);
  else expect(d.weights?.weightHr).toBeNull();
  expect([d.initial.length, d.steps.length]).toEqual([dfinals.length, dfinals.length]);
  if (layer.biasIh) pairs.push([d.weights?.biasIh, expected.biasIh], [d.weights?.biasHh, expected.biasHh]);
  else expect([d.weights?.biasIh, d.weights?.biasHh]).toEqual([null, null]);
  return { forward, backward: Math.max(...pairs.map(([got, wanted]) => error(got ?? [], wanted))) };
}

const rows = (batchSizes: readonly number[]): number => batchSizes.reduce((sum, size) => sum + size, 0);

test("an LSTM with a projection, at sizes with every remainder by four", () => {
  expect(projected).toHaveLength(12);
  for (const sizes of [...projected, { I: 2, H: 70, P: 33, batchSizes: whole(3, 100) }]) {
    const { forward, backward } = compare("LSTM", sizes);
    expect(forward, JSON.stringify(sizes)).toBeLessThan(FORWARD);
    expect(backward, JSON.stringify(sizes)).toBeLessThan(backwardTolerance(rows(sizes.batchSizes)));
  }
});

describe.each(modes)("%s", (mode) => {
  test("at 50 small sizes", () => {
    for (const sizes of cross) {
      const { forward, backward } = compare(mode, sizes);
      expect(forward, JSON.stringify(sizes)).toBeLessThan(FORWARD);
      expect(backward, JSON.stringify(sizes)).toBeLessThan(backwardTolerance(rows(sizes.batchSizes)));
    }
  });

  test.each(special)("I $I, H $H, batch sizes $batchSizes, reverse $reverse, bias $bias", (sizes) => {
    const { forward, backward } = compare(mode, sizes);
    expect(forward).toBeLessThan(FORWARD);
    expect(backward).toBeLessThan(backwardTolerance(rows(sizes.batchSizes)));
  });

  test("no initial state is one of zeros", () => {
    const { layer } = randomLayer(mode, { I: 3, H: 5, batchSizes: whole(4, 3) });
    const cleared = layer.initial.map((state) => new Float32Array(state.length));
    const x = Float32Array.from(layer.x);
    const [weightIh, weightHh] = [Float32Array.from(layer.weightIh), Float32Array.from(layer.weightHh)];
    const weights = { weightIh, weightHh, biasIh: null, biasHh: null, weightHr: null };
    const layout = layoutOf(mode, layer, layer, layer.weightHr !== null);
    const from = (initial: readonly Float32Array[] | null) =>
      recurrentForward(layout, { x, weights, initial }, false);
    from(layer.initial.map((state) => Float32Array.from(state))); // leaves other values in the memory
    const without = from(null);
    expect(without.saved).toBeNull();
    expect(without.states).toEqual(from(cleared).states);
  });

  test("gives only the gradients that are wanted", () => {
    const { layer, dy, dfinals } = randomLayer(mode, { I: 2, H: 3, batchSizes: whole(2, 2) });
    const x = Float32Array.from(layer.x);
    const [weightIh, weightHh] = [Float32Array.from(layer.weightIh), Float32Array.from(layer.weightHh)];
    const weights = { weightIh, weightHh, biasIh: null, biasHh: null, weightHr: null };
    const layout = layoutOf(mode, layer, layer, layer.weightHr !== null);
    const { saved } = recurrentForward(layout, { x, weights, initial: null }, true);
    const dstates = Float32Array.from([...dy, ...dfinals.flat()]);
    if (saved === null) throw new Error("nothing was saved for the backward pass");
    const run = (needs: { x: boolean; initial: boolean; weights: boolean; steps: boolean }) =>
      recurrentBackward(saved, dstates, weights, needs, true);
    const all = run({ x: true, initial: true, weights: true, steps: true });
    const none = { x: false, initial: false, weights: false, steps: false };
    expect(run(none)).toEqual({ x: null, initial: [], weights: null, steps: [] });
    expect(run({ ...none, steps: true })).toEqual({ x: null, initial: [], weights: null, steps: all.steps });
    expect(run({ ...none, x: true })).toEqual({ x: all.x, initial: [], weights: null, steps: [] });
    expect(run({ ...none, initial: true })).toEqual({
      x: null,
      initial: all.initial,
      weights: null,
      steps: [],
    });
    expect(run({ ...none, weights: true })).toEqual({
      x: null,
      initial: [],
      weights: all.weights,
      steps: [],
    });
  });

  test("lets NaN through to the end of its own sequence, and to no other", () => {
    const { layer } = randomLayer(mode, { I: 1, H: 5, batchSizes: whole(3, 4) });
    const x = Float32Array.from(layer.x);
    x[1] = Number.NaN; // step 0, sequence 1
    const [weightIh, weightHh] = [Float32Array.from(layer.weightIh), Float32Array.from(layer.weightHh)];
    const weights = { weightIh, weightHh, biasIh: null, biasHh: null, weightHr: null };
    const layout = layoutOf(mode, layer, layer, layer.weightHr !== null);
    const { states } = recurrentForward(layout, { x, weights, initial: null }, false);
    const lost = Array.from({ length: 12 }, (_, row) =>
      states.subarray(row * 5, row * 5 + 5).every(Number.isNaN),
    );
    expect(lost).toEqual(Array.from({ length: 12 }, (_, row) => row % 3 === 1));
    expect([...states].filter(Number.isNaN).length % 5).toBe(0);
  });
});
