#!/usr/bin/env node
/** @module The command line: parses the arguments, runs a command, and turns errors into exit codes. */
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Command, CommanderError } from "commander";
import { AdvisedError, ShapeError, UsageError, ValueError } from "../errors.ts";
import { explain } from "./explain.ts";
import { InputError, OutputError } from "./files.ts";
import { addBacktestCommand } from "./forecast/backtest.ts";
import { addCompareCommand } from "./forecast/compare.ts";
import { addForecastCommand } from "./forecast/forecast.ts";
import { addInspectCommand } from "./forecast/inspect.ts";
import { addTrainCommand } from "./forecast/train.ts";
import { addNoteCommand } from "./note/note.ts";
import { packageVersion } from "./packageRoot.ts";
import { endWithReader, type Process, realProcess } from "./process.ts";
import { addStudioCommand } from "./studio/studio.ts";
import { addExportCommand } from "./weights/export.ts";
import { addImportCommand } from "./weights/import.ts";

/** Runs a command. Exit codes: 0 done, 1 failure, 2 usage, 3 diverged, 130 interrupted. */
export async function main(words: readonly string[], process: Process = realProcess): Promise<number> {
  if (process === realProcess) endWithReader();
  let code = 0;
  const program = new Command("unrolled")
    .description("Recurrent networks for TypeScript that reproduce PyTorch's numbers.")
    .version(packageVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => process.stdout.write(text),
      writeErr: (text) => process.stderr.write(text),
    });
  const exit = (result: number): void => {
    code = result;
  };
  addNoteCommand(program, process, exit);
  addTrainCommand(program, process, exit);
  addForecastCommand(program, process);
  addBacktestCommand(program, process, exit);
  addCompareCommand(program, process);
  addInspectCommand(program, process);
  addExportCommand(program, process);
  addImportCommand(program, process);
  addStudioCommand(program, process);
  try {
    await program.parseAsync(words, { from: "user" });
    return code;
  } catch (error) {
    return report(error, process);
  }
}

function report(error: unknown, { stderr }: Process): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // commander has printed it already
  stderr.write(`error: ${textOf(error)}\n`);
  return error instanceof UsageError || error instanceof ValueError ? 2 : 1;
}

function textOf(error: unknown): string {
  if (error instanceof AdvisedError) return explain(error);
  if ([UsageError, InputError, OutputError, ShapeError].some((kind) => error instanceof kind))
    return (error as Error).message;
  if (error instanceof RangeError)
    // of the engine: an array that is too large
    return `not enough memory for these settings (${error.message})\n  try smaller sizes, such as --hidden`;
  return describe(error);
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function isRunDirectly(): boolean {
  const script = process.argv[1];
  return script !== undefined && realpathSync(script) === fileURLToPath(import.meta.url);
}

if (isRunDirectly()) {
  process.exitCode = await main(process.argv.slice(2));
}
