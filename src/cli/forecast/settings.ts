/** @module Every setting of a forecast: one table for the command line, the JSON file, its check and the help. */
import { didYouMean } from "../../errors.ts";
import type { Kind } from "./kinds.ts";

/** A setting. */
export interface Setting {
  /** As commander takes it: `--name <value>`; a switch has no value. */
  readonly flags: string;
  readonly about: string;
  readonly is: Kind;
}

/** The names by what they are about, in the order in which they are told. */
export const namesOf = {
  data: [
    "target",
    "covariates",
    "future",
    "time",
    "timeFormat",
    "delimiter",
    "decimal",
    "encoding",
    "header",
    "missingValues",
    "missing",
    "duplicates",
    "unsorted",
    "gaps",
  ],
  model: [
    "model",
    "horizon",
    "lookback",
    "season",
    "split",
    "scaler",
    "calendar",
    "hidden",
    "layers",
    "dropout",
    "mode",
    "relative",
    "segment",
    "width",
    "kernel",
  ],
  training: ["loss", "levels", "epochs", "batchSize", "lr", "lrDecay", "patience", "clip", "seed"],
  protocol: ["stride", "dropLast", "units", "reachBack"],
} as const;

/** What a setting can be about. */
type Subject = keyof typeof namesOf;

/** The name of a setting. */
export type SettingName = (typeof namesOf)[Subject][number];

/** The settings that are about something. */
type Settings<About extends Subject> = Readonly<Record<(typeof namesOf)[About][number], Setting>>;

const text: Kind = { kind: "text" };
const texts: Kind = { kind: "texts" };
const count: Kind = { kind: "whole", least: 1 };
const number: Kind = { kind: "number" };
const onOff: Kind = { kind: "switch" };
const choice = (...options: readonly string[]): Kind => ({ kind: "choice", options });

function setting(flags: string, is: Kind, about: string): Setting {
  return { flags, is, about };
}

/** How the file is read, and what is done about what is wrong with it. */
const ofData: Settings<"data"> = {
  target: setting("--target <column>", texts, "what to forecast: columns, separated by commas, or all"),
  covariates: setting("--covariates <columns>", texts, "columns that are known up to now"),
  future: setting("--future <columns>", texts, "columns that are known ahead, such as holidays"),
  time: setting("--time <column>", text, "the column that tells the time, or none (default: found)"),
  timeFormat: setting(
    "--time-format <name>",
    choice(
      "year-first",
      "day-first",
      "month-first",
      "YYYYMMDD",
      "YYYYMM",
      "YYYY",
      "unix-s",
      "unix-ms",
      "number",
    ),
    "as YYYYMM, unix-s, day-first, number (default: found)",
  ),
  delimiter: setting("--delimiter <sign>", text, "what stands between cells (default: found)"),
  decimal: setting("--decimal <sign>", choice(".", ","), "the decimal sign, . or , (default: found)"),
  encoding: setting("--encoding <name>", text, "as gb18030 or latin1 (default: UTF-8, else gb18030)"),
  header: setting("--header", onOff, "the first row has names (default: found)"),
  missingValues: setting("--missing-values <texts>", texts, "texts that stand for a missing value"),
  missing: setting(
    "--missing <policy>",
    choice("error", "forward", "linear", "drop"),
    "a missing value is an error, the one before, on a line, or its row is dropped (default: error)",
  ),
  duplicates: setting(
    "--duplicates <policy>",
    choice("error", "first", "last", "mean"),
    "rows with the same time (default: error)",
  ),
  unsorted: setting("--unsorted <policy>", choice("error", "sort"), "times out of order (default: error)"),
  gaps: setting("--gaps <policy>", choice("error", "fill", "ignore"), "times left out (default: error)"),
};

/** What is learnt. */
const ofModel: Settings<"model"> = {
  model: setting(
    "--model <name>",
    choice("gru", "lstm", "rnn", "segrnn", "nlinear", "dlinear", "naive", "seasonal", "drift", "mean"),
    "gru, lstm, rnn, segrnn, nlinear, dlinear, or a baseline: naive, seasonal, drift, mean (default: gru)",
  ),
  horizon: setting("--horizon <steps>", count, "steps to forecast (default: a season, or 12)"),
  lookback: setting("--lookback <steps>", count, "steps to look back on (default: two seasons or horizons)"),
  season: setting(
    "--season <steps>",
    { kind: "whole", least: 1, none: "none" },
    "after how many steps the series repeats itself, or none (default: found)",
  ),
  split: setting(
    "--split <sizes>",
    { kind: "numbers" },
    "train,validation,test: fractions or rows (default: 0.6,0.2,0.2)",
  ),
  scaler: setting(
    "--scaler <name>",
    choice("standard", "minmax", "robust"),
    "standard, minmax or robust (default: standard)",
  ),
  calendar: setting(
    "--calendar <features>",
    { kind: "choices", options: ["hour", "weekday", "day-of-month", "month", "day-of-year"] },
    "what the date tells: hour, weekday, day-of-month, month, day-of-year",
  ),
  hidden: setting("--hidden <n>", count, "hidden units (gru, lstm, rnn; default: 64)"),
  layers: setting("--layers <n>", count, "layers (gru, lstm, rnn; default: 1)"),
  dropout: setting(
    "--dropout <p>",
    number,
    "between layers (gru, lstm, rnn; default: 0), before the output (segrnn; default: 0.5)",
  ),
  mode: setting(
    "--mode <how>",
    choice("direct", "recursive"),
    "direct: all steps at once; recursive: one after the other (gru, lstm, rnn; default: direct)",
  ),
  relative: setting(
    "--relative",
    onOff,
    "targets relative to their last value (gru, lstm, rnn; default: they are)",
  ),
  segment: setting("--segment <steps>", count, "steps of a segment (segrnn; default: up to 24)"),
  width: setting("--width <n>", count, "units (segrnn; default: 128)"),
  kernel: setting("--kernel <n>", count, "length of the moving average (dlinear; default: 25)"),
};

/** How it is learnt. */
const ofTraining: Settings<"training"> = {
  loss: setting(
    "--loss <name>",
    choice("mse", "mae", "huber", "quantile"),
    "mse, mae, huber, or quantile for gru, lstm, rnn (default: huber)",
  ),
  levels: setting("--levels <shares>", { kind: "numbers" }, "what intervals are to hold (default: 0.8,0.95)"),
  epochs: setting("--epochs <n>", count, "epochs at most (default: 100)"),
  batchSize: setting("--batch-size <n>", count, "windows in a batch (default: 32)"),
  lr: setting("--lr <x>", number, "learning rate of Adam (default: 0.003)"),
  lrDecay: setting(
    "--lr-decay <x>",
    { kind: "number", none: "plateau" },
    "what it is multiplied by after each epoch, or plateau: halved where nothing gets better (default: plateau for nlinear and dlinear, else 1)",
  ),
  patience: setting(
    "--patience <n>",
    count,
    "epochs without a better validation loss before the end (default: 10)",
  ),
  clip: setting(
    "--clip <x>",
    { kind: "number", none: "off" },
    "greatest norm of the gradients, or off (default: 1)",
  ),
  seed: setting(
    "--seed <n>",
    { kind: "whole", least: 0 },
    "seed of weights, dropout and batches (default: 1)",
  ),
};

/** Which windows of the test part count, and how. */
const ofProtocol: Settings<"protocol"> = {
  stride: setting("--stride <steps>", count, "from one test window to the next (default: 1)"),
  dropLast: setting(
    "--drop-last <n>",
    { kind: "whole", least: 0 },
    "leave out the last windows that fill no batch of n, as published tables do with 32",
  ),
  units: setting(
    "--units <name>",
    choice("original", "scaled"),
    "errors in the data's units, or those of the scaler as in published tables (default: original)",
  ),
  reachBack: setting("--reach-back", onOff, "first look-backs lie before the test part (default: they do)"),
};

/** All settings, by the names that they have in a file. */
export const allSettings: Readonly<Record<SettingName, Setting>> = {
  ...ofData,
  ...ofModel,
  ...ofTraining,
  ...ofProtocol,
};

/** Names of settings in their order. */
export const settingNames: readonly SettingName[] = Object.values(namesOf).flat();

/** What a newer file of the same columns may need otherwise than the first one. */
export const readingNames: readonly SettingName[] = namesOf.data.filter(
  (name) => !["target", "covariates", "future"].includes(name),
);

/** The flag of a setting, as `--batch-size`. */
export function flagOf(name: SettingName): string {
  return allSettings[name].flags.split(" ", 1)[0];
}

/** The name that was probably meant. */
export function nearestName(name: string): string | undefined {
  const known = settingNames.map(String);
  return (
    didYouMean(name, known) ??
    known.find((one) => one.toLowerCase() === name.replace(/[-_]/g, "").toLowerCase())
  );
}
