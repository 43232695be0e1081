/** @module What is left of training: all that a forecast needs. */
import type { Scaler } from "../data/prepare/scalers.ts";
import type { Window } from "../data/prepare/windows.ts";
import type { Series } from "../data/series/series.ts";
import { defaultGenerator } from "../random/generator.ts";
import { bounded } from "./boundedMethod.ts";
import type { CalibratedLevel } from "./intervals/calibration.ts";
import { baselineMethod, type Method, meanMethod, networkMethod, rescaled } from "./method.ts";
import type { ForecastModel } from "./models/forecastModel.ts";
import { networkOf, planQuantiles } from "./models/network.ts";
import { isBaseline } from "./options.ts";
import { memberPlan, type Plan } from "./plan.ts";
import { drift, historicMean, naive, seasonalNaive } from "./scores/baselines.ts";

/** A model that forecasts. */
export interface Fitted {
  readonly plan: Plan;
  readonly scaler: Scaler;
  /** Null for a baseline and for an ensemble. */
  readonly network: ForecastModel | null;
  /** The models of an ensemble, in the order of its plan. */
  readonly members: readonly Fitted[];
}

interface Refit {
  readonly rows: number;
  /** Of the model, or of each member of an ensemble; 0 where there are none. */
  readonly epochs: readonly number[];
  readonly scored: Fitted;
}

export interface Trained extends Fitted {
  /** The model that was scored, if another one forecasts, which was trained on all `rows` of the series. */
  readonly refit: Refit | null;
  readonly calibration: readonly CalibratedLevel[];
  /** The last rows of the series, which a forecast looks back on. */
  readonly tail: Series;
}

/** The model that was scored: trained on the training set only. */
export function scoredOf(trained: Trained): Fitted {
  return trained.refit?.scored ?? trained;
}

/** What forecasts: the plan's network, its baseline, or the mean of its members. */
export function methodOf(fitted: Fitted): Method {
  return bounded(ownMethod(fitted), fitted.plan);
}

function ownMethod({ plan, scaler, network, members }: Fitted): Method {
  const { model, horizon, season } = plan;
  if (network !== null) return networkMethod(network, scaler, planQuantiles(plan));
  if (members.length > 0)
    return meanMethod(
      members.map((one) => ({
        method: rescaled(ownMethod(one), one.scaler, one.plan.columns),
        lookback: one.plan.lookback,
      })),
    );
  const baselines = { naive, drift, mean: historicMean, seasonal: seasonalNaive(season ?? 1) };
  return baselineMethod(isBaseline(model) ? baselines[model] : naive, horizon);
}

/**
 * What may be said of each row by one that had not seen it: the scored model's forecasts up to the end of the series, and
 * those of the model that was trained on all of it for what came later.
 */
export function unseenMethod(trained: Trained): Method {
  const own = methodOf(trained);
  if (trained.refit === null) return own;
  const { rows, scored } = trained.refit;
  const before = rescaled(methodOf(scored), scored.scaler, scored.plan.columns);
  const isOld = ({ from }: Window): boolean => from < rows;
  return {
    ...own,
    predict: (frame, windows) => {
      const [old, recent] = [windows.filter(isOld), windows.filter((one) => !isOld(one))];
      const parts = [
        ...(old.length > 0 ? [before.predict(frame, old)] : []),
        ...(recent.length > 0 ? [own.predict(frame, recent)] : []),
      ];
      const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
      let at = 0;
      for (const part of parts) {
        all.set(part, at);
        at += part.length;
      }
      return all;
    },
  };
}

/** The plans of an ensemble's members; of another plan itself. */
export function plansOf(plan: Plan): Plan[] {
  return plan.members?.map((member) => memberPlan(plan, member)) ?? [plan];
}

/** A network for weights to be copied into; its own are drawn as if nothing had been drawn. */
export function emptyNetwork(plan: Plan): ForecastModel | null {
  if (isBaseline(plan.model) || plan.model === "ensemble") return null;
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
