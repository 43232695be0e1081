/** @module Helpers around modules. */
export * as rnn from "./rnn.ts";
