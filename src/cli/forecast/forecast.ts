/** @module `unrolled forecast`: the steps ahead of a trained model, as CSV. */
import { dirname } from "node:path";
import type { Command } from "commander";
import type { Series } from "../../data/series/series.ts";
import { describeStep } from "../../data/series/timeStep.ts";
import type { Forecast, Forecaster } from "../../forecast/forecaster.ts";
import { forecastCsv } from "../../runs/forecastCsv.ts";
import { InputError, makeFolder, plainJson, writeWhole } from "../files.ts";
import type { Process } from "../process.ts";
import { type AnswerOptions, addAnswerOptions } from "./commonOptions.ts";
import { readSeries } from "./dataFile.ts";
import { addFlags, givenFlags } from "./flags.ts";
import { readFuture } from "./futureFile.ts";
import { inFlags } from "./inFlags.ts";
import { modelOf, type SavedRun, savedRun } from "./savedRun.ts";

interface ForecastOptions extends AnswerOptions, Readonly<Record<string, unknown>> {
  readonly data?: string;
  readonly future?: string;
  readonly out?: string;
}

/** Adds `forecast` to the program. */
export function addForecastCommand(program: Command, process: Process): void {
  const command = program
    .command("forecast")
    .description("forecast the steps ahead with a trained run, as CSV with intervals, in the data's units")
    .argument("<run>", "the folder of a run, as runs/NAME")
    .option("--data <file>", "newer rows to forecast from (default: those that it was trained on)")
    .option("--future <file>", "the values to come of columns that are known ahead")
    .option("--out <file>", "where to write it (default: standard output)");
  addFlags(command, "reading");
  addAnswerOptions(command, process).action((path: string, options: ForecastOptions) =>
    runForecast(path, options, process),
  );
}

async function runForecast(path: string, options: ForecastOptions, { stdout }: Process): Promise<void> {
  const run = await savedRun(path);
  const forecaster = await modelOf(run.folder);
  const asked = { ...run.order.asked, ...givenFlags(options) };
  const newer = options.data === undefined ? null : await readSeries(options.data, asked);
  const series = newer?.series ?? forecaster.trained.tail;
  checkSteps(series, forecaster.trained.tail);
  const future =
    options.future === undefined ? {} : await readFuture(options.future, asked, forecaster.plan, series);
  const forecast = await inFlags(() => upToDate(forecaster, series, run).forecast(series, { future }));
  const text = options.json ? plainJson(documentOf(forecast, series, run)) : forecastCsv(forecast, series);
  if (options.out === undefined) stdout.write(text);
  else {
    await makeFolder(dirname(options.out));
    await writeWhole(options.out, text);
  }
}

/** Throws InputError for rows at other steps than those of the training: the model would take weeks for days. */
function checkSteps(series: Series, trained: Series): void {
  const told = ({ step, timeKind }: Series): string =>
    step === null
      ? "no times"
      : `steps of ${describeStep(step)}${timeKind === "date" ? "" : ", which are no dates"}`;
  if (told(series) === told(trained)) return;
  throw new InputError(`${series.name} has ${told(series)}, but the model was trained on ${told(trained)}`);
}

/** With intervals that know the newer rows too, where these follow on those of the training. */
function upToDate(forecaster: Forecaster, series: Series, { config }: SavedRun): Forecaster {
  const { tail } = forecaster.trained;
  const from = config.data.rows - tail.length;
  const isSame = tail.columns.every(({ name, values }) => {
    const others = series.columns.find((column) => column.name === name)?.values;
    return values.every((value, i) => others?.[from + i] === value);
  });
  return isSame && series.length > config.data.rows ? forecaster.recalibrate(series) : forecaster;
}

function documentOf(
  { time, targets }: Forecast,
  { timeName, timeKind }: Series,
  { folder }: SavedRun,
): unknown {
  return { run: folder.path, timeName, timeKind, time, targets };
}
