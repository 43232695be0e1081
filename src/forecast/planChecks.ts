/** @module What is refused before a forecaster is trained, or after its file was read. */
import type { Range } from "../data/prepare/splitByTime.ts";
import type { Series } from "../data/series/series.ts";
import { ValueError } from "../errors.ts";
import { formatList } from "../text/format.ts";
import {
  describeDomain,
  isIn,
  type OptionTable,
  optionNames,
  pickOptions,
  showValue,
  suggestName,
} from "../text/optionTable.ts";
import {
  type ForecasterOptions,
  forecasterOptionNames,
  forecastOptions,
  isBaseline,
  isRecurrent,
  type ModelOptions,
  modelOptionNames,
  type PlanOptions,
  planTable,
} from "./options.ts";

interface Checked extends PlanOptions {
  readonly modelOptions: ModelOptions;
}

/** Throws ValueError for an option that does not exist. */
export function checkForecasterOptions(options: ForecasterOptions): void {
  checkNames("forecaster", options, forecasterOptionNames);
  const { calendar } = forecastOptions.task;
  checkDomains("forecaster", { calendar }, options); // a plan has it among its columns
}

/** Throws ValueError for the first name that is not known, with the one that was probably meant. */
export function checkNames(owner: string, options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const remedy = suggestName(unknown, known) || `\n  options are ${known.join(", ")}`;
  throw new ValueError(`${owner}: unknown option ${JSON.stringify(unknown)}${remedy}`);
}

/** Throws ValueError for the first value that is outside its domain. */
export function checkDomains(owner: string, table: OptionTable, values: object): void {
  for (const [name, value] of Object.entries(pickOptions(table, values))) {
    const { domain } = table[name];
    if (!isIn(domain, value))
      throw new ValueError(`${owner}: ${name} is ${showValue(value)} but must be ${describeDomain(domain)}`);
  }
}

/** Throws ValueError for what is outside its domain, and for options that contradict each other. */
export function checkPlan(plan: Checked): void {
  checkDomains("forecaster", planTable, plan);
  checkModelOptions(plan);
  if (new Set(plan.levels).size < plan.levels.length)
    throw new ValueError(`forecaster: levels are ${plan.levels.join(", ")} but must differ`);
  checkTogether(plan);
}

function checkModelOptions({ model, modelOptions }: Checked): void {
  const { network } = forecastOptions;
  checkNames("forecaster", modelOptions, optionNames(network));
  const own = modelOptionNames[model];
  const other = optionNames(network).find((name) => modelOptions[name] !== undefined && !own.includes(name));
  if (other !== undefined) {
    const models = formatList(network[other].models ?? [], "en");
    throw new ValueError(`forecaster: ${other} is an option of ${models}, not of ${model}`);
  }
  checkDomains("forecaster", network, modelOptions);
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
