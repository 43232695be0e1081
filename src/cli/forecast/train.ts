/** @module `unrolled train`: trains a model on a data file, tests it, and writes all results into a folder. */
import { type Command, InvalidArgumentError } from "commander";
import { UsageError } from "../../errors.ts";
import { Forecaster } from "../../forecast/forecaster.ts";
import type { RunConfig } from "../../runs/files.ts";
import { isPanelConfig } from "../../runs/panel/panelFiles.ts";
import { outcomeSteps, type RunResults, trainingOf } from "../../runs/results.ts";
import { say } from "../../sentence.ts";
import { shellWord } from "../../text/escape.ts";
import type { Lang } from "../../text/lang.ts";
import { InputError, plainJson } from "../files.ts";
import { inputName } from "../input.ts";
import { addJobOptions, type JobFlags, JobSession } from "../jobs/session.ts";
import { checkPanelStudy, checkSeriesStudy, checkStudyKind, type StudyRequest } from "../jobs/studyChecks.ts";
import { inShortTurns } from "../longSteps.ts";
import { isPanel } from "../panel/panelFile.ts";
import type { PanelSession } from "../panel/panelTraining.ts";
import {
  partsOfPanel,
  preparePanel,
  resolvedPanelOptions,
  resumePanel,
  trainNewPanel,
} from "../panel/trainPanel.ts";
import { type Process, packageVersion } from "../process.ts";
import { linesText } from "../terminalGate.ts";
import {
  addAnswerOptions,
  addSeriesOptions,
  requestOf,
  type SeriesOptions,
  type SeriesRequest,
} from "./commonOptions.ts";
import { resolvedOptions } from "./givenOptions.ts";
import { runLines, styleOf } from "./print.ts";
import { factsOf, restoreRun } from "./resume.ts";
import { defaultName, json, RunFolder } from "./runFolder.ts";
import { isDone, resumedRun } from "./savedRun.ts";
import { finishRun, type Prepared, prepare, trainRun, writeInterrupted } from "./training.ts";
import { TrainScreen } from "./trainScreen.ts";
import { seriesWords } from "./words.ts";

interface TrainOptions extends SeriesOptions, JobFlags {
  readonly out: string;
  readonly name?: string;
  readonly resume?: string;
  readonly fromStudy?: string;
  readonly tensorboard?: boolean;
  readonly checkpointEvery: number;
  /** Whether the language is not merely that of the environment. */
  readonly isLangGiven?: boolean;
}

export function addTrainCommand(
  program: Command,
  process: Process,
  exit: (code: number) => void,
  words: readonly string[],
): void {
  const command = program
    .command("train")
    .description("train a model on your own series; all results are written to runs/NAME")
    .argument("[data]", "a CSV file or JSON lines");
  addSeriesOptions(command)
    .option("--out <folder>", "folder of the runs", "runs")
    .option("--name <name>", "name of the run (default: FILE-MODEL)")
    .option("--resume <run>", "resume an interrupted run, such as runs/NAME")
    .option(
      "--from-study <folder>",
      "take the best settings of a study of unrolled tune; flags override them",
    )
    .option("--tensorboard", "also write TensorBoard event files")
    .option("--checkpoint-every <seconds>", "seconds between two checkpoints", seconds, 5);
  addJobOptions(command);
  addAnswerOptions(command, process).action(async (data: string | undefined, options: TrainOptions) => {
    const isLangGiven = command.getOptionValueSource("lang") !== "default";
    exit(
      await process.interruptible((signal) => {
        const { lang, json: isJson = false } = options;
        const jobs = new JobSession({ flags: options, words, lang, isJson, process, signal });
        return runTrain(data, { ...options, isLangGiven }, { process, signal, jobs });
      }),
    );
  });
}

function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= 86_400) return value;
  throw new InvalidArgumentError("It must be a number of seconds from 0 to 86400.");
}

interface Session {
  readonly options: TrainOptions;
  readonly process: Process;
  readonly signal: AbortSignal;
  readonly screen: TrainScreen;
  readonly jobs: JobSession;
  /** That of the report: a resumed run has the one it began with. */
  readonly reportLang: Lang;
}

async function runTrain(
  data: string | undefined,
  options: TrainOptions,
  { process, signal, jobs }: Pick<Session, "process" | "signal" | "jobs">,
): Promise<number> {
  const { lang, json: isJson = false, printConfig = false, resume } = options;
  const screen = new TrainScreen(process, lang, { silent: isJson || printConfig });
  const session = { options, process, signal, screen, jobs, reportLang: lang };
  if (resume !== undefined && options.fromStudy !== undefined)
    throw new UsageError(say`--resume uses the settings of ${resume}, so ${"--from-study"} cannot be given`);
  if (resume !== undefined && jobs.isShard)
    throw new UsageError(say`--shard and --resume are both given: the same command goes on with a shard`);
  await jobs.check();
  if (jobs.isShard) return newRun(null, data, session); // the run is that of `unrolled gather`
  if (resume !== undefined)
    return holding(await RunFolder.openLocked(resume), (folder) => resumeRun(folder, data, session));
  if (options.name === undefined) return newRun(null, data, session);
  if (printConfig) await RunFolder.checkName(options.out, options.name);
  const folder = printConfig ? null : await RunFolder.reserve(options.out, options.name);
  return folder === null ? newRun(null, data, session) : holding(folder, () => newRun(folder, data, session));
}

/** Does something with a run that no other process can have meanwhile, and lets go of it however that ends. */
async function holding<Result>(
  folder: RunFolder,
  work: (folder: RunFolder) => Promise<Result>,
): Promise<Result> {
  try {
    return await work(folder);
  } finally {
    await folder.release();
  }
}

/** Trains in a folder that is reserved already, or in a new one of the default name. */
async function newRun(
  reserved: RunFolder | null,
  data: string | undefined,
  session: Session,
): Promise<number> {
  const { options, process, signal, screen } = session;
  const { lang, printConfig = false } = options;
  const asked = await requestOf(data, options);
  const fromStudy = await studyOf(options.fromStudy, asked);
  const request = fromStudy ?? asked;
  const isOfPanel = await isPanel(request, session.signal);
  if (fromStudy !== null) checkStudyKind(fromStudy, isOfPanel ? "panel" : "series");
  if (isOfPanel) return newPanel(reserved, request, fromStudy, session);
  session.jobs.refuse();
  const prepared = await prepare(request, { screen, lang, process, signal });
  if (fromStudy !== null) checkSeriesStudy(fromStudy, prepared.series, prepared.run.plan);
  if (printConfig) {
    process.stdout.write(json(resolvedOptions(request.data, request.given, prepared.run.plan)));
    return 0;
  }
  return inFolder(reserved, request, prepared.run.plan.model, options, async (folder) => {
    await writeConfig(folder, request, prepared, options);
    return trainIn(folder, prepared, session);
  });
}

/** The request with the best settings of a study, if one is named. */
async function studyOf(path: string | undefined, request: SeriesRequest): Promise<StudyRequest | null> {
  if (path === undefined) return null;
  const { requestFromStudy } = await import("../jobs/fromStudy.ts");
  return requestFromStudy(request, path);
}

/** The same for a panel. */
async function newPanel(
  reserved: RunFolder | null,
  request: SeriesRequest,
  fromStudy: StudyRequest | null,
  session: Session,
): Promise<number> {
  const { options, process } = session;
  if (options.tensorboard === true)
    throw new UsageError(say`${"tensorboard"} is set, but panels have no such option`);
  const ofPanel = panelSession(session);
  const prepared = await preparePanel(request, ofPanel);
  if (fromStudy !== null) checkPanelStudy(fromStudy, prepared.panel, prepared.run.plan);
  if (options.printConfig === true) {
    process.stdout.write(json(resolvedPanelOptions(request, prepared.run)));
    return 0;
  }
  if (session.jobs.isShard || session.jobs.isGathered) await partsOfPanel(prepared, ofPanel);
  if (session.jobs.isShard) return 0;
  const { perSeries, model } = prepared.run.plan;
  return inFolder(reserved, request, perSeries ? "ridge" : model, options, (folder) =>
    trainNewPanel(folder, prepared, ofPanel),
  );
}

function panelSession({ options, process, signal, screen, jobs, reportLang }: Session): PanelSession {
  const { lang, json: isJson = false, checkpointEvery } = options;
  return { lang, reportLang, isJson, checkpointEvery, process, signal, screen, jobs };
}

/** Works in a folder that is reserved already, or in a new one of the default name. */
async function inFolder(
  reserved: RunFolder | null,
  { data }: SeriesRequest,
  model: string,
  { out }: TrainOptions,
  work: (folder: RunFolder) => Promise<number>,
): Promise<number> {
  if (reserved !== null) return work(reserved);
  return holding(await RunFolder.create(out, defaultName(inputName(data), model)), work);
}

async function resumeRun(opened: RunFolder, data: string | undefined, session: Session): Promise<number> {
  const { options, process, signal, screen } = session;
  const { lang } = options;
  const words = seriesWords[lang];
  if (isPanelConfig((await opened.readText("config")) ?? "")) {
    if (!(await isDone(opened))) {
      const isLangGiven = options.isLangGiven === true;
      return resumePanel(opened, data, options, { ...panelSession(session), isLangGiven });
    }
    process.stderr.write(linesText([words.alreadyDone(opened.path)]));
    return 0;
  }
  session.jobs.refuse();
  const saved = await resumedRun(opened, data, options);
  const { folder, request } = saved;
  if (await isDone(folder)) {
    process.stderr.write(linesText([words.alreadyDone(folder.path)]));
    return 0;
  }
  const prepared = await prepare(request, { screen, lang, process, signal }).catch((error: unknown) => {
    throw error instanceof InputError && data === undefined ? movedData(error, folder.path) : error;
  });
  await restoreRun(prepared, saved, { stderr: process.stderr, lang });
  const history = prepared.run.progress?.history ?? [];
  screen.resume(history);
  screen.print(words.resuming(folder.path, history.length + 1));
  const reportLang = options.isLangGiven ? lang : (saved.config.lang ?? lang);
  const tensorboard = options.tensorboard === true || saved.config.tensorboard === true;
  return trainIn(folder, prepared, { ...session, options: { ...options, tensorboard }, reportLang });
}

/** The data of a run may be elsewhere now. */
function movedData(cause: InputError, path: string): InputError {
  const command = `unrolled train DATA --resume ${shellWord(path)}`;
  return new InputError(`${cause.message}\n  if the data have moved: ${command}`, { cause });
}

/** Trains, tests, writes and prints the results; returns the exit code. */
async function trainIn(
  folder: RunFolder,
  { run, series }: Prepared,
  { options, process, signal, screen, reportLang }: Session,
): Promise<number> {
  const words = seriesWords[options.lang];
  const { atOnce } = process;
  const end = await trainRun(run, {
    signal,
    atOnce,
    onEvent: (event) => screen.show(event),
    to: { folder, checkpointEvery: options.checkpointEvery, tensorboard: options.tensorboard === true },
  });
  const endEarly = async (): Promise<number> => {
    screen.status(null);
    await writeInterrupted(run, folder, { last: run.end() ?? end.last, isBroken: end.isBroken });
    process.stderr.write(linesText([words.interrupted(`unrolled train --resume ${shellWord(folder.path)}`)]));
    return 130;
  };
  if (end.reason === "interrupted") return endEarly();
  screen.status(words.evaluating);
  const forecaster = await inShortTurns(Forecaster.stepsFrom(run), { signal, atOnce });
  const outcome = forecaster && (await inShortTurns(outcomeSteps(forecaster, series), { signal, atOnce }));
  if (forecaster === null || outcome === null) return endEarly();
  const results: RunResults = {
    name: folder.name,
    series,
    plan: run.plan,
    refitRows: forecaster.trained.refit?.rows ?? null,
    training: trainingOf(run, forecaster),
    ...outcome,
    unrolled: packageVersion(),
  };
  const finishing = { model: forecaster.toBytes(), last: run.end(), lang: reportLang, signal };
  if (!(await finishRun(folder, results, finishing))) return endEarly();
  screen.status(null);
  printResults(results, folder, options, process);
  return end.reason === "diverged" ? 3 : 0;
}

function printResults(
  results: RunResults,
  folder: RunFolder,
  { lang, json: isJson = false }: TrainOptions,
  process: Process,
): void {
  if (results.training?.reason === "diverged") process.stderr.write(`${seriesWords[lang].diverged}\n`);
  if (isJson) {
    const { series: _, ...rest } = results;
    process.stdout.write(plainJson({ run: folder.path, ...rest }));
    return;
  }
  process.stdout.write(linesText(runLines(results, folder.path, styleOf(lang, process))).trimStart());
}

async function writeConfig(
  folder: RunFolder,
  request: SeriesRequest,
  prepared: Prepared,
  { lang, tensorboard }: TrainOptions,
): Promise<void> {
  await folder.tidy(); // of a run that was killed at its start
  const created = new Date().toISOString();
  const config: RunConfig = {
    unrolled: packageVersion(),
    created,
    ...factsOf(folder, request, prepared),
    lang,
    ...(tensorboard === true ? { tensorboard } : {}),
  };
  await folder.write("config", json(config));
}
