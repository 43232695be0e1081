/** @module What the stage shows of a test of memory is what the network read and answered. */
import { describe, expect, test } from "vitest";
import { memoryProgram, rnnProgram, type Settings } from "../../../src/note/settings.ts";
import { Run } from "../../../studio/note/lab/run.ts";
import { chanceOf } from "../../../studio/note/lab/taskProbe.ts";
import { isIdle } from "../../../studio/note/state/settingFields.ts";
import { answerOf, answersOf, cellsOf, latestAnswers } from "../../../studio/note/state/taskView.ts";
import { namesOf } from "../../../studio/note/words/words.ts";

function trained(some: Partial<Settings>, batches: number): Run {
  const run = new Run({ ...memoryProgram, timeStep: 6, ...some });
  for (let i = 0; i < batches; i++) run.advance();
  return run;
}

describe("the sequence", () => {
  test("echo: letters, of which the first matters", () => {
    const { last, accuracies } = trained({}, 3).frame();
    const cells = last ? cellsOf("echo", last) : [];
    expect(cells.map(({ text }) => text).join("")).toMatch(/^[A-H]{6}$/);
    // As PyTorch draws them: test/note/tasks.test.ts.
    expect(cells.map(({ text }) => text).join("")).toBe("FBCEBA");
    expect(cells.map(({ matters }) => matters)).toEqual([true, false, false, false, false, false]);
    const [answer] = last ? answersOf("echo", last) : [];
    expect(answer.right).toBe("F");
    expect(answer.isRight).toBe(answer.given === "F");
    expect(accuracies?.mean).toHaveLength(3);
    expect(last?.accuracy).toBeCloseTo(accuracies?.mean[2] ?? Number.NaN, 12);
  });

  test("adding: two numbers are marked, and their sum is the answer", () => {
    const { last, accuracies } = trained({ task: "adding" }, 3).frame();
    const marked = last ? cellsOf("adding", last).filter(({ matters }) => matters) : [];
    expect(marked).toHaveLength(2);
    const sum = marked.reduce((total, { level }) => total + level, 0);
    expect(sum).toBeCloseTo(last?.target[0] ?? Number.NaN, 6);
    expect(accuracies).toBeNull();
  });

  test("parity: an answer for every bit", () => {
    const { last } = trained({ task: "parity" }, 3).frame();
    const bits = last ? cellsOf("parity", last).map(({ level }) => level) : [];
    const right = bits.map((_, i) => String(bits.slice(0, i + 1).filter((bit) => bit === 1).length % 2));
    expect(last && answersOf("parity", last).map((answer) => answer.right)).toEqual(right);
  });
});

test("an answer is right: the same symbol, a sum within a tenth, the likelier parity", () => {
  expect(answerOf("echo", 2, 2)).toEqual({ right: "C", given: "C", isRight: true });
  expect(answerOf("echo", 2, 3).isRight).toBe(false);
  expect(answerOf("adding", 1, 1.09)).toEqual({ right: "1.00", given: "1.09", isRight: true });
  expect(answerOf("adding", 1, 1.2).isRight).toBe(false);
  expect(answerOf("parity", 1, 0.7)).toEqual({ right: "1", given: "70%", isRight: true });
  expect(answerOf("parity", 0, 0.7).isRight).toBe(false);
});

test("the latest answers, without the gaps of a long run, and none where every step is answered", () => {
  const run = trained({ hidden: 4, timeStep: 2, steps: 400 }, 400);
  const { curves, settings } = run.frame();
  expect(latestAnswers(settings, curves, 24)).toHaveLength(24);
  const all = latestAnswers(settings, curves, 10_000);
  expect(all.every(({ right }) => /^[A-H]$/.test(right))).toBe(true);
  const parity = trained({ task: "parity" }, 3).frame();
  expect(latestAnswers(parity.settings, parity.curves, 24)).toEqual([]);
});

test("settings that mean nothing are idle, and not in the name of a run", () => {
  for (const name of ["carry", "detach", "endpoint", "retainGraph"] as const) {
    expect(isIdle(memoryProgram, name), name).toBe(true);
    expect(isIdle({ ...rnnProgram, detach: false }, name), name).toBe(false);
  }
  expect(isIdle({ ...rnnProgram, carry: false }, "detach")).toBe(true);
  expect(isIdle(rnnProgram, "retainGraph")).toBe(true);
  expect([isIdle(rnnProgram, "forgetBias"), isIdle(memoryProgram, "forgetBias")]).toEqual([true, false]);
  const runs = [
    { ...memoryProgram, cell: "rnn" as const },
    { ...memoryProgram, forgetBias: 0 },
    memoryProgram,
  ];
  expect(namesOf(runs, "en")).toEqual(["A · RNN", "B · LSTM, forget bias 0", "C · LSTM, forget bias 3"]);
});

describe("other lengths", () => {
  test("echo: a network that holds a symbol over five steps also does over fewer, and the test changes nothing", () => {
    const run = trained({ hidden: 24, lr: 0.01 }, 400);
    const before = [...run.parameters(null)].map(([, { data }]) => data);
    const { lengths, right, trained: own } = run.probeLengths(null);
    expect([own, lengths[0], lengths.at(-1)]).toEqual([5, 0, 11]);
    for (const [i, length] of lengths.entries()) if (length <= 5) expect(right[i]).toBeGreaterThan(0.95);
    expect([...run.parameters(null)].map(([, { data }]) => data)).toEqual(before);
    expect(run.probeLengths(10).right[lengths.indexOf(5)]).toBeLessThan(0.6);
  });

  test("what a guess has is what an untrained network and answering 1 have", () => {
    const untrained = trained({ task: "adding" }, 1);
    untrained.program.model.out.weight.data.fill(0);
    untrained.program.model.out.bias?.data.fill(1);
    const chance = chanceOf({ task: "adding" });
    expect(chance).toBeCloseTo(0.19, 12);
    for (const share of untrained.probeLengths(null).right.slice(1))
      expect(Math.abs(share - chance)).toBeLessThan(0.1);
    expect([chanceOf({ task: "echo" }), chanceOf({ task: "parity" })]).toEqual([1 / 8, 1 / 2]);
  });
});
