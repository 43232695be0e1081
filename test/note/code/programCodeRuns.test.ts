/** @module The programs that are written for settings, run: in TypeScript here, in Python by PyTorch, and `Program`. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GraphError } from "unrolled";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { programCode } from "../../../src/note/code/programCode.ts";
import { Program, trainLosses } from "../../../src/note/program.ts";
import { cellNames, optimizerNames, type Settings, taskNames } from "../../../src/note/settings.ts";
import { freed, golden, kept, sha256, sound } from "./programCodeGolden.ts";

const folder = mkdtempSync(join(tmpdir(), "unrolled-programs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => void vi.restoreAllMocks());

/** Runs a TypeScript program, and gives its losses up to an error, if there is one. */
async function runTypescript(settings: Settings): Promise<{ losses: number[]; error: unknown }> {
  const file = join(folder, `${sha256(JSON.stringify(settings))}.ts`);
  writeFileSync(file, programCode(settings, "typescript", "en"));
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  const error: unknown = await import(/* @vite-ignore */ file).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(log.mock.calls.map(([step]) => step)).toEqual(log.mock.calls.map((_, i) => i));
  return { losses: log.mock.calls.map(([, loss]) => Number(loss)), error };
}

test("the golden programs leave no cell, optimiser or other setting out", () => {
  expect(new Set(golden.map(({ settings }) => settings.task))).toEqual(new Set(taskNames));
  const values = <Key extends keyof Settings>(key: Key) =>
    new Set(golden.map(({ settings }) => settings[key]));
  expect(values("cell")).toEqual(new Set(cellNames));
  expect(values("optimizer")).toEqual(new Set(optimizerNames));
  for (const key of ["endpoint", "carry", "detach", "retainGraph", "initialState"] as const)
    expect(values(key).size, key).toBe(2);
  expect([sound.length, freed.length, kept.length]).toEqual([20, 3, 3]);
});

describe.each(sound)("$name", ({ settings, weights, losses }) => {
  test("the program in TypeScript gives the very losses of Program", async () => {
    const short = { ...settings, steps: 8 };
    const run = await runTypescript(short);
    expect(run.error).toBeNull();
    expect(run.losses).toEqual(trainLosses(new Program(short)));
  });

  test("the program in Python gave PyTorch the same weights, and the same losses up to rounding", () => {
    const program = new Program(settings);
    const named = program.model.namedParameters();
    const first = named.map(([name, { data }]) => [name, [...data.subarray(0, 3)]]);
    expect(Object.fromEntries(first)).toEqual(
      Object.fromEntries(Object.entries(weights).map(([name, of]) => [name, of.map(Math.fround)])),
    );
    // Sums are rounded in another order than PyTorch's, and Adam's kin divide by roots of tiny sums of squares; over ten
    // segments that grows to 3e-6 at most, and a wrong default of an optimiser would show as 1e-3 and more.
    for (const loss of losses) {
      const got = program.trainSegment().loss;
      expect(Math.abs(got - loss) / Math.max(loss, 1e-3), `${got}, PyTorch has ${loss}`).toBeLessThan(1e-4);
    }
  });
});

describe.each(freed)("$name", ({ settings, losses, error }) => {
  test("the second segment stops with PyTorch's error, in Program and in the text", async () => {
    const program = new Program(settings);
    expect(program.trainSegment().loss).toBeCloseTo(losses[0], 6);
    const { losses: printed, error: thrown } = await runTypescript(settings);
    expect(printed).toHaveLength(losses.length);
    for (const caught of [thrown, errorOf(() => program.trainSegment())]) {
      expect(caught).toBeInstanceOf(GraphError);
      expect(String(caught).split("\n")[0]).toBe(`GraphError: ${error}`);
    }
  });
});

describe.each(kept)("$name", ({ settings, losses, error }) => {
  test("both refuse weights that have changed, as the comment says", async () => {
    expect(losses).toHaveLength(1);
    const text =
      "one of the variables needed for gradient computation has been modified by an inplace operation";
    expect(error).toContain(text);
    const short = { ...settings, steps: 4 };
    const run = await runTypescript(short);
    expect(run.losses).toEqual(trainLosses(new Program({ ...short, steps: 1 })));
    expect(run.error).toBeInstanceOf(GraphError);
    expect(run.error).toMatchObject({ message: expect.stringContaining(text) });
    expect(programCode(settings, "typescript", "en")).toContain("and backward() stops:");
  });
});

function errorOf(body: () => unknown): unknown {
  try {
    return body();
  } catch (error) {
    return error;
  }
}
