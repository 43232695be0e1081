/** @module One model fitted to the training set of its plan: by a trainer, by least squares, or not at all. */
import { fitScaler, type Scaler } from "../data/prepare/scalers.ts";
import type { Split } from "../data/prepare/splitByTime.ts";
import { type Window, type Windows, windows } from "../data/prepare/windows.ts";
import type { Series } from "../data/series/series.ts";
import { Adam } from "../optim/adam.ts";
import { ExponentialLR } from "../optim/lrScheduler/decayLR.ts";
import { ReduceLROnPlateau } from "../optim/lrScheduler/reduceLROnPlateau.ts";
import { manualSeed, Generator as Randomness } from "../random/generator.ts";
import { noGrad } from "../tensor/tape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { ShuffledBatches } from "../train/batches.ts";
import type { TrainEvent } from "../train/events.ts";
import { Trainer } from "../train/trainer.ts";
import { chunksOf } from "./method.ts";
import { type ActualLoss, actualLoss, actualWindows } from "./models/actualLoss.ts";
import type { ForecastModel } from "./models/forecastModel.ts";
import { networkOf } from "./models/network.ts";
import { Ridge, RidgeSums } from "./models/ridge.ts";
import { isBaseline } from "./options.ts";
import type { Plan } from "./plan.ts";
import { type Frame, inputColumns, readWindows, seriesFrame, targetWindows } from "./scaledSeries.ts";
import { emptyNetwork, type Fitted } from "./trained.ts";

/** The penalties from which the validation set chooses, and the one without it. */
const PENALTIES = [1e-4, 1e-3, 1e-2, 1e-1, 1];
const PENALTY = 1e-2;

/** Windows that a model is validated on, at most; of a longer set every second, third … one. */
const MOST_HELD = 4000;

/** Multiply-adds of least squares, at most; of a longer series every second, third … window is taken. */
const MOST_PRODUCTS = 2e10;

export class ModelFit {
  /** With the penalty that was chosen, once least squares are solved. */
  plan: Plan;
  readonly scaler: Scaler;
  readonly frame: Frame;
  /** Null for a baseline. */
  readonly network: ForecastModel | null;
  /** Null for what has no epochs. */
  readonly trainer: Trainer<Int32Array> | null;
  #isSolved = false;

  /** Seeds the global generator. */
  constructor(series: Series, plan: Plan) {
    this.plan = plan;
    const columns = inputColumns(series, plan.columns);
    this.scaler = fitScaler(plan.scaler, columns, plan.split.train);
    this.frame = seriesFrame(series, plan.columns, this.scaler);
    manualSeed(plan.seed);
    this.network = isBaseline(plan.model) ? null : networkOf(plan);
    const isTrained = this.network !== null && !(this.network instanceof Ridge);
    this.trainer = isTrained && this.network !== null ? this.#trainerOf(this.network) : null;
  }

  /** Fits, one event at a time; least squares and baselines have none. Least squares pause with null now and then. */
  *run(): Generator<TrainEvent | null, void, undefined> {
    if (this.network instanceof Ridge) yield* this.#solve(this.network);
    if (this.trainer !== null) yield* this.trainer.run();
  }

  /** The epochs after which the weights were best; 0 for what has none. */
  get epochs(): number {
    return this.trainer?.bestEpoch ?? 0;
  }

  /** A copy of the model: with the best weights so far, where there is validation or the training is over. */
  fitted(): Fitted {
    const { plan, scaler, trainer } = this;
    const network = emptyNetwork(plan);
    const isBest = trainer !== null && !trainer.isFinished && trainer.bestEpoch > 0;
    const weights = isBest ? trainer.bestWeights() : this.network?.stateDict();
    if (network !== null && weights !== undefined) network.loadStateDict(weights);
    return { plan, scaler, network, members: [] };
  }

  /** A copy of the model with the weights of this moment. */
  current(): Fitted {
    const { plan, scaler } = this;
    const network = emptyNetwork(plan);
    if (this.network !== null) network?.loadStateDict(this.network.stateDict());
    return { plan, scaler, network, members: [] };
  }

  #trainerOf(network: ForecastModel): Trainer<Int32Array> {
    const { plan } = this;
    const { epochs, patience, batchSize, lr, lrDecay, clip, windowsPerEpoch } = plan;
    const optimizer = new Adam(network.parameters(), { lr });
    const own = this.#trainWindows();
    const held = this.#heldWindows();
    const length = Math.min(own.length, windowsPerEpoch ?? own.length);
    const lossOf = (batch: Int32Array): Tensor =>
      this.#lossOf(
        network,
        Array.from(batch, (i) => own.at(spread(i, length, own.length, trainer.epoch))),
      ).loss;
    const trainer = new Trainer({
      module: network,
      optimizer,
      scheduler:
        lrDecay === null
          ? new ReduceLROnPlateau(optimizer, { factor: 0.5, patience: 1 })
          : new ExponentialLR(optimizer, { gamma: lrDecay }),
      steps: new ShuffledBatches({ length, batchSize, generator: new Randomness(plan.seed) }),
      lossOf,
      epochs,
      patience,
      ...(held === null ? {} : { validate: () => this.#heldLoss(network, held) }),
      ...(clip === null ? {} : { clip: { norm: clip } }),
    });
    return trainer;
  }

  #trainWindows(): Windows {
    const { split, lookback, horizon } = this.plan;
    return actualWindows(windows({ range: split.train, lookback, horizon }), this.frame);
  }

  /** Null without a validation set. */
  #heldWindows(): Windows | null {
    const { split, lookback, horizon } = this.plan;
    const { validation: range } = split;
    if (range.until <= range.from) return null;
    const stride = Math.ceil((range.until - range.from) / MOST_HELD);
    return actualWindows(windows({ range, lookback, horizon, stride, reachBack: true }), this.frame);
  }

  #lossOf(network: ForecastModel, some: readonly Window[]): ActualLoss {
    return actualLoss(network, this.frame, some, this.plan);
  }

  #heldLoss(network: ForecastModel, held: Windows): number {
    let [sum, all] = [0, 0];
    for (const some of chunksOf(held)) {
      const { loss, weight } = this.#lossOf(network, some);
      sum += loss.item() * weight;
      all += weight;
    }
    return sum / all;
  }

  /** Least squares with the plan's penalty, or the one with the least validation loss. */
  *#solve(network: Ridge): Generator<null, void, undefined> {
    if (this.#isSolved) return;
    const sums = yield* this.#sums(network);
    const held = this.#heldWindows();
    const { penalty } = this.plan.modelOptions;
    const penalties = penalty === undefined ? (held === null ? [PENALTY] : PENALTIES) : [penalty];
    let best = { penalty: PENALTY, loss: Number.POSITIVE_INFINITY };
    for (const one of penalties) {
      yield null;
      this.#load(network, sums, one);
      const loss = held === null || penalties.length === 1 ? 0 : noGrad(() => this.#heldLoss(network, held));
      if (loss < best.loss) best = { penalty: one, loss };
    }
    if (penalties.length > 1) this.#load(network, sums, best.penalty);
    this.plan = { ...this.plan, modelOptions: { ...this.plan.modelOptions, penalty: best.penalty } };
    this.#isSolved = true;
  }

  *#sums(network: Ridge): Generator<null, RidgeSums, undefined> {
    const sums = new RidgeSums(network);
    const { split, lookback, horizon } = this.plan;
    const all = this.#trainWindows();
    const products = all.length * this.frame.targets * (lookback + horizon + 1) ** 2;
    const stride = Math.max(1, Math.ceil(products / MOST_PRODUCTS));
    const some = actualWindows(windows({ range: split.train, lookback, horizon, stride }), this.frame);
    for (const few of chunksOf(some)) {
      yield null;
      sums.add(readWindows(this.frame, few)[0], targetWindows(this.frame, few));
    }
    return sums;
  }

  #load(network: Ridge, sums: RidgeSums, penalty: number): void {
    const { weight, bias } = sums.solve(penalty);
    network.Linear.weight.data.set(weight);
    network.Linear.bias?.data.set(bias);
  }
}

/** The plan of the same model for all rows of a series: the epochs that were best, and nothing held out. */
export function refitPlan({ choice: _, ...plan }: Plan, rows: number, epochs: number): Plan {
  const split: Split = {
    train: { part: "train", from: 0, until: rows },
    validation: { part: "validation", from: rows, until: rows },
    test: { part: "test", from: rows, until: rows },
  };
  return epochs === 0 ? { ...plan, split } : { ...plan, split, epochs, patience: epochs };
}

/** The i-th of `length` windows spread over `count`, others in each epoch: all of them come up after some epochs. */
function spread(i: number, length: number, count: number, epoch: number): number {
  if (length === count) return i;
  const phase = (epoch * 0.618034) % 1;
  return Math.min(count - 1, Math.floor(((i + phase) * count) / length));
}
