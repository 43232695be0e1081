/** @module What is left of training: all that a forecast needs. */
import type { Scaler } from "../data/prepare/scalers.ts";
import type { Series } from "../data/series/series.ts";
import { defaultGenerator } from "../random/generator.ts";
import { bounded } from "./boundedMethod.ts";
import type { CalibratedLevel } from "./intervals/calibration.ts";
import { baselineMethod, type Method, networkMethod } from "./method.ts";
import type { ForecastModel } from "./models/forecastModel.ts";
import { networkOf, planQuantiles } from "./models/network.ts";
import { isBaseline } from "./options.ts";
import type { Plan } from "./plan.ts";
import { drift, historicMean, naive, seasonalNaive } from "./scores/baselines.ts";

export interface Trained {
  readonly plan: Plan;
  readonly scaler: Scaler;
  /** Null for a baseline. */
  readonly network: ForecastModel | null;
  readonly calibration: readonly CalibratedLevel[];
  /** The last rows of the series, which a forecast looks back on. */
  readonly tail: Series;
}

/** What forecasts: the plan's network, or its baseline. */
export function methodOf(plan: Plan, scaler: Scaler, network: ForecastModel | null): Method {
  return bounded(ownMethod(plan, scaler, network), plan);
}

function ownMethod(plan: Plan, scaler: Scaler, network: ForecastModel | null): Method {
  const { model, horizon, season } = plan;
  if (network !== null) return networkMethod(network, scaler, planQuantiles(plan));
  const baselines = { naive, drift, mean: historicMean, seasonal: seasonalNaive(season ?? 1) };
  return baselineMethod(isBaseline(model) ? baselines[model] : naive, horizon);
}

/** A network for weights to be copied into; its own are drawn as if nothing had been drawn. */
export function emptyNetwork(plan: Plan): ForecastModel | null {
  if (isBaseline(plan.model)) return null;
  const before = defaultGenerator.getState();
  try {
    return networkOf(plan);
  } finally {
    defaultGenerator.setState(before);
  }
}

/** The last rows of a series, with copies of the columns. */
export function tailOf(series: Series, rows: number): Series {
  const from = series.length - rows;
  const columns = series.columns.map(({ name, role, values, filled }) => ({
    name,
    role,
    values: values.slice(from),
    ...(filled && { filled: filled.slice(from) }),
  }));
  return { ...series, time: series.time?.slice(from) ?? null, columns, length: rows };
}
