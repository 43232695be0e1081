/** @module The training of a forecaster, which can be watched, left, saved and resumed after every event. */
import { fitScaler, type Scaler } from "../data/prepare/scalers.ts";
import { type Windows, windows } from "../data/prepare/windows.ts";
import type { Series } from "../data/series/series.ts";
import { FormatError, ValueError } from "../errors.ts";
import { crc32 } from "../interop/crc32.ts";
import { decodeSafetensors } from "../interop/safetensors.ts";
import { Adam } from "../optim/adam.ts";
import { ExponentialLR } from "../optim/lrScheduler/decayLR.ts";
import { ReduceLROnPlateau } from "../optim/lrScheduler/reduceLROnPlateau.ts";
import { manualSeed, Generator as Randomness } from "../random/generator.ts";
import { ShuffledBatches } from "../train/batches.ts";
import type { TrainEvent } from "../train/events.ts";
import type { Json } from "../train/json.ts";
import { Trainer } from "../train/trainer.ts";
import { calibrate } from "./intervals/calibration.ts";
import { chunksOf, pointOf } from "./method.ts";
import { actualLoss, actualWindows } from "./models/actualLoss.ts";
import type { ForecastModel } from "./models/forecastModel.ts";
import { networkOf } from "./models/network.ts";
import { type ForecasterOptions, isBaseline } from "./options.ts";
import { type Plan, planOf } from "./plan.ts";
import { type Frame, filledOf, frameOf, inputColumns } from "./scaledSeries.ts";
import { emptyNetwork, methodOf, type Trained, tailOf } from "./trained.ts";

/**
 * Everything from a series to a trained model, one event at a time.
 *
 *     const run = new ForecasterRun(series, { model: "gru" });
 *     for (const event of run.run()) save(run.checkpoint());
 *     const forecaster = Forecaster.from(run);
 *
 * Training windows are shuffled in each epoch; the validation set, whose look-back reaches into the training set, decides
 * when to stop. Intervals are calibrated from the validation set to the end of the series, test set included. Weights and
 * dropout draw from the global generator, which is seeded; batches from the run's own, so runs without dropout may alternate.
 * Throws ValueError for options outside their domain, and for a series that is too short for them.
 */
export class ForecasterRun {
  readonly plan: Plan;
  /** What trains; null for a baseline, which has nothing to learn. */
  readonly trainer: Trainer<Int32Array> | null;
  readonly #series: Series;
  readonly #scaler: Scaler;
  readonly #frame: Frame;
  readonly #network: ForecastModel | null;

  constructor(series: Series, options: ForecasterOptions = {}) {
    this.plan = planOf(series, options);
    this.#series = series;
    const columns = inputColumns(series, this.plan.columns);
    this.#scaler = fitScaler(this.plan.scaler, columns, this.plan.split.train);
    this.#frame = frameOf(columns, this.#scaler, this.plan.columns, filledOf(series, this.plan.columns));
    manualSeed(this.plan.seed);
    this.#network = isBaseline(this.plan.model) ? null : networkOf(this.plan);
    this.trainer = this.#network === null ? null : this.#trainerOf(this.#network);
  }

  /** Trains, one event at a time; of a baseline there are none. */
  *run(): Generator<TrainEvent, void, undefined> {
    if (this.trainer !== null) yield* this.trainer.run();
  }

  /** All that the rest of the run depends on. Throws ValueError for a baseline. */
  checkpoint(): Uint8Array {
    return this.#needed().checkpoint();
  }

  /**
   * Goes on from a checkpoint of a run on the same series with the same options; `epochs`, `patience` and
   * the bounds may differ.
   * Throws FormatError for another, or damaged bytes; everything is then as it was. Throws ValueError for a baseline.
   */
  restore(bytes: Uint8Array): void {
    const trainer = this.#needed();
    const own = identityOf(this.plan, this.#frame);
    const { metadata } = decodeSafetensors(bytes);
    const saved = extraOf(metadata.checkpoint);
    if (saved !== undefined && JSON.stringify(saved) !== JSON.stringify(own))
      throw new FormatError(
        `the checkpoint is ${difference(saved, own)}, but must be one of this series and these options`,
        { caller: "forecaster" },
      );
    trainer.restore(bytes);
  }

  /** The model as it is now: with the best weights so far, where there is validation or the run is over. */
  trained(): Trained {
    const { plan, trainer } = this;
    const network = emptyNetwork(plan);
    const isBest = trainer !== null && !trainer.isFinished && trainer.bestEpoch > 0;
    const weights = isBest ? trainer.bestWeights() : this.#network?.stateDict();
    if (network !== null && weights !== undefined) network.loadStateDict(weights);
    const method = methodOf(plan, this.#scaler, network);
    const calibration = calibrate(method, this.#frame, plan);
    return { plan, scaler: this.#scaler, network, calibration, tail: tailOf(this.#series, plan.lookback) };
  }

  /**
   * What the weights as they are now forecast from some rows of the series on, (H, O) each, in its units. The training
   * goes on as if it had not been asked. Throws ValueError for a row with less than a look-back before it.
   */
  preview(rows: readonly number[]): Float64Array[] {
    const { plan } = this;
    const { lookback, horizon, columns } = plan;
    const early = rows.find((row) => row < lookback);
    if (early !== undefined)
      throw new ValueError(`a row is ${early} but must be at least ${lookback}, the look-back`, {
        caller: "preview",
      });
    const network = emptyNetwork(plan); // a copy: that in training may be about to drop units
    if (network !== null && this.#network !== null) network.loadStateDict(this.#network.stateDict());
    const method = methodOf(plan, this.#scaler, network);
    const windows = rows.map((from) => ({ start: from - lookback, from, until: from + horizon }));
    const point = pointOf(method.predict(this.#frame, windows), method);
    const size = horizon * columns.targets.length;
    return rows.map((_, i) => point.slice(i * size, (i + 1) * size));
  }

  #needed(): Trainer<Int32Array> {
    if (this.trainer !== null) return this.trainer;
    throw new ValueError(`${this.plan.model} is a baseline, which has nothing to learn, save or resume`, {
      caller: "forecaster",
    });
  }

  #trainerOf(network: ForecastModel): Trainer<Int32Array> {
    const { plan } = this;
    const { lookback, horizon, epochs, patience, batchSize, lr, lrDecay, clip } = plan;
    const optimizer = new Adam(network.parameters(), { lr });
    const { train, validation: range } = plan.split;
    const own = actualWindows(windows({ range: train, lookback, horizon }), this.#frame);
    const held =
      range.until > range.from
        ? actualWindows(windows({ range, lookback, horizon, reachBack: true }), this.#frame)
        : null;
    return new Trainer({
      module: network,
      optimizer,
      scheduler:
        lrDecay === null
          ? new ReduceLROnPlateau(optimizer, { factor: 0.5, patience: 1 })
          : new ExponentialLR(optimizer, { gamma: lrDecay }),
      steps: new ShuffledBatches({ length: own.length, batchSize, generator: new Randomness(plan.seed) }),
      lossOf: (batch) => actualLoss(network, this.#frame, Array.from(batch, own.at), plan).loss,
      epochs,
      patience,
      ...(held === null ? {} : { validate: () => this.#heldLoss(network, held) }),
      ...(clip === null ? {} : { clip: { norm: clip } }),
      extra: identityOf(plan, this.#frame),
    });
  }

  #heldLoss(network: ForecastModel, held: Windows): number {
    let [sum, all] = [0, 0];
    for (const some of chunksOf(held)) {
      const { loss, weight } = actualLoss(network, this.#frame, some, this.plan);
      sum += loss.item() * weight;
      all += weight;
    }
    return sum / all;
  }
}

/** What two runs must share for one to go on where the other was left: what is trained, and a checksum of the data. */
function identityOf(
  { epochs: _, patience: __, min: _a, max: _b, integer: _c, monotone: _d, ...plan }: Plan,
  { scaled }: Frame,
): Json {
  const data = crc32(new Uint8Array(scaled.buffer, scaled.byteOffset, scaled.byteLength));
  return JSON.parse(JSON.stringify({ ...plan, data }));
}

/** What a checkpoint says of the run it is from; undefined where it is none, which the trainer will say. */
function extraOf(checkpoint: string | undefined): unknown {
  try {
    return JSON.parse(checkpoint ?? "null")?.extra;
  } catch {
    return undefined;
  }
}

function difference(saved: unknown, own: Json): string {
  const [a, b] = [Object(saved), Object(own)];
  const name = Object.keys(b).find((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key])) ?? "more";
  return name === "data"
    ? "one of other data"
    : `one with ${name} ${JSON.stringify(a[name]) ?? "missing"} instead of ${JSON.stringify(b[name])}`;
}
