/** @module How much of the forecast is the network's, and how much a baseline's: decided on the validation windows. */
import type { Panel } from "../../data/panel/panel.ts";
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

/** forecast = weight · network + (1 − weight) · baseline, quantile by quantile. */
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

type Rival = Pick<PanelBlend, "baseline" | "season">;

/** Shares of the network that are tried. */
const SHARES = [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0];

/** A share of a baseline has to lower the MASE by this much, relative to that of the network alone. */
const ENOUGH = 0.005;

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
 * The baseline and the share of the network with the lowest MASE on the validation windows; a baseline alone where the network
 * is hardly better, or has learnt nothing (null).
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
  const tried = rivals(plan).map((rival): Tried => {
    const forecasts = blendBaseline(plan, rival).forecast(panel, rows);
    const baseline = maseOf(panel, plan, rows, (i, h) => forecasts[i].point[h]);
    if (own === null) return { rival, baseline, best: { weight: 0, mase: baseline } };
    const shares = SHARES.map((weight) => {
      const mixed = (i: number, h: number) => weight * own[i].point[h] + (1 - weight) * forecasts[i].point[h];
      return { weight, mase: maseOf(panel, plan, rows, mixed) };
    });
    return { rival, baseline, best: lowest(shares, ({ mase }) => mase) };
  });
  const alone = own && maseOf(panel, plan, rows, (i, h) => own[i].point[h]);
  return decided(tried, alone);
}

/** A baseline, its own MASE, and the share of the network beside it that is best. */
interface Tried {
  readonly rival: Rival;
  readonly baseline: number;
  readonly best: { readonly weight: number; readonly mase: number };
}

/** `alone` is the MASE of the network; null where there is none. */
function decided(tried: readonly Tried[], alone: number | null): PanelBlend {
  const plain = lowest(tried, ({ baseline }) => baseline);
  const mixed = lowest(tried, ({ best }) => best.mase);
  const { baseline } = plain;
  if (alone === null || baseline * (1 - WORTH) <= mixed.best.mase)
    return { weight: 0, ...plain.rival, mase: { network: alone, baseline, blend: baseline } };
  if (alone * (1 - ENOUGH) <= mixed.best.mase)
    return { weight: 1, ...plain.rival, mase: { network: alone, baseline, blend: alone } };
  const mase = { network: alone, baseline: mixed.baseline, blend: mixed.best.mase };
  return { weight: mixed.best.weight, ...mixed.rival, mase };
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

function maseOf(
  { values, filled }: Panel,
  { horizon }: PanelPlan,
  rows: readonly ScaledRows[],
  point: (i: number, h: number) => number,
): number {
  let [sum, count] = [0, 0];
  rows.forEach(({ until, scale }, i) => {
    for (let h = 0; h < horizon; h++) {
      if (filled?.[until + h] === 1) continue;
      sum += Math.abs(values[until + h] - point(i, h)) / scale;
      count += 1;
    }
  });
  return sum / count;
}

function lowest<Item>(items: readonly Item[], of: (item: Item) => number): Item {
  return items.reduce((least, one) => (of(one) < of(least) ? one : least));
}

/** A share of each quantile and of the point; no value is below `min`. */
export function blended(
  own: SeriesForecast,
  other: SeriesForecast | null,
  weight: number,
  min: number | null,
): SeriesForecast {
  const mixed = (a: Float64Array, b: Float64Array | undefined): Float64Array =>
    a.map((value, i) => {
      const mean = b === undefined ? value : weight * value + (1 - weight) * b[i];
      return min === null ? mean : Math.max(min, mean);
    });
  return {
    point: mixed(own.point, other?.point),
    quantiles: mixed(own.quantiles, other?.quantiles),
  };
}
