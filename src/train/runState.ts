/** @module The state of a run: everything its next event depends on, except weights and generators; and its events. */
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
import { Fields, type Json } from "./json.ts";

/** The next step of a run. */
const phases = ["begin", "batch", "epoch", "improved", "stopped", "end", "done"] as const;

const reasons = [null, "patience", "epochs", "diverged"] as const;

/** The state of a run, plain JSON that a checkpoint stores as it is. */
export interface RunState {
  phase: (typeof phases)[number];
  /** Why it stopped. An interruption is not a reason, since the run can be resumed. */
  reason: Exclude<StopReason, "interrupted"> | null;
  /** The current or last finished epoch, from 1; 0 before the first. */
  epoch: number;
  /** Sums over the batches of this epoch: of loss times samples, and of samples. */
  lossSum: number;
  samples: number;
  /** The learning rate of the last step. */
  lr: number;
  best: number | null;
  bestEpoch: number;
  /** Epochs since the best one. */
  waited: number;
  history: EpochRecord[];
  /** Milliseconds of the whole run at the start of this epoch. */
  epochBegan: number;
}

/** The state before the first epoch. */
export function freshState(): RunState {
  const best = { best: null, bestEpoch: 0, waited: 0, history: [] };
  return { phase: "begin", reason: null, epoch: 0, lossSum: 0, samples: 0, lr: 0, ...best, epochBegan: 0 };
}

export function stateJson(state: RunState): Json {
  return { ...state, history: state.history.map((record) => ({ ...record })) };
}

/** Reads a state from JSON. Throws FormatError that names the invalid field. */
export function readState(fields: Fields): RunState {
  return {
    phase: fields.oneOf("phase", phases),
    reason: fields.oneOf("reason", reasons),
    epoch: fields.whole("epoch"),
    lossSum: fields.number("lossSum"),
    samples: fields.number("samples"),
    lr: fields.number("lr"),
    best: fields.numberOrNull("best"),
    bestEpoch: fields.whole("bestEpoch"),
    waited: fields.whole("waited"),
    history: fields
      .list("history")
      .map((record, i) => readRecord(new Fields(record, `${fields.pathOf("history")}[${i}]`))),
    epochBegan: fields.number("epochBegan"),
  };
}

function readRecord(fields: Fields): EpochRecord {
  return {
    epoch: fields.whole("epoch"),
    loss: fields.number("loss"),
    valLoss: fields.numberOrNull("valLoss"),
    lr: fields.number("lr"),
  };
}

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
  const seconds = watch.total() / 1000;
  return { type: "end", reason, epoch, epochs: options.epochs, best, bestEpoch, seconds };
}
