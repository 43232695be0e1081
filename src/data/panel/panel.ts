/** @module A panel: many series of one table, each with an id, one behind the other in the same arrays. */
import type { TimeKind } from "../series/readTimes.ts";
import type { Step } from "../series/timeStep.ts";
import type { TimeStyle } from "../series/timeStyle.ts";

/** A column with a category for each series, such as its region. */
export interface StaticCategory {
  /** The name in the file. */
  readonly name: string;
  /** Which kind of column it is. */
  readonly kind: "category";
  /** The distinct values, in the order of their first series. */
  readonly levels: readonly string[];
  /** The number of the level of each series, (S); −1 where it is missing. */
  readonly codes: Int32Array;
}

/** A column with a number for each series, such as the area of a shop. */
export interface StaticNumber {
  /** The name in the file. */
  readonly name: string;
  /** Which kind of column it is. */
  readonly kind: "number";
  /** The value of each series, (S); NaN where it is missing. */
  readonly values: Float64Array;
}

/** A column that has one value for each series. */
export type StaticColumn = StaticCategory | StaticNumber;

/** A covariate of a panel. */
export interface PanelColumn {
  /** The name in the file. */
  readonly name: string;
  /** Whether it is known up to the last row, or for the steps to forecast, too. */
  readonly role: "covariate" | "future";
  /** One for each row of the panel, (N). */
  readonly values: Float32Array;
  /** Of a future covariate, values behind the last row of each series, one series after the other; absent without any. */
  readonly ahead?: Float32Array;
}

/**
 * S series with N rows in all. Rows of series s are `offsets[s]` up to `offsets[s + 1]`, in the order of time, at equal
 * steps of one calendar, none missing.
 */
export interface Panel {
  /** The file's name. */
  readonly name: string;
  /** The columns that identify a series, by their names; several are joined in `ids`. */
  readonly idNames: readonly string[];
  /** The time column's name; null without one. */
  readonly timeName: string | null;
  /** What is forecast. */
  readonly targetName: string;
  /** The id of each series, (S). */
  readonly ids: readonly string[];
  /** Where several columns identify a series, the value of each column for each series; absent for one column. */
  readonly idParts?: readonly (readonly string[])[];
  /** Where each series begins, and the number of rows at the end, (S + 1). */
  readonly offsets: Float64Array;
  /** The target, (N). */
  readonly values: Float64Array;
  /** 1 for each value that was missing and is filled in, (N); absent where none was. Such values are never scored. */
  readonly filled?: Uint8Array;
  /** The time of the first row of each series, (S), in milliseconds since 1970 in UTC or plain numbers; null without times. */
  readonly starts: Float64Array | null;
  /** Whether times are dates or numbers; null without a time column. */
  readonly timeKind: TimeKind | null;
  /** How the file writes its dates; absent for plain numbers. */
  readonly timeStyle?: TimeStyle;
  /** From one row to the next, the same for all series; null without times. */
  readonly step: Step | null;
  /** Covariates by row. */
  readonly columns: readonly PanelColumn[];
  /** Where the values ahead of each series begin in `ahead` of the future covariates, (S + 1); absent without any. */
  readonly aheadOffsets?: Float64Array;
  /** Columns with one value for each series. */
  readonly statics: readonly StaticColumn[];
  /** The ids of series without any value, which were left out; absent where there were none. */
  readonly leftOut?: readonly string[];
  /** Columns of the file without a role; absent where there are none. */
  readonly unused?: readonly string[];
}
