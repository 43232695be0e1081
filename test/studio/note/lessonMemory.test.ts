/** @module What the lesson says of tests of memory, each trained for as many batches as there. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { tasks } from "../../../src/note/tasks.ts";
import { getNumThreads, setNumThreads } from "../../../src/wasm/threads.ts";
import { measureOf } from "../../../studio/note/lab/measure.ts";
import { Run } from "../../../studio/note/lab/run.ts";
import { changedRuns, lessonSteps } from "../../../studio/note/lesson/steps.ts";

// Other tests use the second core: two threads would take twice the time of one together.
const threads = getNumThreads();
beforeAll(() => setNumThreads(1));
afterAll(() => setNumThreads(threads));

const memory = lessonSteps.find(({ id }) => id === "memory") ?? lessonSteps[0];
const runsOf = (name: string) => {
  const change = memory.tries.find(({ id }) => id === name)?.change;
  return change ? changedRuns(memory, change) : [];
};

/** The mean of the last ten losses, and when the loss of ten batches first fell below a tenth of the floor. */
function trainedTo(run: Run): { end: number; held: number } {
  const { floor } = tasks[run.settings.task];
  let held = Number.POSITIVE_INFINITY;
  while (run.ending === null) {
    run.advance();
    if (measureOf(run, "lastTen") < floor / 10) held = Math.min(held, run.program.trained);
  }
  return { end: measureOf(run, "lastTen"), held };
}

test("echo over 20 steps: only the LSTM with a forget-gate bias holds the symbol; the RNN is above 1", () => {
  const ends = changedRuns(memory, memory.quiz.change).map((each) => trainedTo(new Run(each)).end);
  const [rnn, lstm, biased] = ends;
  expect(memory.quiz.judge(ends)).toBe(2);
  expect(rnn).toBeGreaterThan(1);
  expect(rnn).toBeLessThan(1.9);
  expect(lstm).toBeCloseTo(Math.log(8), 1);
  expect(biased).toBeLessThan(0.2);
}, 60_000);

test("echo over 50 steps: the GRU first, then the LSTM, and the RNN not at all", () => {
  const [rnn, lstm, gru] = runsOf("fifty").map((each) => trainedTo(new Run(each)));
  expect(rnn.end).toBeGreaterThan(1.9);
  expect(gru.held).toBeLessThan(lstm.held);
  expect(lstm.held).toBeLessThanOrEqual(1000);
}, 60_000);

test("adding over 50 steps: the RNN never leaves 1/6", () => {
  const [rnn, ...others] = runsOf("adding").map((each) => trainedTo(new Run(each)));
  expect(rnn.end).toBeGreaterThan(0.12);
  for (const { end } of others) expect(end).toBeLessThan(0.02);
}, 60_000);

test("parity over 20 steps: all three learn it, the RNN last", () => {
  const [rnn, ...others] = runsOf("parity").map((each) => trainedTo(new Run(each)));
  for (const { held } of others) expect(held).toBeLessThan(rnn.held);
  expect(rnn.held).toBeLessThanOrEqual(1000);
}, 60_000);
