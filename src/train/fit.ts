/** @module Asynchronous training: yields to the event loop and can be aborted. */
import type { EndEvent, TrainEvent } from "./events.ts";
import type { Trainer } from "./trainer.ts";

/** Options of `fit`. */
export interface FitOptions {
  /** Called with every event, and awaited if it returns a promise. May take a checkpoint. */
  readonly onEvent?: (event: TrainEvent) => void | Promise<void>;
  /** Stops the run between two events. It can be resumed later. */
  readonly signal?: AbortSignal;
  /** Milliseconds of training between two yields to the event loop, 50 by default; 0 yields after each event. */
  readonly yieldEvery?: number;
}

/**
 * Trains until the end, or until the signal aborts; returns the last event.
 *
 * Yields to messages, timers, input and signals of the process every `yieldEvery` milliseconds.
 */
export async function fit<Batch>(
  trainer: Trainer<Batch>,
  { onEvent, signal, yieldEvery = 50 }: FitOptions = {},
): Promise<EndEvent | null> {
  let last: TrainEvent | null = null;
  let rested = performance.now();
  for (const event of eventsUntil(trainer, signal)) {
    last = event;
    const answer = onEvent?.(event);
    if (answer !== undefined) await answer;
    if (performance.now() - rested < yieldEvery) continue;
    await nextTurn();
    rested = performance.now();
  }
  return last?.type === "end" ? last : null;
}

function* eventsUntil<Batch>(
  trainer: Trainer<Batch>,
  signal: AbortSignal | undefined,
): Generator<TrainEvent> {
  for (const event of trainer.run()) {
    yield event;
    if (!signal?.aborted || trainer.isFinished) continue;
    yield* trainer.interrupted();
    return;
  }
}

/** Yields through a message channel: a timer would wait up to 4 ms in a browser. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
