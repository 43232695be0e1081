/** @module Free differentiable functions. */
export type { LayerWeights, Mode } from "../wasm/recurrent.ts";
export { type GeluOptions, gelu, relu, sigmoid, tanh } from "./activations.ts";
export { type AttentionOptions, scaledDotProductAttention } from "./attention.ts";
export {
  type BinaryCrossEntropyOptions,
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  type WeightedLossOptions,
} from "./binaryCrossEntropy.ts";
export { type CrossEntropyOptions, crossEntropy, type NllOptions, nllLoss } from "./crossEntropy.ts";
export { type CtcOptions, ctcLoss, type Lengths } from "./ctcLoss.ts";
export { type DropoutOptions, dropout } from "./dropout.ts";
export { type EmbeddingFunctionOptions, embedding } from "./embedding.ts";
export { cat, stack } from "./join.ts";
export { type KlDivOptions, klDiv } from "./klDiv.ts";
export { type LayerNormFunctionOptions, layerNorm } from "./layerNorm.ts";
export { linear } from "./linear.ts";
export {
  type GaussianNllOptions,
  gaussianNllLoss,
  type HuberOptions,
  huberLoss,
  l1Loss,
  mseLoss,
  type SmoothL1Options,
  smoothL1Loss,
} from "./losses.ts";
export { oneHot } from "./oneHot.ts";
export { type RecurrentResult, recurrent } from "./recurrent.ts";
export type { OnStepGradients, RecurrentStack } from "./recurrentShapes.ts";
export type { LossOptions, Reduction } from "./reduction.ts";
export { logSoftmax, softmax } from "./softmax.ts";
