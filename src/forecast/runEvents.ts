/** @module What a run of a forecaster reports: the events of whatever trains, and those of the run itself. */
import type { TrainEvent } from "../train/events.ts";
import type { Candidate, MemberPlan, Plan } from "./plan.ts";

/** A model begins: one that `"auto"` tries, or the one that forecasts, trained again on all rows. */
export interface StageEvent {
  /** Which event it is. */
  readonly type: "stage";
  /** Whether models compete, or the chosen one is trained again. */
  readonly phase: "candidate" | "refit";
  /** The model that is trained. */
  readonly member: MemberPlan;
  /** From 1 to `count`. */
  readonly index: number;
  /** The number of models to train in this phase. */
  readonly count: number;
}

/** A model that `"auto"` tries is fitted and scored on the validation set. */
export interface ScoredEvent {
  /** Which event it is. */
  readonly type: "scored";
  /** The candidate with its error. */
  readonly candidate: Candidate;
  /** Whether no other has a lower score so far. */
  readonly isBest: boolean;
}

/** `"auto"` has chosen: the plan names the model, or the members of an ensemble. */
export interface ChosenEvent {
  /** Which event it is. */
  readonly type: "chosen";
  /** The plan with the choice. */
  readonly plan: Plan;
}

/** An event of the training on all rows, which is none of the model that is scored. */
export interface RefitEvent {
  /** Which event it is. */
  readonly type: "refit";
  /** The event of its training. */
  readonly event: TrainEvent;
}

/** Any event of a run. */
export type RunEvent = TrainEvent | StageEvent | ScoredEvent | ChosenEvent | RefitEvent;

/** Whether an event is one of a training. */
export function isTrainEvent(event: RunEvent): event is TrainEvent {
  return !["stage", "scored", "chosen", "refit"].includes(event.type);
}
