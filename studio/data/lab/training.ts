/** @module One training, in slices of time, so that its worker can answer between two of them and stop at once. */

import { Forecaster } from "../../../src/forecast/forecaster.ts";
import { ForecasterRun } from "../../../src/forecast/forecasterRun.ts";
import type { ForecasterOptions } from "../../../src/forecast/options.ts";
import type { Plan } from "../../../src/forecast/plan.ts";
import type { TrainingResults } from "../../../src/runs/results.ts";
import type { BatchEvent, EndEvent, EpochRecord, TrainEvent } from "../../../src/train/events.ts";
import { type Judged, judge } from "./judge.ts";
import type { Prepared } from "./prepare.ts";

/** How far it has come. */
export interface TrainingFrame {
  readonly phase: "training" | "testing" | "done";
  readonly epoch: number;
  readonly epochs: number;
  readonly batch: number;
  readonly batches: number;
  /** The mean loss of the epoch so far. */
  readonly loss: number | null;
  readonly valLoss: number | null;
  readonly lr: number | null;
  readonly best: number | null;
  readonly bestEpoch: number;
  readonly samplesPerSecond: number | null;
  /** Seconds to the last epoch there may be; patience may end it before. */
  readonly eta: number | null;
  readonly history: readonly EpochRecord[];
}

/** The test cannot be interrupted: before it, a page gets the time to hear of it. */
const testPause = 200;

/** Trains, then tests; `work` does a little of it. */
export class Training {
  readonly prepared: Prepared;
  readonly plan: Plan;
  /** There once the phase is "done". */
  judged: Judged | null = null;
  forecaster: Forecaster | null = null;
  readonly #run: ForecasterRun;
  readonly #version: string;
  readonly #events: Iterator<TrainEvent, void>;
  #phase: TrainingFrame["phase"] = "training";
  #isStopped = false;
  #batch: BatchEvent | null = null;
  #end: EndEvent | null = null;
  #parameters = 0;
  #worked = 0;

  /** Throws ValueError for options outside their domain, and for a series that is too short for them. */
  constructor(prepared: Prepared, options: ForecasterOptions, version: string) {
    this.prepared = prepared;
    this.#version = version;
    this.#run = new ForecasterRun(prepared.series, options);
    this.plan = this.#run.plan;
    this.#events = this.#run.run();
  }

  /** Ends the training before its next event; the best weights so far are kept, and tested. */
  stop(): void {
    this.#isStopped = true;
  }

  /** Works for about so many ms; says after how many to come again, null where there is nothing more to do. */
  work(slice: number): number | null {
    const began = performance.now();
    if (this.#phase === "testing") this.#test();
    while (this.#phase === "training" && performance.now() - began < slice) this.#next();
    this.#worked += performance.now() - began;
    if (this.#phase === "done") return null;
    return this.#phase === "testing" ? testPause : 0;
  }

  frame(): TrainingFrame {
    const { trainer } = this.#run;
    const { epoch = 0, batch = 0, batches = 0, meanLoss, lr, samplesPerSecond } = this.#batch ?? {};
    const history = trainer?.history ?? [];
    return {
      phase: this.#phase,
      epoch,
      epochs: this.plan.epochs,
      batch,
      batches,
      loss: meanLoss ?? null,
      valLoss: history.at(-1)?.valLoss ?? null,
      lr: lr ?? null,
      best: trainer?.best ?? null,
      bestEpoch: trainer?.bestEpoch ?? 0,
      samplesPerSecond: samplesPerSecond ?? null,
      eta: this.#eta(epoch, batch / Math.max(1, batches)),
      history,
    };
  }

  #eta(epoch: number, share: number): number | null {
    const done = epoch - 1 + share;
    return done <= 0 ? null : ((this.#worked / 1000) * (this.plan.epochs - done)) / done;
  }

  #next(): void {
    const { trainer } = this.#run;
    if (this.#isStopped && trainer !== null && !trainer.isFinished) {
      for (const event of trainer.interrupted()) this.#note(event);
      this.#phase = "testing";
      return;
    }
    const { done, value } = this.#events.next();
    if (done) this.#phase = "testing";
    else this.#note(value);
  }

  #note(event: TrainEvent): void {
    if (event.type === "start") this.#parameters = event.parameters;
    if (event.type === "batch") this.#batch = event;
    if (event.type === "end") this.#end = event;
  }

  #test(): void {
    this.forecaster = Forecaster.from(this.#run);
    this.judged = judge(this.forecaster, this.prepared, this.#results(), this.#version);
    this.#phase = "done";
  }

  #results(): TrainingResults | null {
    const { trainer } = this.#run;
    if (trainer === null || this.#end === null) return null;
    const { reason, seconds } = this.#end;
    return {
      history: trainer.history,
      bestEpoch: trainer.bestEpoch,
      reason,
      parameters: this.#parameters,
      seconds,
    };
  }
}
