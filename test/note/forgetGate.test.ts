/** @module What an LSTM's cell state carries over 50 steps before training, by the bias of its forget gate. */
import { expect, test } from "vitest";
import { forgetReach } from "../../src/note/forgetGate.ts";
import { gradientFlow } from "../../src/note/gradientFlow.ts";
import { Program } from "../../src/note/program.ts";
import { rnnProgram } from "../../src/note/settings.ts";

test("nothing with PyTorch's bias, a little with 1, all of it with 3: the numbers of the documents", () => {
  const { timeStep, seeds, ratios } = forgetReach(rnnProgram);
  expect({ timeStep, seeds }).toEqual({ timeStep: 50, seeds: 10 });
  expect(ratios.map(({ bias }) => bias)).toEqual([0, 1, 3]);
  const [none, some, all] = ratios.map(({ ratio }) => ratio);
  expect(none).toBeCloseTo(4.5e-10, 10);
  expect(some).toBeCloseTo(3.9e-4, 5);
  expect(all).toBeCloseTo(1.34, 1);
});

test("each is the median over the seeds of the first step's norm, relative to one step back", () => {
  const small = { ...rnnProgram, hidden: 3, seed: 5 };
  const ends = Array.from({ length: 10 }, (_, i) => {
    const settings = { ...small, cell: "lstm", timeStep: 50, forgetBias: 1, seed: 5 + i } as const;
    const { cell } = gradientFlow(new Program(settings));
    return cell === null ? Number.NaN : cell[49] / cell[1];
  }).sort((a, b) => a - b);
  expect(forgetReach(small).ratios[1].ratio).toBeCloseTo((ends[4] + ends[5]) / 2, 12);
});
