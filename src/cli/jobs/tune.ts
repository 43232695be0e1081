/** @module `unrolled tune`: searches the settings that forecast the validation set best. */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Series } from "../../data/series/series.ts";
import { UsageError } from "../../errors.ts";
import { type Json, jobId } from "../../jobs/job.ts";
import { importances } from "../../jobs/study/importance.ts";
import { type PrunerName, prunerNames } from "../../jobs/study/pruners.ts";
import { gridSize, type SamplerName, samplerNames } from "../../jobs/study/samplers.ts";
import type { Choice, SearchSpace } from "../../jobs/study/space.ts";
import { AHEAD, type Study } from "../../jobs/study/study.ts";
import { lastReport, type Trial } from "../../jobs/study/trial.ts";
import { shellWord } from "../../text/escape.ts";
import { formatPercent, formatRounded } from "../../text/format.ts";
import type { Lang } from "../../text/lang.ts";
import { plainJson } from "../files.ts";
import {
  addAnswerOptions,
  addSeriesOptions,
  requestOf,
  type SeriesOptions,
  type SeriesRequest,
} from "../forecast/commonOptions.ts";
import { flagOf, type GivenOptions } from "../forecast/flags.ts";
import { resolvedOptions } from "../forecast/givenOptions.ts";
import { json as jsonText } from "../forecast/runFolder.ts";
import { prepare } from "../forecast/training.ts";
import { TrainScreen } from "../forecast/trainScreen.ts";
import { inputName } from "../input.ts";
import type { Process } from "../process.ts";
import { tableLines } from "../table.ts";
import { linesText } from "../terminalGate.ts";
import { JobThreads } from "./run/jobThreads.ts";
import { runStudy } from "./runStudy.ts";
import { flagsOf, hasOneLoss, longestLookback, searchSpace, usedParams } from "./searched.ts";
import { journalFile, openStudy, type StudyFolder } from "./studyFolder.ts";
import { TrialJobs, type TrialRunner } from "./trialRunner.ts";
import { tuneWords } from "./words.ts";

interface TuneOptions extends SeriesOptions {
  readonly search?: readonly string[];
  readonly sampler: SamplerName;
  readonly pruner?: PrunerName;
  readonly trials?: number;
  readonly timeout?: number;
  readonly jobs?: number;
  readonly repeats: number;
  readonly study?: string;
}

export function addTuneCommand(program: Command, process: Process, exit: (code: number) => void): void {
  const command = program
    .command("tune")
    .description("search for the settings that forecast the validation set best")
    .argument("[data]", "a CSV file or JSON lines")
    .option(
      "--search <setting>",
      "what to search: lr=log:1e-4..1e-1, hidden=16,32,64, layers=1..3; several times",
      collected,
    )
    .addOption(new Option("--sampler <name>", "how settings are chosen").choices(samplerNames).default("tpe"))
    .addOption(
      new Option(
        "--pruner <name>",
        "when a trial is given up early (default: median where losses can be compared)",
      ).choices(prunerNames),
    )
    .option("--trials <n>", "number of trials (default: 50; of a grid, all of it)", whole(1, 1_000_000))
    .option("--timeout <seconds>", "no trial begins after that time", whole(1, 1_000_000_000))
    .option(
      "--jobs <n>",
      "trials at once, up to 8, with the same results (default: the number of cores)",
      whole(1, AHEAD),
    )
    .option("--repeats <n>", "number of other seeds to train the best settings with", whole(0, 100), 2)
    .option(
      "--study <folder>",
      "folder of the study, with Optuna's journal (default: runs/FILE-tune); one that exists is continued",
    );
  addSeriesOptions(command);
  addAnswerOptions(command, process).action(async (data: string | undefined, options: TuneOptions) => {
    exit(await process.interruptible((signal) => runTune(data, options, process, signal)));
  });
}

function collected(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

/** A study that is about to run. */
interface Tuning {
  readonly request: SeriesRequest;
  readonly given: GivenOptions;
  readonly series: Series;
  readonly space: SearchSpace;
  readonly folder: string;
  readonly opened: StudyFolder;
  readonly runner: TrialRunner;
  readonly options: TuneOptions;
  readonly trials: number;
  readonly screen: TrainScreen;
}

async function runTune(
  data: string | undefined,
  options: TuneOptions,
  process: Process,
  signal: AbortSignal,
): Promise<number> {
  const { lang, json = false } = options;
  const space = searchSpace(options.search ?? []);
  if (Object.keys(space).length === 0)
    throw new UsageError(
      "nothing to search was given\n  for example: --search lr=log:1e-4..1e-1 --search hidden=16,32,64",
    );
  const pruner = prunerOf(options, space);
  const request = await requestOf(data, options);
  const given: GivenOptions = { model: "gru", ...request.given };
  if (given.model === "auto")
    throw new UsageError(
      "--model auto cannot be tuned\n  choose a model, or search them: --search model=gru,lstm",
    );
  const screen = new TrainScreen(process, lang, { silent: json || options.printConfig === true });
  const { series, run } = await prepare({ data: request.data, given }, { screen, lang, process, signal });
  if (options.printConfig) {
    process.stdout.write(jsonText(resolvedOptions(request.data, given, run.plan)));
    return 0;
  }
  const folder = options.study ?? join("runs", `${inputName(request.data).replace(/\.[^.]*$/, "")}-tune`);
  const { sampler } = options;
  const size = sampler === "grid" ? gridSize(space) : 50; // refuses a grid without an end
  const trials = options.trials ?? size;
  const name = inputName(request.data);
  const study = { name, space, sampler, pruner, seed: run.plan.seed };
  const depends = {
    given,
    space,
    sampler,
    pruner,
    seed: run.plan.seed,
    rows: series.length,
    data: sumOf(series),
  };
  const plain: Json = JSON.parse(JSON.stringify(depends));
  const opened = await openStudy(folder, study, plain);
  const key = await jobId({ kind: "study", settings: plain, data: null });
  const shared = { key, value: { series, given, longest: longestLookback(space) } };
  const jobs = options.jobs ?? Math.min(AHEAD, availableParallelism());
  const runner = new TrialJobs(new JobThreads({ threads: jobs }), shared, ({ number }) =>
    number < 0 ? null : opened.study.limits(number),
  );
  const tuning = { request, given, series, space, folder, opened, runner, options, trials, screen };
  try {
    return await tune(tuning, process, signal);
  } finally {
    await runner.close();
    await opened.close();
  }
}

/** Losses of different kinds cannot be compared. */
function prunerOf({ pruner }: TuneOptions, space: SearchSpace): PrunerName {
  if (hasOneLoss(space)) return pruner ?? "median";
  if (pruner === undefined || pruner === "none") return "none";
  throw new UsageError(
    `--pruner ${pruner} compares losses, which differ if the loss, the scaler or the model is searched\n  leave it out`,
  );
}

async function tune(tuning: Tuning, process: Process, signal: AbortSignal): Promise<number> {
  const { opened, runner, options, trials, screen, folder } = tuning;
  const { study, isResumed } = opened;
  const words = tuneWords[options.lang];
  if (isResumed) screen.print(words.resumed(study.trials.length, folder));
  const deadline =
    options.timeout === undefined ? Number.POSITIVE_INFINITY : performance.now() + 1000 * options.timeout;
  const onTrial = (trial: Trial): void => screen.print(trialLine(trial, study, trials, options.lang));
  await runStudy(study, runner, {
    trials,
    jobs: options.jobs ?? availableParallelism(),
    deadline,
    signal,
    onTrial,
  });
  const seeds = signal.aborted ? [] : await overSeeds(tuning);
  if (signal.aborted) {
    process.stderr.write(linesText([words.interrupted(folder)]));
    return 130;
  }
  process.stdout.write(
    options.json ? plainJson(summaryOf(tuning, seeds)) : linesText(resultLines(tuning, seeds)),
  );
  return study.best === null ? 1 : 0;
}

/** The scores of the best settings with other seeds. */
async function overSeeds({ opened, runner, options, screen }: Tuning): Promise<number[]> {
  const { best } = opened.study;
  if (best === null || options.repeats === 0) return [];
  screen.print(tuneWords[options.lang].repeating(options.repeats));
  const runs = Array.from({ length: options.repeats }, (_, k) => {
    const params = { ...best.params, seed: opened.study.options.seed + 1 + k };
    return runner.run({ ...best, number: -1 - k, params }, () => undefined);
  });
  const values = (await Promise.all(runs)).flatMap((end) => (end.state === "complete" ? end.value : []));
  opened.note("seeds", values);
  return values;
}

function trialLine(trial: Trial, study: Study, trials: number, lang: Lang): string {
  const { outcomes, trial: line } = tuneWords[lang];
  const outcome =
    trial.state === "complete"
      ? outcomes.complete(trial.value ?? Number.NaN)
      : trial.state === "failed"
        ? outcomes.failed(String(trial.notes.reason ?? ""))
        : outcomes.pruned;
  const settings = flagsOf(trial.params).join(" ");
  return line({ number: trial.number, trials, settings, best: study.best?.value ?? null }, outcome);
}

const SHOWN = 5;

function resultLines({ opened, request, folder, options }: Tuning, seeds: readonly number[]): string[] {
  const { study } = opened;
  const { best } = study;
  const words = tuneWords[options.lang];
  const journal = words.journal(join(folder, journalFile));
  if (best === null || best.value === null) return [words.none, journal];
  const ranked = study.trials.filter(({ state }) => state === "complete").sort(byValue);
  const rows = ranked
    .slice(0, SHOWN)
    .map(({ number, value, params }) => [
      String(number + 1),
      words.outcomes.complete(value ?? Number.NaN),
      ...Object.values(params).map(settingText),
    ]);
  const head = [...words.head, ...Object.keys(best.params)];
  return [
    words.best(best.number, ranked.length),
    words.score(best.value),
    ...(seeds.length === 0 ? [] : [words.seeds(seeds)]),
    "",
    ...tableLines([head, ...rows], [0, 1]),
    ...importanceLines(study, options.lang),
    "",
    words.train(["unrolled train", shellWord(request.data), ...trainFlags(request.given, best)].join(" ")),
    journal,
  ];
}

function settingText(value: Choice): string {
  return typeof value === "number" && !Number.isInteger(value)
    ? formatRounded(value, 4)
    : String(value ?? "none");
}

/** The settings, those that matter most first. */
function importanceLines(study: Study, lang: Lang): string[] {
  const found = importances(study.options.space, study.trials);
  if (found === null) return [];
  const parts = Object.entries(found)
    .sort(([, a], [, b]) => b - a)
    .map(([name, share]) => `${flagOf(name).slice(2)} ${formatPercent(share, 0)}`);
  return ["", tuneWords[lang].importance(parts.join(lang === "zh" ? "、" : ", "))];
}

function byValue(a: Trial, b: Trial): number {
  return (a.value ?? 0) - (b.value ?? 0);
}

/** The given options and the best settings, as flags. */
function trainFlags(given: GivenOptions, best: Trial): string[] {
  const chosen: GivenOptions = { model: "gru", ...given };
  const plain: readonly (readonly [string, unknown])[] = Object.entries({
    ...chosen,
    ...usedParams(chosen, best.params),
  });
  return plain.flatMap(([name, value]) => {
    const one = Array.isArray(value) ? value.join(",") : value;
    const isPlain =
      one === null || typeof one === "number" || typeof one === "string" || typeof one === "boolean";
    return isPlain ? flagsOf({ [name]: one }).map(shellWord) : [];
  });
}

function summaryOf({ opened, trials, folder, request }: Tuning, seeds: readonly number[]): Json {
  const { study } = opened;
  const one = (trial: Trial): Json => ({
    number: trial.number,
    state: trial.state,
    value: trial.value,
    params: trial.params,
    epochs: lastReport(trial)?.[0] ?? 0,
  });
  return {
    data: request.data,
    journal: join(folder, journalFile),
    trialsRequested: trials,
    best: study.best && one(study.best),
    seeds,
    importances: importances(study.options.space, study.trials),
    trials: study.trials.map(one),
  };
}

/** A number that differs, in all likelihood, for other data. */
function sumOf({ columns }: Series): number {
  let sum = 0;
  for (const { values } of columns)
    for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i])) sum += values[i] * (1 + (i % 97));
  return sum;
}
