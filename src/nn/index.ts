/** @module Layers, losses and models. */
export { type CellOptions, GRUCell, LSTMCell, RNNCell, type RNNCellOptions } from "./cells.ts";
export { GRU } from "./gru.ts";
export * as init from "./init.ts";
export { Linear, type LinearOptions } from "./linear.ts";
export { type LossOptions, MSELoss } from "./losses.ts";
export { LSTM, type LSTMOptions } from "./lstm.ts";
export { Module, type StateDict } from "./module.ts";
export { Parameter } from "./parameter.ts";
export type { RecurrentOptions } from "./recurrentOptions.ts";
export { RNN, type RNNOptions } from "./rnn.ts";
export type { StepNorms } from "./stepNorms.ts";
export * as utils from "./utils/index.ts";
