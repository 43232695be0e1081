/** @module Long work in steps that a signal can end: between two of them, and within those that take long. */

import type { PanelRunEvent } from "../forecast/panel/panelRun.ts";
import type { RunEvent } from "../forecast/runEvents.ts";
import { nextTurn, type Trainable } from "../train/fit.ts";
import type { Steps } from "../train/steps.ts";
import { Interrupted, type Process, signalsHandled } from "./process.ts";

/** Milliseconds of a step from which a signal would wait too long for its end. */
const LONG = 250;

/** Milliseconds of short steps between two turns of the event loop. */
const TURN = 50;

/** Milliseconds of work that a signal within a step may cost. */
export const MOST_LOST = 1000;

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

/** A turn for signals: in work that has no events, and before a step that may be long. */
export interface Pause {
  readonly type: "pause";
  readonly isLong: boolean;
}

/** A run whose steps a signal can end. `begin` starts its steps, which are events, or null where there are none. */
export function guardedRun<Event extends RunEvent | PanelRunEvent>(
  run: Pick<Trainable<Event>, "isFinished" | "interrupted">,
  begin: () => Iterator<Event | null, void, undefined>,
  guard: StepGuard,
): Trainable<Event | Pause> {
  return {
    get isFinished() {
      return run.isFinished;
    },
    *run() {
      const events = begin();
      let kind = "begin";
      for (;;) {
        if (guard.mayBeLong(kind)) yield { type: "pause", isLong: true };
        const { done, value } = guard.run(kind, () => events.next());
        if (done === true) return;
        if (value?.type === "stage") guard.reset();
        kind = nextKind(value ?? null);
        yield value ?? { type: "pause", isLong: false };
      }
    },
    interrupted: () => run.interrupted(),
  };
}

/** What the step after an event does: steps of one kind take about as long. */
function nextKind(event: RunEvent | PanelRunEvent | null): string {
  const inner = event?.type === "refit" ? event.event : event;
  if (inner?.type === "batch" && inner.batch === inner.batches) return "validation";
  const isWithinTraining = ["start", "batch", "epoch", "improved"].includes(inner?.type ?? "");
  return isWithinTraining ? "batch" : (inner?.type ?? "pause");
}

/** Before a step that a signal would break off: what is done so far is saved, and signals that have arrived are handled. */
export async function beforeLong(
  writer: { readonly saveBeforeLong: () => Promise<void> } | null | undefined,
): Promise<void> {
  await writer?.saveBeforeLong();
  await signalsHandled();
}

/** Runs work whose steps may be long; null if a signal, or the limit, ends it. */
export async function inShortTurns<Result>(
  steps: Steps<Result>,
  {
    atOnce,
    signal,
    limit = Number.POSITIVE_INFINITY,
  }: {
    readonly signal: AbortSignal;
    readonly atOnce?: Process["atOnce"] | undefined;
    /** Milliseconds after which the work is given up; none by default. */
    readonly limit?: number;
  },
): Promise<Result | null> {
  const guard = new StepGuard(atOnce);
  const began = performance.now();
  let rested = began;
  try {
    for (;;) {
      const isLong = guard.mayBeLong("step");
      if (isLong || performance.now() - rested >= TURN) {
        await (isLong ? signalsHandled() : nextTurn());
        rested = performance.now();
      }
      if (signal.aborted || performance.now() - began > limit) return null;
      const next = guard.run("step", () => steps.next());
      if (next.done === true) return next.value;
    }
  } catch (error) {
    if (error instanceof Interrupted) return null;
    throw error;
  }
}
