/** @module Checkpoints of a run: that of the trainer at work, with the models that are finished. */
import { FormatError } from "../errors.ts";
import type { NamedArray } from "../interop/namedArray.ts";
import { decodeSafetensors, encodeSafetensors } from "../interop/safetensors.ts";
import type { EpochRecord, StopReason } from "../train/events.ts";
import { Fields, type Json } from "../train/json.ts";
import type { Trainer } from "../train/trainer.ts";
import { type Plan, readPlan } from "./plan.ts";
import type { Fitted } from "./trained.ts";

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
export interface SavedFit extends Omit<FinishedFit, "fitted"> {
  readonly weights: Readonly<Record<string, NamedArray>> | null;
}

interface Work {
  readonly finished: ReadonlyMap<string, FinishedFit>;
  readonly elapsed: number;
  readonly current: {
    readonly key: string;
    readonly plan: Plan;
    readonly trainer: Trainer<Int32Array>;
  } | null;
}

export interface SavedWork {
  readonly finished: ReadonlyMap<string, SavedFit>;
  readonly elapsed: number;
  readonly current: { readonly key: string; readonly plan: Plan | null; readonly bytes: Uint8Array } | null;
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
  const fields = fieldsOf(run);
  const own = Object.entries(tensors).filter(([name]) => !name.startsWith("finished."));
  const current = fields.raw("current") === null ? null : fields.object("current");
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
      plan: readPlan(current.object("plan")),
      bytes: encodeSafetensors(Object.fromEntries(own), rest, { checksum: true }),
    },
    identity: fields.raw("identity"),
  };
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

function fieldsOf(text: string): Fields {
  try {
    return new Fields(JSON.parse(text), "checkpoint.run");
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw new FormatError("checkpoint.run is not valid JSON");
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
