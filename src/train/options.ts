/** @module The options of a run and their validation. */

import { checkNames } from "../arguments.ts";
import { ValueError } from "../errors.ts";
import type { Module } from "../nn/module.ts";
import type { ChainedScheduler, SequentialLR } from "../optim/lrScheduler/composed.ts";
import { CyclicLR } from "../optim/lrScheduler/cyclicLR.ts";
import { OneCycleLR } from "../optim/lrScheduler/oneCycleLR.ts";
import type { ReduceLROnPlateau } from "../optim/lrScheduler/reduceLROnPlateau.ts";
import type { LRScheduler } from "../optim/lrScheduler/schedule.ts";
import type { Optimizer } from "../optim/optimizer.ts";
import type { Generator } from "../random/generator.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { positive, type StepSource } from "./batches.ts";
import type { Json } from "./json.ts";
import type { CarriedState, HiddenState } from "./segments.ts";

/** Gradient clipping before each step: by total norm, or by value. */
export type Clip = { readonly norm: number } | { readonly value: number };

/** Options of `Trainer`. */
export interface TrainerOptions<Batch> {
  /** What is trained, and set to training or evaluation mode. */
  readonly module: Module;
  /** An optimiser of parameters of the module. */
  readonly optimizer: Optimizer;
  /** The batches. */
  readonly steps: StepSource<Batch>;
  /** The loss of a batch: a tensor with one value. */
  readonly lossOf: (batch: Batch) => Tensor;
  /** The most epochs. */
  readonly epochs: number;
  /** Changes the learning rate after each epoch, or each batch. */
  readonly scheduler?: LRScheduler | SequentialLR | ChainedScheduler | ReduceLROnPlateau;
  /** When the scheduler steps: after each epoch, or each batch, as OneCycleLR and CyclicLR do by default. */
  readonly scheduleEvery?: "epoch" | "batch";
  /** Returns the loss on validation data. Called after each epoch, in evaluation mode and under `noGrad`. */
  readonly validate?: () => number;
  /** The number of epochs without a better validation loss (training loss, without validation) after which to stop; by default never. */
  readonly patience?: number;
  /** The smallest decrease that counts as better, 0 by default. */
  readonly minDelta?: number;
  /** The limit of the gradients; none by default. */
  readonly clip?: Clip;
  /** Whether to restore the weights of the best epoch at the end; by default if `validate` or `patience` is set. */
  readonly restoreBest?: boolean;
  /** The state that `lossOf` carries from window to window. */
  readonly carried?: CarriedState<HiddenState>;
  /** A generator that `lossOf` or `validate` uses, to be saved in checkpoints as the global one and that of `steps` always are. */
  readonly generator?: Generator;
  /** Additional data for checkpoints, such as a scaler. */
  readonly extra?: Json;
  /** The time in milliseconds since any origin; `performance.now` by default. */
  readonly clock?: () => number;
}

const NAMES: Readonly<Record<keyof TrainerOptions<unknown>, true>> = {
  module: true,
  optimizer: true,
  steps: true,
  lossOf: true,
  epochs: true,
  scheduler: true,
  scheduleEvery: true,
  validate: true,
  patience: true,
  minDelta: true,
  clip: true,
  restoreBest: true,
  carried: true,
  generator: true,
  extra: true,
  clock: true,
};

/** Throws ValueError for options that are unknown, outside their domain or inconsistent. */
export function checkOptions<Batch>(options: TrainerOptions<Batch>): void {
  checkNames("Trainer", options, Object.keys(NAMES));
  const { epochs, patience = 1, minDelta = 0, clip, steps } = options;
  positive("Trainer", "epochs", epochs);
  positive("Trainer", "patience", patience);
  positive("Trainer", "steps.batches", steps.batches);
  if (!(minDelta >= 0)) throw new ValueError(`Trainer: minDelta is ${minDelta} but must be at least 0`);
  if (clip !== undefined) checkClip(clip);
  checkParameters(options);
}

export function scheduleOf<Batch>(options: TrainerOptions<Batch>): "epoch" | "batch" {
  const { scheduler, scheduleEvery } = options;
  const isPerBatch = scheduler instanceof OneCycleLR || scheduler instanceof CyclicLR;
  return scheduleEvery ?? (isPerBatch ? "batch" : "epoch");
}

function checkClip(clip: Clip): void {
  checkNames("Trainer's clip", clip, ["norm", "value"]);
  const [name, value] = "norm" in clip ? ["norm", clip.norm] : ["value", clip.value];
  if (!(value > 0)) throw new ValueError(`Trainer: clip.${name} is ${value} but must be greater than 0`);
}

/** Parameters outside the module would be missing from checkpoints and from the best weights. */
function checkParameters<Batch>({ module, optimizer, scheduler }: TrainerOptions<Batch>): void {
  if (optimizer.needsClosure)
    throw new ValueError(
      `Trainer: optimizer must step once for each batch, but its step needs a closure\n  call optimizer.step(() => { … return loss; }) in a loop of your own, with all data as one batch`,
    );
  const own = new Set<Tensor>(module.parameters());
  const params = optimizer.paramGroups.flatMap((group) => group.params);
  const strange = params.findIndex((parameter) => !own.has(parameter));
  if (strange >= 0)
    throw new ValueError(
      `Trainer: parameter ${strange} of the optimizer (${params[strange].shape.join(", ")}) is not in the module but must be\n  make it a Parameter in a field of the module`,
    );
  if (scheduler !== undefined && scheduler.optimizer !== optimizer)
    throw new ValueError("Trainer: the scheduler belongs to another optimizer but must belong to this one");
}
