/** @module Schedules of the learning rate. */
export {
  CosineAnnealingLR,
  type CosineAnnealingLROptions,
  CosineAnnealingWarmRestarts,
  type CosineAnnealingWarmRestartsOptions,
} from "./cosineAnnealing.ts";
export {
  ExponentialLR,
  type ExponentialLROptions,
  MultiStepLR,
  type MultiStepLROptions,
  StepLR,
  type StepLROptions,
} from "./decayLR.ts";
export { LambdaLR, type LambdaLROptions, type RateFactor } from "./lambdaLR.ts";
export { LinearLR, type LinearLROptions } from "./linearLR.ts";
export { OneCycleLR, type OneCycleLROptions } from "./oneCycleLR.ts";
export { ReduceLROnPlateau, type ReduceLROnPlateauOptions } from "./reduceLROnPlateau.ts";
export { LRScheduler, Schedule, type SchedulerOptions, type SchedulerStateDict } from "./schedule.ts";
