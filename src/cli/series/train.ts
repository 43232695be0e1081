/** @module `unrolled train`: from a file to a model that has been put to the test, in a folder of its own. */
import { relative, resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Series } from "../../data/series.ts";
import { UsageError } from "../../errors.ts";
import { ForecasterRun } from "../../forecast/forecasterRun.ts";
import type { DataFacts } from "../../runs/record.ts";
import type { RunResults } from "../../runs/results.ts";
import { timeWriter } from "../../runs/times.ts";
import { packageVersion } from "../packageRoot.ts";
import type { Process } from "../process.ts";
import {
  addAnswerOptions,
  addSeriesOptions,
  type Order,
  orderOf,
  type SeriesOptions,
} from "./commonOptions.ts";
import { readSeries } from "./dataFile.ts";
import { finishRun, leaveRun } from "./finish.ts";
import { forecasterOptionsOf, settledOf } from "./forecasterOptions.ts";
import { inFlags, shellWord } from "./inFlags.ts";
import { plainJson } from "./plainJson.ts";
import { json, RunFolder, wishFor } from "./runFolder.ts";
import { type SavedRun, savedRun } from "./savedRun.ts";
import { savedTraining } from "./savedTraining.ts";
import { introduce, readingLine, styleOf, tellRun } from "./story.ts";
import { trainRun } from "./training.ts";
import { TrainScreen } from "./trainScreen.ts";
import { seriesWords } from "./words.ts";

interface TrainOptions extends SeriesOptions {
  readonly out: string;
  readonly name?: string;
  readonly resume?: string;
  readonly tensorboard?: boolean;
  readonly checkpointEvery: number;
}

/** Adds `train` to the program; the exit code is handed to `exit`. */
export function addTrainCommand(program: Command, process: Process, exit: (code: number) => void): void {
  const command = program
    .command("train")
    .description("train a model on a series of your own; runs/NAME has all that comes of it")
    .argument("[data]", "a CSV file, or JSON lines");
  addSeriesOptions(command)
    .option("--out <folder>", "where the folders of runs are", "runs")
    .option("--name <name>", "the run's name (default: of file and model)")
    .option("--resume <run>", "go on with a run that was interrupted, as runs/NAME")
    .option("--tensorboard", "write TensorBoard's event files too")
    .addOption(
      new Option("--checkpoint-every <seconds>", "from one checkpoint to the next")
        .argParser(seconds)
        .default(5),
    );
  addAnswerOptions(command, process).action(async (data: string | undefined, options: TrainOptions) => {
    exit(await process.interruptible((signal) => runTrain(data, options, process, signal)));
  });
}

function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= 86_400) return value;
  throw new InvalidArgumentError("It must be a number of seconds from 0 to 86400.");
}

async function runTrain(
  data: string | undefined,
  options: TrainOptions,
  process: Process,
  signal: AbortSignal,
): Promise<number> {
  const { lang, json: isJson = false, printConfig = false } = options;
  const screen = new TrainScreen(process, lang, { silent: isJson || printConfig });
  const resumed = options.resume === undefined ? null : await resumedRun(options.resume, data, options);
  if (resumed !== null && (await isDone(resumed.folder))) {
    process.stderr.write(`${seriesWords[lang].alreadyDone(resumed.folder.path)}\n`);
    return 0;
  }
  const order = resumed?.order ?? (await orderOf(data, options));
  const { series, unused } = await readSeries(order.data, order.asked, (progress) =>
    screen.status(readingLine(order.data, progress, lang)),
  );
  screen.status(null);
  const run = await inFlags(() => new ForecasterRun(series, forecasterOptionsOf(order.asked)));
  if (printConfig) {
    process.stdout.write(json(settledOf(order.data, order.asked, run.plan)));
    return 0;
  }
  const folder = resumed?.folder ?? (await newFolder(order, options, run, series));
  screen.say(introduce(series, unused, run.plan, lang).join("\n"));
  if (resumed !== null) await goOn(run, folder, screen, options);
  const ended = await trainRun(run, {
    folder,
    signal,
    onEvent: (event) => screen.show(event),
    checkpointEvery: options.checkpointEvery,
    tensorboard: options.tensorboard === true,
  });
  const finished = { run, series, folder, ...ended };
  if (ended.reason === "interrupted") {
    await leaveRun(finished);
    process.stderr.write(
      `${seriesWords[lang].interrupted(`unrolled train --resume ${shellWord(folder.path)}`)}\n`,
    );
    return 130;
  }
  screen.status(seriesWords[lang].evaluating);
  const results = await finishRun(finished, lang);
  screen.status(null);
  tellResults(results, folder, options, process);
  return ended.reason === "diverged" ? 3 : 0;
}

/** Says what has come of a run. */
function tellResults(
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
  process.stdout.write(`${tellRun(results, folder.path, styleOf(lang, process)).join("\n").trimStart()}\n`);
}

/** Makes the folder of a run, with what it was started with. */
async function newFolder(
  { data, asked }: Order,
  { out, name }: TrainOptions,
  run: ForecasterRun,
  series: Series,
): Promise<RunFolder> {
  const folder = await RunFolder.create(out, name, wishFor(data, run.plan.model));
  await folder.tidy("metrics", "status", "best", "checkpoint", "backtest", "forecast", "report");
  const file = relative(resolve(folder.path), resolve(data));
  await folder.writeConfig({
    unrolled: packageVersion(),
    created: new Date().toISOString(),
    data: factsOf(series, file),
    plan: run.plan,
    asked,
  });
  return folder;
}

function factsOf(series: Series, file: string): DataFacts {
  const { time, timeName, length } = series;
  const write = timeWriter(series);
  const shown = (value: number | undefined): string | null => (value === undefined ? null : write(value));
  return { file, rows: length, timeColumn: timeName, from: shown(time?.at(0)), until: shown(time?.at(-1)) };
}

/** A run to go on with: its own settings, of which the end of training may be changed. */
async function resumedRun(path: string, data: string | undefined, options: TrainOptions): Promise<SavedRun> {
  const { folder, order } = await savedRun(path);
  const { asked } = await orderOf(data ?? order.data, options);
  const changed = Object.keys(asked).filter((name) => name !== "epochs" && name !== "patience");
  if (changed.length > 0)
    throw new UsageError(
      `--resume goes on with the settings of ${path}, but ${changed.join(", ")} was given too\n  only --epochs and --patience may change`,
    );
  return { folder, order: { data: data ?? order.data, asked: { ...order.asked, ...asked } } };
}

/** Whether everything of a run is written: a checkpoint is taken away last. */
async function isDone(folder: RunFolder): Promise<boolean> {
  const { state } = await savedTraining(folder);
  return (state === "done" || state === "diverged") && (await folder.read("checkpoint")) === null;
}

/** Takes over the checkpoint; a run that was killed before its first one begins anew. */
async function goOn(
  run: ForecasterRun,
  folder: RunFolder,
  screen: TrainScreen,
  { lang }: TrainOptions,
): Promise<void> {
  const words = seriesWords[lang];
  const checkpoint = await folder.read("checkpoint");
  if (checkpoint !== null && run.trainer !== null)
    await inFlags(() => run.restore(checkpoint), folder.pathOf("checkpoint"));
  await folder.trimMetrics(run.trainer?.history ?? []);
  await folder.tidy();
  screen.goOn(run.trainer?.history ?? []);
  screen.say(words.resumed(folder.path, (run.trainer?.history.length ?? 0) + 1));
}
