/** @module Asynchronous training: yields to the event loop and can be aborted. */
import { closed } from "../arguments.ts";
import type { TrainEvent } from "./events.ts";

/** What trains one event at a time: a `Trainer`, or a run of several. */
export interface Trainable<Event> {
  /** Whether there is nothing left to train. */
  readonly isFinished: boolean;
  /** The events from here on. */
  run(): Iterable<Event>;
  /** The last events of a training that is interrupted. */
  interrupted(): readonly Event[];
}

/** Options of `fit`. */
export interface FitOptions<Event = TrainEvent> {
  /** Called with every event, and awaited if it returns a promise. May take a checkpoint. */
  readonly onEvent?: (event: Event) => void | Promise<void>;
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
export async function fit<Event extends { readonly type: string }>(
  trainer: Trainable<Event>,
  options: FitOptions<Event> = {},
): Promise<Extract<Event, { type: "end" }> | null> {
  const {
    onEvent,
    signal,
    yieldEvery = 50,
  } = closed("fit", options, { onEvent: 0, signal: 0, yieldEvery: 0 });
  let last: Event | null = null;
  let rested = performance.now();
  for (const event of eventsUntil(trainer, signal)) {
    last = event;
    const answer = onEvent?.(event);
    if (answer !== undefined) await answer;
    if (performance.now() - rested < yieldEvery) continue;
    await nextTurn();
    rested = performance.now();
  }
  return isEnd(last) ? last : null;
}

function isEnd<Event extends { readonly type: string }>(
  event: Event | null,
): event is Extract<Event, { type: "end" }> {
  return event?.type === "end";
}

function* eventsUntil<Event>(trainer: Trainable<Event>, signal: AbortSignal | undefined): Generator<Event> {
  for (const event of trainer.run()) {
    yield event;
    if (!signal?.aborted || trainer.isFinished) continue;
    yield* trainer.interrupted();
    return;
  }
}

/** Yields through a message channel: a timer would wait up to 4 ms in a browser. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
