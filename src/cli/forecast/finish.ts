/** @module The end of a run: the model put to the test, and all files that tell of it. */

import type { Series } from "../../data/series/series.ts";
import { Forecaster } from "../../forecast/forecaster.ts";
import type { ForecasterRun } from "../../forecast/forecasterRun.ts";
import { forecastCsv } from "../../runs/forecastCsv.ts";
import { outcomeOf } from "../../runs/outcome.ts";
import { renderRunReport } from "../../runs/report/runReport.ts";
import type { RunResults, TrainingResults } from "../../runs/results.ts";
import type { Lang } from "../../text/lang.ts";
import type { StopReason, TrainEvent } from "../../train/events.ts";
import { plainJson } from "../files.ts";
import { packageVersion } from "../packageRoot.ts";
import { inFlags } from "./inFlags.ts";
import type { RunFolder } from "./runFolder.ts";

/** A training that is over, or was interrupted. */
export interface Finished {
  readonly run: ForecasterRun;
  readonly series: Series;
  readonly folder: RunFolder;
  /** Null for a baseline. */
  readonly reason: StopReason | null;
  /** The last event of the training. */
  readonly last: TrainEvent | null;
}

/** Writes what an interrupted run has so far: its best model, where there is one. */
export async function leaveRun({ run, folder, last }: Finished): Promise<void> {
  if (run.trainer !== null && run.trainer.bestEpoch > 0)
    await folder.write("best", Forecaster.from(run).toBytes());
  await folder.writeStatus("interrupted", last);
}

/** Puts the model to the test, writes every file of the run, and returns what was found. */
export async function finishRun(
  { run, series, folder, reason, last }: Finished,
  lang: Lang,
): Promise<RunResults> {
  const forecaster = Forecaster.from(run);
  const outcome = await inFlags(() => outcomeOf(forecaster, series));
  const results: RunResults = {
    name: folder.name,
    series,
    plan: run.plan,
    training: trainingOf(run, forecaster, reason),
    ...outcome,
    unrolled: packageVersion(),
  };
  await folder.write("best", forecaster.toBytes());
  if (outcome.backtest !== null) await folder.write("backtest", plainJson(outcome.backtest));
  if (outcome.forecast !== null) await folder.write("forecast", forecastCsv(outcome.forecast, series));
  await folder.write("report", await renderRunReport(results, { lang }));
  await folder.writeStatus(reason === "diverged" ? "diverged" : "done", last);
  await folder.tidy("checkpoint"); // last of all: until here a killed run finishes once more
  return results;
}

function trainingOf(
  { trainer }: ForecasterRun,
  forecaster: Forecaster,
  reason: StopReason | null,
): TrainingResults | null {
  if (trainer === null || reason === null) return null;
  const parameters = forecaster.trained.network?.parameters() ?? [];
  return {
    history: trainer.history,
    bestEpoch: trainer.bestEpoch,
    reason,
    parameters: parameters.reduce((sum, { data }) => sum + data.length, 0),
    seconds: trainer.seconds,
  };
}
