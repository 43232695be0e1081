/** @module Which of several models, or which mean of them, forecasts the validation set best. */
import { fitScaler } from "../../data/prepare/scalers.ts";
import { type Windows, windows } from "../../data/prepare/windows.ts";
import type { Series } from "../../data/series/series.ts";
import { chunksOf, type Method, pointOf } from "../method.ts";
import type { Candidate, Choice, MemberPlan, Plan } from "../plan.ts";
import { type Frame, filledRows, inputColumns, seriesFrame, targetRows } from "../scaledSeries.ts";
import { seasonalNaiveScale } from "../scores/pointErrors.ts";
import { type Fitted, methodOf } from "../trained.ts";

/** Windows that every candidate forecasts, at most. */
const MOST_WINDOWS = 500;
/** How many of the best are averaged. */
const AVERAGED = 3;
/** The mean of several is preferred to the best alone unless that is better by this factor: it errs less on other rows. */
const MEAN_ADVANTAGE = 1.05;
/**
 * The part by which a model must be better than naive and seasonal naive forecasts, for one independent window; √k times
 * less for k of them. It is larger where no season says that there is more to learn than the last value.
 */
const LEAST_GAIN = { seasonal: 0.25, other: 0.5 };

/** The windows of the validation set, from rows that have the longest look-back behind them. */
export function choiceWindows(plan: Plan, longest: number): Windows | null {
  const { split, horizon } = plan;
  const { validation: range } = split;
  const first = Math.max(range.from, longest);
  const count = range.until - first - horizon + 1;
  if (count < 1) return null;
  const stride = Math.ceil(count / MOST_WINDOWS);
  return windows({ range, lookback: longest, horizon, stride, reachBack: true });
}

/** Scores models on the validation set. Errors are divided by those of the seasonal naive forecast on the training set. */
export class Scoring {
  readonly #plan: Plan;
  readonly #series: Series;
  readonly #windows: Windows;
  readonly #frame: Frame;
  readonly #scales: Float64Array;

  constructor(plan: Plan, series: Series, list: Windows) {
    this.#plan = plan;
    this.#series = series;
    this.#windows = list;
    const columns = inputColumns(series, plan.columns);
    this.#frame = seriesFrame(series, plan.columns, fitScaler(plan.scaler, columns, plan.split.train));
    const { train } = plan.split;
    const season = plan.season !== null && plan.season < train.until ? plan.season : 1;
    const channels = plan.columns.targets.length;
    const rows = targetRows(this.#frame, train.from, train.until);
    const unknown = filledRows(this.#frame, train.from, train.until);
    this.#scales = seasonalNaiveScale(rows, { season, channels, unknown });
  }

  /** The point forecasts (windows, H, O) of a model. */
  forecasts(fitted: Fitted): Float64Array {
    const { columns, lookback } = fitted.plan;
    const frame = seriesFrame(this.#series, columns, fitted.scaler);
    const method: Method = methodOf(fitted);
    const { horizon } = this.#plan;
    const size = horizon * frame.targets;
    const all = new Float64Array(this.#windows.length * size);
    let at = 0;
    for (const some of chunksOf(this.#windows)) {
      const own = some.map((one) => ({ ...one, start: one.from - lookback }));
      all.set(pointOf(method.predict(frame, own), method), at);
      at += some.length * size;
    }
    return all;
  }

  /** The mean over the targets of MAE / scale. */
  score(forecasts: Float64Array): number {
    const O = this.#frame.targets;
    const [sums, counts] = [new Float64Array(O), new Float64Array(O)];
    let at = 0;
    for (const { from, until } of this.#windows) {
      const actual = targetRows(this.#frame, from, until);
      const unknown = filledRows(this.#frame, from, until);
      for (let i = 0; i < actual.length; i++, at++) {
        if (!Number.isFinite(actual[i]) || unknown?.[i] === 1) continue;
        sums[i % O] += Math.abs(actual[i] - forecasts[at]);
        counts[i % O] += 1;
      }
    }
    const scaled = sums.map((sum, c) => sum / counts[c] / (this.#scales[c] > 0 ? this.#scales[c] : 1));
    return scaled.reduce((sum, value) => sum + value, 0) / O;
  }
}

/** A model that was tried; null where there was no time to train it, or nothing to compare it on. */
export interface Tried {
  readonly member: MemberPlan;
  readonly fitted: Fitted | null;
  /** (windows, H, O). */
  readonly forecasts: Float64Array | null;
  readonly score: number | null;
}

interface Contestant {
  readonly places: readonly number[];
  readonly score: number;
}

/** The choice, and the places of the chosen models among those that were tried. */
export interface Chosen {
  readonly choice: Choice;
  readonly places: readonly number[];
}

/**
 * Chooses by the score on the validation set, among single models and the mean of the three best.
 *
 * Naive or seasonal naive is kept unless another is better by more than 25 % / √k (50 % / √k without a season), where k = validation rows / horizon is
 * the number of independent windows: what is better by less is as likely to be luck. Without a validation set, the first of
 * ridge, seasonal and naive is taken.
 */
export function choose(tried: readonly Tried[], scoring: Scoring | null, plan: Plan, count: number): Chosen {
  const singles = tried
    .map(({ score }, i): Contestant => ({ places: [i], score: score ?? Number.POSITIVE_INFINITY }))
    .filter(({ score }) => Number.isFinite(score))
    .sort((a, b) => a.score - b.score);
  const mean = scoring === null ? null : meanOf(singles.slice(0, AVERAGED), tried, scoring);
  const chosen = best(singles, mean, tried, plan) ?? { places: [unscored(tried)], score: Number.NaN };
  const isChosen = ({ places }: Pick<Contestant, "places">): boolean =>
    places.join() === chosen.places.join();
  const candidates = [
    ...tried.map(({ score }, i) => ({ places: [i], score })),
    ...(mean === null ? [] : [mean]),
  ].map(
    (one): Candidate => ({
      members: one.places.map((i) => tried[i].member),
      score: one.score,
      isChosen: isChosen(one),
    }),
  );
  return { choice: { windows: count, candidates }, places: chosen.places };
}

function best(
  singles: readonly Contestant[],
  mean: Contestant | null,
  tried: readonly Tried[],
  { split: { validation }, horizon, season }: Plan,
): Contestant | undefined {
  const [first] = singles;
  if (first === undefined) return undefined;
  const lead = mean !== null && mean.score <= MEAN_ADVANTAGE * first.score ? mean : first;
  const simple = singles.find(({ places: [i] }) => ["naive", "seasonal"].includes(tried[i].member.model));
  const independent = (validation.until - validation.from) / horizon;
  const least = season === null ? LEAST_GAIN.other : LEAST_GAIN.seasonal;
  const gain = least / Math.sqrt(Math.max(1, independent));
  return simple === undefined || lead.score < (1 - gain) * simple.score ? lead : simple;
}

function unscored(tried: readonly Tried[]): number {
  const order = ["ridge", "seasonal", "naive"].map((model) =>
    tried.findIndex(({ member, fitted }) => member.model === model && fitted !== null),
  );
  return order.find((i) => i >= 0) ?? 0;
}

/** Null for fewer models. */
function meanOf(best: readonly Contestant[], tried: readonly Tried[], scoring: Scoring): Contestant | null {
  if (best.length < AVERAGED) return null;
  const places = best.map(({ places: [i] }) => i).sort((a, b) => a - b);
  const lists = places.flatMap((i) => tried[i].forecasts ?? []);
  const mean = lists[0].map((_, k) => lists.reduce((sum, list) => sum + list[k], 0) / lists.length);
  return { places, score: scoring.score(mean) };
}
