/** @module The settings that `unrolled tune` searches: flags or a file, checked against the table of options. */

import { didYouMean, UsageError } from "../../errors.ts";
import { type ForecasterOptions, forecastOptions } from "../../forecast/options.ts";
import {
  type Choice,
  type Domain,
  type Params,
  parseDomain,
  type SearchSpace,
} from "../../jobs/study/space.ts";
import { fromWord, type OptionEntry, type OptionTable } from "../../text/optionTable.ts";
import { flagOf, type GivenOptions } from "../forecast/flags.ts";
import { forecasterOptionsOf } from "../forecast/givenOptions.ts";

const { task, network, training } = forecastOptions;
/** What decides which rows are compared, or has no influence on the score. */
const fixed = ["horizon", "split", "season", "seed", "levels", "refit", "budget"];
const table: OptionTable = Object.fromEntries(
  Object.entries<OptionEntry>({ ...task, ...network, ...training }).filter(
    ([name, { domain }]) =>
      !fixed.includes(name) && ["choice", "whole", "number", "switch"].includes(domain.kind),
  ),
);

/** `lr=log:1e-4..1e-1`, once or several times. Throws UsageError for what is no setting, or a value that it cannot have. */
export function searchSpace(texts: readonly string[]): SearchSpace {
  const space: Record<string, Domain> = {};
  for (const text of texts) {
    const at = text.indexOf("=");
    if (at < 1)
      throw new UsageError(
        `--search is ${JSON.stringify(text)} but must be NAME=VALUES\n  such as lr=log:1e-4..1e-1, hidden=16,32,64 or layers=1..3`,
      );
    const name = optionNamed(text.slice(0, at));
    if (Object.hasOwn(space, name)) throw new UsageError(`--search ${text.slice(0, at)} is given twice`);
    space[name] = checkedDomain(name, parseDomain(text.slice(0, at), text.slice(at + 1)));
  }
  return space;
}

function optionNamed(word: string): string {
  const name = word.replace(/^--/, "").replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  if (Object.hasOwn(table, name)) return name;
  const words = Object.keys(table).map((one) => flagOf(one).slice(2));
  const meant = didYouMean(word, words);
  throw new UsageError(
    `--search ${word}: there is no such setting to search\n  ${meant === undefined ? `settings: ${words.join(", ")}` : `did you mean ${meant}?`}`,
  );
}

/** Every choice, or both ends of a range, must be a value of the option. */
function checkedDomain(name: string, domain: Domain): Domain {
  const values: readonly Choice[] = domain.kind === "choice" ? domain.choices : [domain.low, domain.high];
  const option = table[name].domain;
  for (const value of values)
    if (!isValue(option, value))
      throw new UsageError(
        `--search ${flagOf(name).slice(2)}: ${String(value ?? "none")} is not a value of ${flagOf(name)}`,
      );
  if (domain.kind === "float" && option.kind === "whole")
    throw new UsageError(
      `--search ${flagOf(name).slice(2)}: the values of ${flagOf(name)} are whole numbers`,
    );
  return domain;
}

function isValue(option: OptionEntry["domain"], value: Choice): boolean {
  if (option.kind === "switch") return typeof value === "boolean";
  if (value === "auto") return false; // it would search by itself
  const word = value === null ? ("none" in option ? (option.none ?? "") : "") : String(value);
  return fromWord(option, word) !== undefined;
}

/** The options of a trial: the given ones and its settings, without those that its model does not have. */
export function trialOptions(given: GivenOptions, params: Params): ForecasterOptions {
  return forecasterOptionsOf({ ...given, ...usedParams(given, params) });
}

/** The settings that the model of a trial has. */
export function usedParams(given: GivenOptions, params: Params): Params {
  const model = String(params.model ?? given.model);
  const used = Object.entries(params).filter(([name]) => table[name]?.models?.includes(model) ?? true);
  return Object.fromEntries(used);
}

/** The longest look-back among the trials; 0 where it is not searched. */
export function longestLookback(space: SearchSpace): number {
  const domain = Object.hasOwn(space, "lookback") ? space.lookback : null;
  if (domain === null) return 0;
  const values = domain.kind === "choice" ? domain.choices.map(Number) : [domain.high];
  return values.reduce((a, b) => Math.max(a, b), 0);
}

/** Whether losses of different trials can be compared while they train. */
export function hasOneLoss(space: SearchSpace): boolean {
  return !["loss", "scaler", "model"].some((name) => Object.hasOwn(space, name));
}

/** The settings of a trial as flags of `unrolled train`. */
export function flagsOf(params: Params): string[] {
  return Object.entries(params).flatMap(([name, value]) => {
    if (typeof value === "boolean") return [value ? flagOf(name) : flagOf(name).replace("--", "--no-")];
    return [flagOf(name), value === null ? "none" : String(value)];
  });
}
