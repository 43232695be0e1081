/** @module How a call that may be very short is timed. */
import { warmUpOf } from "../pace.ts";
import { lowerQuartile } from "../statistics.ts";

/** A batch of calls lasts at least this many milliseconds: the clock takes 50 ns. */
const BATCH = 0.1;
const LEAST = 3;
/**
 * Compilers need some calls, and on a busy machine some time. After a thousand calls, or 40 and 0.2 seconds, or half a second, the
 * garbage collector has given back memory for results: until then, the first touch of new pages takes most of the time.
 */
const WARM = { times: 2, until: { calls: [1000, 40, 6], milliseconds: [0, 200, 500] } } as const;

/** The microseconds of one call: the lower quartile of batches, after a warm-up twice as long as the measuring, of 40 calls or half a second at least. */
export function timeOfCall(call: () => unknown, seconds: number): number {
  const perCall = warmUp(call, seconds);
  const batch = Math.max(1, Math.round(BATCH / perCall));
  const times: number[] = [];
  const start = performance.now();
  while (times.length < LEAST || performance.now() - start < seconds * 1000) {
    const before = performance.now();
    for (let i = 0; i < batch; i++) call();
    times.push(((performance.now() - before) * 1000) / batch);
  }
  return lowerQuartile(times);
}

/** Returns the milliseconds of a call at the end of the warm-up. */
function warmUp(call: () => unknown, seconds: number): number {
  const isOver = warmUpOf(seconds * WARM.times);
  const start = performance.now();
  let calls = 1;
  for (let done = calls; ; done += calls) {
    const before = performance.now();
    for (let i = 0; i < calls; i++) call();
    const took = performance.now() - before;
    const { calls: enough, milliseconds } = WARM.until;
    const since = performance.now() - start;
    const isWarm = enough.some((count, i) => done >= count && since >= milliseconds[i]);
    if ((isWarm && isOver()) || seconds === 0) return took / calls;
    if (took < BATCH) calls *= 2;
  }
}
