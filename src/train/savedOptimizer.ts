/** @module The states of optimiser and scheduler in a checkpoint. */
import type { NamedArray } from "../interop/namedArray.ts";
import {
  Adadelta,
  Adagrad,
  Adam,
  Adamax,
  AdamW,
  lrScheduler,
  NAdam,
  type Optimizer,
  RAdam,
  RMSprop,
  type SavedGroup,
  SGD,
} from "../optim/index.ts";
import { Fields, type Json, within } from "./json.ts";
import type { TrainerOptions } from "./options.ts";
import type { Arrays } from "./savedArrays.ts";

type Scheduler = TrainerOptions<unknown>["scheduler"];

/** Those that a trainer can step; LBFGS needs a closure. */
const OPTIMIZERS = { Adadelta, Adagrad, Adam, Adamax, AdamW, NAdam, RAdam, RMSprop, SGD };

const OTHER_OPTIMIZER = "the optimizer of this run";

/** The arrays in an optimiser's state, as `optimizer.<index of parameter>.<name>`. */
export function optimizerArrays(optimizer: Optimizer): Record<string, NamedArray> {
  const arrays: Record<string, NamedArray> = {};
  for (const [i, values] of Object.entries(optimizer.stateDict().state))
    for (const [name, value] of Object.entries(values))
      if (value !== null) arrays[`optimizer.${i}.${name}`] = value;
  return arrays;
}

/** The rest of an optimiser's state, as JSON; arrays are replaced with markers. */
export function optimizerJson(optimizer: Optimizer): Json {
  const { state, param_groups } = optimizer.stateDict();
  // "array" for an array, null for one that does not exist yet, such as the momentum buffer before the first step.
  const form = Object.entries(state).map(([i, values]) => [
    i,
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value && "array"])),
  ]);
  return {
    kind: kindOf(optimizer, OPTIMIZERS),
    stepCount: optimizer.stepCount,
    groups: param_groups as readonly Json[],
    state: Object.fromEntries(form),
  };
}

/** Reads an optimiser's state; returns a function that restores it. */
export function readOptimizer(fields: Fields, arrays: Arrays, optimizer: Optimizer): () => void {
  fields.same("kind", kindOf(optimizer, OPTIMIZERS), OTHER_OPTIMIZER);
  const stepCount = fields.whole("stepCount");
  const state = Object.entries(fields.object("state").all()).map(([i, form]) => {
    const names = new Fields(form, fields.pathOf(`state.${i}`));
    const values = Object.keys(names.all()).map((name) => [
      name,
      names.oneOf(name, ["array", null]) && arrays.take(`optimizer.${i}.${name}`),
    ]);
    return [i, Object.fromEntries(values)];
  });
  const param_groups = fields.list("groups") as SavedGroup[];
  return () =>
    within("checkpoint.optimizer", () => {
      optimizer.loadStateDict({ state: Object.fromEntries(state), param_groups });
      optimizer.stepCount = stepCount;
    });
}

/** A scheduler's state as JSON; the initial infinity of ReduceLROnPlateau becomes null, which it can load. */
export function schedulerJson(scheduler: Scheduler): Json {
  if (scheduler === undefined) return null;
  const state: Json = JSON.parse(JSON.stringify(scheduler.stateDict()));
  return { kind: kindOf(scheduler, lrScheduler), state };
}

/** Reads a scheduler's state; returns a function that restores it. */
export function readScheduler(header: Fields, scheduler: Scheduler): () => void {
  if (scheduler === undefined) {
    if (header.raw("scheduler") !== null) header.refuse("scheduler", "null, since this run has none");
    return () => undefined;
  }
  const fields = header.object("scheduler");
  fields.same("kind", kindOf(scheduler, lrScheduler), "the scheduler of this run");
  const state = fields.object("state").all();
  return () => within("checkpoint.scheduler", () => scheduler.loadStateDict(state));
}

/** The public name of a class, which bundlers do not change; for a user's class, its own name. */
function kindOf(thing: object, known: object): string {
  const found = Object.entries(known).find(([, kind]) => kind === thing.constructor);
  return found?.[0] ?? thing.constructor.name;
}
