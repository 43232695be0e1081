/** @module Schedules of the learning rate. */
export { CosineAnnealingLR, type CosineAnnealingLROptions } from "./cosineAnnealingLR.ts";
export {
  CosineAnnealingWarmRestarts,
  type CosineAnnealingWarmRestartsOptions,
} from "./cosineAnnealingWarmRestarts.ts";
export { ExponentialLR, type ExponentialLROptions } from "./exponentialLR.ts";
export { LambdaLR, type LambdaLROptions, type RateFactor } from "./lambdaLR.ts";
export { LinearLR, type LinearLROptions } from "./linearLR.ts";
export { LRScheduler, type SchedulerOptions } from "./lrScheduler.ts";
export { MultiStepLR, type MultiStepLROptions } from "./multiStepLR.ts";
export { OneCycleLR, type OneCycleLROptions } from "./oneCycleLR.ts";
export { ReduceLROnPlateau, type ReduceLROnPlateauOptions } from "./reduceLROnPlateau.ts";
export { Schedule, type SchedulerStateDict } from "./schedule.ts";
export { StepLR, type StepLROptions } from "./stepLR.ts";
