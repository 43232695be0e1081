/** @module `unrolled note`: runs the tutorial note. */
import type { Command } from "commander";
import { verdict } from "../../note/report/verdict.ts";
import type { Translated } from "../../text/lang.ts";
import { makeFolder } from "../files.ts";
import { langOf, type Process } from "../process.ts";
import { en, type NoteWords } from "./en.ts";
import { writeNoteFiles } from "./noteFiles.ts";
import { addNoteOptions, type NoteOptions, programsOf } from "./noteOptions.ts";
import { NotePrinter } from "./notePrinter.ts";
import { type FinishedNote, NoteRun } from "./noteRun.ts";
import { NoteScreen } from "./noteScreen.ts";
import { zh } from "./zh.ts";

const noteWords: Translated<NoteWords> = { en, zh };

export function addNoteCommand(program: Command, process: Process, exit: (code: number) => void): void {
  const command = program
    .command("note")
    .description("run the tutorial note: train an RNN and an LSTM, then compare RNN, LSTM and GRU");
  addNoteOptions(command, langOf(process.env)).action(async (options: NoteOptions) => {
    exit(await runNote(options, process));
  });
}

async function runNote(options: NoteOptions, process: Process): Promise<number> {
  const { out, lang, pace, json = false } = options;
  const words = noteWords[lang];
  programsOf(options); // rejects contradictory options before anything is written
  await makeFolder(out);
  const screen = new NoteScreen({ ...process, words, lang, pace, silent: json });
  const printer = new NotePrinter(screen, words, lang);
  const [note, paths] = await process.interruptible(async (signal) => {
    const finished = await new NoteRun(options, screen, printer, signal).run();
    screen.message(words.writing);
    return [finished, await writeNoteFiles(finished, out, lang)] as const;
  });
  const { outcome } = note.results;
  if (json) process.stdout.write(`${JSON.stringify(summaryOf(note, options, paths), null, 2)}\n`);
  else printer.summary(note.results, paths);
  if (outcome.kind !== "done") screen.message(words.ended(outcome));
  return { done: 0, diverged: 3, interrupted: 130 }[outcome.kind];
}

function summaryOf({ results }: FinishedNote, { lang }: NoteOptions, files: readonly string[]): unknown {
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
      verdicts: Object.values(verdict(comparison, lang)).flat(),
    },
    files,
    versions,
  };
}
