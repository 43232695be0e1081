/** @module What identifies the data and the task of a study, so that neither is another one when it goes on, or its best is trained. */
import type { Panel } from "../../data/panel/panel.ts";
import type { Series } from "../../data/series/series.ts";
import type { PanelPlan } from "../../forecast/panel/panelPlan.ts";
import type { Plan } from "../../forecast/plan.ts";
import { crc32 } from "../../interop/crc32.ts";
import type { Json } from "../../jobs/job.ts";

/** A checksum of each column, with its name. */
export function seriesSum({ columns }: Series): Json {
  return columns.map(({ name, values }) => [name, bytesSum(values)]);
}

/** The same of a panel: of its targets and its covariates. */
export function panelSum({ values, offsets, columns }: Panel): Json {
  const own = [values, offsets].map(bytesSum);
  return [...own, ...columns.map(({ name, values: more }) => [name, bytesSum(more)])];
}

function bytesSum({ buffer, byteOffset, byteLength }: Float64Array | Float32Array): number {
  return crc32(new Uint8Array(buffer, byteOffset, byteLength));
}

/** What is forecast, from which columns, and which rows are for what. */
export function seriesTaskOf({ columns, horizon, season, split }: Plan): Readonly<Record<string, Json>> {
  const { train, validation, test } = split;
  return {
    target: columns.targets,
    covariates: columns.covariates,
    future: columns.future,
    horizon,
    season,
    split: [train, validation, test].map(({ from, until }) => until - from),
  };
}

/** The same of a panel. */
export function panelTaskOf({
  horizon,
  season,
  test,
  validation,
}: PanelPlan): Readonly<Record<string, Json>> {
  return { horizon, season, test, validation };
}
