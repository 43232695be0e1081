/** @module The training loop as a state machine: each call of `next` makes one step and returns its event. */
import type { Parameter, StateDict } from "../nn/module.ts";
import { clipGradNorm, clipGradValue } from "../nn/utils/clipGrad.ts";
import { ReduceLROnPlateau } from "../optim/lrScheduler/reduceLROnPlateau.ts";
import { noGrad } from "../tensor/tape.ts";
import "../tensor/methods.ts";
import type { Divergence, StopReason, TrainEvent } from "./events.ts";
import { scheduleOf, type TrainerOptions } from "./options.ts";
import { batchEvent, endEvent, epochEvent, freshState, type RunState, stoppedEvent } from "./runState.ts";

export class Loop<Batch> {
  readonly options: TrainerOptions<Batch>;
  readonly parameters: readonly Parameter[];
  readonly watch: Stopwatch;
  at: RunState = freshState();
  /** The weights of the best epoch; initially those at the start. */
  best: StateDict;

  constructor(options: TrainerOptions<Batch>) {
    this.options = options;
    this.parameters = options.module.parameters();
    this.watch = new Stopwatch(options.clock ?? (() => performance.now()));
    this.best = copied(options.module.stateDict());
  }

  next(): TrainEvent {
    switch (this.at.phase) {
      case "begin":
      case "stopped": // whether it stops is asked now: a resumed run may have other epochs or patience
        if (this.at.epoch > 0 && this.#phaseAfterEpoch() === "stopped")
          return this.#stop(this.#isOutOfPatience() ? "patience" : "epochs");
        this.#beginEpoch();
        return this.#trainBatch();
      case "batch":
        return this.#trainBatch();
      case "epoch":
        return this.#endEpoch();
      case "improved":
        return this.#improved();
      default:
        this.at.phase = "done";
        return endEvent(this, this.at.reason ?? "epochs");
    }
  }

  #beginEpoch(): void {
    const { steps, carried, module } = this.options;
    if (this.at.epoch === 0) this.best = copied(module.stateDict());
    Object.assign(this.at, { epoch: this.at.epoch + 1, lossSum: 0, samples: 0 });
    this.at.epochBegan = this.watch.total();
    if (carried?.acrossEpochs === false) carried.reset();
    steps.startEpoch();
  }

  #trainBatch(): TrainEvent {
    const { steps, lossOf, optimizer } = this.options;
    const batch = steps.next();
    for (const parameter of this.parameters) parameter.grad = null;
    const loss = lossOf(batch);
    const value = loss.item();
    if (!Number.isFinite(value)) return this.#stop("diverged", { what: "loss", value });
    loss.backward();
    const gradNorm = this.#clip();
    if (!Number.isFinite(gradNorm)) return this.#stop("diverged", { what: "gradNorm", value: gradNorm });
    this.at.lr = optimizer.paramGroups[0].lr;
    optimizer.step();
    if (scheduleOf(this.options) === "batch") this.#schedule(value);
    this.at.lossSum += value * steps.sizeOf(batch);
    this.at.samples += steps.sizeOf(batch);
    this.at.phase = steps.position < steps.batches ? "batch" : "epoch";
    return batchEvent(this, value, gradNorm);
  }

  /** Clips the gradients; returns their norm before. */
  #clip(): number {
    const { clip } = this.options;
    const norm = clip !== undefined && "norm" in clip ? clip.norm : Number.POSITIVE_INFINITY;
    const before = clipGradNorm(this.parameters, norm).item();
    if (clip !== undefined && "value" in clip) clipGradValue(this.parameters, clip.value);
    return before;
  }

  #schedule(loss: number): void {
    const { scheduler } = this.options;
    if (scheduler instanceof ReduceLROnPlateau) scheduler.step(loss);
    else scheduler?.step();
  }

  #endEpoch(): TrainEvent {
    this.options.steps.endEpoch();
    const { epoch, lossSum, samples, lr } = this.at;
    const loss = lossSum / samples;
    const valLoss = this.#validate();
    const decisive = valLoss ?? loss;
    if (!Number.isFinite(decisive))
      return this.#stop("diverged", { what: valLoss === null ? "loss" : "valLoss", value: decisive });
    const record = { epoch, loss, valLoss, lr };
    this.at.history.push(record);
    if (scheduleOf(this.options) === "epoch") this.#schedule(decisive);
    this.#evaluate(decisive);
    return epochEvent(this, record);
  }

  #validate(): number | null {
    const { module, validate } = this.options;
    if (validate === undefined) return null;
    const modes = module.modules().map((part) => [part, part.training] as const);
    module.eval();
    try {
      return noGrad(validate);
    } finally {
      for (const [part, training] of modes) part.training = training;
    }
  }

  #evaluate(loss: number): void {
    const { best, epoch } = this.at;
    if (best === null || loss < best - (this.options.minDelta ?? 0)) {
      this.best = copied(this.options.module.stateDict());
      Object.assign(this.at, { best: loss, bestEpoch: epoch, waited: 0, phase: "improved" });
    } else {
      this.at.waited += 1;
      this.at.phase = this.#phaseAfterEpoch();
    }
  }

  #phaseAfterEpoch(): "begin" | "stopped" {
    return this.#isOutOfPatience() || this.at.epoch >= this.options.epochs ? "stopped" : "begin";
  }

  #isOutOfPatience(): boolean {
    return this.at.waited >= (this.options.patience ?? Number.POSITIVE_INFINITY);
  }

  #improved(): TrainEvent {
    const { epoch, best } = this.at;
    this.at.phase = this.#phaseAfterEpoch();
    return { type: "improved", epoch, epochs: this.options.epochs, best: best ?? Number.NaN };
  }

  #stop(reason: Exclude<StopReason, "interrupted">, cause: Divergence | null = null): TrainEvent {
    const { module, restoreBest, validate, patience } = this.options;
    const wanted = restoreBest ?? (validate !== undefined || patience !== undefined);
    const restored = reason === "diverged" || (wanted && this.at.bestEpoch > 0);
    if (restored) module.loadStateDict(this.best);
    Object.assign(this.at, { phase: "end", reason });
    return stoppedEvent(this, reason, restored, cause);
  }
}

export function copied(state: Readonly<StateDict>): StateDict {
  return Object.fromEntries(Object.entries(state).map(([name, values]) => [name, values.clone()]));
}

/** Measures the milliseconds of a run between `start` and `stop`, cumulatively. */
class Stopwatch {
  readonly #clock: () => number;
  #counted = 0;
  #since: number | null = null;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  start(): void {
    this.#since ??= this.#clock();
  }

  stop(): void {
    this.#counted = this.total();
    this.#since = null;
  }

  total(): number {
    return this.#since === null ? this.#counted : this.#counted + this.#clock() - this.#since;
  }

  /** Sets the total, of an earlier process. */
  set(milliseconds: number): void {
    this.#counted = milliseconds;
    if (this.#since !== null) this.#since = this.#clock();
  }
}
