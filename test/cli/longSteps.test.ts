/** @module Steps that take long: a signal within one of them ends the work, and what was written before it is enough. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { inShortTurns, StepGuard } from "../../src/cli/longSteps.ts";
import { main } from "../../src/cli/main.ts";
import { Interrupted, type Process, realProcess } from "../../src/cli/process.ts";
import { temporaryFolder } from "./fakeProcess.ts";
import { fileOf, quick, sunspots, train } from "./forecast/given.ts";

const folder = temporaryFolder();

/** A clock on which each call of `step` takes as long as it says. */
function clock() {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  return (milliseconds: number) => () => {
    now += milliseconds;
    return milliseconds;
  };
}

test("a step is run at once if its kind is new, or has taken more than a quarter of a second", () => {
  const step = clock();
  let calls = 0;
  const guard = new StepGuard((work) => {
    calls += 1;
    return work();
  });
  const wasAtOnce = (kind: string, milliseconds: number): boolean => {
    const before = calls;
    expect(guard.run(kind, step(milliseconds))).toBe(milliseconds);
    return calls > before;
  };
  expect([wasAtOnce("batch", 10), wasAtOnce("batch", 250), wasAtOnce("batch", 300)]).toEqual([
    true,
    false,
    false,
  ]);
  expect([wasAtOnce("batch", 1), wasAtOnce("validation", 1), wasAtOnce("validation", 1)]).toEqual([
    true,
    true,
    false,
  ]);
  guard.reset();
  expect(wasAtOnce("validation", 1)).toBe(true);
  vi.restoreAllMocks();
});

test("work in turns: its result, null for a signal within a step, and other errors as they are", async () => {
  const steps = function* (fail: () => void) {
    yield;
    fail();
    return "all";
  };
  const { signal } = new AbortController();
  const broken = (error: Error) => () => {
    throw error;
  };
  expect(
    await inShortTurns(
      steps(() => undefined),
      { signal },
    ),
  ).toBe("all");
  expect(await inShortTurns(steps(broken(new Interrupted())), { signal })).toBeNull();
  await expect(inShortTurns(steps(broken(new RangeError("x"))), { signal })).rejects.toThrow("x");
});

test("what is run at once returns, throws what was thrown, and leaves the listeners", () => {
  const { atOnce = (work) => work() } = realProcess;
  const listen = (): void => undefined;
  process.on("SIGTERM", listen);
  const within = atOnce(() => process.listeners("SIGTERM").includes(listen));
  const fault = new TypeError("broken");
  const fail = () =>
    atOnce(() => {
      throw fault;
    });
  expect([within, fail]).toEqual([false, expect.any(Function)]);
  expect(fail).toThrow(fault);
  expect(process.listeners("SIGTERM")).toContain(listen);
  process.off("SIGTERM", listen);
});

test("a signal within a batch or a validation: 130; resumed, the bits of a run that was never disturbed", async () => {
  await train(folder, "--name", "whole");
  const best = (name: string) => readFileSync(join(folder, name, "best.safetensors"));
  const words = ["train", sunspots, ...quick, "--out", folder, "--name"];
  for (const [name, at] of Object.entries({ first: 4, later: 9 })) {
    const { code, stderr, calls } = await breaking(at, 2000, [...words, name]);
    expect([code, calls]).toEqual([130, at]);
    expect(stderr).toContain(`Interrupted. To resume: unrolled train --resume ${join(folder, name)}\n`);
    const { state } = JSON.parse(readFileSync(join(folder, name, "status.json"), "utf8"));
    expect(state).toBe("interrupted");
    const resumed = await breaking(Number.POSITIVE_INFINITY, 0, ["train", "--resume", join(folder, name)]);
    expect(resumed.code).toBe(0);
    expect(best(name).equals(best("whole"))).toBe(true);
  }
});

test("a signal within a batch of a panel's model: 130; resumed, the same bytes", async () => {
  const rows = Array.from({ length: 3 * 60 }, (_, i) => `s${i % 3},${Math.floor(i / 3)},${(i * 7919) % 97}`);
  const file = fileOf(folder, "panel.csv", "unique_id,ds,y", ...rows);
  const words = [
    "train",
    file,
    "--horizon",
    "4",
    "--steps",
    "100",
    "--hidden",
    "4",
    "--out",
    folder,
    "--name",
  ];
  const best = (name: string) => readFileSync(join(folder, name, "best.safetensors"));
  await breaking(Number.POSITIVE_INFINITY, 0, [...words, "panel"]);
  for (const [name, at] of Object.entries({ begun: 5, refit: 110 })) {
    const { code, stderr } = await breaking(at, 2000, [...words, name]);
    expect(code).toBe(130);
    expect(stderr).toContain(`Interrupted. To resume: unrolled train --resume ${join(folder, name)}\n`);
    expect(readFileSync(join(folder, name, "checkpoint.safetensors")).length).toBeGreaterThan(1000);
    const resumed = await breaking(Number.POSITIVE_INFINITY, 0, ["train", "--resume", join(folder, name)]);
    expect(resumed.code).toBe(0);
    expect(best(name).equals(best("panel"))).toBe(true);
  }
});

/** Runs a command whose steps seem to take long, and whose signal comes within one of them. */
async function breaking(at: number, milliseconds: number, line: readonly string[]) {
  let [calls, stderr, now] = [0, "", performance.now()];
  const clock = vi.spyOn(performance, "now").mockImplementation(() => now);
  const fake: Process = {
    stdout: { write: () => undefined },
    stderr: {
      write: (text) => {
        stderr += text;
      },
    },
    env: {},
    interruptible: (work) => work(new AbortController().signal),
    atOnce: (work) => {
      calls += 1;
      const result = work();
      now += milliseconds;
      if (calls === at) throw new Interrupted();
      return result;
    },
  };
  const code = await main(line, fake);
  clock.mockRestore();
  return { code, stderr, calls };
}
