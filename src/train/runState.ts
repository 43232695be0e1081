/** @module Where a run stands: all that its next event depends on, beside weights and generators. */
import type { EpochRecord, StopReason } from "./events.ts";
import { Fields, type Json } from "./json.ts";

/** What comes next. */
const phases = ["begin", "batch", "epoch", "improved", "stopped", "end", "done"] as const;

/** What comes next. */
type Phase = (typeof phases)[number];

const reasons = [null, "patience", "epochs", "diverged"] as const;

/** Where a run stands. It is plain JSON, so that a checkpoint holds it as it is. */
export interface RunState {
  phase: Phase;
  /** Why it stopped; an interruption is no reason, since the run can go on. */
  reason: Exclude<StopReason, "interrupted"> | null;
  /** The epoch under way or done last, from 1; 0 before the first. */
  epoch: number;
  /** Sums over the batches of this epoch: loss times samples, and samples. */
  lossSum: number;
  samples: number;
  /** The rate of the last step. */
  lr: number;
  best: number | null;
  bestEpoch: number;
  /** Epochs since then. */
  waited: number;
  history: EpochRecord[];
  /** Milliseconds: of the whole run when this epoch began. */
  epochBegan: number;
}

/** Before the first epoch. */
export function freshState(): RunState {
  const [sums, best] = [
    { lossSum: 0, samples: 0, lr: 0 },
    { best: null, bestEpoch: 0, waited: 0 },
  ];
  return { phase: "begin", reason: null, epoch: 0, ...sums, ...best, history: [], epochBegan: 0 };
}

/** As JSON. */
export function stateJson(state: RunState): Json {
  return { ...state, history: state.history.map((record) => ({ ...record })) };
}

/** Reads a state back; throws FormatError that names the field. */
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
