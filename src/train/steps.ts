/** @module Long work in steps, between which the event loop has a turn and the work can be ended. */

/** Work that pauses now and then, at every `yield`. */
export type Steps<Result> = Generator<void, Result, undefined>;

/** Runs work to its end. */
export function finish<Result>(steps: Steps<Result>): Result {
  let next = steps.next();
  while (next.done !== true) next = steps.next();
  return next.value;
}
