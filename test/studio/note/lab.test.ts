/** @module The lab: runs in lock-step, what they remember, and going back to any segment. */
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { Program, trainLosses } from "../../../src/note/program.ts";
import { lstmProgram, rnnProgram } from "../../../src/note/settings.ts";
import { Lab } from "../../../studio/note/lab/lab.ts";
import { Run } from "../../../studio/note/lab/run.ts";

const order = { number: 1, weights: [], pace: Number.POSITIVE_INFINITY, playing: true };

test("a run in the lab has the losses of the note's program, to the last bit", () => {
  const lab = new Lab();
  lab.start({ ...order, runs: [rnnProgram, { ...lstmProgram, steps: 60 }] });
  while (lab.work(50) !== null);
  const { runs, playing, ended } = lab.frame();
  expect({ playing, ended }).toEqual({ playing: false, ended: true });
  expect(Array.from(runs[0].losses.mean)).toEqual(trainLosses(new Program(rnnProgram)));
  expect(runs[1].trained).toBe(60);
  expect(runs[1].ending).toEqual({ kind: "complete" });
  expect(runs[0].curves.t).toHaveLength(1000);
});

test("a pace is kept, and a step is one segment of every run", () => {
  const clock = vi.spyOn(performance, "now").mockReturnValue(1000);
  onTestFinished(() => clock.mockRestore());
  const lab = new Lab();
  lab.start({ ...order, runs: [rnnProgram, lstmProgram], pace: 50 });
  expect(lab.work(5)).toBe(20); // milliseconds until the next segment is due
  expect(lab.frame().runs.map(({ trained }) => trained)).toEqual([1, 1]);
  lab.setPlaying(false);
  expect(lab.work(5)).toBeNull();
  lab.step();
  expect(lab.frame().runs.map(({ trained }) => trained)).toEqual([2, 2]);
});

describe("going back", () => {
  const settings = { ...lstmProgram, hidden: 6, steps: 1000, optimizer: "radam", clip: 0.5 } as const;
  const run = new Run(settings);
  const seen = new Map<number, unknown>();
  while (run.ending === null) {
    run.advance();
    if ([1, 2, 333, 900].includes(run.program.trained)) seen.set(run.program.trained, run.insight(null));
  }

  test.each([1, 2, 333, 900])("after %i segments everything is as it was, to the last bit", (trained) => {
    expect(run.insight(trained)).toEqual(seen.get(trained));
  });

  test("there is nothing to look at before the first segment", () => {
    expect(run.insight(0)).toBeNull();
    expect(new Run(settings).insight(null)).toBeNull();
  });

  test("and it leaves the run itself as it is", () => {
    const before = run.insight(null);
    run.insight(5);
    run.probe({ frequency: 2, phase: 1, amplitude: 0.5, noise: 0.1, cold: true, freeRun: true }, 10);
    expect(run.insight(null)).toEqual(before);
  });
});

describe("a run ends", () => {
  test("in PyTorch's error where the graph behind it has been freed", () => {
    const run = new Run({ ...rnnProgram, detach: false });
    for (let i = 0; i < 5; i++) run.advance();
    expect(run.program.trained).toBe(1);
    expect(run.ending?.kind).toBe("graphError");
    expect(run.ending).toMatchObject({
      message: expect.stringMatching(/^Trying to backward through the graph a second time/),
    });
  });

  test("in PyTorch's other error where the graph is retained: the weights have changed", () => {
    const run = new Run({ ...rnnProgram, detach: false, retainGraph: true, steps: 30 });
    while (run.ending === null) {
      run.advance();
      run.insight(null); // looking inside must leave the graph alone
    }
    expect(run.program.trained).toBe(1);
    expect(run.ending).toMatchObject({
      kind: "graphError",
      message: expect.stringMatching(/^one of the variables needed .* modified by an inplace operation/),
    });
    expect(run.insight(1)?.trained).toBe(1);
  });

  test("where the loss is no number any more", () => {
    const run = new Run({ ...rnnProgram, optimizer: "sgd", lr: 1e30 });
    for (let i = 0; i < 50; i++) run.advance();
    expect(run.ending?.kind).toBe("diverged");
  });
});

test("without carrying, every segment starts from the initial state", () => {
  const run = new Run({ ...lstmProgram, carry: false });
  const { state } = run.program;
  for (let i = 0; i < 3; i++) run.advance();
  expect(run.program.state).toBe(state);
});
