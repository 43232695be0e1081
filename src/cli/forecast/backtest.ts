/** @module `unrolled backtest`: scores a model against the baselines on a held-out test set. */
import type { Command } from "commander";
import type { Series } from "../../data/series/series.ts";
import { UsageError } from "../../errors.ts";
import { Forecaster } from "../../forecast/forecaster.ts";
import { decodeFitted } from "../../forecast/forecasterFile.ts";
import type { Plan } from "../../forecast/plan.ts";
import { type BacktestProtocol, backtestRefits, backtestSteps } from "../../forecast/scores/backtest.ts";
import { defaultRefitEvery } from "../../forecast/scores/refitting.ts";
import { type Fitted, scoredOf } from "../../forecast/trained.ts";
import { isPanelConfig } from "../../runs/panel/panelFiles.ts";
import type { Lang } from "../../text/lang.ts";
import { isFolder, plainJson } from "../files.ts";
import { jobWords } from "../jobs/jobWords.ts";
import type { JobPlan } from "../jobs/run/runJobs.ts";
import { addJobOptions, type JobFlags, JobSession } from "../jobs/session.ts";
import { inShortTurns } from "../longSteps.ts";
import { backtestPanel, backtestPanelRun } from "../panel/backtestPanel.ts";
import { isPanel } from "../panel/panelFile.ts";
import type { PanelSession } from "../panel/panelTraining.ts";
import { Interrupted, type Process } from "../process.ts";
import { linesText } from "../terminalGate.ts";
import {
  addAnswerOptions,
  addSeriesOptions,
  requestOf,
  type SeriesOptions,
  type SeriesRequest,
} from "./commonOptions.ts";
import { expectedBy, readSeries } from "./dataFile.ts";
import { type GivenOptions, optionGroups } from "./flags.ts";
import { protocolOf, resolvedOptions } from "./givenOptions.ts";
import { backtestLines, choiceLines, styleOf } from "./print.ts";
import { json, RunFolder } from "./runFolder.ts";
import { modelOf, ownData, savedRun } from "./savedRun.ts";
import { type Preparing, prepare, trainRun } from "./training.ts";
import { TrainScreen } from "./trainScreen.ts";
import { seriesWords } from "./words.ts";

export function addBacktestCommand(
  program: Command,
  process: Process,
  exit: (code: number) => void,
  words: readonly string[],
): void {
  const command = program
    .command("backtest")
    .description("train a model and score it against the baselines on a held-out test set")
    .argument("[data]", "a CSV file or JSON lines; or the folder of a run, to test its model");
  addSeriesOptions(command, "testWindows");
  addJobOptions(command);
  addAnswerOptions(command, process).action(async (data: string | undefined, options: BacktestOptions) => {
    exit(
      await process.interruptible((signal) => {
        const { lang, json: isJson = false } = options;
        const jobs = new JobSession({ flags: options, words, lang, isJson, process, signal });
        return runBacktest(data, options, { process, signal, jobs });
      }),
    );
  });
}

interface BacktestOptions extends SeriesOptions, JobFlags {}

interface Tested {
  readonly forecaster: Forecaster;
  readonly series: Series;
  readonly request: SeriesRequest;
}

async function runBacktest(
  data: string | undefined,
  options: SeriesOptions,
  { process, signal, jobs }: Pick<PanelSession, "process" | "signal" | "jobs">,
): Promise<number> {
  const { lang, json: isJson = false } = options;
  const isQuiet = isJson || options.printConfig === true;
  const screen = new TrainScreen(process, lang, { silent: isQuiet });
  await jobs.check();
  const isSaved = data !== undefined && (await isFolder(data));
  const ofPanel = { lang, reportLang: lang, isJson, checkpointEvery: 0, process, signal, screen, jobs };
  if (isSaved) {
    const folder = await RunFolder.open(data);
    if (isPanelConfig((await folder.readText("config")) ?? ""))
      return backtestPanelRun(folder, (await requestOf(data, options)).given, ofPanel);
  } else {
    const request = await requestOf(data, options);
    if (await isPanel(request, signal)) return backtestPanel(request, ofPanel, options.printConfig === true);
  }
  if (options.refit !== true && (await requestOf(data, options)).given.refitEvery == null) jobs.refuse();
  const { forecaster, series, request } = isSaved
    ? await savedModel(data, options, process, signal)
    : await freshModel(await requestOf(data, options), options, { screen, process, signal });
  if (options.printConfig) {
    process.stdout.write(json(resolvedOptions(request.data, request.given, forecaster.plan)));
    return 0;
  }
  screen.status(seriesWords[lang].evaluating);
  const protocol = protocolFor(request.given, forecaster.plan, options.refit === true);
  const known = await refitModels({ forecaster, series, request }, protocol, { jobs, lang, screen });
  if (known === null) return 0;
  const { atOnce } = process;
  const backtest = await inShortTurns(backtestSteps(forecaster, series, protocol, known), { signal, atOnce });
  screen.status(null);
  if (backtest === null) throw new Interrupted();
  process.stdout.write(
    isJson
      ? plainJson({ data: request.data, plan: forecaster.plan, ...protocol, ...backtest })
      : linesText([
          ...choiceLines(forecaster.plan, styleOf(lang, process)),
          ...backtestLines(backtest, styleOf(lang, process)),
          ...refitLines(protocol, lang),
        ]).trimStart(),
  );
  return signal.aborted ? 130 : 0;
}

/** With --refit the model is trained again in the course of the test set, as often as ends in reasonable time. */
function protocolFor(given: GivenOptions, plan: Plan, isRefit: boolean): BacktestProtocol {
  const protocol = protocolOf(given);
  return isRefit ? { refitEvery: defaultRefitEvery(plan), ...protocol } : protocol;
}

/** The models that are trained in the course of the test set, each by a job; null after a shard. */
async function refitModels(
  { forecaster, series }: Tested,
  protocol: BacktestProtocol,
  { jobs, lang, screen }: Pick<PanelSession, "jobs" | "lang" | "screen">,
): Promise<ReadonlyMap<number, Fitted> | null> {
  const trainings = backtestRefits(forecaster, series, protocol);
  if (trainings.length === 0) return new Map();
  const model = forecaster.toBytes();
  const data = { key: "series", make: () => ({ model, series }) };
  const words = jobWords[lang];
  const plans = trainings.map(
    (rows): JobPlan<"backtest-window"> => ({
      kind: "backtest-window",
      settings: { rows },
      data,
      label: words.window(rows),
    }),
  );
  const onDone = (done: number, all: number): void => screen.status(words.progress(done, all));
  const results = await jobs.run(plans, { onDone });
  const { plan } = scoredOf(forecaster.trained);
  return (
    results && new Map(results.map((result, i) => [trainings[i] ?? 0, decodeFitted(result().model, plan)]))
  );
}

function refitLines({ refitEvery }: BacktestProtocol, lang: Lang): string[] {
  return refitEvery == null ? [] : ["", seriesWords[lang].refitEvery(refitEvery)];
}

/** The model of a run. Throws UsageError for settings that would make it a different one. */
async function savedModel(
  path: string,
  options: SeriesOptions,
  { stderr, atOnce = (work) => work() }: Process,
  signal: AbortSignal,
): Promise<Tested> {
  const run = await savedRun(path);
  const { given } = await requestOf(path, options);
  const { roles, reading, testWindows } = optionGroups;
  const others = Object.keys(given).filter(
    (name) => !(name in { ...roles, ...reading, ...testWindows, refit: true }),
  );
  if (others.length > 0)
    throw new UsageError(
      `${path} is already trained, so ${others.join(", ")} cannot be given\n  the options of a backtest are --stride, --drop-last, --units, --reach-back, --refit and --refit-every`,
    );
  const request = { ...run.request, given: { ...run.request.given, ...given } };
  const forecaster = await modelOf(run.folder, { stderr, lang: options.lang });
  const { series } = await readSeries(await ownData(run), request.given, expectedBy(forecaster), {
    signal,
    atOnce,
  });
  return { forecaster, series, request };
}

async function freshModel(
  request: SeriesRequest,
  { lang, printConfig = false }: SeriesOptions,
  { screen, process, signal }: Pick<Preparing, "screen" | "process" | "signal">,
): Promise<Tested> {
  const { series, run } = await prepare(request, { screen, lang, process, signal });
  if (printConfig) return { forecaster: Forecaster.from(run), series, request };
  const { split, horizon } = run.plan;
  if (split.test.until - split.test.from < horizon)
    throw new UsageError(
      `the test set has ${split.test.until - split.test.from} rows but must have at least ${horizon}, the horizon\n  make it larger with --split`,
    );
  await trainRun(run, { signal, atOnce: process.atOnce, onEvent: (event) => screen.show(event) });
  return { forecaster: Forecaster.from(run), series, request };
}
