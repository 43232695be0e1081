/** @module The events of a run, from which every display is derived. */

/** Why a run ended or was interrupted. */
export type StopReason = "patience" | "epochs" | "diverged" | "interrupted";

/** The value, NaN or infinite, with which a run diverged. */
export interface Divergence {
  readonly what: "loss" | "valLoss" | "gradNorm";
  readonly value: number;
}

interface InRun {
  /** The current epoch, from 1; of a `StartEvent` it may be the next one. */
  readonly epoch: number;
  readonly epochs: number;
}

/** A run starts or resumes. */
export interface StartEvent extends InRun {
  readonly type: "start";
  /** The number of finished batches of this epoch. */
  readonly batch: number;
  readonly batches: number;
  /** The number of trained values of the module. */
  readonly parameters: number;
}

/** A batch is finished: one step of the optimiser. */
export interface BatchEvent extends InRun {
  readonly type: "batch";
  /** From 1 to `batches`. */
  readonly batch: number;
  readonly batches: number;
  /** The loss of this batch, before its step. */
  readonly loss: number;
  /** The mean loss over the samples of the epoch so far. */
  readonly meanLoss: number;
  /** The validation loss of the previous epoch. */
  readonly valLoss: number | null;
  /** The total norm of the gradients, before clipping. */
  readonly gradNorm: number;
  /** The learning rate of the first group in this step. */
  readonly lr: number;
  /** Mean over the epoch so far; null while no time has passed. */
  readonly samplesPerSecond: number | null;
  /** Estimated seconds until the end of the epoch; null while no time has passed. */
  readonly eta: number | null;
}

/** The record of an epoch. It contains no times, so equal runs have equal records. */
export interface EpochRecord {
  readonly epoch: number;
  /** The mean loss over the samples of the epoch. */
  readonly loss: number;
  /** The result of `validate`; null without it. */
  readonly valLoss: number | null;
  /** The learning rate of the first group in the last step. */
  readonly lr: number;
}

/** An epoch is finished and validated. */
export interface EpochEvent extends InRun, EpochRecord {
  readonly type: "epoch";
  readonly batches: number;
  /** The lowest validation loss so far (training loss, without validation); null before the first. */
  readonly best: number | null;
  /** The epoch of `best`; 0 before the first. */
  readonly bestEpoch: number;
  /** Seconds of this epoch, including validation. */
  readonly seconds: number;
  /** Estimated seconds of the remaining epochs, without early stopping. */
  readonly eta: number;
}

/** The epoch of the previous event was the best so far. */
export interface ImprovedEvent extends InRun {
  readonly type: "improved";
  readonly best: number;
}

/** Training has stopped; the weights are final. */
export interface StoppedEvent extends InRun {
  readonly type: "stopped";
  readonly reason: StopReason;
  /** Whether the weights of the best epoch were restored. */
  readonly restored: boolean;
  /** The nonfinite value, if the run diverged. */
  readonly cause: Divergence | null;
}

/** The last event. */
export interface EndEvent extends InRun {
  readonly type: "end";
  readonly reason: StopReason;
  readonly best: number | null;
  readonly bestEpoch: number;
  /** Seconds of the whole run, excluding interruptions. */
  readonly seconds: number;
}

/** Any event of a run. */
export type TrainEvent = StartEvent | BatchEvent | EpochEvent | ImprovedEvent | StoppedEvent | EndEvent;
