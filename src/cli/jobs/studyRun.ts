/** @module Runs a study to its end: trials, repeats of the two best with other seeds, results on the screen and as a report. */

import { rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Json } from "../../jobs/job.ts";
import { withoutSeed } from "../../jobs/study/findings.ts";
import { gridSize } from "../../jobs/study/samplers.ts";
import { AHEAD, type Study } from "../../jobs/study/study.ts";
import { lastReport, type Trial } from "../../jobs/study/trial.ts";
import { settingsTable } from "../../runs/study/settingsTable.ts";
import {
  findingsOf,
  type Repeats,
  type StudyEnd,
  type StudyFindings,
  type StudyRecord,
  searchesSeeds,
  studyNotes,
  studyRecord,
} from "../../runs/study/studyRecord.ts";
import { renderStudyReport } from "../../runs/study/studyReport.ts";
import { importanceRows, studyTerms } from "../../runs/study/studyTerms.ts";
import type { Lang } from "../../text/lang.ts";
import { plainJson, writeWhole } from "../files.ts";
import { type Process, packageVersion } from "../process.ts";
import { tableLines } from "../table.ts";
import { linesText } from "../terminalGate.ts";
import { queueOf } from "./queue/options.ts";
import { JobThreads } from "./run/jobThreads.ts";
import type { JobRunner } from "./run/kinds.ts";
import { runStudy } from "./runStudy.ts";
import { flagsOf } from "./searched.ts";
import type { SearchOptions } from "./searchFlags.ts";
import { prunerOf, type Search } from "./searchOptions.ts";
import { openQueue } from "./session.ts";
import { JobStore } from "./store/jobStore.ts";
import { journalFile } from "./studyFiles.ts";
import { openStudy, type StudyFolder } from "./studyFolder.ts";
import type { StudyTask } from "./studyTask.ts";
import { TrialJobs, type TrialRunner } from "./trialRunner.ts";
import { tuneWords } from "./words.ts";

const studyReportFile = "report.html";

/** The folder, in that of a study, of the checkpoints of trials that run. */
const CHECKPOINTS = "checkpoints";

/** Who searches, for whom, and where. */
export interface StudySession {
  readonly options: SearchOptions & { readonly lang: Lang; readonly json?: boolean };
  readonly folder: string;
  readonly process: Process;
  readonly signal: AbortSignal;
  /** Prints lines about the course, unless the result is a JSON document. */
  readonly print: (...lines: readonly string[]) => void;
}

/** Other seeds than the study's own, if nothing else is said. */
const REPEATS = 2;
const TRIALS = 50;

/** A study that is under way. */
interface Running {
  readonly task: StudyTask;
  readonly session: StudySession;
  readonly opened: StudyFolder;
  readonly runner: TrialRunner;
  readonly trials: number;
  readonly repeats: number;
}

/** Runs a study, or goes on with it; returns the exit code. */
export async function searchStudy(task: StudyTask, search: Search, session: StudySession): Promise<number> {
  const { folder } = session;
  const { sampler = "tpe" } = search;
  const pruner = prunerOf(search, task.hasOneLoss);
  const size = sampler === "grid" ? gridSize(task.space) : TRIALS; // refuses a grid without an end
  const trials = search.trials ?? size;
  const { name, space, seed, kind } = task;
  const depends = { ...task.depends, kind, space, sampler, pruner, seed };
  const plain: Json = JSON.parse(JSON.stringify(depends));
  const opened = await openStudy(folder, { name, space, sampler, pruner, seed }, plain);
  const { repeats = searchesSeeds({ space }) ? 0 : REPEATS } = search;
  let runner: TrialRunner | null = null;
  try {
    const { jobs, own, store } = await jobRunner(session);
    const limits = ({ number }: Trial) => (number < 0 ? null : opened.study.limits(number));
    runner = new TrialJobs(own, task.data, { limits, store, signal: session.signal });
    return await run({ task, session, opened, runner, trials, repeats }, jobs, search.timeout);
  } finally {
    await runner?.close();
    if (!session.signal.aborted) await rm(join(folder, CHECKPOINTS), { recursive: true, force: true });
    await opened.close();
  }
}

/** What does the trials, how many of them at once, and where their checkpoints are, unless workers keep them. */
async function jobRunner({ options, process, folder }: StudySession): Promise<{
  readonly own: JobRunner;
  readonly jobs: number;
  readonly store: JobStore | null;
}> {
  const address = queueOf({ queueName: "", ...options });
  if (address !== null) {
    const store = options.store === undefined ? null : await JobStore.open(options.store);
    const queue = await openQueue(address, store, process, options.lang);
    const close = async (): Promise<void> => {
      await queue.forget(); // the journal has the results
      await queue.close();
    };
    return {
      own: { run: (job, watch) => queue.run(job, watch), close },
      jobs: options.jobs ?? AHEAD,
      store: null,
    };
  }
  const jobs = options.jobs ?? Math.min(AHEAD, availableParallelism());
  const store = await JobStore.open(join(folder, CHECKPOINTS));
  return { own: new JobThreads({ threads: jobs }), jobs, store };
}

async function run(running: Running, jobs: number, timeout: number | undefined): Promise<number> {
  const { session, opened, runner, trials } = running;
  const { options, process, signal, print, folder } = session;
  const { study, isResumed } = opened;
  const words = tuneWords[options.lang];
  if (isResumed) print(words.resumed(study.trials.length, folder));
  opened.note(studyNotes.trials, trials);
  opened.note(studyNotes.ended, null);
  const deadline = timeout === undefined ? Number.POSITIVE_INFINITY : performance.now() + 1000 * timeout;
  const onTrial = (trial: Trial): void => print(trialLine(trial, study, trials, options.lang));
  await runStudy(study, runner, { trials, jobs, deadline, signal, onTrial });
  if (!signal.aborted) await repeatBest(running);
  const isShort = study.trials.length < trials;
  const end: StudyEnd = signal.aborted ? "interrupted" : isShort ? "timeout" : "done";
  opened.note(studyNotes.ended, end);
  const record = recordOf(running);
  const findings = findingsOf(record);
  await writeReport(record, findings, running);
  if (signal.aborted) {
    process.stderr.write(linesText([words.interrupted(folder)]));
    return 130;
  }
  const result = options.json
    ? plainJson(summaryOf(running, record, findings))
    : linesText(resultLines(running, record, findings));
  process.stdout.write(result);
  return findings.best === null ? 1 : 0;
}

/** Trains the two best settings with other seeds, unless that was done, or the search has seeds of its own. */
async function repeatBest({ task, session, opened, runner, repeats }: Running): Promise<void> {
  const [first, second] = findingsOf(recordIn(opened)).ranked;
  if (first === undefined || repeats === 0) return;
  const best = [first, second].flatMap((one) => one?.trials[0] ?? []);
  const seeds = Array.from({ length: repeats }, (_, k) => task.seed + 1 + k);
  const numbers = best.map(({ number }) => number);
  const known = recordIn(opened).repeats;
  const isKnown =
    known !== null &&
    known.seeds.join() === seeds.join() &&
    known.of.map(({ number }) => number).join() === numbers.join();
  if (isKnown) return;
  session.print(tuneWords[session.options.lang].repeating(repeats));
  const ends = await Promise.all(
    best.map((trial, i) =>
      Promise.all(
        seeds.map((seed, k) => {
          const repeat = { ...trial, number: -1 - i * repeats - k, params: { ...trial.params, seed } };
          return runner.run(repeat, () => undefined);
        }),
      ),
    ),
  );
  if (session.signal.aborted) return;
  const of = ends.map((all, i) => ({
    number: numbers[i],
    values: all.flatMap((end) => (end.state === "complete" ? end.value : [])),
  }));
  const note: Repeats = { seeds, of };
  opened.note(studyNotes.repeats, JSON.parse(JSON.stringify(note)));
}

function recordIn({ study, notes }: StudyFolder): StudyRecord {
  const { name, space } = study.options;
  return studyRecord({ name, space, notes: notes(), trials: study.trials });
}

function recordOf({ opened }: Running): StudyRecord {
  return recordIn(opened);
}

async function writeReport(
  record: StudyRecord,
  { ranked }: StudyFindings,
  { task, session }: Running,
): Promise<void> {
  const [best] = ranked;
  const command = best === undefined ? null : task.command(best.params, session.folder);
  const html = renderStudyReport(
    { record, command, unrolled: packageVersion() },
    { lang: session.options.lang },
  );
  await writeWhole(join(session.folder, studyReportFile), html);
}

function trialLine(trial: Trial, study: Study, trials: number, lang: Lang): string {
  const { outcomes, trial: line } = tuneWords[lang];
  const outcome =
    trial.state === "complete"
      ? outcomes.complete(trial.value ?? Number.NaN) +
        (typeof trial.notes.sameAs === "number" ? outcomes.sameAs(trial.notes.sameAs) : "")
      : trial.state === "failed"
        ? outcomes.failed(String(trial.notes.reason ?? ""))
        : outcomes.pruned;
  const settings = flagsOf(trial.params).join(" ");
  return line({ number: trial.number, trials, settings, best: study.best?.value ?? null }, outcome);
}

/** Settings that are printed. */
const SHOWN = 5;

function resultLines(
  { task, session, trials }: Running,
  record: StudyRecord,
  { ranked, best, runnerUp, isClear, importances }: StudyFindings,
): string[] {
  const { folder } = session;
  const { lang } = session.options;
  const words = tuneWords[lang];
  const terms = studyTerms[lang];
  const files = [words.report(join(folder, studyReportFile)), words.journal(join(folder, journalFile))];
  const [first] = ranked;
  if (first === undefined || best === null) return [terms.none, ...files];
  const { head, rows, right } = settingsTable(record, ranked.slice(0, SHOWN), lang);
  const rest =
    runnerUp === null || isClear === null
      ? []
      : [isClear ? terms.clear(runnerUp) : terms.unclear(runnerUp, best)];
  return [
    ...(record.trials.length < trials ? [words.short(record.trials.length, trials), ""] : []),
    words.best(first.trials[0].number, ranked.length),
    words.score(first.mean, terms.score[record.kind ?? "other"]),
    terms.spread(best),
    ...rest,
    "",
    ...tableLines([head, ...rows], right),
    ...importanceLines(importances, lang),
    "",
    words.train(task.command(first.params, folder)),
    ...files,
  ];
}

/** The settings, those that matter most first. */
function importanceLines(found: StudyFindings["importances"], lang: Lang): string[] {
  if (found === null) return [];
  const parts = importanceRows(found).map(({ name, text }) => `${name} ${text}`);
  return ["", tuneWords[lang].importance(parts.join(lang === "zh" ? "、" : ", "))];
}

function summaryOf(
  { task, opened, trials, session }: Running,
  record: StudyRecord,
  { ranked, best, runnerUp, isClear, importances }: StudyFindings,
): Json {
  const { folder } = session;
  const one = (trial: Trial): Json => ({
    number: trial.number,
    state: trial.state,
    value: trial.value,
    params: trial.params,
    epochs: lastReport(trial)?.[0] ?? 0,
  });
  const [first, second] = ranked;
  const settings = ranked.slice(0, MOST_SETTINGS).map(({ params, mean, sd, count, trials: all }) => ({
    ...{ params, mean, sd, count },
    trials: all.map(({ number }) => number),
  }));
  return {
    data: task.name,
    kind: task.kind,
    journal: join(folder, journalFile),
    report: join(folder, studyReportFile),
    trialsRequested: trials,
    ended: record.ended,
    best: first === undefined ? null : one(first.trials[0]),
    seeds: record.repeats?.of.find(({ number }) => number === first?.trials[0].number)?.values ?? [],
    uncertainty: best && {
      ...best,
      runnerUp: runnerUp && { number: second.trials[0].number, ...runnerUp },
      isClear,
    },
    importances,
    command: first === undefined ? null : task.command(withoutSeed(first.params), folder),
    settings,
    trials: opened.study.trials.map(one),
  };
}

const MOST_SETTINGS = 100;
