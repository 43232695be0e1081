/** @module Optimisers. */

export type { Indexed, SavedTensor, SavedValues } from "../tensor/savedValues.ts";
export { Adadelta, type AdadeltaOptions, type AdadeltaState } from "./adadelta.ts";
export { Adagrad, type AdagradOptions, type AdagradState } from "./adagrad.ts";
export {
  Adam,
  type AdamOptions,
  type AdamState,
  AdamW,
  type AdamWOptions,
  type SharedAdamOptions,
} from "./adam.ts";
export { Adamax, type AdamaxOptions, type AdamaxState } from "./adamax.ts";
export { LBFGS, type LBFGSOptions } from "./lbfgs.ts";
/** Schedules of the learning rate. */
export * as lrScheduler from "./lrScheduler/index.ts";
export { NAdam, type NAdamOptions, type NAdamState } from "./nadam.ts";
export {
  type BaseOptions,
  type Closure,
  type CommonOptions,
  Optimizer,
  type ParamGroup,
  type ParamGroupOptions,
  type Params,
  type Ready,
  type ScheduleMarks,
} from "./optimizer.ts";
export { RAdam, type RAdamOptions, type RAdamState } from "./radam.ts";
export { RMSprop, type RMSpropOptions, type RMSpropState } from "./rmsprop.ts";
export { SGD, type SGDOptions, type SGDState } from "./sgd.ts";
export type { OptimizerStateDict, SavedGroup, SavedOptimizer } from "./stateDict.ts";
