/** @module What a plan asks for is added up before it is allocated: the counts of networks, and what is refused. */
import { expect, test } from "vitest";
import { seriesFromArrays } from "../../src/data/index.ts";
import { networkOf } from "../../src/forecast/models/network.ts";
import type { ModelName } from "../../src/forecast/options.ts";
import { type Plan, planOf } from "../../src/forecast/plan.ts";
import { networkSize } from "../../src/forecast/planSize.ts";

const series = seriesFromArrays(
  {
    a: Float64Array.from({ length: 400 }, (_, i) => Math.sin(i)),
    b: Float64Array.from({ length: 400 }, (_, i) => i % 7),
  },
  { covariates: { c: new Float64Array(400) }, future: { f: new Float64Array(400) } },
);

function plan(model: ModelName, modelOptions: Plan["modelOptions"] = {}, more: object = {}): Plan {
  return planOf(series, { model, modelOptions, lookback: 24, horizon: 12, season: null, ...more });
}

test.each<[ModelName, Plan["modelOptions"], object]>([
  ["rnn", { hidden: 5 }, {}],
  ["gru", { hidden: 7, layers: 3 }, {}],
  ["lstm", { hidden: 4 }, { loss: "quantile", levels: [0.5, 0.8] }],
  ["gru", { hidden: 6, mode: "recursive" }, { covariates: false }],
  ["dlinear", {}, {}],
  ["nlinear", {}, {}],
  ["ridge", {}, {}],
  ["segrnn", { width: 16 }, {}],
  ["segrnn", { width: 16, segment: 6 }, {}],
])("%s %o: the weights are counted", (model, options, more) => {
  const own = plan(model, options, more);
  const weights = networkOf(own)
    .parameters()
    .reduce((sum, { data }) => sum + data.length, 0);
  expect(networkSize(own).weights).toBe(weights);
});

test.each<[string, () => unknown, string | RegExp]>([
  [
    "hidden",
    () => plan("lstm", { hidden: 300_000_000 }),
    "forecaster: the largest layer of the network needs 2.5 EiB of working memory, but at most 2 GiB can be had\n  Set hidden or layers",
  ],
  [
    "hidden of GRU",
    () => plan("gru", { hidden: 20_000, layers: 2 }),
    "forecaster: the largest layer of the network needs 17.9 GiB of working memory, but at most 2 GiB can be had\n  Set hidden or layers",
  ],
  [
    "kernel",
    () => plan("dlinear", { kernel: 999_999_999 }),
    "forecaster: kernel is 999999999 but must be a whole number from 1 to 9999",
  ],
  [
    "layers",
    () => plan("gru", { hidden: 64, layers: 1e9 }),
    /^ValueError: forecaster: training needs [\d.]+ PiB of memory \(545 TiB for the network, [\d.]+ PiB for a batch of 32\), but at most .* GiB can be had\n {2}Set hidden or layers$/,
  ],
])("%s is refused before anything is allocated", (_, make, message) => {
  let caught: unknown;
  try {
    make();
  } catch (error) {
    caught = error;
  }
  if (typeof message === "string") expect(String(caught)).toBe(`ValueError: ${message}`);
  else expect(String(caught)).toMatch(message);
});
