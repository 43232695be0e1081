/** @module What is printed of the reports of jobs, which may come from anywhere. */
import { expect, test } from "vitest";
import { reportText } from "../../../src/cli/jobs/queue/reportText.ts";

const course = {
  epoch: {
    ...{ type: "epoch", epoch: 2, epochs: 9, batches: 5, loss: 0.25, valLoss: 0.5, lr: 0.01 },
    ...{ best: 0.5, bestEpoch: 2, seconds: 3, eta: 60 },
  },
  batch: {
    ...{ type: "batch", epoch: 3, epochs: 9, batches: 5, batch: 1, loss: 0.2, meanLoss: 0.2, valLoss: 0.5 },
    ...{ gradNorm: 1, lr: 0.01, samplesPerSecond: 100, eta: 2 },
  },
};

test.each([
  ["trial", [3, 0.5], "epoch 3, loss 0.500"],
  ["panel-series", [10, 100], "10 of 100 series"],
  ["panel-training", course, expect.stringMatching(/^Epoch 3\/9 {2}1\/5 .* loss 0.2000/)],
  ["panel-training", { ...course, batch: null }, expect.stringMatching(/^Epoch 2\/9 {2}5\/5 .* loss 0.2500/)],
  ["panel-training", { epoch: null, batch: { type: "batch" } }, '{"epoch":null,"batch":{"type":"batch"}}'],
  ["trial", ["<b>"], '["<b>"]'],
  ["constructor", 1, "1"],
])("%s %j", (kind, report, text) => {
  expect(reportText(kind, report, "en")).toEqual(text);
});
