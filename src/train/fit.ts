/** @module Training beside other work: the loop gives way to the event loop, and can be told to stop. */
import type { EndEvent, TrainEvent } from "./events.ts";
import type { Trainer } from "./trainer.ts";

/** `fit`'s options. */
export interface FitOptions {
  /** Called with every event; a promise that it returns is waited for. A checkpoint can be taken here. */
  readonly onEvent?: (event: TrainEvent) => void | Promise<void>;
  /** Stops the run between two events. It can go on later, from where it stands. */
  readonly signal?: AbortSignal;
  /** Milliseconds of training between two breaks for the event loop, 50 by default; 0 for one after each event. */
  readonly yieldEvery?: number;
}

/**
 * Trains to the end, or until the signal; returns the last event.
 *
 * Messages, timers, input and signals of the process get their turn every `yieldEvery` milliseconds.
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

/** A message to oneself: a timer would wait up to 4 ms in a browser. */
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
