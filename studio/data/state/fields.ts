/** @module The options of a training as a person types them: what each may be, and what they make together. */

import type { CalendarFeature } from "../../../src/data/prepare/calendarFeatures.ts";
import type { ScalerKind } from "../../../src/data/prepare/scalers.ts";
import {
  type ForecasterOptions,
  forecasterDefaults,
  isBaseline,
  isRecurrent,
  type LossName,
  type ModelName,
} from "../../../src/forecast/options.ts";
import type { Plan } from "../../../src/forecast/plan.ts";
import { roundTo } from "../../../src/text/format.ts";

/** The models, in the order in which they are offered. */
export const models = [
  "gru",
  "lstm",
  "rnn",
  "segrnn",
  "nlinear",
  "dlinear",
  "seasonal",
  "naive",
  "drift",
  "mean",
] as const satisfies readonly ModelName[];
/** The losses; the last one is for recurrent models. */
export const losses = ["mse", "mae", "huber", "quantile"] as const satisfies readonly LossName[];
/** The scalers. */
export const scalers = ["standard", "minmax", "robust"] as const satisfies readonly ScalerKind[];
/** The features of the calendar. */
export const calendarNames = [
  "hour",
  "weekday",
  "day-of-month",
  "month",
  "day-of-year",
] as const satisfies readonly CalendarFeature[];

/** Options that are numbers. */
export const numberNames = [
  "horizon",
  "lookback",
  "hidden",
  "epochs",
  "lr",
  "patience",
  "seed",
  "season",
  "rows",
] as const;

/** An option that is a number. */
export type NumberName = (typeof numberNames)[number];

/** What a number may be. Where `open`, nothing at all leaves it to be found in the data. */
export interface NumberRule {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
  readonly open: boolean;
}

/** The rules. */
export const numberRules: Readonly<Record<NumberName, NumberRule>> = {
  horizon: { min: 1, max: 1000, whole: true, open: true },
  lookback: { min: 1, max: 5000, whole: true, open: true },
  hidden: { min: 1, max: 512, whole: true, open: false },
  epochs: { min: 1, max: 10_000, whole: true, open: false },
  lr: { min: 1e-6, max: 10, whole: false, open: false },
  patience: { min: 1, max: 10_000, whole: true, open: false },
  seed: { min: 0, max: 2 ** 32 - 1, whole: true, open: false },
  season: { min: 1, max: 5000, whole: true, open: true },
  rows: { min: 10, max: 100_000_000, whole: true, open: true },
};

/** All options. An empty number is left to be found; a season of 0 is none. */
export interface Options {
  readonly model: ModelName;
  readonly loss: LossName;
  readonly scaler: ScalerKind;
  readonly calendar: readonly CalendarFeature[];
  readonly numbers: Readonly<Record<NumberName, number | null>>;
}

/** As the library has them. */
export const firstOptions: Options = {
  model: forecasterDefaults.model,
  loss: forecasterDefaults.loss,
  scaler: forecasterDefaults.scaler,
  calendar: [],
  numbers: {
    horizon: null,
    lookback: null,
    hidden: 64,
    epochs: forecasterDefaults.epochs,
    lr: forecasterDefaults.lr,
    patience: forecasterDefaults.patience,
    seed: forecasterDefaults.seed,
    season: null,
    rows: null,
  },
};

/** The number that a text says; undefined when it is none that the option can be. */
export function readNumber(name: NumberName, text: string): number | null | undefined {
  const { min, max, whole, open } = numberRules[name];
  const plain = text.normalize("NFKC").trim(); // full-width digits, too
  if (plain === "") return open ? null : undefined;
  if (name === "season" && plain === "0") return 0;
  if (!(whole ? /^\d+$/ : /^[\d.]+(e[+-]?\d+)?$/i).test(plain)) return undefined;
  const value = Number(plain);
  return value >= min && value <= max ? value : undefined;
}

/** Whether an option makes a difference to a model. */
export function isUsed(name: NumberName | "loss" | "calendar", model: ModelName): boolean {
  if (name === "hidden" || name === "calendar") return isRecurrent(model);
  if (["horizon", "lookback", "season", "rows"].includes(name)) return true;
  return !isBaseline(model);
}

/** What the library is told: nothing that the model does not take, and nothing that is left to be found. */
export function forecasterOptions({ model, loss, scaler, calendar, numbers }: Options): ForecasterOptions {
  const { horizon, lookback, hidden, epochs, lr, patience, seed, season } = numbers;
  const training = { epochs, lr, patience, seed };
  const told = Object.fromEntries(
    Object.entries(isBaseline(model) ? {} : training).filter(([, value]) => value !== null),
  );
  return {
    model,
    scaler,
    ...told,
    ...(isBaseline(model) ? {} : { loss: loss === "quantile" && !isRecurrent(model) ? "mse" : loss }),
    ...(isRecurrent(model) ? { calendar, modelOptions: hidden === null ? {} : { hidden } } : {}),
    ...(horizon === null ? {} : { horizon }),
    ...(lookback === null ? {} : { lookback }),
    ...(season === null ? {} : { season: season === 0 ? null : season }),
  };
}

/** Steps of a recurrent model in an epoch beyond which it takes minutes, and how many are soon done. */
const longEpoch = { steps: 5e6, wanted: 1e6 };

/** Of a series so long that an epoch would take minutes, how many of its last rows would do; null of any other. */
export function fewerRows({ model, lookback, horizon, split }: Plan): number | null {
  if (!isRecurrent(model) || split.train.until * lookback < longEpoch.steps) return null;
  const enough = Math.max(longEpoch.wanted / lookback, 12 * (lookback + horizon));
  return roundTo(enough, 1);
}
