/** @module `unrolled note --tune`: a search over the note's settings, such as cells, lengths, learning rates and seeds, as a study. */
import { join } from "node:path";
import { UsageError } from "../../errors.ts";
import type { Json } from "../../jobs/job.ts";
import { positionsOf, type SearchSpace } from "../../jobs/study/space.ts";
import { cellNames } from "../../note/settings.ts";
import { say } from "../../sentence.ts";
import { shellWord } from "../../text/escape.ts";
import { flagsOf, type SearchTable } from "../jobs/searched.ts";
import type { SearchOptions } from "../jobs/searchFlags.ts";
import { type Search, searchOf } from "../jobs/searchOptions.ts";
import { searchStudy } from "../jobs/studyRun.ts";
import type { StudyTask } from "../jobs/studyTask.ts";
import type { Process } from "../process.ts";
import { linesText } from "../terminalGate.ts";
import type { NoteOptions } from "./noteOptions.ts";
import { noteOptionsOf, programOptions } from "./noteTrial.ts";

/** The settings of the note's program that have flags. */
const noteTable: SearchTable = {
  cell: { domain: { kind: "choice", values: cellNames } },
  timeStep: { domain: { kind: "whole", least: 1 } },
  hidden: { domain: { kind: "whole", least: 1 } },
  layers: { domain: { kind: "whole", least: 1 } },
  steps: { domain: { kind: "whole", least: 1 } },
  lr: { domain: { kind: "number", above: 0 } },
  forgetBias: { domain: { kind: "number" } },
  endpoint: { domain: { kind: "switch" } },
  seed: { domain: { kind: "whole" } },
};

/** Searches; returns the exit code. Trials are short, and a comparison needs all of them: none is given up unless that is wanted. Throws UsageError for what cannot be searched. */
export async function tuneNote(
  options: NoteOptions & SearchOptions,
  process: Process,
  signal: AbortSignal,
): Promise<number> {
  if (options.only !== undefined)
    throw new UsageError(say`${"--only"} and ${"--tune"} contradict each other`, {
      hint: say`choose cells with --cell or --search cell=rnn,lstm,gru`,
    });
  const declared = await searchOf(options, noteTable);
  const search = { pruner: "none", ...declared, ...defaultSampler(declared) } as const;
  const folder = options.study ?? join("runs", "note-tune");
  const print = (...lines: readonly string[]): void => {
    if (options.json !== true) process.stderr.write(linesText(lines));
  };
  return searchStudy(taskOf(options, search.space), search, { options, folder, process, signal, print });
}

/** Lists are compared in all combinations, unless a number of trials or a sampler says otherwise. */
function defaultSampler({ space, sampler, trials }: Search): Pick<Search, "sampler"> {
  const isListed = Object.values(space).every((domain) => positionsOf(domain) !== null);
  return { sampler: sampler ?? (isListed && trials === undefined ? "grid" : "tpe") };
}

function taskOf(options: NoteOptions, space: SearchSpace): StudyTask {
  const { cell, timeStep, hidden, layers, steps, lr, forgetBias, endpoint, seed } = options;
  const given = { cell, timeStep, hidden, layers, steps, lr, forgetBias, endpoint, seed };
  const plain: Json = JSON.parse(JSON.stringify(given));
  return {
    kind: "note",
    name: "note",
    space,
    seed,
    data: { kind: "note", options: programOptions(options) },
    depends: { given: plain },
    hasOneLoss: true, // of one task, whatever the cell and the length
    command: (best) => {
      const set = Object.entries(noteOptionsOf(options, best)).filter(
        ([name, value]) => Object.hasOwn(given, name) && value !== undefined,
      );
      const flags = flagsOf(Object.fromEntries(set)).map(shellWord);
      return ["unrolled note", ...flags].join(" ");
    },
  };
}
