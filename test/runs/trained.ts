/** @module A short training on the sunspots, as its results: real values for figures, tables and reports. */
import { readFileSync } from "node:fs";
import { readCsv } from "../../src/data/read/readCsv.ts";
import type { Series } from "../../src/data/series/series.ts";
import { toSeries } from "../../src/data/series/toSeries.ts";
import { Forecaster } from "../../src/forecast/forecaster.ts";
import { ForecasterRun } from "../../src/forecast/forecasterRun.ts";
import type { ForecasterOptions } from "../../src/forecast/options.ts";
import { backtestOf } from "../../src/forecast/scores/backtest.ts";
import type { RunResults } from "../../src/runs/results.ts";
import type { EpochRecord } from "../../src/train/events.ts";

/** The sunspots by year. */
export async function sunspots(): Promise<Series> {
  const table = await readCsv(readFileSync("datasets/sunspots.csv"), { name: "sunspots.csv" });
  return toSeries(table, { targets: ["SUNACTIVITY"] });
}

/** Trains on a series for two epochs, unless told otherwise. */
export function trainedOn(series: Series, options: ForecasterOptions = {}): RunResults {
  const run = new ForecasterRun(series, { epochs: 2, modelOptions: { hidden: 8 }, ...options });
  const history: EpochRecord[] = [];
  let [bestEpoch, parameters] = [0, 0];
  for (const event of run.run()) {
    if (event.type === "start") parameters = event.parameters;
    if (event.type !== "epoch") continue;
    const { epoch, loss, valLoss, lr } = event;
    history.push({ epoch, loss, valLoss, lr });
    bestEpoch = event.bestEpoch;
  }
  const forecaster = Forecaster.from(run);
  return {
    name: "sunspots-gru",
    series,
    plan: forecaster.plan,
    refitRows: forecaster.trained.refit?.rows ?? null,
    training: run.progress && { history, bestEpoch, reason: "epochs", parameters, seconds: 1.5 },
    backtest: backtestOf(forecaster, series),
    forecast: forecaster.forecast(),
    unrolled: "1.2.3",
  };
}
