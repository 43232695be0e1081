/** @module How much of a loss reaches each state: against the gradients of states taken one step at a time. */
import { functional, nn, noGrad, randn, stack, type Tensor, zeros } from "unrolled";
import { describe, expect, test } from "vitest";
import { type RecurrentLayer, run, step } from "../functional/recurrentRun.ts";

const { packPaddedSequence, padPackedSequence } = nn.utils.rnn;

const norm = (t: Tensor | null): number => Math.hypot(...(t?.data ?? [Number.NaN]));

/** Sums of some tens of float32 products, taken in another order. */
function expectNear(actual: readonly number[] | undefined, expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, t) => {
    expect(Math.abs((actual?.[t] ?? Number.NaN) - value)).toBeLessThan(1e-6 + 1e-5 * value);
  });
}
