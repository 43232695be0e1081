/** @module What a person asked for: the words of the command line over those of a JSON file, checked. */
import { readFile } from "node:fs/promises";
import { type Command, InvalidArgumentError, Option } from "commander";
import { UsageError } from "../../errors.ts";
import { readFailure } from "../files.ts";
import { fromJson, fromWord, type Value, wanted } from "./kinds.ts";
import {
  allSettings,
  namesOf,
  nearestName,
  type Setting,
  type SettingName,
  settingNames,
} from "./settings.ts";

/** Settings by name; what was not asked for is absent. */
export type Asked = { readonly [name in SettingName]?: Value };

/** Adds the flags of some settings to a command. */
export function addSettings(command: Command, names: readonly SettingName[]): Command {
  for (const name of names)
    for (const option of optionsOf(allSettings[name])) command.addOption(option.helpGroup(groupOf(name)));
  return command;
}

/** The heading in the help. */
function groupOf(name: SettingName): string {
  const headings = {
    data: "Data:",
    model: "Model:",
    training: "Training:",
    protocol: "Test windows:",
  } as const;
  const subjects = ["data", "model", "training", "protocol"] as const;
  const subject = subjects.find((one) => namesOf[one].some((own) => own === name));
  return headings[subject ?? "data"];
}

/** Stands for null among a command's options: commander takes null for a word that was left out. */
const none = Symbol("none");

function optionsOf({ flags, about, is }: Setting): Option[] {
  if (is.kind === "switch")
    return [new Option(flags, about), new Option(flags.replace("--", "--no-"), "the contrary").hideHelp()];
  const parse = (word: string, before: unknown): Value | typeof none => {
    const value = fromWord(is, word);
    if (value === undefined) throw new InvalidArgumentError(`It must be ${wanted(is)}.`);
    if (value === null) return none;
    return is.kind === "texts" && Array.isArray(before) ? [...before, word] : value;
  };
  return [new Option(flags, about).argParser(parse)];
}

/** The settings among a command's options. */
export function askedOf(options: Readonly<Record<string, unknown>>): Asked {
  const given = settingNames.filter((name) => options[name] !== undefined);
  const orNull = (value: unknown): Value => (value === none ? null : (value as Value));
  return Object.fromEntries(given.map((name) => [name, orNull(options[name])]));
}

/** What a JSON file asks for; `data` is the path of the file with the series. */
export interface FileConfig {
  readonly data?: string;
  readonly asked: Asked;
}

/** Reads a file of settings. Throws UsageError that names the file and the setting. */
export async function readConfig(path: string): Promise<FileConfig> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw readFailure(path, error);
  });
  return parseConfig(text, path);
}

/** Checks the text of a file of settings. Throws UsageError that names the file and the setting. */
export function parseConfig(text: string, path: string): FileConfig {
  const { data, ...rest } = objectOf(text, path);
  if (data !== undefined && typeof data !== "string")
    throw new UsageError(`${path}: data is ${shown(data)} but must be the path of a file`);
  const asked = checkAsked(rest, path);
  return data === undefined ? { asked } : { data, asked };
}

/** Checks each of some settings. Throws UsageError that names where they are from, and the setting. */
export function checkAsked(values: Readonly<Record<string, unknown>>, from: string): Asked {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, checked(name, value, from)]),
  );
}

function checked(name: string, value: unknown, from: string): Value {
  const known = settingNames.find((one) => one === name);
  if (known === undefined) {
    const meant = nearestName(name);
    const remedy =
      meant === undefined ? "unrolled train --help lists all that there are" : `did you mean ${meant}?`;
    throw new UsageError(`${from}: there is no setting ${JSON.stringify(name)}\n  ${remedy}`);
  }
  const { is } = allSettings[known];
  const found = fromJson(is, value);
  if (found === undefined)
    throw new UsageError(`${from}: ${name} is ${shown(value)} but must be ${inJson(wanted(is))}`);
  return found;
}

/** What the command line calls `none` or `off` is null in a file. */
function inJson(text: string): string {
  return text.replace(/, or (none|off|plateau)$/, ", or null");
}

function objectOf(text: string, path: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${path} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new UsageError(
      `${path} is ${shown(value)} but must be an object of settings, as --print-config prints it`,
    );
  return { ...value };
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
