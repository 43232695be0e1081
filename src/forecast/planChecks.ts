/** @module What is refused before a forecaster is trained, or after its file was read. */
import type { ScalerKind } from "../data/prepare/scalers.ts";
import type { Range } from "../data/prepare/splitByTime.ts";
import type { Series } from "../data/series/series.ts";
import { ValueError } from "../errors.ts";
import { checkNames } from "../optim/checks.ts";
import { checkSizes } from "./models/forecastModel.ts";
import {
  type ForecasterOptions,
  isBaseline,
  isRecurrent,
  type LossName,
  type ModelName,
  modelOptionNames,
} from "./options.ts";

const NAMES: Readonly<Record<keyof ForecasterOptions, true>> = {
  model: true,
  modelOptions: true,
  lookback: true,
  horizon: true,
  season: true,
  split: true,
  scaler: true,
  loss: true,
  epochs: true,
  batchSize: true,
  lr: true,
  lrDecay: true,
  patience: true,
  clip: true,
  seed: true,
  covariates: true,
  future: true,
  calendar: true,
  levels: true,
};

/** The losses there are. */
export const lossNames: readonly LossName[] = ["mse", "mae", "huber", "quantile"];
/** The kinds of scalers there are. */
export const scalerKinds: readonly ScalerKind[] = ["standard", "minmax", "robust"];

/** What a plan holds that can be outside its domain. */
interface Checked {
  readonly model: ModelName;
  readonly modelOptions: object;
  readonly lookback: number;
  readonly horizon: number;
  readonly season: number | null;
  readonly scaler: string;
  readonly loss: LossName;
  readonly levels: readonly number[];
  readonly epochs: number;
  readonly batchSize: number;
  readonly lr: number;
  readonly lrDecay: number | null;
  readonly patience: number;
  readonly clip: number | null;
  readonly seed: number;
}

/** Throws ValueError for an option that does not exist. */
export function checkForecasterOptions(options: ForecasterOptions): void {
  checkNames("Forecaster", options, Object.keys(NAMES));
}

/** Throws ValueError for what is outside its domain, or does not belong together. */
export function checkPlan(plan: Checked): void {
  const { model, modelOptions, lookback, horizon, epochs, batchSize, patience, season, levels, seed } = plan;
  checkWord("model", model, Object.keys(modelOptionNames));
  checkNames(`Forecaster: ${model}`, modelOptions, modelOptionNames[model]);
  checkWord("scaler", plan.scaler, scalerKinds);
  checkWord("loss", plan.loss, lossNames);
  checkSizes({ lookback, horizon, epochs, batchSize, patience });
  if (season !== null) checkSizes({ season });
  checkAbove("lr", plan.lr);
  if (plan.lrDecay !== null) checkAbove("lrDecay", plan.lrDecay);
  if (plan.clip !== null) checkAbove("clip", plan.clip);
  if (!(Number.isSafeInteger(seed) && seed >= 0))
    throw new ValueError(`forecaster: seed is ${seed} but must be a whole number from 0`);
  checkLevels(levels);
  checkTogether(plan);
}

function checkTogether({ model, modelOptions, loss, levels, season, lookback }: Checked): void {
  if ("kernel" in modelOptions && Number(modelOptions.kernel) % 2 === 0)
    throw new ValueError(`forecaster: kernel is ${modelOptions.kernel} but must be odd, to have a middle`);
  if (loss === "quantile" && !isRecurrent(model))
    throw new ValueError(
      `forecaster: ${model} forecasts no quantiles, so loss must be another\n  rnn, lstm and gru do`,
    );
  if (loss === "quantile" && levels.length === 0)
    throw new ValueError(
      'forecaster: loss is "quantile" but levels names none: the quantiles are the ends of the intervals',
    );
  if (model !== "seasonal") return;
  if (season === null)
    throw new ValueError(
      "forecaster: the series does not repeat itself, so there is no seasonal forecast\n  give the season if you know it",
    );
  if (season > lookback)
    throw new ValueError(`forecaster: lookback is ${lookback} but must be at least ${season}, the season`);
}

/** Throws ValueError when a part has too few rows for a single window. */
export function checkFit(
  plan: Checked & { readonly split: { readonly train: Range; readonly validation: Range } },
  { name }: Series,
): void {
  const { train, validation } = plan.split;
  const needed = isBaseline(plan.model) ? plan.lookback : plan.lookback + plan.horizon;
  if (train.until < needed) throw short(name, "train", train.until, needed, plan);
  if (plan.season !== null && train.until <= plan.season)
    throw new ValueError(
      `forecaster: season is ${plan.season} but must be less than the ${train.until} rows to train on`,
    );
  const rows = validation.until - validation.from;
  const isNeeded = plan.levels.length > 0 || rows > 0;
  if (isNeeded && rows < plan.horizon) throw short(name, "validation", rows, plan.horizon, plan);
}

function short(
  name: string,
  part: string,
  rows: number,
  needed: number,
  { lookback, horizon }: Checked,
): ValueError {
  return new ValueError(
    `forecaster: the ${part} part of ${name} has ${rows} rows but must have at least ${needed}, for look-back ${lookback} and horizon ${horizon}\n  make horizon or lookback smaller, or the part larger`,
  );
}

function checkLevels(levels: readonly number[]): void {
  const wrong = levels.find((level) => !(level > 0 && level < 1));
  if (wrong !== undefined)
    throw new ValueError(`forecaster: a level is ${wrong} but must lie between 0 and 1: 0.95 for 95 %`);
  if (new Set(levels).size < levels.length)
    throw new ValueError(`forecaster: levels are ${levels.join(", ")} but must differ`);
}

function checkWord(name: string, value: string, words: readonly string[]): void {
  if (!words.includes(value))
    throw new ValueError(
      `forecaster: ${name} is ${JSON.stringify(value)} but must be one of ${words.join(", ")}`,
    );
}

function checkAbove(name: string, value: number): void {
  if (!(value > 0 && Number.isFinite(value)))
    throw new ValueError(`forecaster: ${name} is ${value} but must be a finite number above 0`);
}
