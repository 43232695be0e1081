/** @module Unrolled: recurrent networks with PyTorch's own numbers. */
import "./tensor/methods.ts";

export {
  type AdvisedError,
  FormatError,
  GraphError,
  MemoryError,
  ShapeError,
  ValueError,
} from "./errors.ts";
/** Differentiable functions without parameters. */
export * as functional from "./functional/index.ts";
export { cat, stack } from "./functional/join.ts";
export { type MultinomialOptions, multinomial } from "./functional/multinomial.ts";
/** Layers, losses, initialisers and utilities. */
export * as nn from "./nn/index.ts";
/** Optimisers and schedules of the learning rate. */
export * as optim from "./optim/index.ts";
export { Generator, type GeneratorState, manualSeed } from "./random/generator.ts";
export type { Mt19937State } from "./random/mt19937.ts";
export { maximum, minimum, type Operand } from "./tensor/arithmetic.ts";
export { type ClampOptions, where } from "./tensor/choices.ts";
export {
  arange,
  full,
  linspace,
  ones,
  type RandomIntegerOptions,
  type RandomOptions,
  rand,
  randint,
  randn,
  randperm,
  type ShapeArguments,
  type TensorOptions,
  tensor,
  zeros,
} from "./tensor/create.ts";
export type { Axis, AxisOptions, TopkOptions, ValuesAndIndices } from "./tensor/extremes.ts";
export type { Axes, ReduceOptions } from "./tensor/reduce.ts";
export type { Sizes } from "./tensor/shape.ts";
export { isGradEnabled, noGrad } from "./tensor/tape.ts";
export { type Nested, Tensor } from "./tensor/tensor.ts";
export type { TensorValues } from "./tensor/values.ts";
export { getNumThreads, setNumThreads } from "./wasm/threads.ts";
export { isDeterministic, setDeterministic, useWideVectors } from "./wasm/vectors.ts";
