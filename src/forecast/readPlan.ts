/** @module A plan out of a file, every field of which is checked. */
import type { CalendarFeature } from "../data/prepare/calendarFeatures.ts";
import type { Part, Range } from "../data/prepare/splitByTime.ts";
import type { Fields } from "../train/json.ts";
import { within } from "../train/savedArrays.ts";
import { type ModelName, type ModelOptions, modelOptionNames } from "./options.ts";
import type { Plan, PlanColumns } from "./plan.ts";
import { checkPlan, lossNames, scalerKinds } from "./planChecks.ts";

const FEATURES: readonly CalendarFeature[] = ["hour", "weekday", "day-of-month", "month", "day-of-year"];

/** Throws FormatError that names the field. */
export function readPlan(fields: Fields): Plan {
  const plan: Plan = {
    model: fields.oneOf("model", Object.keys(modelOptionNames) as ModelName[]),
    modelOptions: modelOptionsOf(fields.object("modelOptions")),
    lookback: fields.whole("lookback"),
    horizon: fields.whole("horizon"),
    season: fields.raw("season") === null ? null : fields.whole("season"),
    split: splitOf(fields.object("split")),
    scaler: fields.oneOf("scaler", scalerKinds),
    loss: fields.oneOf("loss", lossNames),
    levels: fields
      .list("levels")
      .map((level) => (typeof level === "number" ? level : fields.refuse("levels", "numbers"))),
    epochs: fields.whole("epochs"),
    batchSize: fields.whole("batchSize"),
    lr: fields.number("lr"),
    lrDecay: fields.numberOrNull("lrDecay"),
    patience: fields.whole("patience"),
    clip: fields.numberOrNull("clip"),
    seed: fields.whole("seed"),
    columns: columnsOf(fields.object("columns")),
  };
  within("forecaster.plan", () => checkPlan(plan));
  return plan;
}

/** Checks the kind of each option; which of them the model takes is for `checkPlan` to say. */
function modelOptionsOf(fields: Fields): ModelOptions {
  for (const name of Object.keys(fields.all())) {
    if (name === "mode") fields.oneOf(name, ["direct", "recursive"]);
    else if (name === "dropout") fields.number(name);
    else if (name !== "relative") fields.whole(name);
    else if (typeof fields.raw(name) !== "boolean") fields.refuse(name, "true or false");
  }
  return fields.all();
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
    fields.list(name).map((text) => (typeof text === "string" ? text : fields.refuse(name, "texts")));
  const calendar = texts("calendar").map(
    (text) =>
      FEATURES.find((feature) => feature === text) ?? fields.refuse("calendar", `of ${FEATURES.join(", ")}`),
  );
  const targets = texts("targets");
  if (targets.length === 0) fields.refuse("targets", "at least one");
  return { targets, future: texts("future"), calendar, covariates: texts("covariates") };
}
