/** @module What a forecaster is told: model, sizes, parts, loss, training. */
import type { CalendarFeature } from "../data/prepare/calendarFeatures.ts";
import type { ScalerKind } from "../data/prepare/scalers.ts";
import type { SplitSizes } from "../data/prepare/splitByTime.ts";

/** The models by name: four baselines, three recurrent networks, SegRNN and two affine maps. */
export type ModelName = BaselineName | NetworkName;

/** Models that learn nothing. */
export type BaselineName = "naive" | "seasonal" | "drift" | "mean";

/** Models that are trained. */
export type NetworkName = "rnn" | "lstm" | "gru" | "segrnn" | "nlinear" | "dlinear";

/** What a network is trained on to make small; `"quantile"` is for rnn, lstm and gru. */
export type LossName = "mse" | "mae" | "huber" | "quantile";

/** Sizes and habits of a network; each model takes its own. */
export interface ModelOptions {
  /** rnn, lstm, gru: hidden units, 64 by default. */
  readonly hidden?: number;
  /** rnn, lstm, gru: layers on top of each other, 1 by default. */
  readonly layers?: number;
  /** rnn, lstm, gru: between layers, 0 by default; segrnn: before its output, 0.5 by default. */
  readonly dropout?: number;
  /** rnn, lstm, gru: all steps ahead at once, or one after the other: `"direct"` by default. */
  readonly mode?: "direct" | "recursive";
  /** rnn, lstm, gru: whether targets are read and forecast relative to their last value: true by default. */
  readonly relative?: boolean;
  /** segrnn: steps of a segment, by default the greatest up to 24 that divides look-back and horizon. */
  readonly segment?: number;
  /** segrnn: units, an even number: 128 by default; the published tables have 512. */
  readonly width?: number;
  /** dlinear: the length of the moving average, odd: 25 by default. */
  readonly kernel?: number;
}

/** `Forecaster.train`'s options. Whatever is left out is derived from the series. */
export interface ForecasterOptions {
  /** `"gru"` by default. */
  readonly model?: ModelName;
  readonly modelOptions?: ModelOptions;
  /** Steps to look back on: two horizons or two seasons by default, at most half of the train part. */
  readonly lookback?: number;
  /** Steps to forecast: a season by default, or 12, at most half of the shortest part behind the train part. */
  readonly horizon?: number;
  /** After how many steps the series repeats itself: found by `findSeason` in the train part; null for never. */
  readonly season?: number | null;
  /** Fractions or numbers of rows: 0.6, 0.2 and 0.2 by default. */
  readonly split?: SplitSizes;
  /** `"standard"` by default; fitted on the train part. */
  readonly scaler?: ScalerKind;
  /** `"huber"` by default. */
  readonly loss?: LossName;
  /** The greatest number of epochs: 100 by default. */
  readonly epochs?: number;
  /** Windows in a batch: 32 by default. */
  readonly batchSize?: number;
  /** The learning rate of Adam: 0.003 by default. */
  readonly lr?: number;
  /**
   * What the learning rate is multiplied by after each epoch; null halves it after two epochs without a better validation
   * loss: null by default for nlinear and dlinear, which settle only at small rates, else 1.
   */
  readonly lrDecay?: number | null;
  /** Epochs without a better validation loss before training ends: 10 by default. */
  readonly patience?: number;
  /** The greatest norm of the gradients: 1 by default, null for any. */
  readonly clip?: number | null;
  /** Seeds the global generator, for weights and dropout, and one of the run's own, for batches: 1 by default. */
  readonly seed?: number;
  /** Whether columns known up to now are read too: where the model takes them, by default. */
  readonly covariates?: boolean;
  /** Whether columns known ahead are used: where the model takes them, by default. */
  readonly future?: boolean;
  /** Features of the calendar, known ahead: none by default. */
  readonly calendar?: readonly CalendarFeature[];
  /** Shares of values that intervals are to hold: 0.8 and 0.95 by default; none without a validation part. */
  readonly levels?: readonly number[];
}

/** Options that depend on the series or the model. */
type FoundName =
  | "modelOptions"
  | "lookback"
  | "lrDecay"
  | "horizon"
  | "season"
  | "covariates"
  | "future"
  | "calendar"
  | "levels";

/** What holds where an option is not given, and is not found in the series. */
export const forecasterDefaults: Required<Omit<ForecasterOptions, FoundName>> = {
  model: "gru",
  split: { train: 0.6, validation: 0.2, test: 0.2 },
  scaler: "standard",
  loss: "huber",
  epochs: 100,
  batchSize: 32,
  lr: 3e-3,
  patience: 10,
  clip: 1,
  seed: 1,
};

/** The cells of recurrent models, which alone take covariates and quantiles. */
export function isRecurrent(model: ModelName): model is "rnn" | "lstm" | "gru" {
  return model === "rnn" || model === "lstm" || model === "gru";
}

/** Whether a model learns nothing. */
export function isBaseline(model: ModelName): model is BaselineName {
  return model === "naive" || model === "seasonal" || model === "drift" || model === "mean";
}

/** Which options each model takes. */
export const modelOptionNames: Readonly<Record<ModelName, readonly (keyof ModelOptions)[]>> = {
  naive: [],
  seasonal: [],
  drift: [],
  mean: [],
  rnn: ["hidden", "layers", "dropout", "mode", "relative"],
  lstm: ["hidden", "layers", "dropout", "mode", "relative"],
  gru: ["hidden", "layers", "dropout", "mode", "relative"],
  segrnn: ["segment", "width", "dropout"],
  nlinear: [],
  dlinear: ["kernel"],
};
