/** @module `unrolled forecast`: the forecast of a trained model, as CSV. */
import { existsSync } from "node:fs";
import type { Command } from "commander";
import type { Series } from "../../data/series/series.ts";
import { describeStep } from "../../data/series/timeStep.ts";
import type { Forecaster } from "../../forecast/forecaster.ts";
import { forecastCsv } from "../../runs/forecastCsv.ts";
import { datesOf } from "../../runs/forecastFile.ts";
import { isPanelConfig } from "../../runs/panel/panelFiles.ts";
import { InputError, plainJson, writeTo } from "../files.ts";
import { checkInputs, checkNamed, type IsOurs } from "../guards.ts";
import { addJobOptions, type JobFlags, JobSession } from "../jobs/session.ts";
import { forecastPanel } from "../panel/forecastPanel.ts";
import type { Process } from "../process.ts";
import { linesText } from "../terminalGate.ts";
import { type AnswerOptions, addAnswerOptions } from "./commonOptions.ts";
import { expectedBy, readFuture, readSeries } from "./dataFile.ts";
import { addFlags, givenFlags } from "./flags.ts";
import { RunFolder } from "./runFolder.ts";
import { modelOf, ownData, type SavedRun, savedRun } from "./savedRun.ts";
import { seriesWords } from "./words.ts";

interface ForecastOptions extends AnswerOptions, JobFlags, Readonly<Record<string, unknown>> {
  readonly data?: string;
  readonly future?: string;
  readonly out?: string;
  readonly force?: boolean;
}

export function addForecastCommand(
  program: Command,
  process: Process,
  exit: (code: number) => void,
  words: readonly string[],
): void {
  const command = program
    .command("forecast")
    .description("forecast with a trained run: CSV with intervals, in the units of the data")
    .argument("<run>", "the folder of a run, as runs/NAME")
    .option("--data <file>", "newer data to forecast from (default: the training data)")
    .option("--future <file>", "future covariates, unless the data file has them after its last target")
    .option("--out <file>", "file to write to (default: standard output)")
    .option("--force", "replace a file that is read, or is no forecast");
  addFlags(command, "reading");
  addJobOptions(command);
  addAnswerOptions(command, process).action((path: string, options: ForecastOptions) =>
    process.interruptible(async (signal) => {
      const { lang, json: isJson = false } = options;
      const jobs = new JobSession({ flags: options, words, lang, isJson, process, signal });
      await runForecast(path, options, process, jobs);
      exit(signal.aborted ? 130 : 0);
    }),
  );
}

async function runForecast(
  path: string,
  options: ForecastOptions,
  process: Process,
  jobs: JobSession,
): Promise<void> {
  const { stdout, stderr } = process;
  await jobs.check();
  const opened = await RunFolder.open(path);
  if (isPanelConfig((await opened.readText("config")) ?? ""))
    return forecastPanel(opened, options, process, jobs);
  jobs.refuse();
  const run = await savedRun(path);
  const { data = run.request.data, future: covariates = [], out, force = false } = options;
  const inRun = (["config", "status", "metrics", "best", "checkpoint"] as const).map((file) =>
    run.folder.pathOf(file),
  );
  if (out !== undefined && !force) await checkInputs(out, [data, run.request.data].concat(covariates, inRun));
  const forecaster = await modelOf(run.folder, { stderr, lang: options.lang });
  const given = { ...run.request.given, ...givenFlags(options) };
  const newer =
    options.data === undefined ? null : await readSeries(options.data, given, expectedBy(forecaster));
  const series = newer?.series ?? (await ownRows(forecaster, run));
  checkSteps(series, forecaster.trained.tail);
  const ahead =
    options.future === undefined ? null : await readFuture(options.future, given, forecaster.plan, series);
  const future = ahead?.values ?? null;
  const words = seriesWords[options.lang];
  for (const encoding of [...(newer?.encodings ?? []), ...(ahead?.encodings ?? [])])
    if (encoding.others.length > 0) stderr.write(linesText([words.unknownCategories(encoding)]));
  const forecast = upToDate(forecaster, series, run).forecast(series, future === null ? {} : { future });
  const { timeName, timeKind } = series;
  const text = options.json
    ? plainJson({
        run: run.folder.path,
        timeName,
        timeKind,
        time: forecast.time,
        ...datesOf(series, forecast),
        targets: forecast.targets,
      })
    : forecastCsv(forecast, series);
  if (out === undefined) stdout.write(text);
  else await writeTo(out, text, force ? {} : await checkNamed(out, text, isForecast(text)));
}

/** Whether a file begins as a forecast does: as JSON of a run, or with the header of this one, with its intervals. */
function isForecast(text: string): IsOurs {
  const header = text.slice(0, text.indexOf("\n") + 1);
  const isMarked = header.startsWith("step,") || header.includes(" lower ");
  return (_, head) =>
    text.startsWith("{") ? head.startsWith('{\n  "run": "') : isMarked && head.startsWith(header);
}

/** The last rows of the training set, with the future covariates that follow them in its file. */
async function ownRows(forecaster: Forecaster, run: SavedRun): Promise<Series> {
  const { request, config } = run;
  const { plan, trained } = forecaster;
  const { tail } = trained;
  const names = plan.columns.future;
  if (names.length === 0 || !existsSync(request.data)) return tail;
  const { series } = await readSeries(await ownData(run), request.given, expectedBy(forecaster));
  const after = (name: string): number[] => [
    ...(series.columns.find((column) => column.name === name)?.values.subarray(config.data.rows) ?? []),
    ...Array.from(series.future?.[name] ?? []),
  ];
  return { ...tail, future: Object.fromEntries(names.map((name) => [name, after(name)])) };
}

/** Throws InputError for rows at other steps than those of the training: weeks would pass for days. */
function checkSteps(series: Series, trained: Series): void {
  const steps = ({ step, time, timeKind }: Series): string =>
    step === null
      ? time === null
        ? "no times"
        : "times that follow no rule"
      : `steps of ${describeStep(step)}${timeKind === "date" ? "" : ", which are not dates"}`;
  if (steps(series) === steps(trained)) return;
  throw new InputError(`${series.name} has ${steps(series)}, but the model was trained on ${steps(trained)}`);
}

/** With intervals recalibrated on the newer rows, if these continue the rows of the training. */
function upToDate(forecaster: Forecaster, series: Series, { config }: SavedRun): Forecaster {
  const { tail } = forecaster.trained;
  const from = config.data.rows - tail.length;
  const isSame = tail.columns.every(({ name, values }) => {
    const others = series.columns.find((column) => column.name === name)?.values;
    return values.every((value, i) => others?.[from + i] === value);
  });
  return isSame && series.length > config.data.rows ? forecaster.recalibrate(series) : forecaster;
}
