/** @module `unrolled train`: from a file to a model that has been put to the test, in a folder of its own. */

import { relative, resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Series } from "../../data/series/series.ts";
import type { DataFacts } from "../../runs/record.ts";
import type { RunResults } from "../../runs/results.ts";
import { timeWriter } from "../../runs/times.ts";
import { shellWord } from "../../text/shell.ts";
import { plainJson } from "../files.ts";
import { packageVersion } from "../packageRoot.ts";
import type { Process } from "../process.ts";
import {
  addAnswerOptions,
  addSeriesOptions,
  type Order,
  orderOf,
  type SeriesOptions,
} from "./commonOptions.ts";
import { finishRun, leaveRun } from "./finish.ts";
import { resolvedOptions } from "./givenOptions.ts";
import { type Prepared, prepare } from "./prepare.ts";
import { isDone, resumedRun, takeOver } from "./resume.ts";
import { json, RunFolder, wishFor } from "./runFolder.ts";
import { styleOf, tellRun } from "./story.ts";
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

/** What the parts of a training share. */
interface Session {
  readonly options: TrainOptions;
  readonly process: Process;
  readonly signal: AbortSignal;
  readonly screen: TrainScreen;
}

async function runTrain(
  data: string | undefined,
  options: TrainOptions,
  process: Process,
  signal: AbortSignal,
): Promise<number> {
  const { lang, json: isJson = false, printConfig = false, resume } = options;
  const screen = new TrainScreen(process, lang, { silent: isJson || printConfig });
  const session = { options, process, signal, screen };
  if (resume !== undefined) return goOn(resume, data, session);
  if (options.name !== undefined) await RunFolder.checkName(options.out, options.name); // before a long reading
  const order = await orderOf(data, options);
  const prepared = await prepare(order, screen, lang);
  if (printConfig) {
    process.stdout.write(json(resolvedOptions(order.data, order.asked, prepared.run.plan)));
    return 0;
  }
  return trainIn(await newFolder(order, options, prepared), prepared, session);
}

/** Goes on with a run that was interrupted. */
async function goOn(path: string, data: string | undefined, session: Session): Promise<number> {
  const { options, process, screen } = session;
  const words = seriesWords[options.lang];
  const { folder, order } = await resumedRun(path, data, options);
  if (await isDone(folder)) {
    process.stderr.write(`${words.alreadyDone(folder.path)}\n`);
    return 0;
  }
  const prepared = await prepare(order, screen, options.lang);
  await takeOver(prepared.run, folder);
  const history = prepared.run.trainer?.history ?? [];
  screen.goOn(history);
  screen.say(words.resumed(folder.path, history.length + 1));
  return trainIn(folder, prepared, session);
}

/** Trains, puts the model to the test, and tells of it; returns the exit code. */
async function trainIn(
  folder: RunFolder,
  { run, series }: Prepared,
  { options, process, signal, screen }: Session,
): Promise<number> {
  const words = seriesWords[options.lang];
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
    process.stderr.write(`${words.interrupted(`unrolled train --resume ${shellWord(folder.path)}`)}\n`);
    return 130;
  }
  screen.status(words.evaluating);
  const results = await finishRun(finished, options.lang);
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
  { run, series }: Prepared,
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
