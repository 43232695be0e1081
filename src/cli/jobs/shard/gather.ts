/** @module `unrolled gather`: joins the parts of all shards of a command, with the results of the undivided one. */
import type { Command } from "commander";
import { type AnswerOptions, addAnswerOptions } from "../../forecast/commonOptions.ts";
import type { Process } from "../../process.ts";
import { readCommand } from "./request.ts";

/** `run` does a command line in this process, and returns its exit code. */
export function addGatherCommand(
  program: Command,
  process: Process,
  exit: (code: number) => void,
  run: (words: readonly string[]) => Promise<number>,
): void {
  const command = program
    .command("gather")
    .description("join the parts of all shards of a command: the same results as without --shard")
    .argument("<folder>", "the folder that was given with --store");
  addAnswerOptions(command, process).action(async (folder: string, { lang, json }: AnswerOptions) => {
    const { words } = await readCommand(folder);
    const isLangGiven = command.getOptionValueSource("lang") !== "default";
    exit(
      await run([
        ...words,
        ...["--store", folder, "--gathered"],
        ...(isLangGiven ? ["--lang", lang] : []),
        ...(json === true ? ["--json"] : []),
      ]),
    );
  });
}
