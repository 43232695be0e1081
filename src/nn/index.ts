/** @module Layers, losses and models. */
export { GRU } from "./gru.ts";
export * as init from "./init.ts";
export { Linear, type LinearOptions } from "./linear.ts";
export { type LossOptions, MSELoss } from "./losses.ts";
export { LSTM } from "./lstm.ts";
export { Module, type StateDict } from "./module.ts";
export { Parameter } from "./parameter.ts";
export type { RecurrentOptions } from "./recurrentBase.ts";
export { RNN, type RNNOptions } from "./rnn.ts";
