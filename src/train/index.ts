/** @module Training: batches, the loop, its events and its checkpoints. */
export type { Lang } from "../text/lang.ts";
export {
  type BatchOptions,
  type IndexBatches,
  rowsAt,
  SequentialBatches,
  ShuffledBatches,
  type StepSource,
} from "./batches.ts";
export type {
  BatchEvent,
  Divergence,
  EndEvent,
  EpochEvent,
  EpochRecord,
  ImprovedEvent,
  InRun,
  StartEvent,
  StoppedEvent,
  StopReason,
  TrainEvent,
} from "./events.ts";
export { type FitOptions, fit, type Trainable } from "./fit.ts";
export type { Fields, Json } from "./json.ts";
export type { Clip, TrainerOptions } from "./options.ts";
export { progressLine } from "./progressLine.ts";
export {
  CarriedState,
  type CarriedStateOptions,
  type HiddenState,
  type ReadOptions,
  Segment,
  type SegmentOptions,
  Segments,
  segments,
} from "./segments.ts";
export { Trainer } from "./trainer.ts";
