/** @module What a run of a forecaster reports: the events of whatever trains, and those of the run itself. */
import type { TrainEvent } from "../train/events.ts";
import type { Candidate, MemberPlan, Plan } from "./plan.ts";

/** A model begins: one that `"auto"` tries, or the one that forecasts, trained again on all rows. */
export interface StageEvent {
  readonly type: "stage";
  readonly phase: "candidate" | "refit";
  readonly member: MemberPlan;
  /** From 1 to `count`. */
  readonly index: number;
  readonly count: number;
}

/** A model that `"auto"` tries is fitted and scored on the validation set. */
export interface ScoredEvent {
  readonly type: "scored";
  readonly candidate: Candidate;
  /** Whether no other has a lower score so far. */
  readonly isBest: boolean;
}

/** `"auto"` has chosen: the plan names the model, or the members of an ensemble. */
export interface ChosenEvent {
  readonly type: "chosen";
  readonly plan: Plan;
}

/** An event of the training on all rows, which is none of the model that is scored. */
export interface RefitEvent {
  readonly type: "refit";
  readonly event: TrainEvent;
}

/** Any event of a run. */
export type RunEvent = TrainEvent | StageEvent | ScoredEvent | ChosenEvent | RefitEvent;

/** Whether an event is one of a training. */
export function isTrainEvent(event: RunEvent): event is TrainEvent {
  return !["stage", "scored", "chosen", "refit"].includes(event.type);
}
