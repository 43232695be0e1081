/** @module `unrolled note`: runs the tutorial note, and writes its report, figures, metrics and weights. */
import { extname, join } from "node:path";
import type { Command } from "commander";
import { UsageError } from "../../errors.ts";
import { renderSvg } from "../../figures/svg/svg.ts";
import { encodeSafetensors } from "../../interop/safetensors.ts";
import { noteFigures } from "../../note/report/noteFigures.ts";
import { renderReport } from "../../note/report/noteReport.ts";
import { verdict } from "../../note/report/verdict.ts";
import { say } from "../../sentence.ts";
import type { Lang } from "../../text/lang.ts";
import { makeFolder, writeTo } from "../files.ts";
import { checkFree } from "../guards.ts";
import { addSearchOptions, type SearchOptions } from "../jobs/searchFlags.ts";
import { langOf, type Process } from "../process.ts";
import { addNoteOptions, type NoteOptions, programsOf } from "./noteOptions.ts";
import { NotePrinter } from "./notePrinter.ts";
import { type FinishedNote, NoteRun } from "./noteRun.ts";
import { NoteScreen } from "./noteScreen.ts";
import { noteWords } from "./zh.ts";

export function addNoteCommand(program: Command, process: Process, exit: (code: number) => void): void {
  const command = program
    .command("note")
    .description("run the tutorial note: train an RNN and an LSTM, then compare RNN, LSTM and GRU");
  addNoteOptions(command, langOf(process.env))
    .optionsGroup("Search:")
    .option("--tune", "search settings of the note's program, instead of running the note");
  addSearchOptions(command, { folder: "runs/note-tune", pruner: "none" }).action(
    async (options: NoteOptions & TuneFlags) => {
      if (options.tune !== true) refuseSearch(options);
      exit(
        options.tune === true
          ? await process.interruptible(async (signal) =>
              (await import("./noteTune.ts")).tuneNote(options, process, signal),
            )
          : await runNote(options, process),
      );
    },
  );
}

interface TuneFlags extends SearchOptions {
  readonly tune?: boolean;
}

/** Options of a search mean nothing without one. */
function refuseSearch(options: TuneFlags): void {
  const names = ["search", "sampler", "pruner", "trials", "timeout", "jobs", "repeats", "study"] as const;
  const given = names.find((name) => options[name] !== undefined);
  if (given === undefined) return;
  throw new UsageError(say`--${given} is an option of a search`, {
    hint: say`for example: unrolled note --tune --search cell=rnn,lstm,gru --search lr=0.005,0.02`,
  });
}

async function runNote(options: NoteOptions, process: Process): Promise<number> {
  const { out, lang, pace, json = false } = options;
  const words = noteWords[lang];
  programsOf(options); // rejects contradictory options before anything is written
  await checkNames(options);
  await makeFolder(out);
  const screen = new NoteScreen({ ...process, lang, pace, silent: json });
  const printer = new NotePrinter(screen, lang);
  const work = () =>
    process.interruptible(async (signal) => {
      const finished = await new NoteRun(options, screen, printer, signal).run();
      screen.message(words.writing);
      return [finished, await writeNoteFiles(finished, options)] as const;
    });
  const [note, paths] = await (process.untilReaderLeaves?.(work) ?? work());
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
      trainings: comparison.trainings,
      reach: comparison.reach,
      verdicts: Object.values(verdict(comparison, lang)).flat(),
    },
    files,
    versions,
  };
}

async function writeNoteFiles(note: FinishedNote, options: NoteOptions): Promise<string[]> {
  const { out, lang, force = false } = options;
  await makeFolder(out);
  const files = [...filesOf(note, lang)].map(([name, content]) => [join(out, name), content] as const);
  const absent = force ? new Set<string>() : await checkFree(files, isOurs);
  for (const [path, content] of files) await writeTo(path, content, { isNew: absent.has(path) });
  return files.map(([path]) => path);
}

/** Looks, before anything is computed, for files of others under the names that do not depend on the results. */
async function checkNames(options: NoteOptions): Promise<void> {
  if (options.force) return;
  const cells = programsOf(options).flatMap(({ cell }) => [
    `${cell}.safetensors`,
    `${cell}-fit.svg`,
    `${cell}-loss.svg`,
  ]);
  const names = ["report.html", "metrics.jsonl", "data.svg", ...cells];
  await checkFree(
    names.map((name) => [join(options.out, name), null] as const),
    isOurs,
  );
}

/** What the files of an earlier note contain, by their extension. */
const marks: Readonly<Record<string, string>> = {
  ".html": 'name="generator" content="Unrolled',
  ".svg": 'aria-labelledby="figure-',
  ".jsonl": '{"program":"',
  ".safetensors": '"settings":"{',
};

function isOurs(path: string, head: string): boolean {
  return head.includes(marks[extname(path)]);
}

/** Name and content of each file, the report first. */
function* filesOf(
  { results, programs, runs }: FinishedNote,
  lang: Lang,
): Generator<[string, string | Uint8Array]> {
  yield ["report.html", renderReport(results, { lang })];
  for (const { name, figure, size } of noteFigures(results, lang)) {
    yield [`${name}.svg`, renderSvg(figure, { ...size, theme: "light", lang })];
  }
  yield ["metrics.jsonl", metricsOf({ results, programs, runs })];
  for (const { model, settings } of programs) {
    const metadata = { format: "pt", settings: JSON.stringify(settings) };
    yield [`${settings.cell}.safetensors`, encodeSafetensors(model.stateDict(), metadata)];
  }
}

/** One line of JSON for each trained segment, and for each run of the comparison. */
function metricsOf({ results, runs }: FinishedNote): string {
  const segments = results.programs.flatMap(({ name, segments }) =>
    segments.map(({ index, loss }) => ({ program: name, segment: index + 1, loss })),
  );
  const compared = runs.map(({ cell, timeStep, seed, lr, losses, before, after }) => ({
    program: "compare",
    cell,
    timeStep,
    seed,
    lr,
    losses,
    gradientBefore: before,
    gradientAfter: after,
  }));
  return [...segments, ...compared].map((line) => `${JSON.stringify(line)}\n`).join("");
}
