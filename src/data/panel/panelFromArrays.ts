/** @module A panel of arrays, for programs that have their numbers already. */
import { closed } from "../../arguments.ts";
import { ValueError } from "../../errors.ts";
import type { TimeKind } from "../series/readTimes.ts";
import type { Step } from "../series/timeStep.ts";
import type { Panel, PanelColumn, StaticColumn } from "./panel.ts";

/** What a panel of arrays may have besides its target. Whatever has one value for each series is in the order of the ids. */
export interface PanelFromArraysOptions {
  /** For messages; "panel" by default. */
  readonly name?: string;
  /** What is forecast; "y" by default. */
  readonly targetName?: string;
  /** The time of each first row, with `step`: milliseconds since 1970, or plain numbers. */
  readonly starts?: ArrayLike<number>;
  /** From one row to the next. */
  readonly step?: Step;
  /** Covariates known up to the last row: by name, then by id. */
  readonly covariates?: Readonly<Record<string, Readonly<Record<string, ArrayLike<number>>>>>;
  /** Covariates that reach beyond the last row, by as many values in each column of a series. */
  readonly future?: Readonly<Record<string, Readonly<Record<string, ArrayLike<number>>>>>;
  /** Columns with one value for each series. */
  readonly statics?: readonly StaticColumn[];
}

const names = { name: 0, targetName: 0, starts: 0, step: 0, covariates: 0, future: 0, statics: 0 };

/**
 * A panel of series by their ids.
 *
 *     panelFromArrays({ north: [3, 4, 5, …], south: [1, 1, 2, …] })
 *
 * Throws ValueError for a series without rows, a value that is not finite, or columns of another length.
 */
export function panelFromArrays(
  series: Readonly<Record<string, ArrayLike<number>>>,
  options: PanelFromArraysOptions = {},
): Panel {
  const { name = "panel", targetName = "y", starts, step } = closed("panelFromArrays", options, names);
  const { covariates = {}, future = {}, statics = [] } = options;
  const ids = Object.keys(series);
  const offsets = offsetsOf(ids.map((id) => series[id].length));
  const empty = ids.find((id) => series[id].length === 0);
  if (empty !== undefined) throw refusal(`series ${JSON.stringify(empty)} has no rows`);
  if ((starts === undefined) !== (step === undefined) || (starts && starts.length !== ids.length))
    throw refusal(`starts needs one time for each of the ${ids.length} series, and a step`);
  const rows = ids.map((id) => series[id].length);
  const columns = [
    ...Object.entries(covariates).map(([own, by]): PanelColumn => {
      return { name: own, role: "covariate", values: Float32Array.from(joined(own, ids, by, rows)) };
    }),
    ...Object.entries(future).map(([own, by]) => futureColumn(own, ids, by, rows)),
  ];
  const [first] = Object.values(future);
  const aheadOffsets = first && offsetsOf(ids.map((id, s) => first[id].length - rows[s]));
  return {
    name,
    idNames: ["unique_id"],
    timeName: starts === undefined ? null : "ds",
    targetName,
    ids,
    offsets,
    values: Float64Array.from(joined(targetName, ids, series, rows)),
    starts: starts === undefined ? null : Float64Array.from(starts),
    timeKind: step === undefined ? null : kindOf(step),
    step: step ?? null,
    columns,
    ...(aheadOffsets === undefined ? {} : { aheadOffsets }),
    statics,
  };
}

function kindOf(step: Step): TimeKind {
  return step.unit === "number" ? "number" : "date";
}

function offsetsOf(lengths: readonly number[]): Float64Array {
  const offsets = new Float64Array(lengths.length + 1);
  lengths.forEach((length, s) => {
    offsets[s + 1] = offsets[s] + length;
  });
  return offsets;
}

/** The first `rows` values of each series, one behind the other. */
function joined(
  name: string,
  ids: readonly string[],
  by: Readonly<Record<string, ArrayLike<number>>>,
  rows: readonly number[],
): number[] {
  return ids.flatMap((id, s) => {
    const own = Array.from(by[id] ?? []).slice(0, rows[s]);
    if (own.length !== rows[s])
      throw refusal(`${name} has ${own.length} values for ${JSON.stringify(id)} but must have ${rows[s]}`);
    const bad = own.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0)
      throw refusal(`${name} is ${own[bad]} in row ${bad} of ${JSON.stringify(id)} but must be finite`);
    return own;
  });
}

function futureColumn(
  name: string,
  ids: readonly string[],
  by: Readonly<Record<string, ArrayLike<number>>>,
  rows: readonly number[],
): PanelColumn {
  const ahead = ids.flatMap((id, s) => Array.from(by[id] ?? []).slice(rows[s]));
  const values = Float32Array.from(joined(name, ids, by, rows));
  return { name, role: "future", values, ahead: Float32Array.from(ahead) };
}

function refusal(what: string): ValueError {
  return new ValueError(what, { caller: "panelFromArrays" });
}
