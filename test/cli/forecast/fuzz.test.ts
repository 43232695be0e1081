/** @module A short run of `npm run fuzz -- --what config`: hostile settings, the same every time, up to a forecast. */
import { expect, test, vi } from "vitest";
import { brokenConfig, useConfig } from "../../../scripts/fuzzConfig.js";
import { randomOf } from "../../../scripts/fuzzInputs.js";
import { seriesOf } from "../../../src/cli/forecast/dataFile.ts";
import { forecasterOptionsOf, parseConfig, protocolOf } from "../../../src/cli/forecast/givenOptions.ts";
import * as data from "../../../src/data/index.ts";
import { UsageError, ValueError } from "../../../src/errors.ts";
import { Forecaster, ForecasterRun } from "../../../src/forecast/index.ts";
import { outcomeOf } from "../../../src/runs/results.ts";

const COUNT = 300;
const parts = {
  ...data,
  parseConfig,
  seriesOf,
  forecasterOptionsOf,
  protocolOf,
  Forecaster,
  ForecasterRun,
  outcomeOf,
};

/** How the way of one file ended. */
async function outcome(index: number): Promise<string> {
  const random = randomOf(1, index);
  try {
    await useConfig(brokenConfig(random), random, parts);
    return "used";
  } catch (error) {
    const isMeant = [UsageError, ValueError, data.DataError].some((kind) => error instanceof kind);
    return isMeant ? "refused" : `number ${index}: ${error}`;
  }
}

test("hostile settings become a forecast of finite numbers, or an error that is meant for them", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined); // dropout that has no effect is warned of
  const counts: Record<string, number> = {};
  for (let index = 0; index < COUNT; index++) {
    const how = await outcome(index);
    counts[how] = (counts[how] ?? 0) + 1;
  }
  const { used = 0, refused = 0, ...others } = counts;
  expect(others).toEqual({});
  expect(used + refused).toBe(COUNT);
  expect(Math.min(used, refused)).toBeGreaterThan(COUNT / 10); // both happen often, so something is tested
}, 180_000);
