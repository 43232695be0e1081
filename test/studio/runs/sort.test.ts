/** @module The order of the list of runs, and the time that a training still takes. */
import { beforeEach, expect, test } from "vitest";
import type { BrokenRun, RunSummary } from "../../../src/runs/summary.ts";
import { order, sortBy, sorted } from "../../../studio/runs/state/sort.ts";
import { secondsLeft } from "../../../studio/runs/state/timeLeft.ts";

const run = (name: string, some: Partial<RunSummary> = {}): RunSummary => ({
  ...{ name, stamp: "1", problem: null, state: "done", created: "2026-03-01T10:00:00.000Z" },
  ...{ updated: "2026-03-01T10:00:00.000Z", file: "a.csv", targets: ["a"], model: "gru", horizon: 12 },
  ...{ epoch: 3, epochs: 9, best: null, mae: null, mase: null },
  ...some,
});
const broken: BrokenRun = { name: "broken", stamp: "1", problem: "there is no config.json" };
const mae = (model: number | null, error: number): RunSummary["mae"] => ({
  model,
  best: { name: "naive", error },
  beatsAll: false,
  isUnsure: false,
});
const runs = [
  run("gru-10", { mae: mae(21.8, 20), mase: 1.04, updated: "2026-03-03T10:00:00.000Z" }),
  broken,
  run("gru-2", { mae: mae(26, 40), mase: 1.24 }),
  run("killed", { state: "killed" }),
  run("Nan", { mae: mae(null, 5) }),
];
const names = (by: typeof order.value): string[] => sorted(runs, by).map(({ name }) => name);

beforeEach(() => {
  order.value = null;
});

test("by numbers, names and times, up and down; what has no value is last either way", () => {
  expect(names(null)).toEqual(["gru-10", "broken", "gru-2", "killed", "Nan"]);
  expect(names({ column: "mae", isDown: false })).toEqual(["gru-10", "gru-2", "broken", "killed", "Nan"]);
  expect(names({ column: "mase", isDown: true })).toEqual(["gru-2", "gru-10", "broken", "killed", "Nan"]);
  expect(names({ column: "testError", isDown: false }).slice(0, 2)).toEqual(["gru-2", "gru-10"]);
  expect(names({ column: "run", isDown: false })).toEqual(["gru-2", "gru-10", "killed", "Nan", "broken"]);
  expect(names({ column: "updated", isDown: true })[0]).toBe("gru-10");
});

test("a column sorts up, then down, then not; times begin with the latest", () => {
  const after = (column: "mae" | "updated"): typeof order.value => {
    sortBy(column);
    return order.value;
  };
  expect([after("mae"), after("mae"), after("mae")]).toEqual([
    { column: "mae", isDown: false },
    { column: "mae", isDown: true },
    null,
  ]);
  expect(after("updated")).toEqual({ column: "updated", isDown: true });
  expect(after("mae")).toEqual({ column: "mae", isDown: false });
});

test("time left: the rest of the epoch, and the others as long as those before, or as this one", () => {
  const progress = { epoch: 4, batch: 50, batches: 100, eta: 2 };
  expect(secondsLeft({ progress, epochs: 10, seconds: [4, 5, 3] })).toBe(2 + 6 * 4);
  expect(secondsLeft({ progress: { ...progress, epoch: 1 }, epochs: 10, seconds: [] })).toBe(2 + 9 * 4);
  expect(
    secondsLeft({ progress: { ...progress, batch: null, batches: null, eta: 24 }, epochs: 10, seconds: [4] }),
  ).toBe(24);
  expect(secondsLeft({ progress: { ...progress, eta: null }, epochs: 10, seconds: [4] })).toBe(null);
});
