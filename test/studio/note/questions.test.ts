/** @module The questions of learners: in both languages, and their numbers are those that the lesson's tests train. */
import { describe, expect, test } from "vitest";
import { Program, trainLosses } from "../../../src/note/program.ts";
import { rnnProgram } from "../../../src/note/settings.ts";
import { mean } from "../../../src/note/statistics.ts";
import { langs } from "../../../src/text/lang.ts";
import { claims } from "../../../studio/note/lesson/claims.ts";
import {
  type QuestionId,
  questionIds,
  questionSteps,
  questions,
} from "../../../studio/note/lesson/questions.ts";

/** The numbers of an answer that lesson.test.ts or hiddenState.test.ts measure. */
const measured: Readonly<Partial<Record<QuestionId, readonly string[]>>> = {
  shared: ["1,153"],
  cells: ["0.006", "0.0006"],
  longer: ["0.006", "0.13", "0.0008", "0.0015"],
  rises: ["0.04"],
  rate: ["10", "19", "0.04", "0.0007"],
};

test("there are ten, with a text in both languages", () => {
  expect(questionIds).toHaveLength(10);
  for (const lang of langs) {
    expect(Object.keys(questions[lang])).toEqual(questionIds);
    for (const { question, answer } of Object.values(questions[lang])) {
      expect(question).toMatch(/[?？]$/);
      expect(answer.length).toBeLessThan(320);
    }
  }
});

test.each(Object.entries(measured))("%s: the lesson claims the same numbers", (id, numbers) => {
  const step = questionSteps[id as QuestionId];
  const says = claims.filter((claim) => claim.step === step).map((claim) => claim.says);
  for (const number of numbers) {
    expect(says).toContain(number);
    expect(questions.en[id as QuestionId].answer).toContain(number);
    expect(questions.zh[id as QuestionId].answer).toContain(number.replace(",", ""));
  }
});

describe("why the loss rises again after segment 55", () => {
  const meanAt = (losses: readonly number[], from: number): number => mean(losses.slice(from, from + 10));

  test("from there on at 0.002, it falls to a thousandth", () => {
    const program = new Program(rnnProgram);
    const losses = Array.from({ length: 100 }, (_, segment) => {
      if (segment === 55) for (const group of program.optimizer.paramGroups) group.lr = 0.002;
      return program.trainSegment().loss;
    });
    expect(Number(meanAt(losses, 90).toPrecision(1))).toBeCloseTo(0.001, 3);
    const all = trainLosses(new Program(rnnProgram));
    expect(meanAt(all, 90)).toBeGreaterThan(2 * meanAt(all, 50));
  });

  test("18 of 20 seeds go on falling", () => {
    const falling = Array.from({ length: 20 }, (_, i) => {
      const losses = trainLosses(new Program({ ...rnnProgram, seed: i + 1 }));
      return meanAt(losses, 90) < meanAt(losses, 45);
    });
    expect(falling.filter(Boolean)).toHaveLength(18);
  });
});
