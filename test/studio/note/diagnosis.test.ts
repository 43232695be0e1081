/** @module What the page says is wrong, of runs that really go wrong; and that its remedy mends them. */
import { describe, expect, test } from "vitest";
import { lstmProgram, memoryProgram, rnnProgram, type Settings } from "../../../src/note/settings.ts";
import { Run } from "../../../studio/note/lab/run.ts";
import { type Diagnosis, diagnose } from "../../../studio/note/state/diagnosis.ts";
import { withField } from "../../../studio/note/state/settingFields.ts";

/** The first thing that is found wrong within a run, and null if nothing is until its end. */
function firstTrouble(settings: Settings): Diagnosis | null {
  const run = new Run(settings);
  for (;;) {
    run.advance();
    const found = diagnose(run.frame());
    if (found !== null || run.ending !== null) return found;
  }
}

const sick: readonly [string, Settings, Diagnosis["trouble"]][] = [
  ["a state that is not detached", { ...rnnProgram, detach: false }, "graphFreed"],
  ["SGD at a rate of 1", { ...rnnProgram, optimizer: "sgd", lr: 1 }, "diverged"],
  ["Adam at a rate of 1", { ...rnnProgram, lr: 1 }, "exploding"],
  ["Adam at a rate of 0.3", { ...rnnProgram, lr: 0.3 }, "saturated"],
  ["a rate too small to get anywhere", { ...rnnProgram, lr: 1e-6 }, "tooSlow"],
  ["one sample at a time without a state", { ...rnnProgram, timeStep: 1, carry: false }, "noState"],
  ["a single unit", { ...rnnProgram, hidden: 1 }, "tooNarrow"],
];

describe.each(sick)("%s", (_, settings, trouble) => {
  const found = firstTrouble(settings);
  test("is told", () => expect(found?.trouble).toBe(trouble));
  test("and the remedy is a change that the settings can take", () => {
    const fixed = found && withField(settings, found.fix.field, found.fix.value);
    expect(fixed).not.toBeNull();
    expect(fixed).not.toEqual(settings);
  });
});

test.each([
  ["the note's RNN", rnnProgram],
  ["the note's LSTM", lstmProgram],
  ["a GRU of another seed", { ...lstmProgram, cell: "gru", seed: 5 } as const],
])("nothing is wrong with %s", (_, settings) => expect(firstTrouble(settings)).toBeNull());

test("the remedy for a state without detach mends it", () => {
  const found = firstTrouble({ ...rnnProgram, detach: false });
  expect(found?.message).toMatch(/^Trying to backward through the graph a second time/);
  const fixed = found && withField({ ...rnnProgram, detach: false }, found.fix.field, found.fix.value);
  expect(fixed && firstTrouble(fixed)).toBeNull();
});

/** The table of the learning rate: at 50 steps a quarter of the note's learns from the same starting weights. */
test("fifty steps at the note's learning rate saturate the RNN, and the rate offered trains it", () => {
  const settings = { ...rnnProgram, timeStep: 50, endpoint: true };
  const found = firstTrouble(settings);
  expect(found).toMatchObject({ trouble: "saturated", fix: { field: "lr", value: "0.005" } });
  const run = new Run({ ...settings, lr: 0.005 });
  while (run.ending === null) run.advance();
  expect(run.frame().lastTen).toBeLessThan(0.1);
});

test.each([
  ["a rate of 1", { ...rnnProgram, lr: 1 }],
  ["a rate of 0.3", { ...rnnProgram, lr: 0.3 }],
  ["a rate of a millionth", { ...rnnProgram, lr: 1e-6 }],
  ["a single unit", { ...rnnProgram, hidden: 1 }],
] as const)("the value offered for %s trains the network", (_, settings) => {
  const found = firstTrouble(settings);
  const fixed = found && withField(settings, found.fix.field, found.fix.value);
  if (!fixed) throw new Error("nothing is offered");
  const run = new Run(fixed);
  while (run.ending === null) run.advance();
  expect(run.frame().lastTen).toBeLessThan(0.1);
});

test("a test of memory that an RNN fails is not reported", () => {
  expect(firstTrouble({ ...memoryProgram, cell: "rnn", steps: 150 })).toBeNull();
});

test("a loss that is no number", () => {
  const run = new Run(rnnProgram);
  run.advance();
  const frame = { ...run.frame(), ending: { kind: "diverged", segment: 0 } as const };
  expect(diagnose(frame)).toEqual({
    trouble: "diverged",
    message: null,
    fix: { field: "clip", value: "1" },
  });
  expect(diagnose({ ...frame, settings: { ...rnnProgram, clip: 1 } })?.fix).toEqual({
    field: "lr",
    value: "0.005",
  });
});

test("a graph that was retained, whose weights have changed", () => {
  const run = new Run({ ...rnnProgram, detach: false, retainGraph: true });
  for (let i = 0; i < 2; i++) run.advance();
  expect(diagnose(run.frame())).toEqual({
    trouble: "graphChanged",
    message: expect.stringMatching(/modified by an inplace operation/),
    fix: { field: "detach", value: "yes" },
  });
});
