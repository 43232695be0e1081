/** @module What is refused before a forecaster is trained, or after its file was read. */
import type { ScalerKind } from "../data/prepare/scalers.ts";
import type { Range } from "../data/prepare/splitByTime.ts";
import type { Series } from "../data/series/series.ts";
import { type Remedy, ValueError } from "../errors.ts";
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

/** The models that take covariates and quantiles. */
export const recurrentModels: Remedy = { option: "model", values: ["rnn", "lstm", "gru"] };

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
  checkNames(model, modelOptions, modelOptionNames[model]);
  checkWord("scaler", plan.scaler, scalerKinds);
  checkWord("loss", plan.loss, lossNames);
  checkSizes({ lookback, horizon, epochs, batchSize, patience });
  if (season !== null) checkSizes({ season });
  checkAbove("lr", plan.lr);
  if (plan.lrDecay !== null) checkAbove("lrDecay", plan.lrDecay);
  if (plan.clip !== null) checkAbove("clip", plan.clip);
  if (!(Number.isSafeInteger(seed) && seed >= 0))
    throw new ValueError(`seed is ${seed} but must be a whole number from 0`, { caller: "forecaster" });
  checkLevels(levels);
  checkTogether(plan);
}

function checkTogether({ model, modelOptions, loss, levels, season, lookback }: Checked): void {
  if ("kernel" in modelOptions && Number(modelOptions.kernel) % 2 === 0)
    throw new ValueError(`kernel is ${modelOptions.kernel} but must be odd, to have a middle`, {
      caller: "forecaster",
    });
  if (loss === "quantile" && !isRecurrent(model))
    throw new ValueError(`${model} cannot forecast quantiles, so the loss cannot be quantile`, {
      caller: "forecaster",
      remedies: [{ option: "loss", values: ["huber", "mse", "mae"] }, recurrentModels],
    });
  if (loss === "quantile" && levels.length === 0)
    throw new ValueError(
      "loss is quantile but there are no levels: the quantiles are the ends of intervals",
      {
        caller: "forecaster",
        remedies: [{ option: "levels", values: [] }],
      },
    );
  if (model !== "seasonal") return;
  if (season === null)
    throw new ValueError("no season was found in the series, so there is no seasonal forecast", {
      caller: "forecaster",
      remedies: [{ option: "season", values: [] }],
    });
  if (season > lookback)
    throw new ValueError(`lookback is ${lookback} but must be at least ${season}, the season`, {
      caller: "forecaster",
      remedies: [{ option: "lookback", values: [season] }],
    });
}

/** Throws ValueError when a part has too few rows for a single window. */
export function checkFit(
  plan: Checked & { readonly split: { readonly train: Range; readonly validation: Range } },
  { name }: Series,
): void {
  const { train, validation } = plan.split;
  const needed = isBaseline(plan.model) ? plan.lookback : plan.lookback + plan.horizon;
  if (train.until < needed) throw short(name, "training", train.until, needed, plan);
  if (plan.season !== null && train.until <= plan.season)
    throw new ValueError(
      `season is ${plan.season} but must be less than the ${train.until} rows of the training set`,
      { caller: "forecaster" },
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
    `the ${part} set of ${name} has ${rows} rows but must have at least ${needed}, for look-back ${lookback} and horizon ${horizon}`,
    {
      caller: "forecaster",
      remedies: ["horizon", "lookback", "split"].map((option) => ({ option, values: [] })),
      hint: `A shorter horizon or look-back needs fewer rows; a larger fraction gives the ${part} set more`,
    },
  );
}

function checkLevels(levels: readonly number[]): void {
  const wrong = levels.find((level) => !(level > 0 && level < 1));
  if (wrong !== undefined)
    throw new ValueError(`a level is ${wrong} but must lie between 0 and 1: 0.95 for 95 %`, {
      caller: "forecaster",
    });
  if (new Set(levels).size < levels.length)
    throw new ValueError(`levels are ${levels.join(", ")} but must differ`, { caller: "forecaster" });
}

function checkWord(name: string, value: string, words: readonly string[]): void {
  if (!words.includes(value))
    throw new ValueError(`${name} is ${JSON.stringify(value)} but must be one of ${words.join(", ")}`, {
      caller: "forecaster",
    });
}

function checkAbove(name: string, value: number): void {
  if (!(value > 0 && Number.isFinite(value)))
    throw new ValueError(`${name} is ${value} but must be a finite number above 0`, { caller: "forecaster" });
}
