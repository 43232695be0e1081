/** @module Scores of several methods on the same test windows of a panel, and which of them is best where. */
import { closed } from "../../arguments.ts";
import type { Panel } from "../../data/panel/panel.ts";
import { checkSizes } from "../scores/score.ts";
import { PanelErrors, type PanelScore, type PanelSums, panelScoreNames } from "./panelErrors.ts";
import {
  type PanelMethod,
  panelBaseline,
  panelBaselineNames,
  panelQuantiles,
  type SeriesRows,
} from "./panelMethod.ts";
import { seriesScales } from "./panelScales.ts";

/** Options of `scorePanel`. */
export interface ScorePanelOptions {
  /** Steps to forecast, H. */
  readonly horizon: number;
  /** Steps after which series repeat, m: for MASE and the baselines; 1 by default. */
  readonly season?: number;
  /** Which quantiles are scored; .1, .2 … .9 by default, those of a `PanelForecaster`. */
  readonly quantiles?: readonly number[];
  /** Test windows at the end of each series, W; 1 by default. */
  readonly windows?: number;
  /** Steps from one window to the next; H by default. */
  readonly stride?: number;
  /** Called after each chunk of series, with the share of the work that is done. */
  readonly onProgress?: (share: number) => void;
}

/** The scores of one method. */
export interface MethodPanelScores {
  /** As tables show it. */
  readonly name: string;
  /** Over all series. */
  readonly overall: PanelScore;
  /** ½ (sMAPE / sMAPE of naive 2 + MASE / MASE of naive 2), as in the M4 competition. */
  readonly owa: number;
  /** The series on which it has the lowest MASE of all methods. */
  readonly wins: number;
  /** Each score of each series (S); NaN where a series has none. */
  readonly bySeries: Readonly<Record<keyof PanelScore, Float64Array>>;
}

/** The scores of all methods on a panel. */
export interface PanelScores {
  /** In the order of the methods, then the baselines. */
  readonly methods: readonly MethodPanelScores[];
  /** The series with the highest MASE of the first method, worst first; ten at most. */
  readonly worst: readonly { readonly series: number; readonly id: string; readonly mase: number }[];
  /** How many series were scored. */
  readonly scored: number;
  /** How many of them have no MASE, since their scale is 0. */
  readonly unscaled: number;
  /** How many are too short for a test window. */
  readonly short: number;
}

const names = { horizon: 0, season: 0, quantiles: 0, windows: 0, stride: 0, onProgress: 0 };

/** Series that are forecast in one call. */
const CHUNK = 512;

/**
 * Scores methods and all baselines on the last W windows of H steps of each series. The scales of MASE and its kin are those
 * of the rows before each window, from the first row of the series.
 *
 * Throws ValueError for sizes that are no whole numbers from 1.
 */
export function scorePanel(
  panel: Panel,
  methods: readonly PanelMethod[],
  options: ScorePanelOptions,
): PanelScores {
  closed("scorePanel", options, names);
  const own = methods.map(({ name }) => name);
  return summary(panel, [...own, ...panelBaselineNames], panelErrors(panel, methods, options));
}

/** What `joinedPanelScores` needs of some series of a panel: the errors of the methods, then of all baselines. */
export function panelSums(
  panel: Panel,
  methods: readonly PanelMethod[],
  options: ScorePanelOptions,
): PanelSums[] {
  return panelErrors(panel, methods, options).map((one) => one.sums());
}

/** `scorePanel` from the sums of parts of the panel, in order; `names` are those of the methods. */
export function joinedPanelScores(
  panel: Panel,
  names: readonly string[],
  parts: readonly (readonly PanelSums[])[],
  quantiles: readonly number[],
): PanelScores {
  const all = [...names, ...panelBaselineNames];
  return summary(
    panel,
    all,
    all.map((_, k) =>
      PanelErrors.joined(
        quantiles,
        parts.map((part) => part[k]),
      ),
    ),
  );
}

function panelErrors(
  panel: Panel,
  methods: readonly PanelMethod[],
  {
    horizon,
    season = 1,
    quantiles = panelQuantiles,
    windows = 1,
    stride = horizon,
    onProgress,
  }: ScorePanelOptions,
): PanelErrors[] {
  checkSizes({ horizon, season, windows, stride });
  const shape = { horizon, season, quantiles };
  const all = [...methods, ...panelBaselineNames.map((name) => panelBaseline(name, shape))];
  const S = panel.ids.length;
  const errors = all.map(() => new PanelErrors({ series: S, quantiles }));
  const chunks = Math.ceil(S / CHUNK);
  for (let w = 0; w < windows; w++)
    for (let chunk = 0; chunk < chunks; chunk++) {
      const back = (windows - 1 - w) * stride + horizon;
      const rows = testRows(panel, chunk * CHUNK, Math.min(S, (chunk + 1) * CHUNK), back);
      all.forEach((method, k) => {
        addAll(errors[k], panel, rows, method, shape);
      });
      onProgress?.((w * chunks + chunk + 1) / (windows * chunks));
    }
  return errors;
}

/** The known rows of series `first` to `last`, of those that are long enough, `back` rows before their ends. */
function testRows({ offsets }: Panel, first: number, last: number, back: number): SeriesRows[] {
  const rows: SeriesRows[] = [];
  for (let s = first; s < last; s++) {
    const [from, until] = [offsets[s], offsets[s + 1] - back];
    if (until > from) rows.push({ series: s, from, until });
  }
  return rows;
}

function addAll(
  errors: PanelErrors,
  panel: Panel,
  rows: readonly SeriesRows[],
  method: PanelMethod,
  { horizon, season }: { readonly horizon: number; readonly season: number },
): void {
  const forecasts = method.forecast(panel, rows);
  rows.forEach(({ series, from, until }, i) => {
    const target = panel.values.subarray(until, until + horizon);
    const unknown = panel.filled?.subarray(until, until + horizon) ?? null;
    errors.add(series, target, forecasts[i], seriesScales(panel, from, until, season), unknown);
  });
}

function summary(panel: Panel, methods: readonly string[], errors: readonly PanelErrors[]): PanelScores {
  const bySeries = errors.map((own) => scoresOf(own));
  const overall = errors.map((own) => own.overall());
  const reference = overall[methods.indexOf("naive 2")];
  const wins = winsOf(bySeries.map(({ mase }) => mase));
  const [first] = bySeries;
  const scored = first.mae.filter((value) => !Number.isNaN(value)).length;
  return {
    methods: methods.map((name, k) => ({
      name,
      overall: overall[k],
      owa: (overall[k].smape / reference.smape + overall[k].mase / reference.mase) / 2,
      wins: wins[k],
      bySeries: bySeries[k],
    })),
    worst: worstOf(first.mase, panel.ids),
    scored,
    unscaled: errors[0].unscaled,
    short: panel.ids.length - scored,
  };
}

function scoresOf(errors: PanelErrors): MethodPanelScores["bySeries"] {
  const entries = panelScoreNames.map((name) => [name, errors.bySeries(name)] as const);
  return Object.fromEntries(entries) as unknown as MethodPanelScores["bySeries"];
}

/** For each method on how many series its error is the lowest; of equal ones the first. */
function winsOf(bySeries: readonly Float64Array[]): number[] {
  const wins = bySeries.map(() => 0);
  for (let s = 0; s < bySeries[0].length; s++) {
    let best = -1;
    bySeries.forEach((errors, k) => {
      if (errors[s] < (best < 0 ? Number.POSITIVE_INFINITY : bySeries[best][s])) best = k;
    });
    if (best >= 0) wins[best] += 1;
  }
  return wins;
}

function worstOf(mase: Float64Array, ids: readonly string[]): PanelScores["worst"] {
  const known = Array.from(mase, (value, series) => ({ series, id: ids[series], mase: value }));
  return known
    .filter((one) => !Number.isNaN(one.mase))
    .sort((a, b) => b.mase - a.mase)
    .slice(0, 10);
}
