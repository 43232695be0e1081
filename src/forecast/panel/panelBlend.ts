/** @module How much of the forecast is the network's, and how much a baseline's: decided on the validation windows. */
import type { Panel } from "../../data/panel/panel.ts";
import { pinball } from "../scores/quantileErrors.ts";
import type { Validation } from "./panelFit.ts";
import {
  type PanelBaselineName,
  type PanelMethod,
  panelBaseline,
  type SeriesForecast,
  type SeriesRows,
} from "./panelMethod.ts";
import type { PanelPlan } from "./panelPlan.ts";
import { seriesScales } from "./panelScales.ts";
import { type RidgeChoice, ridgePenalties, ridgePoints } from "./seriesRidge.ts";

/**
 * point = weight · network + (1 − weight) · baseline. The distances of the quantiles from it are the network's, unless its
 * share is 0.
 */
export interface PanelBlend {
  /** The share of the network, 0 to 1; 1 where it is better alone than with any share of a baseline. */
  readonly weight: number;
  /** The best baseline. */
  readonly baseline: Exclude<PanelBaselineName, "naive 2">;
  /** The season of the baseline, in steps; 1 for none. */
  readonly season: number;
  /** MASE on the validation windows, of the network (null where it has learnt nothing), the baseline and the blend; null without any. */
  readonly mase: {
    readonly network: number | null;
    readonly baseline: number;
    readonly blend: number;
  } | null;
}

/** Windows on which the settings of the models of each series are compared, at most. */
const MOST_SOLVED = 200;

type Rival = Pick<PanelBlend, "baseline" | "season">;

/** Shares of the network that are tried. */
const SHARES = [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0];

/** A share of a baseline has to lower the loss by this much, relative to that of the network alone. */
const ENOUGH = 0.01;

/** The network has to lower the MASE of the best baseline by this much to take part: less is chance. */
const WORTH = 0.01;

/** The baselines that may take a share: those of each season of the plan, naive, and the mean. */
function rivals({ seasons }: PanelPlan): Rival[] {
  return [
    ...seasons.map((season) => ({ baseline: "seasonal naive" as const, season })),
    { baseline: "naive", season: 1 },
    { baseline: "mean", season: 1 },
  ];
}

/** The baseline of a blend, as a method. */
export function blendBaseline({ horizon, quantiles }: PanelPlan, { baseline, season }: Rival): PanelMethod {
  return panelBaseline(baseline, { horizon, quantiles, season });
}

/**
 * The baseline with the lowest MASE on the validation windows, and the share of the network beside it with the lowest MASE and
 * scaled quantile loss, summed; the baseline alone where the MASE is hardly lower than its, or the network has learnt nothing
 * (null).
 */
export function chooseBlend(
  panel: Panel,
  plan: PanelPlan,
  validation: Validation,
  network: PanelMethod | null,
): PanelBlend {
  const rows = scaledRows(panel, plan, validation);
  const [first] = rivals(plan);
  if (rows.length === 0) return { weight: network === null ? 0 : 1, ...first, mase: null };
  const own = network?.forecast(panel, rows) ?? null;
  const tried = rivals(plan).map((rival) => {
    const others = blendBaseline(plan, rival).forecast(panel, rows);
    return { rival, others, mase: errorsOf(panel, plan, rows, (i) => others[i]).mase };
  });
  const { rival, others, mase: baseline } = lowest(tried, ({ mase }) => mase);
  const alone = { weight: 0, ...rival };
  if (own === null) return { ...alone, mase: { network: null, baseline, blend: baseline } };
  const shares = SHARES.map((weight) => ({
    weight,
    ...errorsOf(panel, plan, rows, (i) => blended(own[i], others[i], weight, plan)),
  }));
  const best = shareOf(shares);
  const mase = { network: shares[0].mase, baseline };
  if (baseline * (1 - WORTH) <= best.mase) return { ...alone, mase: { ...mase, blend: baseline } };
  return { weight: best.weight, ...rival, mase: { ...mase, blend: best.mase } };
}

/** The settings of the models of each series with the lowest MASE on the validation windows. */
export function chooseRidge(panel: Panel, plan: PanelPlan, validation: Validation): RidgeChoice {
  const all = scaledRows(panel, plan, validation);
  const rows = all.filter((_, i) => i % Math.ceil(all.length / MOST_SOLVED) === 0);
  const bases = [1, ...plan.seasons];
  if (rows.length === 0) return { base: 1, penalty: ridgePenalties[0] };
  const quantiles = new Float64Array(0);
  const tried = bases.flatMap((base) =>
    ridgePoints(plan, { base, penalties: ridgePenalties }, panel, rows).map((points, p) => {
      const { mase } = errorsOf(panel, { ...plan, quantiles: [] }, rows, (i) => ({
        point: points[i],
        quantiles,
      }));
      return { choice: { base, penalty: ridgePenalties[p] }, mase };
    }),
  );
  return lowest(tried, ({ mase }) => mase).choice;
}

/** MASE and the scaled quantile loss. */
interface Errors {
  readonly mase: number;
  readonly sql: number;
}

type Share = Errors & { readonly weight: number };

/** The share with the lowest loss; the whole network, which comes first, where that is hardly less. */
function shareOf(shares: readonly Share[]): Share {
  const loss = ({ mase, sql }: Errors): number => mase + sql;
  const best = lowest(shares, loss);
  return loss(shares[0]) * (1 - ENOUGH) <= loss(best) ? shares[0] : best;
}

interface ScaledRows extends SeriesRows {
  readonly scale: number;
}

/** The rows before each window of a series that is not constant, with the scale of its MASE. */
function scaledRows(panel: Panel, { season }: PanelPlan, { windows }: Validation): ScaledRows[] {
  return windows.flatMap(({ series, origin: until }) => {
    const from = panel.offsets[series];
    const { absolute: scale } = seriesScales(panel, from, until, season ?? 1);
    return scale > 0 ? [{ series, from, until, scale }] : [];
  });
}

/** Means over all values of all windows. */
function errorsOf(
  { values, filled }: Panel,
  { horizon, quantiles: levels }: PanelPlan,
  rows: readonly ScaledRows[],
  forecast: (i: number) => SeriesForecast,
): Errors {
  const Q = levels.length;
  let [mase, sql, count] = [0, 0, 0];
  rows.forEach(({ until, scale }, i) => {
    const { point, quantiles } = forecast(i);
    for (let h = 0; h < horizon; h++) {
      if (filled?.[until + h] === 1) continue;
      const y = values[until + h];
      mase += Math.abs(y - point[h]) / scale;
      for (let k = 0; k < Q; k++) sql += (2 * pinball(levels[k], y, quantiles[h * Q + k])) / (Q * scale);
      count += 1;
    }
  });
  return { mase: mase / count, sql: sql / count };
}

function lowest<Item>(items: readonly Item[], of: (item: Item) => number): Item {
  return items.reduce((least, one) => (of(one) < of(least) ? one : least));
}

/** The forecast of a share of the network, which may be missing where the share is 0; no value is below `min`. */
export function blended(
  own: SeriesForecast | null,
  other: SeriesForecast,
  weight: number,
  { min, quantiles: { length: Q } }: Pick<PanelPlan, "min" | "quantiles">,
): SeriesForecast {
  const bounded = (x: number): number => (min === null ? x : Math.max(min, x));
  const first = own === null || weight === 0 ? other : own;
  const point = first.point.map((x, h) => weight * x + (1 - weight) * other.point[h]);
  const quantiles = first.quantiles.map((x, i) => {
    const h = Math.floor(i / Q);
    return bounded(point[h] + x - first.point[h]);
  });
  return { point: point.map(bounded), quantiles };
}
