/** @module What is refused before a forecaster is trained, or after its file was read. */

import type { Range } from "../data/prepare/splitByTime.ts";
import type { Series } from "../data/series/series.ts";
import { type Advice, type Remedy, ValueError } from "../errors.ts";
import { type Message, type Sentence, say } from "../sentence.ts";
import { shownName } from "../shown.ts";
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

/** The models that take covariates and quantiles. */
export const recurrentModels: Remedy = { option: "model", values: ["rnn", "lstm", "gru"] };

type Checked = PlanOptions & { readonly modelOptions: ModelOptions };

/** An error whose caller is the forecaster. */
export function fault(what: Message, advice: Advice = {}): ValueError {
  return new ValueError(what, { caller: "forecaster", ...advice });
}

/** Throws ValueError for a series with fewer rows than that. */
export function checkRows({ name, length }: Series, least: number, why: Sentence, caller: string): void {
  if (length < least)
    throw new ValueError(say`${name} has ${length} rows but must have at least ${least}, ${why}`, { caller });
}

/** Throws ValueError for an option that does not exist. */
export function checkForecasterOptions(options: ForecasterOptions): void {
  checkNames("forecaster", options, forecasterOptionNames);
  const { calendar, model } = forecastOptions.task;
  checkDomains("forecaster", { model, calendar }, options); // a plan has more models, and a calendar among its columns
}

/** Throws ValueError for the first name that is not known, with the one that was probably meant. */
export function checkNames(owner: string, options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const remedy = suggestName(unknown, known) || `\n  options are ${known.join(", ")}`;
  throw new ValueError(`unknown option ${shownName(unknown)}${remedy}`, { caller: owner });
}

/** Throws ValueError for the first value that is outside its domain. */
export function checkDomains(owner: string, table: OptionTable, values: object): void {
  for (const [name, value] of Object.entries(pickOptions(table, values))) {
    const { domain } = table[name];
    if (!isIn(domain, value))
      throw new ValueError(`${name} is ${showValue(value)} but must be ${describeDomain(domain)}`, {
        caller: owner,
      });
  }
}

/** Throws ValueError for what is outside its domain, and for options that contradict each other. */
export function checkPlan(plan: Checked): void {
  checkDomains("forecaster", planTable, plan);
  checkModelOptions(plan);
  if (new Set(plan.levels).size < plan.levels.length)
    throw fault(`levels are ${plan.levels.join(", ")} but must differ`);
  checkTogether(plan);
}

function checkModelOptions({ model, modelOptions }: Checked): void {
  const { network } = forecastOptions;
  checkNames("forecaster", modelOptions, optionNames(network));
  const own = modelOptionNames[model];
  const other = optionNames(network).find((name) => modelOptions[name] !== undefined && !own.includes(name));
  if (other !== undefined) {
    const models = formatList(network[other].models ?? [], "en");
    throw fault(`${other} is an option of ${models}, not of ${model}`);
  }
  checkDomains("forecaster", network, modelOptions);
}

function checkTogether({ model, modelOptions, loss, levels, season, lookback }: Checked): void {
  if ("kernel" in modelOptions && Number(modelOptions.kernel) % 2 === 0)
    throw fault(`kernel is ${modelOptions.kernel} but must be odd, to have a middle`);
  if (loss === "quantile" && !isRecurrent(model))
    throw fault(`${model} cannot forecast quantiles, so the loss cannot be quantile`, {
      remedies: [{ option: "loss", values: ["huber", "mse", "mae"] }, recurrentModels],
    });
  if (loss === "quantile" && levels.length === 0)
    throw fault("loss is quantile but there are no levels: the quantiles are the ends of intervals", {
      remedies: [{ option: "levels", values: [] }],
    });
  if (model !== "seasonal") return;
  if (season === null)
    throw fault(say`no season was found in the series, so there is no seasonal forecast`, {
      remedies: [{ option: "season", values: [] }],
    });
  if (season > lookback)
    throw fault(say`lookback is ${lookback} but must be at least ${season}, the season`, {
      remedies: [{ option: "lookback", values: [season] }],
    });
}

/** Throws ValueError when a part has too few rows for a single window. */
export function checkFit(
  plan: Checked & { readonly split: { readonly train: Range; readonly validation: Range } },
  series: Series,
): void {
  const { name } = series;
  const { train, validation } = plan.split;
  const needed = isBaseline(plan.model) ? plan.lookback : plan.lookback + plan.horizon;
  if (train.until < needed) throw short(name, say`training`, train.until, needed, plan);
  if (plan.season !== null && train.until <= plan.season)
    throw fault(
      say`season is ${plan.season} but must be less than the ${train.until} rows of the training set`,
    );
  const rows = validation.until - validation.from;
  const isNeeded = plan.levels.length > 0 || rows > 0;
  if (isNeeded && rows < plan.horizon) throw short(name, say`validation`, rows, plan.horizon, plan);
}

function short(
  name: string,
  part: Sentence,
  rows: number,
  needed: number,
  { lookback, horizon }: Checked,
): ValueError {
  const isLeast = lookback === 1 && horizon === 1;
  return fault(
    say`the ${part} set of ${name} has ${rows} rows but must have at least ${needed}, for look-back ${lookback} and horizon ${horizon}`,
    {
      remedies: (isLeast ? ["split"] : ["horizon", "lookback", "split"]).map((option) => ({
        option,
        values: [],
      })),
      hint: isLeast
        ? say`Look-back and horizon cannot be shorter: a forecast needs more rows`
        : say`A shorter horizon or look-back needs fewer rows; a larger fraction gives the ${part} set more`,
    },
  );
}
