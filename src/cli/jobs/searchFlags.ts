/** @module The flags of a search, of `unrolled tune` and `unrolled note --tune`. Loads hardly anything: `unrolled note` has them, too. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { type PrunerName, prunerNames } from "../../jobs/study/pruners.ts";
import { type SamplerName, samplerNames } from "../../jobs/study/samplers.ts";
import { AHEAD } from "../../jobs/study/study.ts";
import { type QueueFlags, queueOptions, storeHelp } from "./queue/options.ts";

/** How a study searches; what is absent has its default. */
export interface SearchSettings {
  readonly sampler?: SamplerName;
  readonly pruner?: PrunerName;
  readonly trials?: number;
  readonly timeout?: number;
  readonly repeats?: number;
}

/** The ends of whole numbers. */
export const wholeEnds: Readonly<
  Record<"trials" | "timeout" | "repeats", { readonly least: number; readonly most: number }>
> = {
  trials: { least: 1, most: 1_000_000 },
  timeout: { least: 1, most: 1_000_000_000 },
  repeats: { least: 0, most: 100 },
};

/** As commander has them. */
export interface SearchOptions extends SearchSettings, Partial<QueueFlags> {
  readonly search?: readonly string[];
  readonly jobs?: number;
  readonly study?: string;
  readonly store?: string;
}

/** `pruner` and `folder` are the defaults. */
export function addSearchOptions(
  command: Command,
  { folder, pruner }: { readonly folder: string; readonly pruner: string },
): Command {
  const { trials, timeout, repeats } = wholeEnds;
  for (const option of queueOptions()) command.addOption(option);
  return command
    .option("--store <folder>", storeHelp)
    .option(
      "--search <setting>",
      "what to search: lr=log:1e-4..1e-1, hidden=16,32,64, layers=1..3, several times; or a JSON file",
      collected,
    )
    .addOption(new Option("--sampler <name>", "how settings are chosen (default: tpe)").choices(samplerNames))
    .addOption(
      new Option("--pruner <name>", `when a trial is given up early (default: ${pruner})`).choices(
        prunerNames,
      ),
    )
    .option("--trials <n>", "number of trials (default: 50; of a grid, all of it)", whole(trials))
    .option("--timeout <seconds>", "no trial begins after that time", whole(timeout))
    .option(
      "--jobs <n>",
      "trials at once, up to 8, with the same results (default: the number of cores)",
      whole({ least: 1, most: AHEAD }),
    )
    .option(
      "--repeats <n>",
      "number of other seeds to train the two best settings with (default: 2)",
      whole(repeats),
    )
    .option(
      "--study <folder>",
      `folder of the study, with Optuna's journal (default: ${folder}); one that exists is continued`,
    );
}

function collected(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

function whole({ least, most }: { readonly least: number; readonly most: number }): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}
