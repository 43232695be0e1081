/** @module A short run of `npm run fuzz -- --what csv`: hostile files, the same every time, on their way to a series. */
import { expect, test } from "vitest";
import { brokenCsv, useCsv } from "../../scripts/fuzzCsv.js";
import { randomOf } from "../../scripts/fuzzInputs.js";
import * as data from "../../src/data/index.ts";

const COUNT = 3000;

/** How the way of one file ended. */
async function outcomeOf(index: number): Promise<string> {
  const random = randomOf(1, index);
  try {
    await useCsv(brokenCsv(random), random, data);
    return "used";
  } catch (error) {
    return error instanceof data.DataError ? checked(error) : `number ${index}: ${error}`;
  }
}

/** Every refusal names the file and has one remedy at most. */
function checked({ file, message, name }: data.DataError): string {
  return file !== undefined && message.startsWith(file) && message.split("\n").length <= 2 ? name : message;
}

test("hostile files become a whole series or a DataError that names the place, and nothing else", async () => {
  const counts: Record<string, number> = {};
  for (let index = 0; index < COUNT; index++) {
    const outcome = await outcomeOf(index);
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  const { used = 0, DataError: refused = 0, ...others } = counts;
  expect(others).toEqual({});
  expect(used + refused).toBe(COUNT);
  expect(Math.min(used, refused)).toBeGreaterThan(COUNT / 10); // both happen often, so something is tested
});
