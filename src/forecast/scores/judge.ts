/** @module From the losses of all methods, window by window, to the verdict on the model. */
import { compareLosses, independentWindows } from "./lossTest.ts";
import type { MethodScores } from "./methodErrors.ts";
import type { Echo } from "./persistence.ts";
import { type Verdict, verdictAgainst } from "./verdict.ts";
import type { WindowLosses } from "./windowLosses.ts";

/** The errors of all methods on one target, the model first. */
export interface TargetScores {
  /** The name of the column. */
  readonly name: string;
  /** The model, then the baselines. */
  readonly methods: readonly TargetErrors[];
  /** By the MAE of this target. */
  readonly verdict: Verdict;
}

/** The errors of a method on one target. */
export interface TargetErrors {
  /** The name of the method. */
  readonly name: string;
  /** The mean absolute error. */
  readonly mae: number;
  /** The MAE in units of the seasonal naive forecast's in the training set. */
  readonly mase: number;
}

/** What verdicts are made of: methods with their losses, the model first. */
export interface Judged {
  readonly methods: readonly MethodScores[];
  readonly losses: readonly WindowLosses[];
  readonly scales: Float64Array;
  readonly tests: {
    /** Test windows, and the steps from one to the next. */
    readonly count: number;
    readonly stride: number;
    /** For each window with losses whether it is one of them, and the steps from one to the next. */
    readonly counted: readonly boolean[];
    readonly apart: number;
  };
  readonly horizon: number;
}

/** By the MAE of one target, by the mean MASE of several: units must not decide. */
export function overallVerdict(judged: Judged, echo: Echo | null): Verdict {
  const { methods, losses, scales, tests } = judged;
  if (scales.length === 1) {
    const maes = methods.map(({ mae }) => mae.overall);
    return verdictOf(
      judged,
      losses.map((one) => one.of(0)),
      { errors: maes, measure: "MAE", echo },
    );
  }
  const isScaled = scales.some((scale) => scale > 0);
  const all = losses.map((one) => one.scaled(isScaled ? scales : scales.map(() => 1)));
  const errors = all.map((values) => meanOf(values, tests.counted));
  return verdictOf(judged, all, { errors, measure: isScaled ? "MASE" : "MAE", echo });
}

/** Each target by itself, where there are several. */
export function targetScores(judged: Judged, targets: readonly string[]): TargetScores[] {
  return targets.length > 1 ? targets.map((name, c) => targetOf(judged, name, c)) : [];
}

function targetOf(judged: Judged, name: string, c: number): TargetScores {
  const { methods, losses, scales, tests } = judged;
  const all = losses.map((one) => one.of(c));
  const errors = all.map((values) => meanOf(values, tests.counted));
  const named = methods.map((method, i) => ({
    name: method.name,
    mae: errors[i],
    mase: errors[i] / scales[c],
  }));
  return { name, methods: named, verdict: verdictOf(judged, all, { errors, measure: "MAE", echo: null }) };
}

function verdictOf(
  { methods, tests, horizon }: Judged,
  [model, ...others]: readonly Float64Array[],
  { errors, measure, echo }: { errors: readonly number[]; measure: string; echo: Echo | null },
): Verdict {
  const baselines = methods.slice(1).map(({ name }) => name);
  const { counted: counts, apart, count, stride } = tests;
  const compared = others.map((baseline) => compareLosses({ model, baseline, counts, horizon, apart }));
  const byName = <V>(values: readonly V[]): Record<string, V> =>
    Object.fromEntries(baselines.map((name, i) => [name, values[i]]));
  const evidence = {
    windows: count,
    independent: independentWindows(count, horizon, stride),
    comparisons: byName(compared),
  };
  const own = { name: methods[0].name, error: errors[0] };
  return verdictAgainst(byName(errors.slice(1)), own, { measure, evidence, echo });
}

/** The mean of those that count and are known. */
function meanOf(values: Float64Array, counted: readonly boolean[]): number {
  const known = values.filter((value, i) => counted[i] && !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}
