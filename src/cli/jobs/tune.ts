/** @module `unrolled tune`: searches the settings that forecast the validation set best, of one series or of a panel. */
import { join } from "node:path";
import type { Command } from "commander";
import { UsageError } from "../../errors.ts";
import type { Json } from "../../jobs/job.ts";
import { say } from "../../sentence.ts";
import { shellWord } from "../../text/escape.ts";
import type { Lang } from "../../text/lang.ts";
import {
  addAnswerOptions,
  addSeriesOptions,
  requestOf,
  type SeriesOptions,
  type SeriesRequest,
} from "../forecast/commonOptions.ts";
import type { GivenOptions } from "../forecast/flags.ts";
import { resolvedOptions } from "../forecast/givenOptions.ts";
import { json as jsonText } from "../forecast/runFolder.ts";
import { prepare } from "../forecast/training.ts";
import { TrainScreen } from "../forecast/trainScreen.ts";
import { inputName, isStandardInput } from "../input.ts";
import { isPanel } from "../panel/panelFile.ts";
import { preparePanel, resolvedPanelOptions } from "../panel/trainPanel.ts";
import type { Process } from "../process.ts";
import { panelSum, panelTaskOf, seriesSum, seriesTaskOf } from "./fingerprints.ts";
import { hasOneLoss, longestLookback, panelSearchTable, seriesTable } from "./searched.ts";
import { addSearchOptions, type SearchOptions } from "./searchFlags.ts";
import { type Search, searchOf } from "./searchOptions.ts";
import { searchStudy } from "./studyRun.ts";
import type { StudyTask } from "./studyTask.ts";

type TuneOptions = SeriesOptions & SearchOptions;

export function addTuneCommand(program: Command, process: Process, exit: (code: number) => void): void {
  const command = program
    .command("tune")
    .description("search for the settings that forecast the validation set best")
    .argument("[data]", "a CSV file or JSON lines");
  addSearchOptions(command, { folder: "runs/FILE-tune", pruner: "median where losses can be compared" });
  addSeriesOptions(command);
  addAnswerOptions(command, process).action(async (data: string | undefined, options: TuneOptions) => {
    exit(await process.interruptible((signal) => runTune(data, options, process, signal)));
  });
}

/** What the tasks of a series and of a panel are made from. */
interface Tuning {
  readonly request: SeriesRequest;
  readonly options: TuneOptions;
  readonly process: Process;
  readonly signal: AbortSignal;
  readonly screen: TrainScreen;
  readonly lang: Lang;
}

/** A study to run, or the options to print. */
interface Prepared {
  readonly task: StudyTask;
  readonly resolved: () => Readonly<Record<string, unknown>>;
}

async function runTune(
  data: string | undefined,
  options: TuneOptions,
  process: Process,
  signal: AbortSignal,
): Promise<number> {
  const { lang, json = false, printConfig = false } = options;
  const asked = await requestOf(data, options);
  const isOfPanel = await isPanel(asked, signal);
  const search = await searchOf(options, isOfPanel ? panelSearchTable : seriesTable);
  const request = { ...asked, given: { model: "gru", ...asked.given } as GivenOptions };
  if (request.given.model === "auto")
    throw new UsageError(say`--model auto cannot be tuned`, {
      hint: say`choose a model, or search them: --search model=gru,lstm`,
    });
  const screen = new TrainScreen(process, lang, { silent: json || printConfig });
  const tuning = { request, options, process, signal, screen, lang };
  const { task, resolved } = await (isOfPanel ? panelTask : seriesTask)(tuning, search);
  if (printConfig) {
    process.stdout.write(jsonText(resolved()));
    return 0;
  }
  const folder = options.study ?? join("runs", `${inputName(request.data).replace(/\.[^.]*$/, "")}-tune`);
  const print = (...lines: readonly string[]): void => screen.print(...lines);
  return searchStudy(task, search, { options, folder, process, signal, print });
}

async function seriesTask(tuning: Tuning, { space }: Search): Promise<Prepared> {
  const { request, screen, lang, process, signal } = tuning;
  const { series, run } = await prepare(request, { screen, lang, process, signal });
  const { given } = request;
  const task: StudyTask = {
    ...commonTask(tuning, "series"),
    space,
    seed: run.plan.seed,
    data: { kind: "series", series, given, longest: longestLookback(space) },
    depends: { given: plainGiven(given), task: seriesTaskOf(run.plan), data: seriesSum(series) },
    hasOneLoss: hasOneLoss(space),
  };
  return { task, resolved: () => resolvedOptions(request.data, given, run.plan) };
}

/** Losses of a panel's models are scaled by the look-back, and compared after as many steps of the optimiser. */
const unlike = ["lookback", "perSeries", "steps", "batchSize"];

async function panelTask(tuning: Tuning, { space }: Search): Promise<Prepared> {
  const { request, screen, lang, process, signal } = tuning;
  const session = { lang, process, signal, screen };
  const { panel, run } = await preparePanel(request, session);
  const { horizon, season, test, validation, seed } = run.plan;
  const given = { ...request.given, horizon, season, test, validation, seed };
  const task: StudyTask = {
    ...commonTask(tuning, "panel"),
    space,
    seed,
    data: { kind: "panel", panel, given },
    depends: { given: plainGiven(request.given), task: panelTaskOf(run.plan), data: panelSum(panel) },
    hasOneLoss: !unlike.some((name) => Object.hasOwn(space, name)),
  };
  return { task, resolved: () => resolvedPanelOptions(request, run) };
}

function commonTask(
  { request: { data } }: Tuning,
  kind: "series" | "panel",
): Pick<StudyTask, "kind" | "name" | "command"> {
  const file = isStandardInput(data) ? "DATA" : shellWord(data);
  return {
    kind,
    name: inputName(data),
    command: (_, folder) => `unrolled train ${file} --from-study ${shellWord(folder)}`,
  };
}

function plainGiven(given: GivenOptions): Json {
  return JSON.parse(JSON.stringify(given));
}
