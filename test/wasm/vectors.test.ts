/** @module The choice of vectors: V8's flags by its version, UNROLLED_VECTORS, and the race between the two binaries. */
import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { parseChoice } from "../../src/wasm/hostNode.ts";
import { flagOf } from "../../src/wasm/v8Flags.ts";
import { tickOf } from "../../src/wasm/wide.ts";
import { type Outcome, WideRace } from "../../src/wasm/wideRace.ts";

describe("the flags of V8", () => {
  test.each([
    ["11.3.244.8-node.38", "--experimental-wasm-relaxed-simd", null], // Node 20
    ["11.4.0", null, null],
    ["12.4.254.21-node.57", null, null], // Node 22
    ["13.6.233.17-node.63", null, "--experimental-wasm-revectorize"], // Node 24
    ["14.6.202.34-node.40", null, "--experimental-wasm-revectorize"], // Node 26
    ["15.3.99", null, "--experimental-wasm-revectorize"],
    ["15.4.1", null, "--wasm-revectorize"],
    ["16.0.1", null, "--wasm-revectorize"],
    ["", null, null],
  ])("%s", (version, relaxed, wide) => {
    expect([flagOf("relaxed", version, "x64"), flagOf("wide", version, "x64")]).toEqual([relaxed, wide]);
    expect(flagOf("wide", version, "arm64")).toBeNull();
  });

  test("this V8 knows its flags: it prints nothing", () => {
    const flags = (["relaxed", "wide"] as const).flatMap(
      (feature) => flagOf(feature, process.versions.v8, process.arch) ?? [],
    );
    const code = `for (const flag of ${JSON.stringify(flags)}) require("node:v8").setFlagsFromString(flag)`;
    const { status, stderr } = spawnSync(process.execPath, ["--eval", code], { encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
  });
});

describe("UNROLLED_VECTORS", () => {
  test("its values, and what is none", () => {
    expect([undefined, "", "auto", "strict", "relaxed", "wide"].map(parseChoice)).toEqual([
      "auto",
      "auto",
      "auto",
      "strict",
      "relaxed",
      "wide",
    ]);
    expect(() => parseChoice("strikt")).toThrow(
      'UNROLLED_VECTORS: expected strict, relaxed, wide or auto, got "strikt"; did you mean strict?',
    );
    expect(() => parseChoice("256")).toThrow(
      'UNROLLED_VECTORS: expected strict, relaxed, wide or auto, got "256"',
    );
  });

  /** Output and warnings of a program with large work, in a process of its own. */
  const run = (vectors: string): { stdout: string; stderr: string; status: number | null } => {
    const program = `
      import { functional, ones, setNumThreads } from "unrolled";
      setNumThreads(1);
      const x = ones([256, 256]).mul(0.1);
      for (let i = 0; i < 6; i++) functional.linear(x, x, null);
      console.log(functional.linear(x, x, null).sum().item());`;
    return spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
      encoding: "utf8",
      env: { ...process.env, UNROLLED_VECTORS: vectors },
    });
  };
  const major = Number.parseInt(process.versions.node, 10);
  const isWide = major >= 24 && process.arch === "x64";

  test("each runs here, or falls back with one warning", () => {
    const values = ["auto", "strict", "relaxed", "wide"].map(run);
    for (const { status } of values) expect(status).toBe(0);
    const warning =
      "UserWarning: UNROLLED_VECTORS=wide: this engine has no such vectors; using relaxed ones\n";
    expect(values.map(({ stderr }) => stderr)).toEqual(["", "", "", isWide ? "" : warning]);
    const [, , relaxed, wide] = values.map(({ stdout }) => stdout);
    expect(wide).toBe(relaxed);
    expect(Number(relaxed)).toBeCloseTo(256 * 256 * 2.56, -1);
  });

  test("an unknown one is refused by the first operation", () => {
    const { status, stderr } = run("wid");
    expect(status).toBe(1);
    expect(stderr).toContain(
      'ValueError: UNROLLED_VECTORS: expected strict, relaxed, wide or auto, got "wid"; did you mean wide?',
    );
  });
});

describe("the race", () => {
  /** Runs a race on a clock that only the binaries advance; times in µs by the number of runs so far. */
  const outcome = (
    times: { relaxed: (runs: number) => number; wide: (runs: number) => number },
    { agree = true, most = 100 } = {},
  ): { outcome: Outcome | null; spent: number } => {
    let now = 0;
    let [relaxedRuns, wideRuns] = [0, 0];
    const race = new WideRace(2000, () => now);
    const contest = {
      relaxed: () => {
        now += times.relaxed(relaxedRuns++) / 1000;
      },
      wide: () => {
        now += times.wide(wideRuns++) / 1000;
      },
      agree: () => agree,
    };
    let spent = 0;
    for (let i = 0; i < most; i++) {
      while (!race.isDue) now += 0.5;
      const before = now;
      const found = race.run(contest);
      spent += now - before;
      if (found !== null) return { outcome: found, spent };
    }
    return { outcome: null, spent };
  };
  const well =
    (after: number, quickly: number, time: number) =>
    (runs: number): number =>
      runs < after ? quickly : time;

  test("wide vectors are faster: found within 0.5 ms of work, once both are compiled well", () => {
    const found = outcome({ relaxed: well(0, 24, 8), wide: well(9, 27, 5) });
    expect(found.outcome).toBe("wide");
    expect(found.spent).toBeLessThan(0.5);
  });

  test("the engine does not combine vectors: relaxed ones", () => {
    expect(outcome({ relaxed: well(0, 24, 8), wide: well(9, 27, 11) }).outcome).toBe("relaxed");
  });

  test("what is compiled quickly is not compared, whichever binary that is", () => {
    expect(outcome({ relaxed: well(9, 24, 8), wide: well(7, 27, 11) }).outcome).toBe("relaxed");
    expect(outcome({ relaxed: well(0, 24, 8), wide: well(15, 27, 5) }).outcome).toBe("wide");
  });

  test("one slow measurement of either does not decide", () => {
    const slow = (at: number, time: (runs: number) => number) => (runs: number) =>
      runs >= at && runs < at + 2 ? 200 : time(runs);
    expect(outcome({ relaxed: slow(2, well(0, 24, 8)), wide: well(7, 27, 11) }).outcome).toBe("relaxed");
    expect(outcome({ relaxed: well(0, 24, 8), wide: slow(7, well(7, 27, 5)) }).outcome).toBe("wide");
  });

  test("other bits, and an engine that never compiles well", () => {
    expect(outcome({ relaxed: well(0, 24, 8), wide: well(7, 27, 5) }, { agree: false }).outcome).toBe(
      "differ",
    );
    expect(outcome({ relaxed: () => 24, wide: () => 27 })).toMatchObject({ outcome: "relaxed" });
  });
});

test.each([
  ["a fine clock: one tick", [0, 0.0001], 0.0001],
  ["the core was taken away between two readings", [0, 7, 7.0002], 0.0002],
  ["twice", [0, 3, 8, 8.005], 0.005],
  ["a page: five ticks of 0.1 ms", [0, 0, 0.1, 0.1, 0.2, 0.3, 0.4, 0.5, 0.50001], 0.1],
  ["a page whose clock is coarser still does not wait for a second tick", [0, 0, 100, 100, 200], 100],
])("the tick of a clock: %s", (_, times, tick) => {
  let at = 0;
  expect(tickOf(() => times[at++] ?? Number.NaN)).toBeCloseTo(tick, 9);
});
