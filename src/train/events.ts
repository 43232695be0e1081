/** @module What a run reports: one closed list of events that every display draws from. */

/** Why a run ended, or was left. */
export type StopReason = "patience" | "epochs" | "diverged" | "interrupted";

/** What made a run diverge: the value is NaN or infinite. */
export interface Divergence {
  readonly what: "loss" | "valLoss" | "gradNorm";
  readonly value: number;
}

/** A run begins, or goes on. */
export interface StartEvent {
  readonly type: "start";
  /** The epoch that is next or under way, from 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Batches of this epoch that are done already. */
  readonly batch: number;
  readonly batches: number;
  /** How many numbers the module learns. */
  readonly parameters: number;
}

/** One step of the optimiser is done. */
export interface BatchEvent {
  readonly type: "batch";
  readonly epoch: number;
  readonly epochs: number;
  /** From 1 to `batches`. */
  readonly batch: number;
  readonly batches: number;
  /** The loss of this batch, before its step. */
  readonly loss: number;
  /** The mean loss of the epoch so far, every sample counted once. */
  readonly meanLoss: number;
  /** The validation loss of the epoch before. */
  readonly valLoss: number | null;
  /** The norm of all gradients together, before clipping. */
  readonly gradNorm: number;
  /** The learning rate of the first group in this step. */
  readonly lr: number;
  /** Since the epoch began; null while no time has passed. */
  readonly samplesPerSecond: number | null;
  /** Seconds that the rest of the epoch will take; null as above. */
  readonly eta: number | null;
}

/** An epoch is done and validated. */
export interface EpochEvent {
  readonly type: "epoch";
  readonly epoch: number;
  readonly epochs: number;
  readonly batches: number;
  /** The mean loss of the epoch, every sample counted once. */
  readonly loss: number;
  /** What `validate` returned. */
  readonly valLoss: number | null;
  /** The least validation loss so far (loss, without validation); null before there is one. */
  readonly best: number | null;
  /** The epoch of `best`, 0 before there is one. */
  readonly bestEpoch: number;
  /** The learning rate of the first group in the last step. */
  readonly lr: number;
  /** Seconds of this epoch, validation included. */
  readonly seconds: number;
  /** Seconds that the other epochs will take, if none is left out. */
  readonly eta: number;
}

/** The epoch just reported was the best so far. */
export interface ImprovedEvent {
  readonly type: "improved";
  readonly epoch: number;
  readonly epochs: number;
  readonly best: number;
}

/** No more batches will be trained; the weights are those that stay. */
export interface StoppedEvent {
  readonly type: "stopped";
  readonly reason: StopReason;
  readonly epoch: number;
  readonly epochs: number;
  /** Whether the weights of the best epoch were put back. */
  readonly restored: boolean;
  /** What was no finite number, where the run diverged. */
  readonly cause: Divergence | null;
}

/** The last event. */
export interface EndEvent {
  readonly type: "end";
  readonly reason: StopReason;
  readonly epoch: number;
  readonly epochs: number;
  readonly best: number | null;
  readonly bestEpoch: number;
  /** Seconds of the whole run, interruptions left out. */
  readonly seconds: number;
}

/** What a run reports. */
export type TrainEvent = StartEvent | BatchEvent | EpochEvent | ImprovedEvent | StoppedEvent | EndEvent;

/** What is remembered of each epoch. It holds no times, so that it is the same for the same run. */
export interface EpochRecord {
  readonly epoch: number;
  readonly loss: number;
  readonly valLoss: number | null;
  readonly lr: number;
}
