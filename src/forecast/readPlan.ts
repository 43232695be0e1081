/** @module A plan out of a file, every field of which is checked. */
import { calendarFeatureNames } from "../data/prepare/calendarFeatures.ts";
import type { Part, Range } from "../data/prepare/splitByTime.ts";
import { defaultsOf, describeDomain, isIn, type OptionTable, optionNames } from "../text/optionTable.ts";
import { type Fields, within } from "../train/json.ts";

import { forecastOptions, type ModelOptions, modelNames, type PlanOptions, planTable } from "./options.ts";
import type { Plan, PlanColumns } from "./plan.ts";
import { checkPlan } from "./planChecks.ts";

/** Throws FormatError that names the field. An option that is missing, since it is younger than the file, has its default. */
export function readPlan(fields: Fields): Plan {
  const defaults = defaultsOf(planTable, fields.oneOf("model", modelNames));
  const values = { ...defaults, ...fields.all() };
  checkFields(fields, planTable, values);
  const { model, lookback, horizon, season, scaler, ...training } = Object.fromEntries(
    optionNames(planTable).map((name) => [name, Object(values)[name]]),
  ) as unknown as PlanOptions;
  const plan: Plan = {
    model,
    modelOptions: modelOptionsOf(fields.object("modelOptions")),
    lookback,
    horizon,
    season,
    split: splitOf(fields.object("split")),
    scaler,
    ...training,
    columns: columnsOf(fields.object("columns")),
  };
  within("forecaster.plan", () => checkPlan(plan));
  return plan;
}

/** Which of them the model takes is for `checkPlan` to say. */
function modelOptionsOf(fields: Fields): ModelOptions {
  const { network } = forecastOptions;
  const names = optionNames(network).filter((name) => Object.hasOwn(fields.all(), name));
  checkFields(fields, Object.fromEntries(names.map((name) => [name, network[name]])), fields.all());
  return fields.all();
}

function checkFields(fields: Fields, table: OptionTable, values: Readonly<Record<string, unknown>>): void {
  for (const [name, { domain }] of Object.entries(table))
    if (!isIn(domain, values[name])) fields.refuse(name, describeDomain(domain));
}

function splitOf(fields: Fields): Plan["split"] {
  const of = <P extends Part>(part: P): Range<P> => {
    const range = fields.object(part);
    range.oneOf("part", [part]);
    const until = range.whole("until");
    return { part, from: range.whole("from", until), until };
  };
  return { train: of("train"), validation: of("validation"), test: of("test") };
}

function columnsOf(fields: Fields): PlanColumns {
  const texts = (name: string): string[] =>
    fields.list(name).map((text) => (typeof text === "string" ? text : fields.refuse(name, "strings")));
  const calendar = texts("calendar").map(
    (text) =>
      calendarFeatureNames.find((feature) => feature === text) ??
      fields.refuse("calendar", `of ${calendarFeatureNames.join(", ")}`),
  );
  const targets = texts("targets");
  if (targets.length === 0) fields.refuse("targets", "at least one");
  return { targets, future: texts("future"), calendar, covariates: texts("covariates") };
}
