/** @module The events of a run, from which every display is derived. */

/** Why a run ended or was interrupted. */
export type StopReason = "patience" | "epochs" | "diverged" | "interrupted";

/** The value, NaN or infinite, with which a run diverged. */
export interface Divergence {
  /** The number that is not finite. */
  readonly what: "loss" | "valLoss" | "gradNorm";
  /** NaN or infinite. */
  readonly value: number;
}

/** The position of an event in its run. */
export interface InRun {
  /** The current epoch, from 1; of a `StartEvent` it may be the next one. */
  readonly epoch: number;
  /** The most epochs of the run. */
  readonly epochs: number;
}

/** A run starts or resumes. */
export interface StartEvent extends InRun {
  /** Which event it is. */
  readonly type: "start";
  /** The number of finished batches of this epoch. */
  readonly batch: number;
  /** The number of batches in an epoch. */
  readonly batches: number;
  /** The number of trained values of the module. */
  readonly parameters: number;
}

/** A batch is finished: one step of the optimiser. */
export interface BatchEvent extends InRun {
  /** Which event it is. */
  readonly type: "batch";
  /** From 1 to `batches`. */
  readonly batch: number;
  /** The number of batches in an epoch. */
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
  /** From 1. */
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
  /** Which event it is. */
  readonly type: "epoch";
  /** The number of batches in an epoch. */
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
  /** Which event it is. */
  readonly type: "improved";
  /** The lowest validation loss so far. */
  readonly best: number;
}

/** Training has stopped; the weights are final. */
export interface StoppedEvent extends InRun {
  /** Which event it is. */
  readonly type: "stopped";
  /** Why it ended. */
  readonly reason: StopReason;
  /** Whether the weights of the best epoch were restored. */
  readonly restored: boolean;
  /** The nonfinite value, if the run diverged. */
  readonly cause: Divergence | null;
}

/** The last event. */
export interface EndEvent extends InRun {
  /** Which event it is. */
  readonly type: "end";
  /** Why it ended. */
  readonly reason: StopReason;
  /** The lowest validation loss so far. */
  readonly best: number | null;
  /** The epoch of the best weights, from 1. */
  readonly bestEpoch: number;
  /** Seconds of the whole run, excluding interruptions. */
  readonly seconds: number;
}

/** Any event of a run. */
export type TrainEvent = StartEvent | BatchEvent | EpochEvent | ImprovedEvent | StoppedEvent | EndEvent;
