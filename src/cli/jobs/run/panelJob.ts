/** @module Some series of a panel as a job: their forecasts, and what their errors on the test windows add up to. */
import type { Panel } from "../../../data/panel/panel.ts";
import { panelSums } from "../../../forecast/panel/panelBacktest.ts";
import type { PanelSums } from "../../../forecast/panel/panelErrors.ts";
import { PanelForecaster } from "../../../forecast/panel/panelForecaster.ts";
import type { JobContext } from "./context.ts";

export interface PanelSettings {
  /** Test windows to score; 0 for none. */
  readonly windows: number;
  /** Whether the test windows are rows that the model may know: of another file. */
  readonly isLater: boolean;
  /** Whether the steps after the last row are forecast. */
  readonly isForecast: boolean;
}

export interface PanelData {
  /** The file of the model; with a model for each series, of what these have in common. */
  readonly model: Uint8Array;
  /** The series. */
  readonly panel: Panel;
  /** With the rows of the test windows, where they are of another file; else null. */
  readonly whole: Panel | null;
}

export interface PanelResult {
  /** Of the model, then of each baseline; null if nothing is scored. */
  readonly sums: readonly PanelSums[] | null;
  /** (S, H) and (S, H, Q); null if nothing is forecast. */
  readonly point: Float64Array | null;
  readonly quantiles: Float64Array | null;
}

/** Scores, then forecasts. */
export function panelJob(
  { windows, isLater, isForecast }: PanelSettings,
  { model, panel, whole }: PanelData,
  { pause, report }: JobContext,
): PanelResult {
  const forecaster = PanelForecaster.fromBytes(model);
  const { horizon, season, quantiles } = forecaster.plan;
  const method = isLater ? forecaster.method : forecaster.scoredMethod;
  const options = { horizon, season: season ?? 1, quantiles, windows };
  const sums = windows === 0 ? null : panelSums(whole ?? panel, [method], options);
  report("scored");
  pause();
  return { sums, ...(isForecast ? forecasts(forecaster, panel) : { point: null, quantiles: null }) };
}

function forecasts(forecaster: PanelForecaster, panel: Panel): Pick<PanelResult, "point" | "quantiles"> {
  const { horizon, quantiles: levels } = forecaster.plan;
  const point = new Float64Array(panel.ids.length * horizon);
  const quantiles = new Float64Array(point.length * levels.length);
  for (const one of forecaster.forecasts(panel)) {
    point.set(one.point, one.series * horizon);
    quantiles.set(one.quantiles, one.series * horizon * levels.length);
  }
  return { point, quantiles };
}
