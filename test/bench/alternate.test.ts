/** @module Alternating runs, and what is made of their times. */
import { afterEach, expect, test, vi } from "vitest";
import { alternate, type Contender, type Entry, fastestOfEach, ratiosOf } from "../../bench/alternate.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

/** Someone who takes these times, in turn, and tells when. */
function contender(who: string, times: readonly number[], log: string[] = []): Contender {
  const left = [...times];
  const time = (): number => {
    log.push(who);
    return left.shift() ?? Number.NaN;
  };
  return { who, ours: who === "us", time };
}

const entry = (who: string, value: number | null, ours = false): Entry => ({ who, ours, value, runs: [] });

test("everyone has a turn, round after round; the median is kept", () => {
  const log: string[] = [];
  const entries = alternate([contender("us", [3, 1, 2], log), contender("them", [30, 50, 10], log)], 3);
  expect(log).toEqual(["us", "them", "us", "them", "us", "them"]);
  expect(entries).toEqual([
    { who: "us", ours: true, value: 2, runs: [3, 1, 2] },
    { who: "them", ours: false, value: 30, runs: [30, 50, 10] },
  ]);
});

test("one that fails is told of, and not asked again", () => {
  const time = vi.fn(() => {
    throw new Error("out of memory");
  });
  const [us, them] = alternate([contender("us", [1, 1]), { who: "them", setting: "fast", time }], 2);
  expect(us?.value).toBe(1);
  expect(them).toEqual({
    who: "them",
    setting: "fast",
    ours: false,
    value: null,
    runs: [],
    failure: "out of memory",
  });
  expect(time).toHaveBeenCalledTimes(1);
});

test("one whose run takes long has no second; ours has, so that there are runs to compare", () => {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  const slow = (who: string, ours: boolean): Contender => ({
    who,
    ours,
    time: () => {
      now += 10_000;
      return 10;
    },
  });
  const entries = alternate([slow("us", true), slow("them", false)], 3);
  expect(entries.map(({ runs }) => runs)).toEqual([[10, 10, 10], [10]]);
});

test("of those who share a name the fastest stays, whatever failed", () => {
  const [a, b, c] = [
    { ...entry("PyTorch", 3), setting: "a" },
    { ...entry("PyTorch", 2), setting: "b" },
    entry("jax", 9),
  ];
  const failed = { ...entry("PyTorch", null), setting: "c" };
  expect(fastestOfEach([failed, a, c, b])).toEqual([b, c]);
  expect(fastestOfEach([failed, c])).toEqual([failed, c]);
});

test("ratios: a time divided by each of ours", () => {
  const entries = [
    entry("1 thread", 4, true),
    entry("2 threads", 2, true),
    entry("them", 8),
    entry("broken", null),
  ];
  expect(entries.map((one) => ratiosOf(one, entries))).toEqual([
    { "1 thread": 1, "2 threads": 2 },
    { "1 thread": 0.5, "2 threads": 1 },
    { "1 thread": 2, "2 threads": 4 },
    { "1 thread": null, "2 threads": null },
  ]);
});
