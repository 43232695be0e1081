/** @module `unrolled backtest`: scores a model against the baselines on a held-out test set. */
import type { Command } from "commander";
import type { Series } from "../../data/series/series.ts";
import { UsageError } from "../../errors.ts";
import { Forecaster } from "../../forecast/forecaster.ts";
import type { Plan } from "../../forecast/plan.ts";
import { type BacktestProtocol, backtestSteps } from "../../forecast/scores/backtest.ts";
import { defaultRefitEvery } from "../../forecast/scores/refitting.ts";
import { isPanelConfig } from "../../runs/panel/panelFiles.ts";
import type { Lang } from "../../text/lang.ts";
import { finish } from "../../train/steps.ts";
import { isFolder, plainJson } from "../files.ts";
import { inShortTurns } from "../longSteps.ts";
import { backtestPanel, backtestPanelRun } from "../panel/backtestPanel.ts";
import { isPanel } from "../panel/panelFile.ts";
import { Interrupted, type Process, runAtOnce } from "../process.ts";
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

export function addBacktestCommand(program: Command, process: Process, exit: (code: number) => void): void {
  const command = program
    .command("backtest")
    .description("train a model and score it against the baselines on a held-out test set")
    .argument("[data]", "a CSV file or JSON lines; or the folder of a run, to test its model");
  addSeriesOptions(command, "testWindows");
  addAnswerOptions(command, process).action(async (data: string | undefined, options: SeriesOptions) => {
    exit(await process.interruptible((signal) => runBacktest(data, options, process, signal)));
  });
}

interface Tested {
  readonly forecaster: Forecaster;
  readonly series: Series;
  readonly request: SeriesRequest;
}

async function runBacktest(
  data: string | undefined,
  options: SeriesOptions,
  process: Process,
  signal: AbortSignal,
): Promise<number> {
  const { lang, json: isJson = false } = options;
  const isQuiet = isJson || options.printConfig === true;
  const screen = new TrainScreen(process, lang, { silent: isQuiet });
  const isSaved = data !== undefined && (await isFolder(data));
  const ofPanel = { lang, reportLang: lang, isJson, checkpointEvery: 0, process, signal, screen };
  if (isSaved) {
    const folder = await RunFolder.open(data);
    if (isPanelConfig((await folder.readText("config")) ?? ""))
      return backtestPanelRun(folder, (await requestOf(data, options)).given, ofPanel);
  } else {
    const request = await requestOf(data, options);
    if (await isPanel(request, signal)) return backtestPanel(request, ofPanel, options.printConfig === true);
  }
  const { forecaster, series, request } = isSaved
    ? await savedModel(data, options, process, signal)
    : await freshModel(await requestOf(data, options), options, { screen, process, signal });
  if (options.printConfig) {
    process.stdout.write(json(resolvedOptions(request.data, request.given, forecaster.plan)));
    return 0;
  }
  screen.status(seriesWords[lang].evaluating);
  const protocol = protocolFor(request.given, forecaster.plan, options.refit === true);
  const steps = backtestSteps(forecaster, series, protocol);
  const { atOnce } = process;
  const isRefit = protocol.refitEvery != null; // each training is a part of one step
  const backtest =
    isRefit && atOnce !== undefined
      ? await runAtOnce(() => finish(steps), { atOnce, signal })
      : await inShortTurns(steps, { signal, atOnce });
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
