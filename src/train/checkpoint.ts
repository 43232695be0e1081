/** @module Checkpoints: the complete state of a run as one safetensors file. */

import { FormatError, ValueError } from "../errors.ts";
import type { NamedArray } from "../interop/namedArray.ts";
import { decodeSafetensors, encodeSafetensors } from "../interop/safetensors.ts";
import type { StateDict } from "../nn/module.ts";
import { defaultGenerator, Generator } from "../random/generator.ts";
import { shown } from "../shown.ts";
import { Tensor } from "../tensor/tensor.ts";
import { restoreGenerator, type StepSource, saved } from "./batches.ts";
import { Fields, type Json, within } from "./json.ts";
import type { TrainerOptions } from "./options.ts";
import { type RunState, readState, stateJson } from "./runState.ts";
import { Arrays, prefixed } from "./savedArrays.ts";
import {
  optimizerArrays,
  optimizerJson,
  readOptimizer,
  readScheduler,
  schedulerJson,
} from "./savedOptimizer.ts";
import type { CarriedState, HiddenState } from "./segments.ts";

/** The parts of a run that a checkpoint is written from and restored to. */
export interface Savable
  extends Pick<TrainerOptions<unknown>, "module" | "optimizer" | "scheduler" | "carried" | "generator"> {
  readonly steps: Pick<StepSource<unknown>, "state" | "setState">;
  readonly run: RunState;
  readonly best: Readonly<StateDict>;
  readonly extra: Json;
  /** Milliseconds. */
  readonly elapsed: number;
}

/** A decoded checkpoint: the state of the run itself, and a function that restores the rest. */
export interface Saved extends Pick<Savable, "run" | "best" | "extra" | "elapsed"> {
  /** Throws FormatError if the state does not match the optimiser, scheduler or batches. May leave the run partly restored. */
  readonly apply: () => void;
}

const FORMAT = "unrolled checkpoint 1";

/** The bytes of a safetensors file with the arrays `model.*`, `best.*`, `optimizer.*`, `carried.*`, and JSON metadata. */
export function encodeCheckpoint(own: Savable): Uint8Array {
  const arrays: Record<string, NamedArray> = {
    ...prefixed("model.", own.module.stateDict()),
    ...prefixed("best.", own.best),
    ...optimizerArrays(own.optimizer),
    ...prefixed("carried.", Object.fromEntries(partsOf(own.carried?.current).map((part, i) => [i, part]))),
  };
  const header: Json = {
    run: stateJson(own.run),
    elapsed: own.elapsed,
    extra: own.extra,
    optimizer: optimizerJson(own.optimizer),
    scheduler: schedulerJson(own.scheduler),
    steps: own.steps.state(),
    carried: carriedForm(own.carried?.current),
    generators: { global: saved(defaultGenerator.getState()), own: saved(own.generator?.getState()) },
  };
  const metadata = { format: FORMAT, checkpoint: JSON.stringify(header, refuseNonfinite) };
  return encodeSafetensors(arrays, metadata, { checksum: true });
}

/**
 * Reads a checkpoint for a run with the same options. Nothing changes before `apply`.
 *
 * Throws FormatError for bytes that are damaged or belong to another model.
 */
export function decodeCheckpoint(bytes: Uint8Array, own: Savable): Saved {
  const file = decodeSafetensors(bytes);
  const header = readHeader(file.metadata);
  const arrays = new Arrays(file.tensors);
  const model = arrays.like("model.", own.module.stateDict());
  const best = arrays.like("best.", own.module.stateDict());
  const applyOptimizer = readOptimizer(header.object("optimizer"), arrays, own.optimizer);
  const carried = readCarried(header, arrays, own.carried);
  arrays.checkEmpty();
  const generators = header.object("generators");
  const [global, drawn] = [new Generator(), own.generator === undefined ? null : new Generator()];
  restoreGenerator(generators, "global", global);
  restoreGenerator(generators, "own", drawn);
  const applyScheduler = readScheduler(header, own.scheduler);
  const apply = (): void => {
    own.module.loadStateDict(model);
    applyOptimizer();
    applyScheduler();
    within("checkpoint.steps", () => own.steps.setState(header.raw("steps")));
    if (own.carried !== undefined) own.carried.current = carried;
    if (drawn !== null) own.generator?.setState(drawn.getState());
    defaultGenerator.setState(global.getState());
  };
  const run = readState(header.object("run"));
  const extra = (header.raw("extra") ?? null) as Json;
  return { run, best, extra, elapsed: header.number("elapsed"), apply };
}

function readHeader({ format, checkpoint }: Readonly<Record<string, string>>): Fields {
  if (format !== FORMAT || checkpoint === undefined) {
    const got = format === undefined ? "missing" : shown(format);
    throw new FormatError(
      `checkpoint: format is ${got} but must be "${FORMAT}"\n  does this file contain only weights?`,
    );
  }
  try {
    return new Fields(JSON.parse(checkpoint), "checkpoint");
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw new FormatError("checkpoint: its metadata is not valid JSON");
  }
}

/** Throws ValueError for numbers that JSON would silently turn into null. */
function refuseNonfinite(name: string, value: unknown): unknown {
  if (typeof value !== "number" || Number.isFinite(value)) return value;
  throw new ValueError(`checkpoint: ${name} is ${value} but must be a finite number, as JSON has no other`);
}

function partsOf(state: HiddenState | null | undefined): readonly Tensor[] {
  if (!state) return [];
  return state instanceof Tensor ? [state] : state;
}

/** Null for none, "tensor" for a single tensor, the length for a list. */
function carriedForm(state: HiddenState | null | undefined): string | number | null {
  if (!state) return null;
  return state instanceof Tensor ? "tensor" : state.length;
}

function readCarried(
  header: Fields,
  arrays: Arrays,
  carried: CarriedState<HiddenState> | undefined,
): HiddenState | null {
  const form = header.raw("carried");
  if (form === null) return null;
  if (carried === undefined) header.refuse("carried", "null, since this run carries no state");
  if (form === "tensor") return arrays.take("carried.0");
  return Array.from({ length: header.whole("carried", 100) }, (_, i) => arrays.take(`carried.${i}`));
}
