/** @module Large layers on several threads: the twin's values, and the same bits for any number of threads. */
import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { afterEach, describe, expect, test } from "vitest";
import {
  getNumThreads,
  isDeterministic,
  manualSeed,
  nn,
  randn,
  setDeterministic,
  setNumThreads,
} from "../../src/index.ts";
import { arenaFor, partsFor } from "../../src/wasm/engine.ts";
import { layoutOf, type Mode } from "../../src/wasm/recurrent.ts";
import { recurrentBackward } from "../../src/wasm/recurrentBackward.ts";
import { freeLayer, recurrentForward } from "../../src/wasm/recurrentForward.ts";
import { baselineBinary } from "../../src/wasm/vectors.ts";
import { type LayerSizes, randomLayer, twins } from "../reference/cells.ts";
import { farthest } from "../reference/values.ts";

const modes = ["RNN_TANH", "RNN_RELU", "LSTM", "GRU"] as const satisfies readonly Mode[];
const unequal = [37, 37, 30, 30, 20, 17, 9, 8, 3, 1];

/** Large enough for the shared memory, with every kind of remainder: rows, columns, blocks of K, sequences. */
const large: (LayerSizes & { readonly name: string })[] = [
  { name: "a small input", I: 3, H: 50, batchSizes: new Array<number>(16).fill(37) },
  { name: "an input as wide as the state", I: 65, H: 65, batchSizes: new Array<number>(12).fill(35) },
  { name: "more than one block of K", I: 8, H: 330, batchSizes: new Array<number>(2).fill(19) },
  { name: "unequal lengths", I: 10, H: 70, batchSizes: unequal },
  { name: "unequal lengths, backwards", I: 10, H: 70, batchSizes: unequal, reverse: true },
];

afterEach(() => {
  setNumThreads(availableParallelism());
  setDeterministic(false);
});

type RandomLayer = ReturnType<typeof randomLayer>;

/** All results of a layer, forward and backward, by name. */
function resultsOf(mode: Mode, { layer, dy, dfinals }: RandomLayer): Map<string, Float32Array> {
  const f32 = (values: readonly number[]): Float32Array => Float32Array.from(values);
  const weights = {
    weightIh: f32(layer.weightIh),
    weightHh: f32(layer.weightHh),
    biasIh: layer.biasIh && f32(layer.biasIh),
    biasHh: layer.biasHh && f32(layer.biasHh),
    weightHr: layer.weightHr && f32(layer.weightHr),
  };
  const initial = layer.initial.map(f32);
  const { states, saved } = recurrentForward(
    layoutOf(mode, layer, layer, layer.weightHr !== null),
    { x: f32(layer.x), weights, initial },
    true,
  );
  if (saved === null) throw new Error("nothing was saved for the backward pass");
  expect(saved.arena.shared, "large enough for the shared memory").toBe(true);
  const needs = { x: true, initial: true, weights: true, steps: true };
  const d = recurrentBackward(saved, f32([...dy, ...dfinals.flat()]), weights, needs, false);
  freeLayer(saved);
  const found = new Map<string, Float32Array>([["states", states]]);
  const add = (name: string, values: Float32Array | null | undefined): void => {
    if (values) found.set(name, values);
  };
  add("x", d.x);
  d.initial.forEach((values, s) => {
    add(`initial ${s}`, values);
  });
  d.steps.forEach((values, s) => {
    add(`steps ${s}`, values);
  });
  for (const [name, values] of Object.entries(d.weights ?? {})) add(name, values);
  return found;
}

/** The names of results that are not the same bits. */
function differing(a: Map<string, Float32Array>, b: Map<string, Float32Array>): string[] {
  const bytes = (values: Float32Array | undefined): Uint8Array =>
    new Uint8Array(values?.buffer ?? new ArrayBuffer(0));
  return [...a.keys(), ...b.keys()].filter(
    (name) => Buffer.compare(bytes(a.get(name)), bytes(b.get(name))) !== 0,
  );
}

describe.each(modes)("%s", (mode) => {
  /** Tolerances relative to the largest value; see recurrent.test.ts. Sums over N ≤ 740 rows err by 1e-7 each. */
  test.each(large)("$name: the twin's values, and the same bits on 1, 2 and 3 threads", (sizes) => {
    const given = randomLayer(mode, sizes);
    setNumThreads(2);
    const two = resultsOf(mode, given);
    expect(two.size).toBeGreaterThanOrEqual(8);
    for (const count of [1, 3]) {
      setNumThreads(count);
      expect(differing(resultsOf(mode, given), two), `${count} threads`).toEqual([]);
    }

    const { layer, dy, dfinals } = given;
    const forward = twins[mode].forward(layer);
    const backward = twins[mode].backward(layer, dy, dfinals);
    const near = (name: string, wanted: readonly number[], tolerance: number): void => {
      const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
      expect(farthest(two.get(name) ?? [], wanted) / largest, name).toBeLessThan(tolerance);
    };
    near("states", [...forward.y, ...forward.finals.flat()], 1e-6);
    near("x", backward.x, 1e-5);
    near("weightIh", backward.weightIh, 8e-5);
    near("weightHh", backward.weightHh, 8e-5);
    near("biasIh", backward.biasIh ?? [], 8e-5);
  });
});

test("an LSTM with a projection: the same bits on 1 and 2 threads", () => {
  const given = randomLayer("LSTM", { I: 5, H: 64, P: 33, batchSizes: new Array<number>(10).fill(40) });
  setNumThreads(2);
  const two = resultsOf("LSTM", given);
  setNumThreads(1);
  expect(differing(resultsOf("LSTM", given), two)).toEqual([]);
});

describe("how many", () => {
  test("as many as there are cores at first, and then as was said", () => {
    expect(getNumThreads()).toBe(availableParallelism());
    setNumThreads(3);
    expect(getNumThreads()).toBe(3);
  });

  test.each([0, -1, 1.5, Number.NaN])("%s is refused", (count) => {
    expect(() => setNumThreads(count)).toThrow(
      new RangeError(`setNumThreads: expected a positive integer, got ${count}`),
    );
  });

  test("small work stays on one, and no part has fewer than eight sequences", () => {
    setNumThreads(4);
    expect(arenaFor(1000).shared).toBe(false);
    const arena = arenaFor(1e7);
    expect(arena.shared).toBe(true);
    expect([1, 15, 16, 31, 32, 1000].map((B) => partsFor(arena, B))).toEqual([1, 1, 2, 3, 4, 4]);
  });

  const program = `
      import { nn, randn, setNumThreads } from "unrolled";
      setNumThreads(2);
      const [output] = new nn.LSTM(8, 64).forward(randn([50, 64, 8]));
      output.sum().backward();
      console.log(output.shape.join());`;

  test("a process that used them ends by itself", () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--input-type=module", "--eval", program],
      { encoding: "utf8", timeout: 90_000 },
    );
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "50,64,64\n", stderr: "" });
  });

  test("where Node forbids them, the work is done all the same, after a warning", () => {
    const isOld = Number.parseInt(process.versions.node, 10) < 24;
    const permission = [isOld ? "--experimental-permission" : "--permission", "--allow-fs-read=*"];
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [...permission, "--input-type=module", "--eval", program],
      { encoding: "utf8", timeout: 90_000 },
    );
    expect({ status, stdout }).toEqual({ status: 0, stdout: "50,64,64\n" });
    expect(stderr).toContain(
      "UserWarning: a worker thread could not start; the other threads do its work: Access to this API has been restricted",
    );
  });
});

describe("binaries", () => {
  const run = (): number[] => {
    manualSeed(3);
    const [output] = new nn.LSTM(4, 20).forward(randn([30, 2, 4]));
    return [...output.data];
  };

  test("the strict one when it is insisted on", () => {
    expect(isDeterministic()).toBe(false);
    const fast = run();
    setDeterministic(true);
    expect([baselineBinary(), isDeterministic()]).toEqual(["strict", true]);
    const strict = run();
    expect(farthest(fast, strict)).toBeLessThan(1e-6);
    setDeterministic(false);
    expect(run()).toEqual(fast);
  });

  // In a process of its own each, since the engine cannot be asked to stop. Sizes have every remainder by 16 and by 6.
  test("wide vectors, where the engine has them, give the bits of narrow ones", () => {
    const program = (wide: boolean): string => `
      import { createHash } from "node:crypto";
      import { manualSeed, nn, randn, useWideVectors } from "unrolled";
      const isWide = ${wide} && useWideVectors();
      manualSeed(1);
      const hash = createHash("sha256");
      for (const Layer of [nn.RNN, nn.LSTM, nn.GRU]) {
        for (const [I, H, B, T] of [[3, 50, 37, 20], [65, 73, 35, 12], [8, 330, 19, 3]]) {
          const layer = new Layer(I, H);
          for (let i = 0; i < 20; i++) { // until the engine has compiled it well
            layer.zeroGrad();
            const [output] = layer.forward(randn([T, B, I]));
            output.pow(2).sum().backward();
            hash.update(output.data);
            for (const { grad } of layer.parameters()) hash.update(grad.data);
          }
        }
      }
      console.log(isWide, hash.digest("hex"));`;
    const run = (wide: boolean): string[] => {
      const args = ["--input-type=module", "--eval", program(wide)];
      const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", timeout: 90_000 });
      expect(stderr).toBe("");
      return stdout.trim().split(" ");
    };
    const [[isNotWide, narrow], [isWide, bits]] = [run(false), run(true)];
    const major = Number.parseInt(process.versions.node, 10);
    expect([isNotWide, isWide]).toEqual(["false", String(major >= 24 && process.arch === "x64")]);
    expect(bits).toBe(narrow);
  }, 60_000);

  // A graph may be walked back after the kernels were changed: what forward kept belongs to no binary.
  test("changed between forward and backward", () => {
    manualSeed(3);
    const layer = new nn.GRU(4, 20);
    const [output] = layer.forward(randn([30, 2, 4]));
    setDeterministic(true);
    output.sum().backward();
    expect(arenaFor(0).binary).toBe("strict");
    const other = layer.weight_hh_l0.grad?.data.slice() ?? new Float32Array();
    expect(other.length).toBe(1200);
    layer.zeroGrad();
    manualSeed(3);
    new nn.GRU(4, 20).parameters(); // draws what the first one drew
    const [again] = layer.forward(randn([30, 2, 4]));
    again.sum().backward();
    expect(farthest(other, [...(layer.weight_hh_l0.grad?.data ?? [])])).toBeLessThan(1e-5);
  });
});
