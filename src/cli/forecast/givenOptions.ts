/** @module Options as a person gives them: read from a JSON file, checked, passed to the library, printed as resolved. */
import { UsageError } from "../../errors.ts";
import {
  type ForecasterOptions,
  forecastOptions,
  type ModelChoice,
  modelChoices,
  splitSizes,
} from "../../forecast/options.ts";
import { type PanelOptions, panelOptions } from "../../forecast/panel/panelOptions.ts";
import type { Plan } from "../../forecast/plan.ts";
import type { BacktestProtocol } from "../../forecast/scores/backtest.ts";
import { mostBytes } from "../../runs/files.ts";
import { say } from "../../sentence.ts";
import { shown, shownName } from "../../shown.ts";
import {
  describeDomain,
  fromJson,
  optionNames,
  pickOptions,
  showValue,
  suggestName,
} from "../../text/optionTable.ts";
import { decodeText } from "../input.ts";
import { readRegular } from "../regularFile.ts";
import { commandOptions, flagOf, type GivenOptions, optionGroups, panelTable } from "./flags.ts";

/** What a file of options holds; `data` is the path of the file with the series. */
export interface FileConfig {
  readonly data?: string;
  readonly options: GivenOptions;
}

/** Reads a file of options. Throws UsageError that names the file and the option. */
export async function readConfig(path: string): Promise<FileConfig> {
  return parseConfig(decodeText(await readRegular(path, "followed", mostBytes.config)), path);
}

/** Checks the text of a file of options. Throws UsageError that names the file and the option. */
export function parseConfig(text: string, path: string): FileConfig {
  const { data, ...rest } = objectOf(text, path);
  if (data !== undefined && typeof data !== "string")
    throw new UsageError(`${path}: data is ${showValue(data)} but must be the path of a file`);
  const options = checkOptions(rest, path);
  return data === undefined ? { options } : { data, options };
}

/** Checks options by their names. Throws UsageError that says where they are from, and which is wrong. */
export function checkOptions(values: Readonly<Record<string, unknown>>, from: string): GivenOptions {
  const checked = Object.entries(withMin(withTimeFormat(values, from))).map(([name, value]) => {
    const known = optionNames(commandOptions).find((one) => one === name);
    if (known === undefined) throw unknownOption(name, from);
    const { domain } = commandOptions[known];
    const read = fromJson(domain, value);
    if (read === undefined)
      throw new UsageError(`${from}: ${name} is ${showValue(value)} but must be ${describeDomain(domain)}`);
    return [name, read] as const;
  });
  return Object.fromEntries(checked);
}

function unknownOption(name: string, from: string): UsageError {
  const remedy =
    suggestName(name, optionNames(commandOptions)) || "\n  unrolled train --help lists all options";
  return new UsageError(`${from}: unknown option ${shownName(name)}${remedy}`);
}

/** Runs and files of 0.1.0 may have `nonNegative`, which is a `min` of 0 now. */
function withMin({
  nonNegative,
  ...values
}: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return nonNegative === true ? { min: 0, ...values } : values;
}

/** Runs and files of 0.1.0 may have `dayFirst`, which is a time format now. */
function withTimeFormat(
  { dayFirst, ...values }: Readonly<Record<string, unknown>>,
  from: string,
): Readonly<Record<string, unknown>> {
  if (dayFirst === undefined) return values;
  if (typeof dayFirst !== "boolean")
    throw new UsageError(`${from}: dayFirst is ${showValue(dayFirst)} but must be true or false`);
  return { timeFormat: dayFirst ? "day-first" : "month-first", ...values };
}

function objectOf(text: string, path: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new UsageError(
      `${path} is ${showValue(value)} but must be an object of options, as --print-config prints it`,
    );
  return { ...value };
}

/** The options of `Forecaster.train`, which checks whether they fit together. */
export function forecasterOptionsOf(given: GivenOptions): ForecasterOptions {
  const { task, training, network } = forecastOptions;
  const model = singleModelOf(given);
  const { split, model: _, ...others } = { ...pickOptions(task, given), ...pickOptions(training, given) };
  const modelOptions = pickOptions(network, given);
  return {
    ...others,
    ...(model === undefined ? {} : { model }),
    ...(split === undefined ? {} : { split: splitSizes(split) }),
    ...(Object.keys(modelOptions).length === 0 ? {} : { modelOptions }),
    // true makes the library refuse models that do not read such columns
    ...(given.covariates === undefined ? {} : { covariates: true }),
    ...(given.future === undefined && given.holidays === undefined ? {} : { future: true }),
  };
}

/** The model of a single series. Throws UsageError for an option that only panels have. */
function singleModelOf(given: GivenOptions): ModelChoice | undefined {
  const only = optionNames(optionGroups.panel).find((name) => Object.hasOwn(given, name));
  const known = modelChoices.find((name) => name === given.model);
  if (only === undefined && (given.model === undefined || known !== undefined)) return known;
  throw new UsageError(
    only === undefined
      ? say`model is ${shown(given.model)}, but that is a model of panels`
      : say`${only} is set, but that is an option of panels`,
    { remedies: [{ option: "series", values: [] }] },
  );
}

/** The options of `PanelRun`. Throws UsageError for an option that panels do not have. */
export function panelOptionsOf(given: GivenOptions): PanelOptions {
  const { roles, reading } = optionGroups;
  const known = { ...roles, ...reading, ...panelTable };
  const other = Object.keys(given).find((name) => !Object.hasOwn(known, name));
  if (other !== undefined)
    throw new UsageError(say`${other} is set, but panels have no such option`, {
      hint: say`The options of a panel's model are ${optionNames(panelTable).map(flagOf).join(", ")}`,
    });
  const { task, network, training } = panelOptions;
  return pickOptions({ ...task, ...network, ...training }, given) as PanelOptions;
}

export function protocolOf(given: GivenOptions): BacktestProtocol {
  return pickOptions(forecastOptions.testWindows, given);
}

/** A plan as options that lead to the same plan: what `--print-config` prints. */
export function resolvedOptions(
  data: string,
  given: GivenOptions,
  plan: Plan,
): Readonly<Record<string, unknown>> {
  const { modelOptions, split, columns, seasons: _, ...rest } = plan;
  const { roles, reading, testWindows } = optionGroups;
  const rows = [split.train, split.validation, split.test].map(({ from, until }) => until - from);
  return {
    data,
    ...pickOptions({ ...roles, ...reading, ...testWindows }, given),
    target: columns.targets,
    ...rest,
    ...modelOptions,
    split: rows,
    ...(columns.calendar.length > 0 ? { calendar: columns.calendar } : {}),
  };
}
