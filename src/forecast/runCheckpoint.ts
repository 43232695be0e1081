/** @module Checkpoints of a run: that of the trainer at work, with the models that are finished. */
import { fitScaler } from "../data/prepare/scalers.ts";
import type { Series } from "../data/series/series.ts";
import { FormatError } from "../errors.ts";
import type { NamedArray } from "../interop/namedArray.ts";
import { decodeSafetensors, encodeSafetensors } from "../interop/safetensors.ts";
import { Tensor } from "../tensor/tensor.ts";
import type { EpochRecord, StopReason } from "../train/events.ts";
import { Fields, type Json, within } from "../train/json.ts";
import { readState } from "../train/runState.ts";
import type { Trainer } from "../train/trainer.ts";
import { type Plan, readPlan } from "./plan.ts";
import { checkHeld } from "./planSize.ts";
import { inputColumns } from "./scaledSeries.ts";
import { emptyNetwork, type Fitted } from "./trained.ts";

/** How a training with epochs went. */
export interface Progress {
  /** One record for each epoch. */
  readonly history: readonly EpochRecord[];
  /** The best validation loss; null without validation. */
  readonly best: number | null;
  /** The epoch of the best weights, from 1. */
  readonly bestEpoch: number;
  /** Why the training ended. */
  readonly reason: StopReason;
  /** Time spent on training. */
  readonly seconds: number;
}

/** A model of a run that is fitted; null where there was no time for it. */
export interface FinishedFit {
  readonly plan: Plan;
  readonly fitted: Fitted | null;
  readonly progress: Progress | null;
}

/** A finished model as it was saved: its weights, or null where there was no time for it. */
interface SavedFit extends Omit<FinishedFit, "fitted"> {
  readonly weights: Readonly<Record<string, NamedArray>> | null;
}

/** Models of a run that are fitted: some ten candidates, and those that forecast. */
const MOST_STAGES = 100;

interface Work {
  readonly finished: ReadonlyMap<string, FinishedFit>;
  readonly elapsed: number;
  readonly current: {
    readonly key: string;
    readonly plan: Plan;
    readonly trainer: Trainer<Int32Array>;
  } | null;
}

/** The stage at work as it was saved; its plan is that of the run where nothing else was finished. */
export interface SavedStage {
  readonly key: string;
  readonly plan: Plan | null;
  readonly bytes: Uint8Array;
}

interface SavedWork {
  readonly finished: ReadonlyMap<string, SavedFit>;
  readonly elapsed: number;
  readonly current: SavedStage | null;
  /** What the run was of. */
  readonly identity: unknown;
}

export function progressOf({ history, best, bestEpoch, reason, seconds }: Trainer<Int32Array>): Progress {
  return { history: [...history], best, bestEpoch, reason: reason ?? "interrupted", seconds };
}

/**
 * The trainer's checkpoint, with the arrays `finished.N.…` of finished models beside its own and the rest as JSON. With
 * nothing finished it is the trainer's checkpoint alone.
 */
export function encodeRun({ finished, elapsed, current }: Work, identity: Json): Uint8Array {
  const trainer = current?.trainer.checkpoint() ?? encodeSafetensors({});
  if (current !== null && finished.size === 0 && current.key === "model") return trainer;
  const { tensors, metadata } = decodeSafetensors(trainer);
  const entries = [...finished];
  const arrays = entries.map(([, { fitted }], i) =>
    Object.entries(fitted?.network?.stateDict() ?? {}).map(([name, value]) => [
      `finished.${i}.${name}`,
      value,
    ]),
  );
  const run = {
    identity,
    elapsed,
    current: current && { key: current.key, plan: current.plan },
    finished: entries.map(([key, { plan, fitted, progress }]) => ({
      key,
      plan,
      isFitted: fitted !== null,
      progress,
    })),
  };
  return encodeSafetensors(
    { ...tensors, ...Object.fromEntries(arrays.flat()) },
    { ...metadata, run: JSON.stringify(run) },
    { checksum: true },
  );
}

/** Throws FormatError that names the field for damaged bytes; those of the trainer are not looked at. */
export function decodeRun(bytes: Uint8Array): SavedWork {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const { run, ...rest } = metadata;
  if (run === undefined)
    return {
      finished: new Map(),
      elapsed: 0,
      current: { key: "model", plan: null, bytes },
      identity: extraOf(metadata.checkpoint),
    };
  const fields = fieldsOf(run, "checkpoint.run");
  const own = Object.entries(tensors).filter(([name]) => !name.startsWith("finished."));
  const current = fields.raw("current") === null ? null : fields.object("current");
  if (fields.list("finished").length > MOST_STAGES)
    throw new FormatError(`checkpoint.run.finished must have at most ${MOST_STAGES} models`);
  const finished = fields.list("finished").map((value, i): [string, SavedFit] => {
    const one = new Fields(value, `checkpoint.run.finished.${i}`);
    const prefix = `finished.${i}.`;
    const weights = Object.entries(tensors)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, array]) => [name.slice(prefix.length), array]);
    const isFitted = one.raw("isFitted") === true;
    const progress = one.raw("progress") === null ? null : readProgress(one.object("progress"));
    const plan = readPlan(one.object("plan"));
    return [one.text("key"), { plan, progress, weights: isFitted ? Object.fromEntries(weights) : null }];
  });
  return {
    finished: new Map(finished),
    elapsed: fields.number("elapsed"),
    current: current && {
      key: current.text("key"),
      plan: currentPlan(current, own),
      bytes: encodeSafetensors(Object.fromEntries(own), rest, { checksum: true }),
    },
    identity: fields.raw("identity"),
  };
}

/** Throws FormatError for a plan of more weights than the trainer has saved. */
function currentPlan(current: Fields, arrays: readonly (readonly [string, NamedArray])[]): Plan {
  const plan = readPlan(current.object("plan"));
  const weights = arrays.filter(([name]) => name.startsWith("model.")).map(([, array]) => array);
  within("checkpoint.run.current", () => checkHeld(plan, weights));
  return plan;
}

/** A finished model from its weights; the scaler is fitted to the series again. Throws FormatError for weights that do not fit. */
export function refilled({ plan, weights, progress }: SavedFit, series: Series): FinishedFit {
  if (weights === null) return { plan, fitted: null, progress };
  checkHeld(plan, Object.values(weights));
  const scaler = fitScaler(plan.scaler, inputColumns(series, plan.columns), plan.split.train);
  const network = emptyNetwork(plan);
  const state = Object.entries(weights).map(([name, { data, shape }]) => [name, new Tensor(data, shape)]);
  within("checkpoint.run", () => network?.loadStateDict(Object.fromEntries(state)));
  return { plan, fitted: { plan, scaler, network, members: [] }, progress };
}

/**
 * The epochs that a checkpoint has of the model that is scored, or of the one at work; null where that is not known, once all rows are
 * learnt from. Throws FormatError for damaged bytes.
 */
export function savedHistory(bytes: Uint8Array): readonly EpochRecord[] | null {
  const { finished, current } = decodeRun(bytes);
  const model = finished.get("model");
  if (model !== undefined) return model.progress?.history ?? [];
  if (current === null || current.key.startsWith("refit")) return null;
  const { checkpoint = "" } = decodeSafetensors(current.bytes).metadata;
  return readState(fieldsOf(checkpoint, "checkpoint").object("run")).history;
}

function readProgress(fields: Fields): Progress {
  const history = fields.list("history").map((value, i): EpochRecord => {
    const one = new Fields(value, `${fields.pathOf("history")}.${i}`);
    return {
      epoch: one.whole("epoch"),
      loss: one.number("loss"),
      valLoss: one.numberOrNull("valLoss"),
      lr: one.number("lr"),
    };
  });
  return {
    history,
    best: fields.numberOrNull("best"),
    bestEpoch: fields.whole("bestEpoch"),
    reason: fields.oneOf("reason", ["patience", "epochs", "diverged", "interrupted"]),
    seconds: fields.number("seconds"),
  };
}

function fieldsOf(text: string, path: string): Fields {
  try {
    return new Fields(JSON.parse(text), path);
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw new FormatError(`${path} is not valid JSON`);
  }
}

/** What a trainer's checkpoint says of the run it is from; undefined where it is none, which the trainer will say. */
function extraOf(checkpoint: string | undefined): unknown {
  try {
    return JSON.parse(checkpoint ?? "null")?.extra;
  } catch {
    return undefined;
  }
}
