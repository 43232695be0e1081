/** @module The commands. Only the one that is run is loaded; the help, and a name that is none, need all of them. */
import * as nodeModule from "node:module";
import type { Command } from "commander";
import type { Process } from "./process.ts";

// Only Node 22.8 and newer have it; the types do not.
const cache = nodeModule as typeof nodeModule & { readonly flushCompileCache?: () => void };

/** Adds a command to the program; `exit` sets its exit code, `words` are those of the command line. */
type Add = (
  program: Command,
  process: Process,
  exit: (code: number) => void,
  words: readonly string[],
  run: Run,
) => void;

/** Runs another command line. */
type Run = (words: readonly string[]) => Promise<number>;

/** By name, in the order of the help. */
const commands: Readonly<Record<string, () => Promise<Add>>> = {
  note: async () => (await import("./note/note.ts")).addNoteCommand,
  check: async () => (await import("./forecast/check.ts")).addCheckCommand,
  train: async () => (await import("./forecast/train.ts")).addTrainCommand,
  forecast: async () => (await import("./forecast/forecast.ts")).addForecastCommand,
  backtest: async () => (await import("./forecast/backtest.ts")).addBacktestCommand,
  compare: async () => (await import("./forecast/compare.ts")).addCompareCommand,
  tune: async () => (await import("./jobs/tune.ts")).addTuneCommand,
  gather: async () => {
    const { addGatherCommand } = await import("./jobs/shard/gather.ts");
    return (program, process, exit, _, run) => addGatherCommand(program, process, exit, run);
  },
  worker: async () => (await import("./jobs/queue/worker.ts")).addWorkerCommand,
  jobs: async () => (await import("./jobs/queue/listJobs.ts")).addJobsCommand,
  inspect: async () => (await import("./forecast/inspect.ts")).addInspectCommand,
  export: async () => (await import("./weights/export.ts")).addExportCommand,
  import: async () => (await import("./weights/import.ts")).addImportCommand,
  studio: async () => (await import("./studio/studio.ts")).addStudioCommand,
};

/** Adds the command that the words name, or all of them if the first word is not one. */
export async function addCommands(
  program: Command,
  process: Process,
  exit: (code: number) => void,
  words: readonly string[],
  run: Run,
): Promise<void> {
  const [name = ""] = words;
  if (["-V", "--version"].includes(name)) return;
  const loads = Object.hasOwn(commands, name) ? [commands[name]] : Object.values(commands);
  const adds = await Promise.all(loads.map((load) => load()));
  cache.flushCompileCache?.(); // before V8's flags change, with which the code would not be valid next time
  for (const add of adds) add(program, process, exit, words, run);
}
