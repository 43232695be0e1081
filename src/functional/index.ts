/** @module Free differentiable functions. */
export { type DropoutOptions, dropout } from "./dropout.ts";
export { cat, stack } from "./join.ts";
export { linear } from "./linear.ts";
export { mseLoss, type Reduction } from "./losses.ts";
export { type RecurrentStack, recurrent } from "./recurrent.ts";
