/** @module A method that is trained again in the course of a backtest, each time on all rows that are known by then. */
import type { Window } from "../../data/prepare/windows.ts";
import type { Series } from "../../data/series/series.ts";
import { ValueError } from "../../errors.ts";
import { say } from "../../sentence.ts";
import { type Method, rescaled } from "../method.ts";
import { ModelFit, refitPlan } from "../modelFit.ts";
import { isBaseline } from "../options.ts";
import type { Plan } from "../plan.ts";
import { type Fitted, methodOf, plansOf, scoredOf, type Trained } from "../trained.ts";

/** Trainings in a backtest, at most: of networks, and of what is solved at once. */
const MOST_TRAININGS = { network: 10, solved: 100 };

/** Rows from one training to the next, so that a backtest ends in reasonable time. */
export function defaultRefitEvery(plan: Plan): number {
  const { test } = plan.split;
  const isSlow = plansOf(plan).some(({ model }) => !isBaseline(model) && model !== "ridge");
  const count = isSlow ? MOST_TRAININGS.network : MOST_TRAININGS.solved;
  return Math.max(1, Math.ceil((test.until - test.from - plan.horizon + 1) / count));
}

/**
 * The scored model up to the test set; from there on, every `every` rows, a model that is trained on all rows before, for the
 * number of epochs that was best. Throws ValueError for a model without `refit`, of which that number is not known.
 */
export function refittingMethod(trained: Trained, series: Series, every: number): Method {
  const scored = scoredOf(trained);
  const epochs = trained.refit?.epochs ?? null;
  const isFixed = plansOf(trained.plan).every(({ model }) => isBaseline(model));
  if (epochs === null && !isFixed)
    throw new ValueError(say`the model was trained without refit, so its number of epochs is not known`, {
      caller: "backtest",
      remedies: [{ option: "refit", values: [true] }],
    });
  const { from: first } = trained.plan.split.test;
  const own = methodOf(scored);
  let latest = { block: -1, method: own };
  const methodAt = (block: number): Method => {
    if (block < 0 || epochs === null) return own;
    if (block !== latest.block) {
      const fitted = fittedBefore(scored, series, first + block * every, epochs);
      latest = { block, method: rescaled(methodOf(fitted), fitted.scaler, fitted.plan.columns) };
    }
    return latest.method;
  };
  const blockOf = ({ from }: Window): number => Math.floor((from - first) / every);
  return {
    ...own,
    predict: (frame, windows) =>
      joined(byBlock(windows, blockOf).map((some) => methodAt(blockOf(some[0])).predict(frame, some))),
  };
}

/** The scored model, trained on the rows before one. */
function fittedBefore(scored: Fitted, series: Series, rows: number, epochs: readonly number[]): Fitted {
  const fit = (old: Fitted, i: number): Fitted => {
    if (isBaseline(old.plan.model)) return old;
    const one = new ModelFit(series, refitPlan(old.plan, rows, epochs[i] ?? 0));
    for (const _ of one.run());
    return one.fitted();
  };
  return scored.members.length === 0 ? fit(scored, 0) : { ...scored, members: scored.members.map(fit) };
}

/** Windows in the order of time, cut where their block changes. */
function byBlock(windows: readonly Window[], blockOf: (window: Window) => number): Window[][] {
  const parts: Window[][] = [];
  for (const [i, window] of windows.entries()) {
    if (i === 0 || blockOf(window) !== blockOf(windows[i - 1])) parts.push([]);
    parts[parts.length - 1].push(window);
  }
  return parts;
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
