/** @module Small runs for the tests of training: made anew from a seed, and compared bit by bit. */
import { functional, Generator, manualSeed, nn, optim, randn, type Tensor } from "unrolled";
import {
  CarriedState,
  type Segment,
  SequentialBatches,
  ShuffledBatches,
  segments,
  type TrainEvent,
  Trainer,
  type TrainerOptions,
} from "unrolled/train";
import { makeOptimizer, type Name } from "../optim/make.ts";

type Scheduler = NonNullable<TrainerOptions<unknown>["scheduler"]>;
/** What a run can differ in from others of its kind, whatever its batches are. */
export type Changes<Batch> = Partial<TrainerOptions<Batch>>;

/** All schedules, by their names. */
export const schedulers: Readonly<Record<string, (optimizer: optim.Optimizer) => Scheduler>> = {
  StepLR: (o) => new optim.lrScheduler.StepLR(o, { stepSize: 2, gamma: 0.5 }),
  MultiStepLR: (o) => new optim.lrScheduler.MultiStepLR(o, { milestones: [1, 3], gamma: 0.5 }),
  ExponentialLR: (o) => new optim.lrScheduler.ExponentialLR(o, { gamma: 0.9 }),
  LinearLR: (o) => new optim.lrScheduler.LinearLR(o, { totalIters: 3 }),
  LambdaLR: (o) => new optim.lrScheduler.LambdaLR(o, { lrLambda: (t) => 1 / (1 + t) }),
  CosineAnnealingLR: (o) => new optim.lrScheduler.CosineAnnealingLR(o, { tMax: 4 }),
  CosineAnnealingWarmRestarts: (o) => new optim.lrScheduler.CosineAnnealingWarmRestarts(o, { t0: 2 }),
  OneCycleLR: (o) => new optim.lrScheduler.OneCycleLR(o, { maxLr: 0.05, epochs: 4, stepsPerEpoch: 4 }),
  ReduceLROnPlateau: (o) => new optim.lrScheduler.ReduceLROnPlateau(o, { patience: 0, factor: 0.5 }),
};

/** A clock that goes on by 10 ms whenever it is looked at. */
function ticking(): () => number {
  let now = 0;
  return () => {
    now += 10;
    return now;
  };
}

/** Numbers to learn, the same in every process. */
const samples: readonly { readonly x: Tensor; readonly y: Tensor }[] = (() => {
  manualSeed(1);
  return Array.from({ length: 14 }, () => ({ x: randn([2]), y: randn([1]) }));
})();

/** A small network with dropout, in shuffled batches of four: four of them in an epoch, the last one of two. */
export function shuffledRun(
  name: Name,
  options: object = {},
  schedule = "",
  changes: Changes<Int32Array> = {},
): Trainer<Int32Array> {
  manualSeed(2);
  const net = new nn.Sequential(new nn.Linear(2, 5), new nn.Tanh(), new nn.Dropout(0.3), new nn.Linear(5, 1));
  const optimizer = makeOptimizer(name, net.parameters(), { lr: 0.05, ...options });
  const scheduler = schedulers[schedule]?.(optimizer);
  const lossOf = (indices: Int32Array): Tensor => {
    const losses = [...indices].map((i) => functional.mseLoss(net.forward(samples[i].x), samples[i].y));
    return losses.reduce((sum, loss) => sum.add(loss)).div(indices.length);
  };
  const held = Int32Array.of(10, 11, 12, 13);
  return new Trainer({
    ...{ module: net, optimizer, lossOf, epochs: 4, clip: { norm: 0.8 }, clock: ticking() },
    ...(scheduler && { scheduler }),
    steps: new ShuffledBatches({ length: 10, batchSize: 3 }),
    validate: () => lossOf(held).item(),
    ...changes,
  });
}

/** Truncated BPTT of an LSTM with dropout between its layers, its state carried, with generators of its own. */
export function carriedRun(changes: Changes<Segment> = {}): Trainer<Segment> {
  manualSeed(3);
  const net = new (class extends nn.Module {
    readonly lstm = new nn.LSTM(1, 3, { batchFirst: true, numLayers: 2, dropout: 0.2 });
    readonly out = new nn.Linear(3, 1);
  })();
  const wave = Float32Array.from({ length: 31 }, (_, i) => Math.sin(0.4 * i));
  const carried = new CarriedState<readonly [Tensor, Tensor]>();
  const generator = new Generator(4);
  return new Trainer({
    module: net,
    optimizer: new optim.RMSprop(net.parameters(), { lr: 0.01, momentum: 0.5 }),
    steps: segments(wave.length, { batchSize: 2, steps: 4, ahead: 1 }),
    epochs: 3,
    carried,
    generator,
    clock: ticking(),
    lossOf: (segment) => {
      const [h, next] = net.lstm.forward(segment.of(wave), carried.current);
      carried.keep(next);
      const noise = generator.random53() * 0.01; // randomness of the caller's own
      return functional.mseLoss(net.out.forward(h), segment.of(wave, { ahead: 1 }).add(noise));
    },
    ...changes,
  });
}

/** A run that stops early, and goes back to its best weights: its validation loss is a given list. */
export function stoppingRun(
  valLosses: readonly number[],
  changes: Changes<Int32Array> = {},
): Trainer<Int32Array> {
  const trainer: Trainer<Int32Array> = shuffledRun("SGD", {}, "", {
    steps: new SequentialBatches({ length: 10, batchSize: 5 }),
    epochs: valLosses.length,
    patience: 2,
    validate: () => valLosses[trainer.epoch - 1],
    ...changes,
  });
  return trainer;
}

/** All that a run leaves behind: its last checkpoint is everything that could differ. */
export function left<Batch>(trainer: Trainer<Batch>, events: readonly TrainEvent[]): object {
  return {
    events,
    history: trainer.history,
    checkpoint: Buffer.from(trainer.checkpoint()).toString("base64"),
  };
}

/** The events of the rest of a run, but for its "start": that one says where it went on. */
export function restOf<Batch>(trainer: Trainer<Batch>): TrainEvent[] {
  return [...trainer.run()].filter(({ type }) => type !== "start");
}
