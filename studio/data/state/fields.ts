/** @module The fields of the options of a training: which there are, what each accepts, and the options they make. */
import type { CalendarFeature } from "../../../src/data/prepare/calendarFeatures.ts";
import type { ScalerKind } from "../../../src/data/prepare/scalers.ts";
import { type Policies, policyValues } from "../../../src/data/series/rows.ts";
import {
  type ForecasterOptions,
  forecastOptions,
  isRecurrent,
  type LossName,
  lossNames,
  type ModelChoice,
  type ModelOptions,
  type NetworkOptions,
  type TaskOptions,
  type TrainingOptions,
} from "../../../src/forecast/options.ts";
import type { Plan } from "../../../src/forecast/plan.ts";
import { roundTo } from "../../../src/text/format.ts";
import type { Lang } from "../../../src/text/lang.ts";
import {
  defaultsOf,
  isIn,
  type OptionEntry,
  type OptionTable,
  optionNames,
  pickOptions,
} from "../../../src/text/optionTable.ts";

const { task, network, training } = forecastOptions;

/** Options of the page and not of the library. */
const pageOptions = {
  rows: {
    domain: { kind: "whole", least: 10 },
    help: { en: "the most recent rows to use; all if empty", zh: "使用最后若干行；留空则全部使用" },
    field: { label: { en: "Rows to use", zh: "使用的行数" }, most: 100_000_000 },
  },
} satisfies OptionTable;

const table = { ...task, ...network, ...training, ...pageOptions };

type NamesOf<T, Kind> = { [Name in keyof T]: T[Name] extends Kind ? Name : never }[keyof T];
type All = Omit<TaskOptions, "split"> & NetworkOptions & TrainingOptions & { readonly rows: number };

/** An option that is a number. */
export type NumberName = NamesOf<All, number | null>;

/** An option that is on or off; left alone, it has its default or is found in the data. */
export type SwitchName = "refit" | "integer" | "monotone";

/** An option with a field. */
export type FieldName = NumberName | SwitchName | "model" | "loss" | "scaler" | "calendar";

/** The options with a field, in the order of the page. */
export const fieldNames = optionNames(table).filter((name): name is FieldName => "field" in table[name]);

/** Whether an option is a number. */
export function isNumberName(name: keyof typeof table): name is NumberName {
  return ["whole", "number"].includes(table[name].domain.kind);
}

/** Whether an option is on or off. */
export function isSwitchName(name: keyof typeof table): name is SwitchName {
  return table[name].domain.kind === "switch";
}

/** The label and the hint of a field. */
export function fieldText(name: FieldName, lang: Lang): { readonly label: string; readonly hint: string } {
  const { field, help }: OptionEntry = table[name];
  const text = (field?.hint ?? help)[lang];
  const hint = lang === "en" ? `${text.charAt(0).toUpperCase()}${text.slice(1)}.` : `${text}。`;
  return { label: labelOf(table[name], lang), hint };
}

/** The label of an option's field. */
export function labelOf({ field }: OptionEntry, lang: Lang): string {
  return field?.label[lang] ?? "";
}

/** The policies for faults in rows. */
export const policyNames = Object.keys(policyValues) as readonly (keyof Policies)[];

/** The bounds of a number, and what an empty field means: that it is detected in the data, or that there is none. */
export interface NumberRule {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
  readonly empty: "found" | "none" | null;
}

/** Stands for no bound where an empty field means that one is detected. */
export const noBound = Number.NEGATIVE_INFINITY;

/** What a person types for it. */
const noBoundTexts: readonly string[] = ["none", "no", "-", "无"];

/** The bounds of a number on the page, which are narrower than those of the library. */
export function numberRule(name: NumberName): NumberRule {
  const { domain, field, default: common }: OptionEntry = table[name];
  const least = "least" in domain ? domain.least : undefined;
  const empty = common === undefined ? "found" : common === null ? "none" : null;
  const { least: min = least ?? 0, most: max = Number.MAX_SAFE_INTEGER } = field ?? {};
  return { min, max, whole: domain.kind === "whole", empty };
}

/** The options as the page holds them. An empty number is left to be detected; a season of 0 is none. */
export interface Options {
  readonly model: ModelChoice;
  readonly loss: LossName;
  readonly scaler: ScalerKind;
  readonly calendar: readonly CalendarFeature[];
  readonly numbers: Readonly<Record<NumberName, number | null>>;
  /** Null where the page sets nothing. */
  readonly switches: Readonly<Record<SwitchName, boolean | null>>;
}

const { model, scaler, calendar } = defaultsOf(task);

/** The default of a number with a field; null for one that is left to the library. */
function firstNumber(name: NumberName): number | null {
  const { field, default: common }: OptionEntry = table[name];
  return field !== undefined && typeof common === "number" ? common : null;
}

/** The defaults of the library. */
export const firstOptions: Options = {
  model,
  loss: defaultsOf(training).loss,
  scaler,
  calendar,
  numbers: Object.fromEntries(
    optionNames(table)
      .filter(isNumberName)
      .map((name) => [name, firstNumber(name)]),
  ) as Options["numbers"],
  switches: { refit: null, integer: null, monotone: null },
};

/** The number that a text says; undefined where the field does not accept it. */
export function readNumber(name: NumberName, text: string): number | null | undefined {
  const { min, max, whole, empty } = numberRule(name);
  const plain = text.normalize("NFKC").trim(); // full-width digits, too
  if (plain === "") return empty === null ? undefined : null;
  if (name === "min" && noBoundTexts.includes(plain.toLowerCase())) return noBound;
  if (name === "season" && plain === "0") return 0;
  if (!(whole ? /^\d+$/ : /^-?[\d.]+(e[+-]?\d+)?$/i).test(plain)) return undefined;
  const value = Number(plain);
  return value >= min && value <= max && isIn(table[name].domain, value) ? value : undefined;
}

/** Whether a model uses an option. */
export function isUsed(name: keyof typeof table, model: ModelChoice): boolean {
  const { models }: OptionEntry = table[name];
  return models === undefined || models.includes(model);
}

/** The losses that a model can be trained on. */
export function lossesOf(model: ModelChoice): readonly LossName[] {
  return lossNames.filter((loss) => loss !== "quantile" || isRecurrent(model));
}

/** The loss that was chosen, or the default where the model cannot be trained on that. */
export function lossOf({ model, loss }: Options): LossName {
  return lossesOf(model).includes(loss) ? loss : training.loss.default;
}

/** The library's options: those that the model uses, without those that are left to be detected. */
export function forecasterOptions(options: Options): ForecasterOptions {
  const { numbers, switches, ...others } = options;
  const values: Record<string, unknown> = { ...others, loss: lossOf(options) };
  for (const [name, value] of Object.entries(switches)) if (value !== null) values[name] = value;
  for (const [name, value] of Object.entries(numbers)) if (value !== null) values[name] = value;
  if (values.season === 0) values.season = null;
  if (values.min === noBound) values.min = null;
  const names = optionNames(table).filter((name) => isUsed(name, options.model));
  const used: Omit<ForecasterOptions, "split"> & ModelOptions = Object.fromEntries(
    names.map((name) => [name, values[name]]),
  );
  const modelOptions = pickOptions(network, used);
  return {
    ...pickOptions(task, used),
    ...pickOptions(training, used),
    ...(Object.keys(modelOptions).length === 0 ? {} : { modelOptions }),
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
