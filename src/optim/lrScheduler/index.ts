/** @module Schedules of the learning rate. */
export {
  ChainedScheduler,
  type ComposedSchedule,
  SequentialLR,
  type SequentialLROptions,
} from "./composed.ts";
export {
  CosineAnnealingLR,
  type CosineAnnealingLROptions,
  CosineAnnealingWarmRestarts,
  type CosineAnnealingWarmRestartsOptions,
} from "./cosineAnnealing.ts";
export { CyclicLR, type CyclicLROptions } from "./cyclicLR.ts";
export {
  ExponentialLR,
  type ExponentialLROptions,
  MultiStepLR,
  type MultiStepLROptions,
  StepLR,
  type StepLROptions,
} from "./decayLR.ts";
export { LambdaLR, type LambdaLROptions, MultiplicativeLR, type RateFactor } from "./lambdaLR.ts";
export {
  ConstantLR,
  type ConstantLROptions,
  LinearLR,
  type LinearLROptions,
  PolynomialLR,
  type PolynomialLROptions,
} from "./linearLR.ts";
export { OneCycleLR, type OneCycleLROptions, type Phase } from "./oneCycleLR.ts";
export { ReduceLROnPlateau, type ReduceLROnPlateauOptions } from "./reduceLROnPlateau.ts";
export { LRScheduler, Schedule, type SchedulerOptions, type SchedulerStateDict } from "./schedule.ts";
