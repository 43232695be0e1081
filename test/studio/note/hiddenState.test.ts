/** @module The hidden state as a picture: the shares of its components, and that looking changes nothing. */
import { describe, expect, test } from "vitest";
import { rnnProgram, type Settings } from "../../../src/note/settings.ts";
import { Run } from "../../../studio/note/lab/run.ts";

const view = { layer: 0, step: null, walks: ["free", "cold"], spectra: true } as const;

function trainedRun(settings: Settings, segments: number): Run {
  const run = new Run(settings);
  for (let i = 0; i < segments; i++) run.advance();
  return run;
}

const note = trainedRun(rnnProgram, 100);

describe("the note's RNN", () => {
  test.each([
    [1, 0.93, 0.07],
    [100, 0.57, 0.41],
  ])("after segment %i", (segment, first, second) => {
    const { shares, trained } = note.hiddenState(view, segment);
    expect(trained).toBe(segment);
    expect(shares[0]).toBeCloseTo(first, 2);
    expect(shares[1]).toBeCloseTo(second, 2);
  });

  test("is a line before training and a ring after it", () => {
    const flatness = (segment: number): number => {
      const { shares } = note.hiddenState(view, segment);
      return Math.sqrt(shares[1] / shares[0]);
    };
    expect(flatness(0)).toBeLessThan(0.2);
    expect(flatness(100)).toBeGreaterThan(0.8);
  });

  test("shows three ways through one plane, of 16 segments each", () => {
    const { walks } = note.hiddenState(view, null);
    expect(Object.keys(walks)).toEqual(["trained", "free", "cold"]);
    for (const walk of Object.values(walks)) expect(walk.places).toHaveLength(16 * 10 * 2);
    expect(walks.free?.freeFrom).toBe(20);
    // True input until then: the same way. From an empty state: another start, and the same ring in the end.
    expect(walks.free?.places.slice(0, 40)).toEqual(walks.trained?.places.slice(0, 40));
    const apart = (step: number): number => {
      const [a, b] = [walks.trained?.places ?? [], walks.cold?.places ?? []];
      return Math.hypot(a[2 * step] - b[2 * step], a[2 * step + 1] - b[2 * step + 1]);
    };
    expect(apart(0)).toBeGreaterThan(1);
    expect(apart(159)).toBeLessThan(0.01);
  });

  test("turns by about the curve's own angle per step: its greatest eigenvalues are a pair", () => {
    const [{ re, im, radius }] = note.hiddenState(view, null).spectra ?? [];
    expect(radius).toBeGreaterThan(1);
    const at = re.findIndex((real, i) => Math.abs(Math.hypot(real, im[i]) - radius) < 1e-12);
    const degrees = (Math.abs(Math.atan2(im[at], re[at])) * 180) / Math.PI;
    expect(degrees).toBeGreaterThan(15); // the curve: 180° in 10 steps
    expect(degrees).toBeLessThan(21);
  });

  test("looking changes nothing: training continues with the same bits", () => {
    const [looked, alone] = [trainedRun(rnnProgram, 3), trainedRun(rnnProgram, 3)];
    looked.hiddenState(view, null);
    looked.gradient(null);
    looked.advance();
    alone.advance();
    expect(looked.frame().loss).toBe(alone.frame().loss);
  });

  test("has the gradient of its untrained network beside the present one", () => {
    const { before, now } = note.gradient(null);
    expect(before).toEqual(new Run(rnnProgram).gradient(null).before);
    expect(now?.hidden).toHaveLength(10);
    expect(new Run(rnnProgram).gradient(null).now).toBeNull();
  });
});

test.each(["echo", "adding", "parity"] as const)("%s: the states of 256 sequences at one step", (task) => {
  const run = trainedRun({ ...rnnProgram, task, cell: "lstm", timeStep: 6, hidden: 8, layers: 2 }, 2);
  const { walks, step, spectra } = run.hiddenState({ ...view, layer: 1, step: 3, spectra: false }, null);
  expect(step).toBe(3);
  expect(spectra).toBeNull();
  expect(Object.keys(walks)).toEqual(["trained"]);
  expect(walks.trained?.places).toHaveLength(256 * 2);
  const classes = { echo: 8, adding: 256, parity: 2 }[task];
  expect(new Set(walks.trained?.marks).size).toBe(classes);
});
