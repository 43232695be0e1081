/** @module Optimisers and schedules by PyTorch's names, as the golden files have them. */
import { optim, type Tensor, tensor } from "unrolled";

/** What the optimisers are called. */
export const NAMES = [
  "SGD",
  "Adam",
  "AdamW",
  "RMSprop",
  "Adagrad",
  "NAdam",
  "RAdam",
  "Adamax",
  "Adadelta",
] as const;
export type Name = (typeof NAMES)[number];

type Make = new (
  params: readonly Tensor[] | readonly { readonly params: readonly Tensor[] }[],
  options: object,
) => optim.Optimizer;

/** An optimiser by its name. Options are not checked against the name: the golden files are right about them. */
export function makeOptimizer(
  name: Name,
  params: ConstructorParameters<Make>[0],
  options: object,
): optim.Optimizer {
  const Kind = optim[name] as unknown as Make;
  return new Kind(params, options);
}

/** weight_decay → weightDecay, T_max → tMax. */
export function camelOptions(options: object): object {
  const camel = (name: string): string =>
    name.replace(/^T_/, "t_").replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [camel(name), value]));
}

/** A parameter with these values. */
export function parameter(...values: number[]): Tensor {
  return tensor(values, { requiresGrad: true });
}

/** A step along gradients that are given rather than computed; null leaves a parameter without. */
export function stepAlong(
  optimizer: optim.Optimizer,
  params: readonly Tensor[],
  gradients: readonly (readonly number[] | null)[],
): void {
  params.forEach((p, i) => {
    const values = gradients[i];
    p.grad = values === null ? null : tensor(Float32Array.from(values), { shape: p.shape });
  });
  optimizer.step();
}
