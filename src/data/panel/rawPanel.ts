/** @module A panel as it was read: rows in the order of the file, with the number of their series, before any check. */
import type { Times } from "../series/readTimes.ts";
import type { StaticColumn } from "./panel.ts";

/** A covariate in the order of the file. */
export interface RawColumn {
  readonly name: string;
  readonly role: "covariate" | "future";
  readonly values: Float32Array | Float64Array;
}

export interface RawPanel {
  readonly name: string;
  readonly idNames: readonly string[];
  readonly ids: readonly string[];
  /** Where several columns identify a series: the value of each column for each series. */
  readonly idParts?: readonly (readonly string[])[];
  /** The number of the series of each row. */
  readonly seriesOf: Int32Array;
  readonly times: Times | null;
  readonly targetName: string;
  /** NaN where it is missing. */
  readonly target: Float64Array;
  /** Past covariates first. */
  readonly columns: readonly RawColumn[];
  /** The static columns of some series, by their numbers. */
  readonly staticsOf: (series: readonly number[]) => readonly StaticColumn[];
  readonly lineOf: (row: number) => number;
  /** Columns without a role. */
  readonly unused: readonly string[];
  /** Whether missing values at the ends of a series only mean that others are longer, as in a wide table. */
  readonly isTrimmed: boolean;
}
