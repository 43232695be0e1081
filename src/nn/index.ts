/** @module Layers, losses and models. */
export type { GeluOptions } from "../functional/activations.ts";
export type { BinaryCrossEntropyOptions, WeightedLossOptions } from "../functional/binaryCrossEntropy.ts";
export type { CrossEntropyOptions, NllOptions } from "../functional/crossEntropy.ts";
export type { CtcOptions, Lengths } from "../functional/ctcLoss.ts";
export type { KlDivOptions } from "../functional/klDiv.ts";
export type { GaussianNllOptions, HuberOptions, SmoothL1Options } from "../functional/losses.ts";
export type { LossOptions, Reduction } from "../functional/reduction.ts";
export { type AlongAxis, GELU, Identity, LogSoftmax, ReLU, Sigmoid, Softmax, Tanh } from "./activations.ts";
export { type CellBase, type CellOptions, GRUCell, LSTMCell, RNNCell, type RNNCellOptions } from "./cells.ts";
export {
  type Layer,
  ModuleDict,
  type ModuleGroup,
  ModuleList,
  type ModuleSequence,
  type NamedLayers,
  Sequential,
} from "./containers.ts";
export { Dropout } from "./dropout.ts";
export { Embedding, type EmbeddingOptions, type PretrainedOptions } from "./embedding.ts";
export { Flatten, type FlattenOptions } from "./flatten.ts";
export { GRU } from "./gru.ts";
/** Initialisers of parameters. */
export * as init from "./init.ts";
export { LayerNorm, type LayerNormOptions } from "./layerNorm.ts";
export { Linear, type LinearOptions } from "./linear.ts";
export type { IncompatibleKeys } from "./loadState.ts";
export {
  BCELoss,
  BCEWithLogitsLoss,
  type ClassLoss,
  CrossEntropyLoss,
  CTCLoss,
  GaussianNLLLoss,
  HuberLoss,
  KLDivLoss,
  L1Loss,
  type Loss,
  MSELoss,
  NLLLoss,
  SmoothL1Loss,
} from "./losses.ts";
export { type Initial, LSTM, type LSTMOptions } from "./lstm.ts";
export { MinGRU } from "./minGru.ts";
export { Module, Parameter, type SavedState, type StateDict } from "./module.ts";
export { ParameterList } from "./parameterList.ts";
export type { ParameterName, RecurrentBase, StepNorms } from "./recurrentBase.ts";
export type { RecurrentOptions } from "./recurrentOptions.ts";
export { RNN, type RNNOptions } from "./rnn.ts";
/** Clipping of gradients, weight norm, packed sequences. */
export * as utils from "./utils/index.ts";
