/** @module The library's errors as they help at a command line: options as flags. */

import { DataError, FormatError, UsageError, ValueError } from "../../errors.ts";
import { shellWord } from "../../text/shell.ts";
import { InputError } from "../files.ts";
import { commandOptions, flagOf } from "./flags.ts";

/** Runs work whose errors name options of the library, and lets them name flags; and `file`, where they are of it. */
export async function inFlags<Result>(work: () => Result | Promise<Result>, file?: string): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw translated(error, file === undefined ? "" : `${file}: `);
  }
}

function translated(error: unknown, where: string): unknown {
  if (error instanceof DataError || error instanceof FormatError)
    return new InputError(`${where}${flagged(error.message)}`, { cause: error });
  if (error instanceof ValueError) return new UsageError(flagged(error.message), { cause: error });
  return error;
}

const functionNames =
  /^(forecaster|Forecaster|forecast|backtest|toSeries|splitByTime|readCsv|readJsonLines): /;

/** A message with `--unsorted sort` for `unsorted: "sort"`, and without the name of the function that says it. */
function flagged(message: string): string {
  return message
    .replace(functionNames, "")
    .replace(/^future\["(.*?)"\](.*)\n.*/, "future column $1$2\n  give them with --future FILE")
    .replace(
      /missing: \[("[^"]*"), …\]/,
      (_, text: string) => `--missing-values ${shellWord(JSON.parse(text))}`,
    )
    .replace(/\btime: null/, "--time none")
    .replace(/\b(\w+): (true|false)/g, (all, name: string, value: string) =>
      isOption(name) ? flagOf(name).replace("--", value === "true" ? "--" : "--no-") : all,
    )
    .replace(/\b(\w+): ("[^"\n]*"(?:(?:, | or )"[^"\n]*")*)/g, (all, name: string, values: string) =>
      isOption(name) ? `${flagOf(name)} ${values.replace(/"[^"\n]*"/g, unquoted)}` : all,
    );
}

function unquoted(text: string): string {
  return shellWord(JSON.parse(text));
}

function isOption(name: string): boolean {
  return Object.hasOwn(commandOptions, name);
}
