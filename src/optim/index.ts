/** @module Optimisers. */
export { Adam, type AdamOptions } from "./adam.ts";
export { Optimizer, type ParamGroup, type ParamGroupOptions } from "./optimizer.ts";
