/** @module The forecasts and scores of a panel, some series after the other: the same jobs here, in threads or elsewhere. */
import type { Panel } from "../../data/panel/panel.ts";
import { panelPart } from "../../data/panel/panelPart.ts";
import { FormatError } from "../../errors.ts";
import { joinedPanelScores, type PanelScores } from "../../forecast/panel/panelBacktest.ts";
import type { PanelForecast, PanelForecaster } from "../../forecast/panel/panelForecaster.ts";
import type { Lang } from "../../text/lang.ts";
import { jobWords } from "../jobs/jobWords.ts";
import type { JobPlan, Results } from "../jobs/run/runJobs.ts";
import type { JobSession } from "../jobs/session.ts";

/** Series of a job: with a model for each series; and those that a network forecasts in one call, whose size has a say in the last bits. */
const SERIES = { perSeries: 100, network: 512 };

/** What is wanted of the model of a panel. */
export interface PanelTask {
  readonly panel: Panel;
  /** The panel with the rows of the test windows, where they are of another file; else null. */
  readonly whole: Panel | null;
  /** Test windows to score; 0 for none. */
  readonly windows: number;
  readonly isForecast: boolean;
}

export interface PanelJobsOptions {
  readonly jobs: JobSession;
  readonly lang: Lang;
  /** Where finished parts are kept meanwhile. */
  readonly folder?: string;
  readonly onProgress?: (share: number) => void;
}

/** What the jobs of a panel come to. */
export interface PanelOutcome {
  /** Null if nothing is scored. */
  readonly scores: PanelScores | null;
  /** Series by series, read as they are needed; none if nothing is forecast. */
  readonly forecasts: () => Generator<PanelForecast, void, undefined>;
}

/** Runs the jobs; null after a shard. */
export async function runPanelJobs(
  forecaster: PanelForecaster,
  task: PanelTask,
  { jobs, lang, folder, onProgress = () => undefined }: PanelJobsOptions,
): Promise<PanelOutcome | null> {
  const { plan } = forecaster;
  const size = plan.perSeries ? SERIES.perSeries : SERIES.network;
  const results = await jobs.run(plansOf(forecaster, task, size, lang), {
    ...(folder !== undefined && { folder }),
    onDone: (done, all) => onProgress(done / all),
  });
  if (results === null) return null;
  const { panel, windows } = task;
  const method = task.whole === null ? forecaster.scoredMethod : forecaster.method;
  const sums = (): ReturnType<typeof sumsOf> => sumsOf(results);
  return {
    scores: windows === 0 ? null : joinedPanelScores(panel, [method.name], sums(), plan.quantiles),
    forecasts: () => forecastsOf(panel, forecaster, results, size),
  };
}

function plansOf(
  forecaster: PanelForecaster,
  { panel, whole, windows, isForecast }: PanelTask,
  size: number,
  lang: Lang,
): JobPlan<"panel-series">[] {
  const model = forecaster.toBytes();
  const settings = { windows, isLater: whole !== null, isForecast };
  const S = panel.ids.length;
  return Array.from({ length: Math.ceil(S / size) }, (_, i) => {
    const [first, last] = [i * size, Math.min(S, (i + 1) * size)];
    const make = () => ({
      model,
      panel: panelPart(panel, first, last),
      whole: whole && panelPart(whole, first, last),
    });
    const label = jobWords[lang].series(first + 1, last);
    return { kind: "panel-series", settings, data: { key: String(i), make }, label };
  });
}

function sumsOf(results: Results<"panel-series">) {
  return results.map((result) => result().sums ?? refuse());
}

function* forecastsOf(
  { ids }: Panel,
  { plan }: PanelForecaster,
  results: Results<"panel-series">,
  size: number,
): Generator<PanelForecast, void, undefined> {
  const [H, Q] = [plan.horizon, plan.quantiles.length];
  for (const [i, result] of results.entries()) {
    const { point, quantiles } = result();
    const count = Math.min(size, ids.length - i * size);
    if (point?.length !== count * H || quantiles?.length !== count * H * Q) return refuse();
    for (let k = 0; k < count; k++) {
      const series = i * size + k;
      yield {
        series,
        id: ids[series] ?? "",
        point: point.subarray(k * H, (k + 1) * H),
        quantiles: quantiles.subarray(k * H * Q, (k + 1) * H * Q),
      };
    }
  }
}

function refuse(): never {
  throw new FormatError("a part of the forecasts is of another panel");
}
