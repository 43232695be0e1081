/** @module Utilities for gradients and sequences. */
export { type ClipGradNormOptions, clipGradNorm, clipGradValue } from "./clipGrad.ts";
/** Packed and padded sequences. */
export * as rnn from "./rnn.ts";
export { removeWeightNorm, type WeightNormOptions, weightNorm } from "./weightNorm.ts";
