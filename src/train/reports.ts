/** @module Builds the events of a run from its state. */
import type { Tensor } from "../tensor/tensor.ts";
import type {
  Divergence,
  EndEvent,
  EpochRecord,
  StartEvent,
  StoppedEvent,
  StopReason,
  TrainEvent,
} from "./events.ts";
import type { RunState } from "./runState.ts";

/** The parts of a run that events are built from. */
interface Reported {
  readonly at: Readonly<RunState>;
  readonly options: {
    readonly epochs: number;
    readonly steps: { readonly batches: number; readonly position: number };
  };
  readonly parameters: readonly Tensor[];
  readonly watch: { total(): number };
}

export function startEvent({ at, options, parameters }: Reported): StartEvent {
  const { epochs, steps } = options;
  const isBetween = at.phase === "begin";
  return {
    type: "start",
    epoch: isBetween ? at.epoch + 1 : at.epoch,
    epochs,
    batch: isBetween ? 0 : steps.position,
    batches: steps.batches,
    parameters: parameters.reduce((sum, { data }) => sum + data.length, 0),
  };
}

export function batchEvent({ at, options, watch }: Reported, loss: number, gradNorm: number): TrainEvent {
  const { epoch, lr, lossSum, samples, history } = at;
  const { position: batch, batches } = options.steps;
  const seconds = (watch.total() - at.epochBegan) / 1000;
  return {
    type: "batch",
    epoch,
    epochs: options.epochs,
    batch,
    batches,
    loss,
    meanLoss: lossSum / samples,
    valLoss: history.at(-1)?.valLoss ?? null,
    gradNorm,
    lr,
    samplesPerSecond: seconds > 0 ? samples / seconds : null,
    eta: seconds > 0 ? (seconds / batch) * (batches - batch) : null,
  };
}

export function epochEvent({ at, options, watch }: Reported, record: EpochRecord): TrainEvent {
  const { epochs, steps } = options;
  const { epoch, best, bestEpoch } = at;
  const seconds = (watch.total() - at.epochBegan) / 1000;
  const eta = (watch.total() / 1000 / epoch) * Math.max(0, epochs - epoch);
  return { type: "epoch", ...record, epochs, batches: steps.batches, best, bestEpoch, seconds, eta };
}

export function stoppedEvent(
  { at, options }: Reported,
  reason: StopReason,
  restored: boolean,
  cause: Divergence | null,
): StoppedEvent {
  return { type: "stopped", reason, epoch: at.epoch, epochs: options.epochs, restored, cause };
}

export function endEvent({ at, options, watch }: Reported, reason: StopReason): EndEvent {
  const { epoch, best, bestEpoch } = at;
  return {
    type: "end",
    reason,
    epoch,
    epochs: options.epochs,
    best,
    bestEpoch,
    seconds: watch.total() / 1000,
  };
}
