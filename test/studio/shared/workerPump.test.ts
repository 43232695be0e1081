/** @module The pump of the workers: it repeats while there is work, waits when told to, and never runs twice at once. */
import { expect, test } from "vitest";
import { workerPump } from "../../../studio/shared/workerPump.ts";

/** A pump over the pauses that `work` returns in turn; resolves with the times of the calls after the last one. */
function pumped(pauses: readonly (number | null)[], starts = 1): Promise<number[]> {
  const times: number[] = [];
  return new Promise((resolve) => {
    const resume = workerPump((slice) => {
      expect(slice).toBe(8);
      times.push(performance.now());
      const pause = pauses[times.length - 1] ?? null;
      if (pause === null) setTimeout(() => resolve(times), 20);
      return pause;
    }, 8);
    for (let i = 0; i < starts; i++) resume();
  });
}

test("it repeats until there is nothing to do", async () => {
  expect(await pumped([0, 0, 0, null])).toHaveLength(4);
});

test("resumed while a slice is queued, it waits for that one", async () => {
  expect(await pumped([0, 0, null], 3)).toHaveLength(3);
});

test("it waits as long as the work asks for", async () => {
  const [first = 0, second = 0] = await pumped([30, null]);
  expect(second - first).toBeGreaterThanOrEqual(29);
});

test("resumed during a pause, it works at once, and only once", async () => {
  const [first = 0, second = 0, ...more] = await pumped([10_000, null], 2);
  expect(second - first).toBeLessThan(1000);
  expect(more).toEqual([]);
});
