/** @module `bench -- models`: each model's losses are those of its twin in PyTorch 1.13, bench/peers/pytorch_models.py. */
import { getNumThreads, manualSeed, setNumThreads } from "unrolled";
import { afterAll, beforeAll, expect, test } from "vitest";
import { forecaster, segrnn } from "../../bench/models/series.ts";
import { modelNames } from "../../bench/models/sizes.ts";
import { characters, classifier, translation } from "../../bench/models/text.ts";
import { modelsFault } from "../../bench/models.ts";

const before = getNumThreads();
beforeAll(() => setNumThreads(1));
afterAll(() => setNumThreads(before));

// python3 bench/peers/pytorch_models.py 0 0 STEPS MODEL. Float32 sums of thousands of terms differ in the seventh digit.
test.each([
  ["characters", characters, 3, 5.5453644],
  ["classifier", classifier, 3, 1.6001732],
  ["translation", translation, 3, 5.2551165],
  ["forecaster", forecaster, 3, 0.3170614],
  ["segrnn,4", () => segrnn(4), 2, 0.5222581],
] as const)("%s: the loss of PyTorch", (_, model, steps, loss) => {
  manualSeed(0);
  const step = model();
  const losses = Array.from({ length: steps }, step);
  expect(losses.at(-1)).toBeCloseTo(loss, 5);
});

test("words name models", () => {
  expect(modelsFault([])).toBeNull();
  expect(modelsFault(["note-rnn", ...Object.keys(modelNames)])).toBeNull();
  expect(modelsFault(["transformer"])).toBe(
    "there is no transformer, but note-rnn, note-lstm, note-gru, characters, classifier, translation, forecaster, segrnn",
  );
});
