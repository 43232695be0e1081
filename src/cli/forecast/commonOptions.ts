/** @module Options that several commands for series have, and what they come to. */
import { existsSync } from "node:fs";
import { type Command, Option } from "commander";
import { UsageError } from "../../errors.ts";
import { type Lang, langs } from "../../text/lang.ts";
import { langOf, type Process } from "../process.ts";
import { addFlags, type GivenOptions, type Group, givenFlags } from "./flags.ts";
import { readConfig } from "./givenOptions.ts";

export interface AnswerOptions {
  readonly lang: Lang;
  readonly json?: boolean;
}

export interface SeriesOptions extends AnswerOptions, Readonly<Record<string, unknown>> {
  readonly config?: string;
  readonly printConfig?: boolean;
}

export function addAnswerOptions(command: Command, { env }: Process): Command {
  return command
    .addOption(new Option("--lang <lang>", "language: en or zh").choices(langs).default(langOf(env)))
    .option("--json", "print one JSON document instead of text");
}

/** Adds the options for data, model and training, those of other groups, and those for files of them. */
export function addSeriesOptions(command: Command, ...others: readonly Group[]): Command {
  addFlags(command, "roles", "reading", "model", "training", ...others, "panel");
  return command
    .option("--config <file>", "read options from a JSON file; flags override it")
    .option("--print-config", "print the resolved options in the form that --config reads, and exit");
}

/** A data file, and the options that were set for it. */
export interface SeriesRequest {
  readonly data: string;
  readonly given: GivenOptions;
}

/** The data file and the options of a command line and its `--config`. Throws UsageError if there is no data file. */
export async function requestOf(data: string | undefined, options: SeriesOptions): Promise<SeriesRequest> {
  const file = options.config === undefined ? { options: {} } : await readConfig(options.config);
  const flags = givenFlags(options);
  const taken = data === undefined ? takenFile(flags) : null;
  const path = data ?? taken?.data ?? ("data" in file ? file.data : undefined);
  if (path === undefined)
    throw new UsageError("no data file was given\n  for example: unrolled train DATA.csv --target COLUMN");
  return { data: path, given: { ...file.options, ...flags, ...taken?.given } };
}

/** A data file behind an option of several words, which takes it for one of them: `--series store DATA.csv`. */
function takenFile(given: GivenOptions): SeriesRequest | null {
  for (const name of ["series", "static"] as const) {
    const words = given[name] ?? [];
    const last = words.at(-1);
    if (words.length > 1 && last !== undefined && existsSync(last))
      return { data: last, given: { [name]: words.slice(0, -1) } };
  }
  return null;
}
