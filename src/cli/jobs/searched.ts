/** @module The settings that a study searches: flags or a file, checked against a table of options. */

import { didYouMean, UsageError } from "../../errors.ts";
import { type ForecasterOptions, forecastOptions } from "../../forecast/options.ts";
import { type PanelOptions, panelOptions } from "../../forecast/panel/panelOptions.ts";
import {
  type Choice,
  type Domain,
  type Params,
  parseDomain,
  type SearchSpace,
} from "../../jobs/study/space.ts";
import { settingName } from "../../runs/study/studyTerms.ts";
import { say } from "../../sentence.ts";
import { shown } from "../../shown.ts";
import { oneLine } from "../../text/escape.ts";
import { fromWord, type OptionEntry } from "../../text/optionTable.ts";
import { flagOf, type GivenOptions } from "../forecast/flags.ts";
import { forecasterOptionsOf, panelOptionsOf } from "../forecast/givenOptions.ts";

/** The options that a study may search, by name. */
export type SearchTable = Readonly<Record<string, Pick<OptionEntry, "domain" | "models">>>;

/** Options with values that a search can choose from, without those that decide which rows are compared, or change no score. */
function searchable(options: SearchTable, fixed: readonly string[]): SearchTable {
  const kinds = ["choice", "whole", "number", "switch"];
  return Object.fromEntries(
    Object.entries(options).filter(
      ([name, { domain }]) => !fixed.includes(name) && kinds.includes(domain.kind),
    ),
  );
}

/** Of models of one series. */
export const seriesTable: SearchTable = searchable(
  { ...forecastOptions.task, ...forecastOptions.network, ...forecastOptions.training },
  ["horizon", "split", "season", "seed", "levels", "refit", "budget"],
);

/** Of global models of a panel. */
export const panelSearchTable: SearchTable = searchable(
  { ...panelOptions.task, ...panelOptions.network, ...panelOptions.training },
  ["horizon", "season", "seed", "min", "validation", "test", "refit"],
);

/** `lr=log:1e-4..1e-1`, once or several times. Throws UsageError for what is no setting, or a value that it cannot have. */
export function searchSpace(texts: readonly string[], table: SearchTable = seriesTable): SearchSpace {
  const space: Record<string, Domain> = {};
  for (const text of texts) {
    const at = text.indexOf("=");
    if (at < 1)
      throw new UsageError(say`--search is ${shown(text)} but must be NAME=VALUES or a JSON file`, {
        hint: say`such as lr=log:1e-4..1e-1, hidden=16,32,64, layers=1..3 or search.json`,
      });
    const [word, values] = [text.slice(0, at), text.slice(at + 1)];
    const place = `--search ${word}`;
    const name = optionNamed(word, place, table);
    if (Object.hasOwn(space, name)) throw new UsageError(say`${place} is given twice`);
    const domain = withoutSteps(parseDomain(word, values), values, table[name].domain.kind);
    space[name] = checkedDomain(name, domain, place, table);
  }
  return space;
}

/** Whole ends do not make a range one of whole numbers where the option takes others: `dropout=0..1`. */
function withoutSteps(domain: Domain, text: string, kind: OptionEntry["domain"]["kind"]): Domain {
  const hasStep = /:[^:]*$/.test(text.replace(/^\s*log:/, ""));
  return domain.kind === "int" && kind === "number"
    ? { ...domain, kind: "float", step: hasStep ? domain.step : null }
    : domain;
}

/** The name of an option, as a flag or as in a file of options. Throws UsageError that says where the word is from. */
export function optionNamed(word: string, place: string, table: SearchTable): string {
  const name = word.replace(/^--/, "").replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  if (Object.hasOwn(table, name)) return name;
  const words = Object.keys(table).map(settingName);
  const meant = didYouMean(word, words);
  throw new UsageError(say`${place}: there is no such setting to search`, {
    hint: meant === undefined ? say`settings: ${words.join(", ")}` : say`did you mean ${meant}?`,
  });
}

/** Every choice, or both ends of a range, must be a value of the option. */
export function checkedDomain(name: string, domain: Domain, place: string, table: SearchTable): Domain {
  const values: readonly Choice[] = domain.kind === "choice" ? domain.choices : [domain.low, domain.high];
  const option = table[name].domain;
  for (const value of values)
    if (!isValue(option, value))
      throw new UsageError(say`${place}: ${wordOf(value)} is not a value of ${flagOf(name)}`);
  if (domain.kind === "float" && option.kind === "whole")
    throw new UsageError(say`${place}: the values of ${flagOf(name)} are whole numbers`);
  return domain;
}

function wordOf(value: Choice): string | number {
  return typeof value === "number" ? value : oneLine(String(value ?? "none"));
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

/** The same of a panel's model. */
export function panelTrialOptions(given: GivenOptions, params: Params): PanelOptions {
  return panelOptionsOf({ ...given, ...usedParams(given, params, panelSearchTable) });
}

/** The settings that the model of a trial has. */
export function usedParams(given: GivenOptions, params: Params, table: SearchTable = seriesTable): Params {
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

/** The settings of a trial as flags. */
export function flagsOf(params: Params): string[] {
  return Object.entries(params).flatMap(([name, value]) => {
    if (typeof value === "boolean") return [value ? flagOf(name) : flagOf(name).replace("--", "--no-")];
    return [flagOf(name), value === null ? "none" : String(value)];
  });
}
