/** @module Optimisers. */

export type { SavedTensor, SavedValues } from "../tensor/savedValues.ts";
export { Adadelta, type AdadeltaOptions } from "./adadelta.ts";
export { Adagrad, type AdagradOptions } from "./adagrad.ts";
export { Adam, type AdamOptions, AdamW, type AdamWOptions } from "./adam.ts";
export { Adamax, type AdamaxOptions } from "./adamax.ts";
export { LBFGS, type LBFGSOptions } from "./lbfgs.ts";
export * as lrScheduler from "./lrScheduler/index.ts";
export { NAdam, type NAdamOptions } from "./nadam.ts";
export {
  type BaseOptions,
  type Closure,
  Optimizer,
  type ParamGroup,
  type ParamGroupOptions,
  type Params,
  type ScheduleMarks,
} from "./optimizer.ts";
export { RAdam, type RAdamOptions } from "./radam.ts";
export { RMSprop, type RMSpropOptions } from "./rmsprop.ts";
export { SGD, type SGDOptions } from "./sgd.ts";
export type { OptimizerStateDict, SavedGroup, SavedOptimizer } from "./stateDict.ts";
