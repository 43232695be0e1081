/** @module How the seconds of a budget are shared among the models that are tried, scoring, and training on all rows. */
import { scoringSeconds } from "../intervals/calibration.ts";
import { isBaseline } from "../options.ts";
import type { MemberPlan, Plan } from "../plan.ts";

/** The part of the budget for fitting after which no costly least squares are begun. */
const CHOICE_SHARE = 2 / 3;
/** Multiply-adds of least squares that take less than a second. */
const CHEAP = 1e9;

/**
 * Seconds for the first of the candidates that are left: half of what the budget leaves beside scoring is for trying models,
 * half for training on all rows.
 */
export function shareOf(plan: Plan, left: readonly MemberPlan[], spent: number): number {
  const dear = left.filter(({ model }) => !isBaseline(model) && model !== "ridge").length;
  return (fittingSeconds(plan) - spent) / (2 * Math.max(1, dear));
}

/** Whether the rest of the budget is for training again. Networks are cut short instead, once they have begun. */
export function isSpent(plan: Plan, { model, lookback }: MemberPlan, spent: number): boolean {
  const { split, horizon } = plan;
  const products = split.train.until * (lookback + horizon) ** 2;
  return model === "ridge" && products > CHEAP && spent > CHOICE_SHARE * fittingSeconds(plan);
}

/** What the budget leaves beside scoring, in seconds. */
function fittingSeconds(plan: Plan): number {
  const { budget } = plan;
  return budget - Math.min(scoringSeconds(plan), budget / 2);
}
