/** @module `unrolled backtest`: a model beside doing nothing, on rows that it has never seen. */
import { stat } from "node:fs/promises";
import type { Command } from "commander";
import type { Series } from "../../data/series/series.ts";
import { UsageError } from "../../errors.ts";
import { Forecaster } from "../../forecast/forecaster.ts";
import { type Backtest, backtestOf } from "../../forecast/scores/backtest.ts";
import { plainJson } from "../files.ts";
import type { Process } from "../process.ts";
import {
  addAnswerOptions,
  addSeriesOptions,
  type Order,
  orderOf,
  type SeriesOptions,
} from "./commonOptions.ts";
import { readSeries } from "./dataFile.ts";
import { optionGroups } from "./flags.ts";
import { protocolOf, resolvedOptions } from "./givenOptions.ts";
import { inFlags } from "./inFlags.ts";
import { prepare } from "./prepare.ts";
import { json } from "./runFolder.ts";
import { modelOf, savedRun } from "./savedRun.ts";
import { styleOf, tellBacktest } from "./story.ts";
import { trainRun } from "./training.ts";
import { TrainScreen } from "./trainScreen.ts";
import { seriesWords } from "./words.ts";

/** Adds `backtest` to the program; the exit code is handed to `exit`. */
export function addBacktestCommand(program: Command, process: Process, exit: (code: number) => void): void {
  const command = program
    .command("backtest")
    .description("train a model, and hold it against every baseline on rows that it has never seen")
    .argument("[data]", "a CSV file or JSON lines; or the folder of a run, whose model is taken as it is");
  addSeriesOptions(command, "testWindows");
  addAnswerOptions(command, process).action(async (data: string | undefined, options: SeriesOptions) => {
    exit(await process.interruptible((signal) => runBacktest(data, options, process, signal)));
  });
}

/** A model with the series that it is tested on. */
interface Tested {
  readonly forecaster: Forecaster;
  readonly series: Series;
  readonly order: Order;
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
  const tested = isSaved
    ? await savedModel(data, options)
    : await freshModel(await orderOf(data, options), options, screen, signal);
  if (options.printConfig) {
    process.stdout.write(
      json(resolvedOptions(tested.order.data, tested.order.asked, tested.forecaster.plan)),
    );
    return 0;
  }
  screen.status(seriesWords[lang].evaluating);
  const protocol = protocolOf(tested.order.asked);
  const backtest = await inFlags(() => backtestOf(tested.forecaster, tested.series, protocol));
  screen.status(null);
  process.stdout.write(isJson ? plainJson(documentOf(tested, backtest)) : told(backtest, options, process));
  return signal.aborted ? 130 : 0;
}

function told(backtest: Backtest, { lang }: SeriesOptions, process: Process): string {
  return `${tellBacktest(backtest, styleOf(lang, process)).join("\n").trimStart()}\n`;
}

function documentOf({ forecaster, order }: Tested, backtest: Backtest): unknown {
  return { data: order.data, plan: forecaster.plan, ...backtest };
}

/** The model of a run, as it is; settings other than those of the protocol would be another model. */
async function savedModel(path: string, options: SeriesOptions): Promise<Tested> {
  const run = await savedRun(path);
  const { asked } = await orderOf(path, options);
  const { roles, reading, testWindows } = optionGroups;
  const others = Object.keys(asked).filter((name) => !(name in { ...roles, ...reading, ...testWindows }));
  if (others.length > 0)
    throw new UsageError(
      `${path} is trained already, but ${others.join(", ")} was given\n  options of a backtest are --stride, --drop-last, --units and --reach-back`,
    );
  const order = { ...run.order, asked: { ...run.order.asked, ...asked } };
  const { series } = await readSeries(order.data, order.asked);
  return { forecaster: await modelOf(run.folder), series, order };
}

async function freshModel(
  order: Order,
  { lang, printConfig = false }: SeriesOptions,
  screen: TrainScreen,
  signal: AbortSignal,
): Promise<Tested> {
  const { series, run } = await prepare(order, screen, lang);
  if (printConfig) return { forecaster: Forecaster.from(run), series, order };
  const { split, horizon } = run.plan;
  if (split.test.until - split.test.from < horizon)
    throw new UsageError(
      `the test part has ${split.test.until - split.test.from} rows but must have at least ${horizon}, the horizon\n  give --split a larger test part`,
    );
  const onEvent = screen.show.bind(screen);
  await trainRun(run, {
    folder: null,
    signal,
    onEvent,
    checkpointEvery: Number.POSITIVE_INFINITY,
    tensorboard: false,
  });
  return { forecaster: Forecaster.from(run), series, order };
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
