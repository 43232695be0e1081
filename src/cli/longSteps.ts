/** @module Long work in steps that a signal can end: between two of them, and within those that take long. */
import { inTurns, type Steps, type TurnOptions } from "../train/steps.ts";
import { Interrupted, type Process } from "./process.ts";

/** Milliseconds of a step from which a signal would wait too long for its end. */
const LONG = 250;

/** Runs steps of several kinds, and those of a kind that takes long, or has not been seen yet, so that a signal ends them. */
export class StepGuard {
  readonly #atOnce: NonNullable<Process["atOnce"]>;
  readonly #longest = new Map<string, number>();

  constructor(atOnce: Process["atOnce"] = (work) => work()) {
    this.#atOnce = atOnce;
  }

  mayBeLong(kind: string): boolean {
    return (this.#longest.get(kind) ?? Number.POSITIVE_INFINITY) > LONG;
  }

  /** Throws Interrupted for a Ctrl-C within a long step; the work cannot go on after that. */
  run<Result>(kind: string, step: () => Result): Result {
    const began = performance.now();
    const result = this.mayBeLong(kind) ? this.#atOnce(step) : step();
    this.#longest.set(kind, Math.max(this.#longest.get(kind) ?? 0, performance.now() - began));
    return result;
  }

  /** Forgets what was measured, as another model begins. */
  reset(): void {
    this.#longest.clear();
  }
}

/** `inTurns` for work whose steps may be long; null if a signal, or the limit, ends it. */
export async function inShortTurns<Result>(
  steps: Steps<Result>,
  { atOnce, ...options }: TurnOptions & { readonly atOnce?: Process["atOnce"] | undefined },
): Promise<Result | null> {
  try {
    return await inTurns(guarded(steps, new StepGuard(atOnce)), options);
  } catch (error) {
    if (error instanceof Interrupted) return null;
    throw error;
  }
}

function* guarded<Result>(steps: Steps<Result>, guard: StepGuard): Steps<Result> {
  for (;;) {
    const { done, value } = guard.run("step", () => steps.next());
    if (done === true) return value;
    yield;
  }
}
