/** @module The state of a run: everything its next event depends on, except weights and generators. */
import type { EpochRecord, StopReason } from "./events.ts";
import { Fields, type Json } from "./json.ts";

/** The next step of a run. */
const phases = ["begin", "batch", "epoch", "improved", "stopped", "end", "done"] as const;

type Phase = (typeof phases)[number];

const reasons = [null, "patience", "epochs", "diverged"] as const;

/** The state of a run, plain JSON that a checkpoint stores as it is. */
export interface RunState {
  phase: Phase;
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
  const [sums, best] = [
    { lossSum: 0, samples: 0, lr: 0 },
    { best: null, bestEpoch: 0, waited: 0 },
  ];
  return { phase: "begin", reason: null, epoch: 0, ...sums, ...best, history: [], epochBegan: 0 };
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
