/** @module Long work in steps, between which the event loop has a turn and the work can be ended. */
import { nextTurn } from "./fit.ts";

/** Work that pauses now and then, at every `yield`. */
export type Steps<Result> = Generator<void, Result, undefined>;

/** Runs work to its end. */
export function finish<Result>(steps: Steps<Result>): Result {
  let next = steps.next();
  while (next.done !== true) next = steps.next();
  return next.value;
}

/** Who may end work in steps, and after how long. */
export interface TurnOptions {
  readonly signal: AbortSignal;
  /** Milliseconds after which the work is given up; none by default. */
  readonly limit?: number;
  /** Milliseconds of work between two turns of the event loop, 50 by default. */
  readonly yieldEvery?: number;
}

/** Runs work to its end; null if the signal, or the limit, ends it before. */
export async function inTurns<Result>(
  steps: Steps<Result>,
  { signal, limit = Number.POSITIVE_INFINITY, yieldEvery = 50 }: TurnOptions,
): Promise<Result | null> {
  const began = performance.now();
  for (;;) {
    if (signal.aborted || performance.now() - began > limit) return null;
    const until = performance.now() + yieldEvery;
    let next = steps.next();
    while (next.done !== true && performance.now() < until) next = steps.next();
    if (next.done === true) return next.value;
    await nextTurn();
  }
}
