/** @module What the page reads from a run at a moment, the names and looks of runs side by side, and the stage's window. */
import { describe, expect, test } from "vitest";
import { rnnProgram, type Settings } from "../../../src/note/settings.ts";
import { Lab } from "../../../studio/note/lab/lab.ts";
import { Run } from "../../../studio/note/lab/run.ts";
import { readingOf, stepErrors } from "../../../studio/note/state/reading.ts";
import { atCentre, lengthOf, windowOf } from "../../../studio/note/state/window.ts";
import { en } from "../../../studio/note/words/en.ts";
import { namesOf } from "../../../studio/note/words/words.ts";
import { answerLooksOf, looksOf } from "../../../studio/shared/charts/looks.ts";
import { stagePanel } from "../../../studio/shared/charts/panels.ts";

function trainedTo(segments: number, some: Partial<Settings> = {}): Run {
  const run = new Run({ ...rnnProgram, steps: 1000, ...some });
  while (run.program.trained < segments) run.advance();
  return run;
}

describe.each([{}, { endpoint: true }, { timeStep: 3 }])("%o", (some) => {
  test("looking back reads the very numbers that stood there then", () => {
    const now = trainedTo(60, some).frame();
    for (const at of [1, 7, 23, 59]) {
      const then = trainedTo(at, some).frame();
      const read = readingOf(now, at);
      expect(read.segment).toBe(at);
      expect(read.loss).toBe(then.loss);
      expect(read.lastTen).toBeCloseTo(then.lastTen ?? Number.NaN, 12);
    }
    expect(readingOf(now, null)).toEqual({ segment: 60, loss: now.loss, lastTen: now.lastTen });
  });

  test("the errors of the steps have the mean of the last ten losses", () => {
    const frame = trainedTo(60, some).frame();
    for (const at of [1, 7, 23, null]) {
      const errors = stepErrors(frame, at) ?? new Float64Array(1);
      const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
      expect(mean).toBeCloseTo(readingOf(frame, at).lastTen ?? Number.NaN, 6);
    }
  });
});

test("of a long run the errors of the newest segments are still known, of the older ones not", () => {
  const frame = trainedTo(700).frame();
  expect(frame.curves.stride).toBeGreaterThan(1);
  const errors = stepErrors(frame, null) ?? new Float64Array(1);
  expect(errors.reduce((sum, error) => sum + error, 0) / 10).toBeCloseTo(frame.lastTen ?? Number.NaN, 6);
  expect(stepErrors(frame, 300)).toBeNull();
});

test("without a state the first step of a segment is a guess, and no other", () => {
  const errors = stepErrors(trainedTo(400, { carry: false }).frame(), null) ?? new Float64Array(10);
  expect(errors.indexOf(Math.max(...errors))).toBe(0);
  expect(errors[0]).toBeGreaterThan(10 * Math.max(...errors.subarray(2)));
});

test("the stage draws the input that the network has read, to the bit", () => {
  const run = trainedTo(12);
  const panel = stagePanel(en.charts, run.frame().curves, [11 * Math.PI, 12 * Math.PI]);
  const [input] = panel.marks;
  const last = run.frame().last;
  if (input.kind !== "line" || last === null) throw new Error("no line");
  expect(Array.from(input.y).slice(-10)).toEqual(Array.from(last.input));
});

test("names of runs are what they differ in", () => {
  const other = { ...rnnProgram, carry: false };
  expect(namesOf([rnnProgram], "en")).toEqual(["A · RNN, T = 10"]);
  expect(namesOf([rnnProgram, other], "en")).toEqual(["A · carried", "B · not carried"]);
  expect(namesOf([rnnProgram, other], "zh")).toEqual(["A · 传递状态", "B · 不传递状态"]);
  expect(namesOf([rnnProgram, { ...rnnProgram, cell: "gru", lr: 0.005 }], "en")).toEqual([
    "A · RNN, lr 0.02",
    "B · GRU, lr 0.005",
  ]);
  expect(namesOf([rnnProgram, rnnProgram], "en")).toEqual(["A · RNN, T = 10", "B · RNN, T = 10"]);
});

test("each cell has its own look, and a second run with it another; a single answer is blue", () => {
  const [rnn, lstm, gru] = (["rnn", "lstm", "gru"] as const).map((cell) => ({ cell }));
  expect(looksOf([gru, rnn, lstm]).map(({ color }) => color)).toEqual(["gru", "rnn", "lstm"]);
  expect(looksOf([rnn, rnn, rnn]).map(({ color }) => color)).toEqual(["rnn", "second", "third"]);
  expect(looksOf([lstm, rnn, rnn]).map(({ color }) => color)).toEqual(["lstm", "rnn", "second"]);
  expect(answerLooksOf([lstm])).toEqual([{ color: "prediction", dash: "solid" }]);
  expect(answerLooksOf([lstm, gru]).map(({ color }) => color)).toEqual(["lstm", "gru"]);
});

test("the stage shows the last eight segments, or those around an earlier one", () => {
  expect(windowOf(100, 0, null)).toEqual([0, 8]);
  expect(windowOf(100, 57, null)).toEqual([49, 57]);
  expect(windowOf(100, 57, 30)).toEqual([24, 32]);
  expect(windowOf(100, 57, 1)).toEqual([0, 8]);
  expect(windowOf(2, 2, null)).toEqual([0, 2]);
  expect(atCentre(28)).toBe(30);
  expect([lengthOf(100, 3), lengthOf(1e8, 3), lengthOf(1e8, 400)]).toEqual([100, 100, 400]);
});

test("the first fifteen segments of a visit come five a second, then at the pace; at fast paces at once", () => {
  const clock = { now: 0 };
  const real = performance.now;
  performance.now = () => clock.now;
  const trainedBy = (milliseconds: number, request: { pace: number; slowStart: boolean }): number => {
    const lab = new Lab();
    lab.start({
      number: 1,
      runs: [{ ...rnnProgram, hidden: 2 }],
      weights: [null],
      playing: true,
      ...request,
    });
    const start = clock.now;
    for (; clock.now <= start + milliseconds; clock.now += 10) lab.work(1);
    return lab.runs[0].program.trained;
  };
  try {
    expect(trainedBy(2000, { pace: 20, slowStart: true })).toBe(11);
    expect(trainedBy(4000, { pace: 20, slowStart: true })).toBe(16 + 20); // the sixteenth at 3 s
    expect(trainedBy(2000, { pace: 20, slowStart: false })).toBe(41);
    expect(trainedBy(400, { pace: 100, slowStart: true })).toBe(41);
  } finally {
    performance.now = real;
  }
});
