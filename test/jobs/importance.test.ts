/** @module How much each setting matters: by hand, and where only one of three does. */
import { expect, test } from "vitest";
import { importances } from "../../src/jobs/study/importance.ts";
import { type Choice, parseDomain } from "../../src/jobs/study/space.ts";
import type { Trial } from "../../src/jobs/study/trial.ts";

const trial = (value: number | null, params: Readonly<Record<string, Choice>>): Trial => ({
  ...{ number: 0, state: value === null ? "failed" : "complete", value, params, notes: {} },
  ...{ reports: new Map(), started: null, ended: null },
});

test("by hand: two groups of five ranks", () => {
  // a has the ranks 0–4, b 5–9: S = 82.5, between 2 · 5 · 2.5² = 62.5, m = 20 / 8; ω² = (62.5 − 2.5) / (82.5 + 2.5)
  const space = { cell: parseDomain("cell", "a,b"), lr: parseDomain("lr", "log:1e-4..1e-1") };
  const trials = Array.from({ length: 10 }, (_, i) => trial(2 ** i, { cell: i < 5 ? "a" : "b", lr: 1e-2 }));
  expect(importances(space, trials)).toEqual({ cell: expect.closeTo(60 / 85, 12), lr: 0 });
  expect(importances(space, trials.slice(1))).toBeNull();
  expect(importances(space, [...trials, trial(null, {})])).toEqual(importances(space, trials));
});

test("only the learning rate matters, and some trials are far off", () => {
  const space = {
    lr: parseDomain("lr", "log:1e-4..1e-1"),
    hidden: parseDomain("hidden", "8,16,32"),
    d: parseDomain("d", "0..5"),
  };
  const trials = Array.from({ length: 60 }, (_, i) => {
    const lr = 10 ** (-4 + ((i * 0.618034) % 1) * 3);
    const value = i % 20 === 0 ? 1e9 : Math.abs(Math.log10(lr) + 1);
    return trial(value, { lr, hidden: [8, 16, 32][i % 3] ?? 8, d: (i * 7) % 6 });
  });
  const found = importances(space, trials);
  expect(found?.lr).toBeGreaterThan(0.5);
  expect(found?.hidden).toBeLessThan(0.1);
  expect(found?.d).toBeLessThan(0.1);
});
