/** @module Which settings of PyTorch are tried, and which of them is alternated with. */
import { expect, test } from "vitest";
import { bestOf, type Setting, settingsFor } from "../../bench/settings.ts";

const names = (settings: readonly Setting[]): string[] => settings.map(({ name }) => name);
const unset = "OPENBLAS_CORETYPE unset";

test("one core: each core type with one thread", () => {
  expect(names(settingsFor({}, 1))).toEqual([
    `${unset}, 1 thread`,
    "OPENBLAS_CORETYPE=SKYLAKEX, 1 thread",
    "OPENBLAS_CORETYPE=Haswell, 1 thread",
    "OPENBLAS_CORETYPE=Zen, 1 thread",
  ]);
});

test("several cores: PyTorch's own threads and OpenBLAS' together, then OpenBLAS' alone", () => {
  const two = names(settingsFor({}, 2)).slice(0, 3);
  expect(two).toEqual([`${unset}, 1 thread`, `${unset}, 2 threads`, `${unset}, 1 thread, 2 in OpenBLAS`]);
  expect(names(settingsFor({}, 8)).slice(0, 5)).toEqual([
    `${unset}, 1 thread`,
    `${unset}, 2 threads`,
    `${unset}, 8 threads`,
    `${unset}, 1 thread, 2 in OpenBLAS`,
    `${unset}, 1 thread, 8 in OpenBLAS`,
  ]);
});

test("what the environment says is tried first, then without it", () => {
  const env = { OPENBLAS_CORETYPE: "Haswell", OPENBLAS_L2_SIZE: "512", PATH: "elsewhere" };
  const [asItStands, without, forced] = settingsFor(env, 1);
  const threads = { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
  expect(asItStands).toEqual({
    name: "OPENBLAS_CORETYPE=Haswell OPENBLAS_L2_SIZE=512 (environment), 1 thread",
    env: threads,
    isOneThread: true,
  });
  expect(without?.env).toEqual({ ...threads, OPENBLAS_CORETYPE: undefined, OPENBLAS_L2_SIZE: undefined });
  expect(forced?.env).toEqual({ ...threads, OPENBLAS_CORETYPE: "SKYLAKEX", OPENBLAS_L2_SIZE: undefined });
});

/** Settings by name, those with several threads marked with a +, and what trying them took. */
function best(took: Readonly<Record<string, number | null>>): string[] {
  const tried = Object.entries(took).map(([name, time]) => ({
    setting: { name, env: {}, isOneThread: !name.endsWith("+") },
    took: time,
  }));
  return names(bestOf(tried));
}

test.each([
  [
    "the fastest with one thread and the fastest with more",
    { a: 3, b: 2, "a+": 2.5, "b+": 2.2 },
    ["b", "b+"],
  ],
  ["without one thread when it is far behind", { a: 3, b: 2, "a+": 1.5, "b+": 1.6 }, ["a+"]],
  ["without more when they are far behind", { a: 1, b: 2, "a+": 1.5, "b+": 9 }, ["a"]],
  ["without what did not run", { a: null, b: 2, "b+": null }, ["b"]],
  ["nothing when nothing ran", { a: null }, []],
  ["nothing of nothing", {}, []],
])("the best are %s", (_, took, expected) => {
  expect(best(took)).toEqual(expected);
});
