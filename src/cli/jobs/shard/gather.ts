/** @module `unrolled gather`: joins the parts of all shards of a command, with the results of the undivided one. */
import type { Command } from "commander";
import { type AnswerOptions, addAnswerOptions } from "../../forecast/commonOptions.ts";
import type { Process } from "../../process.ts";
import { linesText } from "../../terminalGate.ts";
import { jobWords } from "../jobWords.ts";
import { readCommand, typed } from "./request.ts";

interface GatherOptions extends AnswerOptions {
  readonly force?: boolean;
}

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
    .argument("<folder>", "the folder that was given with --store")
    .option("--force", "of a forecast: replace a file at --out that is read, or is no forecast");
  addAnswerOptions(command, process).action(async (folder: string, { lang, json, force }: GatherOptions) => {
    const sharded = await readCommand(folder);
    const isLangGiven = command.getOptionValueSource("lang") !== "default";
    process.stderr.write(linesText([jobWords[lang].joins(typed(sharded))])); // the folder may be another person's
    exit(
      await run([
        ...sharded.words,
        ...["--store", folder, "--gathered"],
        ...(isLangGiven ? ["--lang", lang] : []),
        ...(json === true ? ["--json"] : []),
        ...(force === true ? ["--force"] : []),
      ]),
    );
  });
}
