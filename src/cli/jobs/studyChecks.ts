/** @module Whether data and task are those of a study whose best settings are to be trained. */
import type { Panel } from "../../data/panel/panel.ts";
import type { Series } from "../../data/series/series.ts";
import { UsageError } from "../../errors.ts";
import type { PanelPlan } from "../../forecast/panel/panelPlan.ts";
import type { Plan } from "../../forecast/plan.ts";
import { canonicalJson, type Json } from "../../jobs/job.ts";
import { say } from "../../sentence.ts";
import type { SeriesRequest } from "../forecast/commonOptions.ts";
import { panelSum, panelTaskOf, seriesSum, seriesTaskOf } from "./fingerprints.ts";

/** A request with the best settings of a study, and what that study was about. */
export interface StudyRequest extends SeriesRequest {
  readonly study: {
    readonly path: string;
    readonly kind: "series" | "panel";
    readonly depends: Readonly<Record<string, Json>>;
  };
}

/** Throws UsageError if a series is another one than that of the study, or is to be forecast otherwise. */
export function checkSeriesStudy({ data, study }: StudyRequest, series: Series, plan: Plan): void {
  check(data, study, seriesSum(series), seriesTaskOf(plan));
}

/** The same for a panel. */
export function checkPanelStudy({ data, study }: StudyRequest, panel: Panel, plan: PanelPlan): void {
  check(data, study, panelSum(panel), panelTaskOf(plan));
}

/** Throws UsageError if the study is of the other kind of data. */
export function checkStudyKind({ study: { path, kind } }: StudyRequest, wanted: "series" | "panel"): void {
  if (kind === wanted) return;
  const [own, other] =
    wanted === "panel" ? [say`a single series`, say`a panel`] : [say`a panel`, say`a single series`];
  throw new UsageError(say`${path} is a study of ${own}, but the data are ${other}`);
}

function check(
  data: string,
  { path, depends }: StudyRequest["study"],
  sum: Json,
  task: Readonly<Record<string, Json>>,
): void {
  if (canonicalJson(depends.data ?? null) !== canonicalJson(sum))
    throw new UsageError(say`${path} is a study of other data than ${data}`, {
      hint: say`settings that are best for other data may not be for these: search them again, or give them as flags`,
    });
  const wanted = Object(depends.task ?? {});
  for (const [name, value] of Object.entries(task))
    if (canonicalJson(wanted[name] ?? null) !== canonicalJson(value))
      throw new UsageError(
        say`${name} is ${shortText(value)}, but the study ${path} searched settings for ${shortText(wanted[name] ?? null)}`,
        { hint: say`leave out the option, or search again with it` },
      );
}

function shortText(value: Json): string {
  return Array.isArray(value) ? value.join(", ") : String(value ?? "none");
}
