/** @module The tables of options as flags of the command line: their spelling, their help, and the values given. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { dataOptions, type ReadingOptions, type RoleOptions } from "../../data/dataOptions.ts";
import {
  forecastOptions,
  learningNames,
  type ModelChoice,
  modelChoices,
  type NetworkOptions,
  networkNames,
  type TaskOptions,
  type TrainingOptions,
  type WindowOptions,
} from "../../forecast/options.ts";
import {
  type PanelModelName,
  type PanelNetworkOptions,
  type PanelTaskOptions,
  type PanelTrainingOptions,
  panelModelNames,
  panelOptions,
} from "../../forecast/panel/panelOptions.ts";
import { type PanelTestOptions, panelTestOptions } from "../../forecast/panel/testOptions.ts";
import type { Lang, Translated } from "../../text/lang.ts";
import {
  type Domain,
  describeDomain,
  fromWord,
  type OptionEntry,
  type OptionTable,
  optionNames,
  type Value,
} from "../../text/optionTable.ts";

const { roles, reading } = dataOptions;
const { task, network, training, testWindows } = forecastOptions;

export type Group = "roles" | "reading" | "model" | "training" | "testWindows" | "panel";

/** Every option of panels, by its name. */
export const panelTable: OptionTable = {
  ...panelOptions.task,
  ...panelOptions.network,
  ...panelOptions.training,
  ...panelTestOptions,
};

const single: OptionTable = { ...task, ...network, ...training, ...testWindows };

/** The models of panels have a name of their own, too. */
const model = {
  ...task.model,
  domain: { kind: "choice", values: [...new Set([...modelChoices, ...panelModelNames])] },
} satisfies OptionEntry;

export const optionGroups: Readonly<Record<Group, OptionTable>> = {
  roles,
  reading,
  model: { ...task, model, ...network },
  training,
  testWindows,
  panel: Object.fromEntries(Object.entries(panelTable).filter(([name]) => !Object.hasOwn(single, name))),
};

const headings: Readonly<Record<Group, string>> = {
  roles: "Data:",
  reading: "Data:",
  model: "Model:",
  training: "Training:",
  testWindows: "Test windows:",
  panel: "Panels (many series, one model):",
};

/** All options of the command line, by the names that they have in a file of options. */
export const commandOptions: OptionTable = Object.assign({}, ...Object.values(optionGroups));

export interface GivenOptions
  extends Partial<
    RoleOptions &
      ReadingOptions &
      Omit<TaskOptions, "model"> &
      NetworkOptions &
      TrainingOptions &
      WindowOptions &
      Omit<PanelTaskOptions & PanelNetworkOptions & PanelTrainingOptions, "model"> &
      PanelTestOptions
  > {
  readonly model?: ModelChoice | PanelModelName;
}

/** The flag of an option: `--batch-size` for `batchSize`. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

export function addFlags(command: Command, ...groups: readonly Group[]): void {
  for (const group of groups)
    for (const [name, entry] of Object.entries(optionGroups[group]))
      for (const option of optionsOf(name, entry)) command.addOption(option.helpGroup(headings[group]));
}

/** Stands for null among a command's values: commander takes null for a word that was left out. */
const none = Symbol("none");

function optionsOf(name: string, entry: OptionEntry): Option[] {
  const { domain } = entry;
  const flag = flagOf(name);
  const help = helpOf(flag, entry, "en");
  if (domain.kind === "switch")
    return [new Option(flag, help), new Option(flag.replace("--", "--no-"), "").hideHelp()];
  const parse = (word: string, before: unknown): Value | typeof none => {
    const value = fromWord(domain, word);
    if (value === undefined)
      throw new InvalidArgumentError(`It must be ${describeDomain(domain, noneOf(domain))}.`);
    if (value === null) return none;
    return domain.kind === "texts" && Array.isArray(before) ? [...before, word] : value;
  };
  const several = entry.isSeveral === true ? "..." : "";
  const value = `${entry.value ?? placeholders[domain.kind]}${several}`;
  return [new Option(`${flag} <${value}>`, help).argParser(parse)];
}

export function givenFlags(options: Readonly<Record<string, unknown>>): GivenOptions {
  const given = optionNames(commandOptions).filter((name) => options[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, options[name] === none ? null : options[name]]));
}

const placeholders: Readonly<Record<Exclude<Domain["kind"], "switch">, string>> = {
  text: "text",
  texts: "texts",
  choice: "name",
  choices: "names",
  whole: "n",
  number: "x",
  numbers: "numbers",
};

function noneOf(domain: Domain): string | undefined {
  return "none" in domain ? domain.none : undefined;
}

/** The help of a flag of the tables; null for one that is not in them. */
export function helpOfFlag(flag: string, lang: Lang): string | null {
  const name = optionNames(commandOptions).find((option) => flagOf(option) === flag);
  return name === undefined ? null : helpOf(flag, commandOptions[name], lang);
}

const notesOf = {
  en: {
    choices: "choices: ",
    default: "default: ",
    forModels: "for ",
    negate: "negate with ",
    none: "none",
    on: "on",
    off: "off",
  },
  zh: {
    choices: "可选：",
    default: "默认：",
    forModels: "对 ",
    negate: "取消：",
    none: "无",
    on: "开",
    off: "关",
  },
} satisfies Translated<Readonly<Record<string, string>>>;

/** The help with, in brackets, the models that take the option, its choices and its default. */
function helpOf(flag: string, entry: OptionEntry, lang: Lang): string {
  const { domain, help, models } = entry;
  const words = notesOf[lang];
  const notes = [
    ...(models === undefined || models === networkNames || models === learningNames
      ? []
      : [models.join(", ")]),
    ...("values" in domain ? [`${words.choices}${domain.values.map(quoteSign).join(", ")}`] : []),
    ...defaultNotes(entry, lang),
    ...(domain.kind === "switch" ? [`${words.negate}${flag.replace("--", "--no-")}`] : []),
  ];
  if (notes.length === 0) return help[lang];
  return lang === "zh" ? `${help.zh}（${notes.join("；")}）` : `${help.en} (${notes.join("; ")})`;
}

function defaultNotes({ domain, default: common, defaults = {}, found }: OptionEntry, lang: Lang): string[] {
  const words = notesOf[lang];
  const shown = (value: Value): string => {
    if (value === null) return noneOf(domain) ?? words.none;
    if (typeof value === "boolean") return value ? words.on : words.off;
    return String(value) || words.none;
  };
  const values = [...new Set(Object.values(defaults))];
  const others = values.map((value) => {
    const models = Object.keys(defaults).filter((model) => defaults[model] === value);
    return `${words.forModels}${models.join(", ")}: ${shown(value ?? null)}`;
  });
  const first = common === undefined ? found?.[lang] : shown(common);
  return first === undefined ? others : [`${words.default}${first}`, ...others];
}

function quoteSign(value: string): string {
  return /^\w/.test(value) ? value : JSON.stringify(value);
}
