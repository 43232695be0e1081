/** @module `unrolled note`: the tutorial note, run for real. */
import type { Command } from "commander";
import { verdicts } from "../../note/report/verdict.ts";
import { makeFolder } from "../files.ts";
import type { Process } from "../process.ts";
import { words as allWords, langOf } from "../words.ts";
import { writeNoteFiles } from "./noteFiles.ts";
import { addNoteOptions, type NoteOptions, programsOf } from "./noteOptions.ts";
import { NoteScreen } from "./noteScreen.ts";
import { type Story, summaryLines, tellNote } from "./noteStory.ts";

/** Adds `note` to the program; the exit code is handed to `exit`. */
export function addNoteCommand(program: Command, process: Process, exit: (code: number) => void): void {
  const command = program
    .command("note")
    .description("run the tutorial note: an RNN, an LSTM, and the two compared");
  addNoteOptions(command, langOf(process.env)).action(async (options: NoteOptions) => {
    exit(await runNote(options, process));
  });
}

/** Runs the note; returns the exit code. */
async function runNote(options: NoteOptions, process: Process): Promise<number> {
  const { out, lang, pace, json = false } = options;
  const words = allWords[lang];
  programsOf(options); // options that contradict each other are refused before anything is made
  await makeFolder(out);
  const screen = new NoteScreen({ ...process, words, lang, pace, silent: json });
  const [story, paths] = await process.interruptible(async (signal) => {
    const told = await tellNote(options, screen, words, signal);
    screen.message(words.writing);
    return [told, await writeNoteFiles(told, out, lang)] as const;
  });
  const { outcome } = story.results;
  if (json) process.stdout.write(`${JSON.stringify(summaryOf(story, options, paths), null, 2)}\n`);
  else {
    screen.title(words.summaryTitle);
    screen.prose(...summaryLines(story.results, words));
    screen.lines("", words.files, ...paths.map((path) => `  ${path}`));
  }
  if (outcome.kind === "interrupted") screen.message(words.interrupted);
  if (outcome.kind === "diverged")
    screen.message(words.diverged(outcome.program, outcome.segment, outcome.loss));
  return { done: 0, diverged: 3, interrupted: 130 }[outcome.kind];
}

/** The results as one JSON document. */
function summaryOf({ results }: Story, { lang }: NoteOptions, files: readonly string[]): unknown {
  const { programs, comparison, outcome, versions } = results;
  return {
    outcome,
    programs: programs.map(({ settings, seconds, segments, parameters }) => ({
      settings,
      seconds,
      parameters: parameters.map(({ name, shape, count }) => ({ name, shape, count })),
      losses: segments.map((segment) => segment.loss),
    })),
    comparison: comparison && {
      settings: comparison.settings,
      losses: comparison.losses,
      gradients: comparison.gradients,
      verdicts: verdicts(comparison, lang),
    },
    files,
    versions,
  };
}
