/** @module What is done to gradients and sequences around the layers. */
export { type ClipGradNormOptions, clipGradNorm, clipGradValue } from "./clipGrad.ts";
export * as rnn from "./rnn.ts";
