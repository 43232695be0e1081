/** @module Some series of a panel as a job: their forecasts, and what their errors on the test windows add up to. */
import type { Panel } from "../../../data/panel/panel.ts";
import { panelPart } from "../../../data/panel/panelPart.ts";
import { FormatError } from "../../../errors.ts";
import { panelSums } from "../../../forecast/panel/panelBacktest.ts";
import { PanelErrors, type PanelSums } from "../../../forecast/panel/panelErrors.ts";
import { PanelForecaster } from "../../../forecast/panel/panelForecaster.ts";
import { Fields } from "../../../train/json.ts";
import { pack, unpack } from "../store/packed.ts";
import { readSums } from "../store/sums.ts";
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

/** Series between two checkpoints: with a model for each series, which depends on no other one. */
const STEP = 10;

/** What is done so far, in the order of the series. */
interface Done {
  readonly series: number;
  readonly sums: readonly (readonly PanelSums[])[];
  readonly points: readonly Float64Array[];
  readonly quantiles: readonly Float64Array[];
}

/** Scores and forecasts, some series after the other. */
export function panelJob(settings: PanelSettings, data: PanelData, context: JobContext): PanelResult {
  const forecaster = PanelForecaster.fromBytes(data.model);
  const { plan } = forecaster;
  const S = data.panel.ids.length;
  const step = plan.perSeries ? STEP : Math.max(1, S);
  let done = context.checkpoint === null ? nothing : readCheckpoint(context.checkpoint);
  while (done.series < S) {
    const last = Math.min(S, done.series + step);
    const part = { ...data, panel: panelPart(data.panel, done.series, last) };
    const whole = data.whole && panelPart(data.whole, done.series, last);
    done = added(done, last, partOf(forecaster, settings, { ...part, whole }));
    context.report([last, S]);
    context.pause(() => pack(done));
  }
  const sums = settings.windows === 0 ? null : joinedSums(plan.quantiles, done.sums);
  const all = (parts: readonly Float64Array[]) => (settings.isForecast ? joined(parts) : null);
  return { sums, point: all(done.points), quantiles: all(done.quantiles) };
}

const nothing: Done = { series: 0, sums: [], points: [], quantiles: [] };

function added(done: Done, series: number, { sums, point, quantiles }: PanelResult): Done {
  return {
    series,
    sums: [...done.sums, ...(sums === null ? [] : [sums])],
    points: [...done.points, ...(point === null ? [] : [point])],
    quantiles: [...done.quantiles, ...(quantiles === null ? [] : [quantiles])],
  };
}

function partOf(
  forecaster: PanelForecaster,
  { windows, isLater, isForecast }: PanelSettings,
  { panel, whole }: PanelData,
): PanelResult {
  const { horizon, season, quantiles } = forecaster.plan;
  const method = isLater ? forecaster.method : forecaster.scoredMethod;
  const options = { horizon, season: season ?? 1, quantiles, windows };
  const sums = windows === 0 ? null : panelSums(whole ?? panel, [method], options);
  return { sums, ...(isForecast ? forecasts(forecaster, panel) : { point: null, quantiles: null }) };
}

function forecasts(forecaster: PanelForecaster, panel: Panel): Pick<PanelResult, "point" | "quantiles"> {
  const all = [...forecaster.forecasts(panel)];
  return {
    point: joined(all.map(({ point }) => point)),
    quantiles: joined(all.map(({ quantiles }) => quantiles)),
  };
}

/** Method by method, the sums of all series. */
function joinedSums(quantiles: readonly number[], parts: readonly (readonly PanelSums[])[]): PanelSums[] {
  const [first = []] = parts;
  return first.map((_, k) =>
    PanelErrors.joined(
      quantiles,
      parts.map((part) => part[k]),
    ).sums(),
  );
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The checkpoint of an earlier run of the same job; nothing if it is damaged: only time is lost. */
function readCheckpoint(bytes: Uint8Array): Done {
  try {
    const fields = new Fields(unpack(bytes, "checkpoint"), "checkpoint");
    const arrays = (name: string): Float64Array[] =>
      fields.list(name).map((one) => (one instanceof Float64Array ? one : fields.refuse(name, "arrays")));
    const sums = fields.list("sums").map((part) => {
      if (!Array.isArray(part)) return fields.refuse("sums", "lists");
      return part.map((one: unknown) => readSums(new Fields(one, "checkpoint.sums")));
    });
    return { series: fields.whole("series"), sums, points: arrays("points"), quantiles: arrays("quantiles") };
  } catch (error) {
    if (error instanceof FormatError) return nothing;
    throw error;
  }
}
