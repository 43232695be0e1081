/** @module A layer on a batch that is split for lack of memory: the bits of one call, forward and backward. */
import { afterEach, expect, test } from "vitest";
import { setDeterministic, setNumThreads } from "../../src/index.ts";
import { cells, type LayerWeights, layoutOf, type Mode, weightList } from "../../src/wasm/recurrent.ts";
import { backwardInParts, forwardInParts, freeParts } from "../../src/wasm/recurrentParts.ts";
import { bitsOf } from "./bits.ts";

afterEach(() => setDeterministic(false));

let state = 1;

/** Values from −1 to 1, always the same ones. */
function values(count: number): Float32Array {
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  });
}

interface Case {
  readonly mode: Mode;
  readonly I: number;
  readonly H: number;
  readonly P?: number;
  readonly batchSizes: readonly number[];
  readonly reverse?: boolean;
  readonly batchFirst?: boolean;
  readonly zeros?: boolean;
  readonly bias?: boolean;
}

/** Hashes of everything that forward and two backward passes return. */
function bitsIn(
  { mode, I, H, P = H, batchSizes, reverse = false, batchFirst = false, zeros = false, bias = true }: Case,
  rows: number,
): string[] {
  state = 1;
  const GH = cells[mode].gates * H;
  const weights: LayerWeights<Float32Array> = {
    weightIh: values(GH * I),
    weightHh: values(GH * P),
    biasIh: bias ? values(GH) : null,
    biasHh: bias ? values(GH) : null,
    weightHr: P === H ? null : values(P * H),
  };
  const sequence = { batchSizes, reverse, xBatchFirst: batchFirst, yBatchFirst: batchFirst };
  const layout = layoutOf(mode, { I, H, P }, sequence, P !== H);
  const initial = zeros ? null : layout.widths.map((width) => values(layout.B * width));
  const { states, saved } = forwardInParts(layout, { x: values(layout.N * I), weights, initial }, true, rows);
  if (saved === null) throw new Error("nothing was saved");
  expect(saved.parts === null).toBe(rows > 1e8);
  const needs = { x: true, initial: !zeros, weights: true, steps: true };
  const dstates = values(layout.states);
  const passes = [true, false].flatMap((again) => {
    const d = backwardInParts(saved, dstates, weights, needs, again, 2);
    const all = [d.x, ...d.initial, ...d.steps, ...(d.weights === null ? [] : weightList(d.weights))];
    return all.filter((one) => one !== null && one !== undefined);
  });
  freeParts(saved);
  return bitsOf([states, ...passes]);
}

const even = (B: number, T: number): number[] => new Array(T).fill(B);
const cases: readonly Case[] = [
  { mode: "LSTM", I: 3, H: 5, batchSizes: even(50, 7) },
  { mode: "LSTM", I: 9, H: 17, batchSizes: even(41, 9), batchFirst: true, zeros: true },
  { mode: "LSTM", I: 4, H: 12, P: 5, batchSizes: even(64, 6), reverse: true },
  { mode: "GRU", I: 1, H: 16, batchSizes: even(33, 20), zeros: true },
  { mode: "GRU", I: 10, H: 7, batchSizes: [40, 40, 31, 20, 9, 9, 1, 1] },
  {
    mode: "GRU",
    I: 10,
    H: 7,
    batchSizes: [40, 40, 31, 20, 9, 9, 1, 1],
    reverse: true,
    zeros: true,
    bias: false,
  },
  { mode: "RNN_TANH", I: 2, H: 1, batchSizes: even(100, 5) },
  { mode: "RNN_RELU", I: 8, H: 24, batchSizes: even(150, 30), batchFirst: true },
];

test.each(cases)("%o", (one) => {
  for (const deterministic of [true, false]) {
    setDeterministic(deterministic);
    for (const threads of [1, 2]) {
      setNumThreads(threads);
      expect(bitsIn(one, 8)).toEqual(bitsIn(one, Number.POSITIVE_INFINITY));
    }
  }
});
