/** @module Intervals about the forecasts of a method, learnt row by row on what it was not trained on. */
import { type Windows, windows } from "../../data/prepare/windows.ts";
import { finish, type Steps } from "../../train/steps.ts";
import { lastValues, within } from "../boundedMethod.ts";
import { chunksOf, type Method, pointOf, quantileAt } from "../method.ts";
import type { Plan } from "../plan.ts";
import { actualRow, type Frame } from "../scaledSeries.ts";
import type { ForecastShape } from "../scores/score.ts";
import { StepScores } from "./adaptive.ts";
import { type Interval, nested, type Reach, reaching } from "./conformal.ts";

export interface CalibratedLevel {
  readonly level: number;
  readonly reach: Reach;
}

/** A forecast, with the intervals that could be said of it at the time. */
export interface Issued {
  readonly point: Float64Array; // (H, O)
  /** One for each level; computed on the spot, so to be read before the next window is forecast. */
  intervalsAt(levels: readonly number[]): readonly Interval[];
}

/** The quantiles at the two ends of a level. */
export function tailsOf(level: number): readonly [number, number] {
  return [(1 - level) / 2, (1 + level) / 2];
}

/** All ends of some levels, with the median between them, in rising order. */
export function quantilesOf(levels: readonly number[]): number[] {
  return [...new Set([0.5, ...levels.flatMap(tailsOf)])].sort((a, b) => a - b);
}

/** The scores of a method: of its point forecasts, and of the quantiles that it forecasts for a level. */
class MethodScores {
  readonly #method: Method;
  readonly #point: StepScores;
  readonly #ends: ReadonlyMap<number, StepScores>;

  /** `levels`: those whose quantiles the method may forecast. */
  constructor(method: Method, levels: readonly number[], shape: ForecastShape) {
    this.#method = method;
    this.#point = new StepScores(shape);
    const own = levels.filter((level) => ownEnds(method, level) !== null);
    this.#ends = new Map(own.map((level) => [level, new StepScores(shape)]));
  }

  issue(prediction: Float64Array): void {
    this.#point.issue(pointOf(prediction, this.#method));
    for (const [level, scores] of this.#ends) scores.issue(...endsOf(prediction, this.#method, level));
  }

  observe(frame: Frame, from: number, until: number): void {
    for (let t = from; t < until; t++) {
      const row = actualRow(frame, t);
      for (const scores of [this.#point, ...this.#ends.values()]) scores.observe(row);
    }
  }

  /** How far intervals issued now reach. */
  calibration(levels: readonly number[]): CalibratedLevel[] {
    return levels.map((level) => ({ level, reach: (this.#ends.get(level) ?? this.#point).reach(level) }));
  }
}

/**
 * Forecasts windows that follow each other row by row, as one would have done at the time: of each window the intervals
 * know the rows before it, and only those. `levels` are those of the plan; without any, nothing is learnt.
 */
export function* issueAll(
  method: Method,
  frame: Frame,
  list: Windows,
  { horizon, levels }: Pick<Plan, "horizon" | "levels">,
): Generator<Issued, CalibratedLevel[], undefined> {
  const scores = new MethodScores(method, levels, { horizon, channels: frame.targets });
  for (const some of chunksOf(list)) {
    const said = method.predict(frame, some);
    const size = said.length / some.length;
    for (const [i, { from }] of some.entries()) {
      const one = said.subarray(i * size, (i + 1) * size);
      const intervalsAt = (wanted: readonly number[]): Interval[] =>
        intervalsOf(one, method, scores.calibration(wanted), lastValues(frame, from));
      yield { point: pointOf(one, method), intervalsAt };
      if (levels.length === 0) continue;
      scores.issue(one);
      scores.observe(frame, from, from + 1);
    }
  }
  if (levels.length === 0) return [];
  const { from, until } = list.at(-1);
  scores.observe(frame, from + 1, until);
  return scores.calibration(levels);
}

/** Rows that intervals learn from before the first that counts: ten times the scores that a quantile is taken of. */
const LEARNT = 2000;

/** The first row to forecast so that intervals have learnt what they can before row `first`: within the validation set at the earliest. */
export function learnFrom({ split, horizon }: Pick<Plan, "split" | "horizon">, first: number): number {
  return Math.max(split.validation.from, first - horizon - LEARNT);
}

/** Microseconds for a value that six methods forecast and score with their intervals: 12,000 windows of 288 steps take 27 s. */
const SCORING_COST = 8;

/** Seconds that scoring a model and its baselines on the test set takes, about. */
export function scoringSeconds({
  split,
  horizon,
  columns,
}: Pick<Plan, "split" | "horizon" | "columns">): number {
  const rows = split.test.until - learnFrom({ split, horizon }, split.test.from);
  return 1e-6 * SCORING_COST * rows * horizon * columns.targets.length;
}

/** How far intervals reach at the end of a series: learnt on its latest windows, from the validation set on. */
export function calibrate(method: Method, frame: Frame, plan: Plan): CalibratedLevel[] {
  return finish(calibrationSteps(method, frame, plan));
}

/** `calibrate`, window by window. */
export function* calibrationSteps(method: Method, frame: Frame, plan: Plan): Steps<CalibratedLevel[]> {
  const { lookback, horizon, levels, split } = plan;
  if (levels.length === 0) return [];
  const until = frame.columns[0].length;
  const range = { ...split.validation, from: learnFrom(plan, until - horizon), until };
  const all = issueAll(method, frame, windows({ range, lookback, horizon, reachBack: true }), plan);
  let next = all.next();
  while (next.done !== true) {
    yield;
    next = all.next();
  }
  return next.value;
}

/** The intervals of each level about forecasts within the method's bounds, those of higher levels containing those of lower ones. */
export function intervalsOf(
  prediction: Float64Array,
  method: Method,
  calibration: readonly CalibratedLevel[],
  last: Float64Array,
): Interval[] {
  const levels = calibration.map(({ level }) => level);
  const own = calibration.map(({ level, reach }) => reaching(...endsOf(prediction, method, level), reach));
  return nested(own, levels).map((each) => within(each, method.bounds, last));
}

/** Where among its quantiles a method has the two ends of a level; null where it lacks one. */
function ownEnds({ quantiles }: Method, level: number): readonly [number, number] | null {
  const [low, high] = tailsOf(level).map((tail) => quantiles?.indexOf(tail) ?? -1);
  return low >= 0 && high >= 0 ? [low, high] : null;
}

/** The ends that are made honest: two quantiles where the method forecasts them, else twice the point forecast. */
function endsOf(prediction: Float64Array, method: Method, level: number): [Float64Array, Float64Array] {
  const ends = ownEnds(method, level);
  const Q = method.quantiles?.length ?? 1;
  if (ends !== null) return [quantileAt(prediction, Q, ends[0]), quantileAt(prediction, Q, ends[1])];
  const point = pointOf(prediction, method);
  return [point, point];
}
