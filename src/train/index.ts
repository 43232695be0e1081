/** @module Training: batches in PyTorch's order. */
export { type BatchOptions, SequentialBatches, ShuffledBatches } from "./batches.ts";
export { CarriedState, type CarriedStateOptions, type HiddenState } from "./carriedState.ts";
export type { Json } from "./json.ts";
export { type ReadOptions, Segment, type SegmentOptions, Segments, segments } from "./segments.ts";
export type { StepSource } from "./steps.ts";
