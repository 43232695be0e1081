/** @module A short run of `npm run fuzz -- --what model`, `checkpoint` and `folder`: files of somebody else, the same every time. */
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  brokenCheckpoint,
  brokenFolder,
  brokenModel,
  kinds,
  partsOf,
  useCheckpoint,
  useFolder,
  useModel,
  wholeRuns,
} from "../../../scripts/fuzzForeign.js";
import { randomOf } from "../../../scripts/fuzzInputs.js";
import * as files from "../../../src/cli/files.ts";
import * as givenOptions from "../../../src/cli/forecast/givenOptions.ts";
import * as main from "../../../src/cli/main.ts";
import * as runFolders from "../../../src/cli/studio/runFolders.ts";
import * as studioRuns from "../../../src/cli/studio/studioRuns.ts";
import * as data from "../../../src/data/index.ts";
import * as errors from "../../../src/errors.ts";
import * as forecast from "../../../src/forecast/index.ts";
import * as decodeWeights from "../../../src/interop/decodeWeights.ts";
import * as interop from "../../../src/interop/index.ts";
import * as inferStack from "../../../src/interop/onnx/inferStack.ts";
import * as summary from "../../../src/runs/summary.ts";
import { temporaryFolder } from "../fakeProcess.ts";

const folder = temporaryFolder();
const models = ["gru", "dlinear", "naive"];
const parts = await partsOf([
  ...[data, forecast, interop, decodeWeights, inferStack],
  ...[givenOptions, runFolders, studioRuns, main, summary, errors, files],
]);
const wholes = await wholeRuns(
  join(folder, "whole"),
  parts,
  kinds.filter((options, i) => models.includes(options.model) && i < 11),
);

/** How many were read; throws for what is neither read nor refused by an error of ours. */
async function readOf(count: number, use: (random: () => number) => unknown): Promise<number> {
  let read = 0;
  for (let index = 0; index < count; index++)
    try {
      await use(randomOf(1, index));
      read += 1;
    } catch (error) {
      if (!parts.isMeant(error)) throw new Error(`number ${index}`, { cause: error });
    }
  return read;
}

test("the whole ones are read", async () => {
  for (const { options, model, checkpoint, later, files } of wholes) {
    useModel(model, parts);
    for (const bytes of [checkpoint, later]) if (bytes !== null) useCheckpoint({ options, bytes }, parts);
    const entries = new Map([...files].map(([name, content]) => [name, { content }]));
    await useFolder(entries, join(folder, "sent"), parts);
  }
});

test("changed model files, checkpoints and folders are read, or refused as what they are", async () => {
  const read = [
    await readOf(100, (random) => useModel(brokenModel(random, wholes, parts), parts)),
    await readOf(40, (random) => useCheckpoint(brokenCheckpoint(random, wholes, parts), parts)),
    await readOf(4, (random) => useFolder(brokenFolder(random, wholes, parts), join(folder, "sent"), parts)),
  ];
  expect(read.every((count) => count > 0)).toBe(true);
});
