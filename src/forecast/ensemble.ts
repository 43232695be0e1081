/** @module One model made of several: the mean of its members. */
import { fitScaler } from "../data/prepare/scalers.ts";
import type { Series } from "../data/series/series.ts";
import { maxOf } from "../lists.ts";
import { isRecurrent } from "./options.ts";
import type { MemberPlan, Plan } from "./plan.ts";
import { inputColumns } from "./scaledSeries.ts";
import type { Fitted } from "./trained.ts";

/** What of a plan is a member's own. */
export function memberOf({
  model,
  modelOptions,
  lookback,
  season,
  scaler,
  windowsPerEpoch,
}: Plan): MemberPlan {
  return { model, modelOptions, lookback, season, scaler, windowsPerEpoch };
}

/** One model alone, or the ensemble of several; `rows` are those that its scaler is fitted to. */
export function combined(
  parts: readonly Fitted[],
  asked: Plan,
  series: Series,
  { rows = asked.split.train.until, ...more }: Pick<Plan, "choice"> & { readonly rows?: number },
): Fitted {
  const [first] = parts;
  if (parts.length === 1) return { ...first, plan: { ...first.plan, ...more } };
  const members = parts.map(({ plan }) => memberOf(plan));
  const plan = ensemblePlan(asked, members, more);
  const columns = inputColumns(series, plan.columns);
  const range = { part: "train", from: 0, until: rows } as const;
  return { plan, scaler: fitScaler(plan.scaler, columns, range), network: null, members: parts };
}

/** The plan of a mean: it looks back as far as the member that looks back furthest. */
function ensemblePlan(asked: Plan, members: readonly MemberPlan[], more: Pick<Plan, "choice">): Plan {
  const { targets } = asked.columns;
  const readsMore = members.some(({ model }) => isRecurrent(model));
  return {
    ...asked,
    model: "ensemble",
    modelOptions: {},
    lookback: maxOf(members.map(({ lookback }) => lookback)),
    columns: readsMore ? asked.columns : { targets, future: [], calendar: [], covariates: [] },
    members,
    ...more,
  };
}
