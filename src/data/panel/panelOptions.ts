/** @module What `readPanel` and `toPanel` can be told: the roles of columns, the form of the table, the policies. */
import type { OptionNames } from "../../arguments.ts";
import type { ResampleOptions } from "../series/completeRows.ts";
import type { TimeOptions } from "../series/readTimes.ts";
import type { Policies } from "../series/rows.ts";
import type { Step } from "../series/timeStep.ts";

/** The forms of wide tables: a column for each series, or a row for each. */
export const wideForms = ["columns", "rows"] as const;

/** One of `wideForms`. */
export type WideForm = (typeof wideForms)[number];

/** The roles of columns, and the policies for each series: by default every fault of the data is an error. */
export interface PanelOptions extends TimeOptions, ResampleOptions, Partial<Policies> {
  /**
   * The columns that identify a series; `unique_id` by default. Of a table with a column for each series, those columns: by
   * default all that hold numbers.
   */
  readonly series?: readonly string[];
  /** The column to forecast: `y` by default, else the only one of numbers. */
  readonly target?: string;
  /** Past covariates: known up to the last row. */
  readonly covariates?: readonly string[];
  /** Future covariates: also known for the steps to forecast, in the rows of a series after its last target. */
  readonly future?: readonly string[];
  /** Columns with one value for each series: a category or a number. */
  readonly static?: readonly string[];
  /** Set where the table is not long: a column for each series, or a row for each. */
  readonly wide?: WideForm;
  /** Only rows with these values, each as `column=value`; of several values of a column any. */
  readonly where?: readonly string[];
  /** The categories of covariates of texts, which a model fixes; by default all that are frequent. */
  readonly categories?: Readonly<Record<string, readonly string[]>>;
  /** The step to expect, such as that of the panel a model was trained on; it is found from the rows if they do not fit. */
  readonly step?: Step;
}

export const panelOptions: OptionNames<PanelOptions> = {
  series: 0,
  target: 0,
  covariates: 0,
  future: 0,
  static: 0,
  wide: 0,
  where: 0,
  categories: 0,
  step: 0,
  time: 0,
  timeFormat: 0,
  resample: 0,
  aggregate: 0,
  missing: 0,
  duplicates: 0,
  unsorted: 0,
  gaps: 0,
};

/** The columns of a panel by the names of the field: Nixtla's id, time and target. */
export const fieldNames = { series: "unique_id", time: "ds", target: "y" } as const;
