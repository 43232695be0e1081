/** @module Options that several commands for series have, and what they come to. */
import { type Command, Option } from "commander";
import { UsageError } from "../../errors.ts";
import { type Lang, langs } from "../../text/lang.ts";
import { langOf, type Process } from "../process.ts";
import { type Asked, addSettings, askedOf, readConfig } from "./asked.ts";
import { namesOf } from "./settings.ts";

/** How a command answers. */
export interface AnswerOptions {
  readonly lang: Lang;
  readonly json?: boolean;
}

/** What `train` and `backtest` share. */
export interface SeriesOptions extends AnswerOptions, Readonly<Record<string, unknown>> {
  readonly config?: string;
  readonly printConfig?: boolean;
}

/** Adds `--lang` and `--json`. */
export function addAnswerOptions(command: Command, { env }: Process): Command {
  return command
    .addOption(new Option("--lang <lang>", "language: en or zh").choices(langs).default(langOf(env)))
    .option("--json", "print one JSON document instead of text");
}

/** Adds the settings of data, model and training, and where they may come from. */
export function addSeriesOptions(command: Command): Command {
  addSettings(command, [...namesOf.data, ...namesOf.model, ...namesOf.training]);
  return command
    .option("--config <file>", "settings from a JSON file; flags go before it")
    .option("--print-config", "print the settings as settled for this file, as --config takes them, and end");
}

/** A data file, and the options that were set for it. */
export interface SeriesRequest {
  readonly data: string;
  readonly asked: Asked;
}

/** The data file and the options of a command line and its `--config`. Throws UsageError if there is no data file. */
export async function requestOf(data: string | undefined, options: SeriesOptions): Promise<SeriesRequest> {
  const file = options.config === undefined ? { asked: {} } : await readConfig(options.config);
  const path = data ?? ("data" in file ? file.data : undefined);
  if (path === undefined)
    throw new UsageError("the file of data is missing\n  name it: unrolled train DATA --target COLUMN");
  return { data: path, asked: { ...file.asked, ...askedOf(options) } };
}
