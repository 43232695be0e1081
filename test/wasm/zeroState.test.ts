/** @module A layer that starts from no state leaves out the products with it: the bits of one that is given zeros. */
import { expect, test } from "vitest";
import { layoutOf, type Mode } from "../../src/wasm/recurrent.ts";
import { recurrentBackward } from "../../src/wasm/recurrentBackward.ts";
import { recurrentForward } from "../../src/wasm/recurrentForward.ts";
import { type LayerSizes, randomLayer } from "../reference/cells.ts";
import { bitsOf } from "./bits.ts";

const modes = ["RNN_TANH", "RNN_RELU", "LSTM", "GRU"] as const satisfies readonly Mode[];

/** Sizes around a vector, one sequence, more than one block of K, unequal lengths both ways, one step, no bias. */
const sizes: readonly LayerSizes[] = [
  ...[1, 3, 4, 5, 17].map((size) => ({ I: size, H: size, batchSizes: [size, size, size] })),
  { I: 3, H: 330, batchSizes: [9, 9] },
  { I: 5, H: 20, batchSizes: [7, 4, 4, 1] },
  { I: 5, H: 20, batchSizes: [7, 4, 4, 1], reverse: true },
  { I: 8, H: 64, batchSizes: [80] },
  { I: 4, H: 8, batchSizes: [3, 3], bias: false },
];

type Given = ReturnType<typeof randomLayer>;

const f32 = (numbers: readonly number[]): Float32Array => Float32Array.from(numbers);

/** All results, from no state, or from zeros that are given. */
function resultsOf(mode: Mode, { layer, dy, dfinals }: Given, isGiven: boolean, dyScale = 1): Float32Array[] {
  const weights = {
    weightIh: f32(layer.weightIh),
    weightHh: f32(layer.weightHh),
    biasIh: layer.biasIh && f32(layer.biasIh),
    biasHh: layer.biasHh && f32(layer.biasHh),
    weightHr: null,
  };
  const initial = isGiven ? layer.initial.map(({ length }) => new Float32Array(length)) : null;
  const { states, saved } = recurrentForward(
    layoutOf(mode, layer, layer, layer.weightHr !== null),
    { x: f32(layer.x), weights, initial },
    true,
  );
  if (saved === null) throw new Error("nothing was saved for the backward pass");
  const needs = { x: true, initial: isGiven, weights: true, steps: true };
  const dstates = f32([...dy, ...dfinals.flat()].map((d) => d * dyScale));
  const { x, weights: dweights, steps } = recurrentBackward(saved, dstates, weights, needs, false);
  const { weightIh, weightHh, biasIh, biasHh } = dweights ?? weights;
  return [states, x, weightIh, weightHh, biasIh, biasHh, ...steps].filter((array) => array !== null);
}

for (const mode of modes) {
  test.each(sizes)(`${mode}: $batchSizes, I $I, H $H`, (size) => {
    const given = randomLayer(mode, size);
    expect(bitsOf(resultsOf(mode, given, false))).toEqual(bitsOf(resultsOf(mode, given, true)));
  });

  test(`${mode}: an infinite weight meets a zero as it would in a sum: no number comes of it`, () => {
    const given = randomLayer(mode, { I: 3, H: 5, batchSizes: [4] });
    given.layer.weightHh[7] = Infinity;
    const [states] = resultsOf(mode, given, false);
    expect(states).toEqual(resultsOf(mode, given, true)[0]);
    expect([...states].some(Number.isNaN)).toBe(true);
  });

  test(`${mode}: so does an infinite gradient`, () => {
    const given = randomLayer(mode, { I: 3, H: 5, batchSizes: [4, 4] });
    expect(resultsOf(mode, given, false, Infinity)).toEqual(resultsOf(mode, given, true, Infinity));
  });
}
