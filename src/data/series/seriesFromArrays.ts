/** @module Arrays that a program has already become a series. */
import { ValueError } from "../../errors.ts";
import type { Role, Series, SeriesColumn } from "./series.ts";

/** What `seriesFromArrays` takes last. */
export interface SeriesFromArraysOptions {
  /** For messages: "series" unless given. */
  readonly name?: string;
  /** Known up to now. */
  readonly covariates?: Readonly<Record<string, ArrayLike<number>>>;
  /** Known ahead of time. */
  readonly future?: Readonly<Record<string, ArrayLike<number>>>;
}

/**
 * A series of numbers at equal steps, without times: columns by their names, the targets first.
 *
 *     seriesFromArrays({ load: [3, 4, 5, …] })
 *
 * Throws ValueError unless all columns are equally long and every value is finite.
 */
export function seriesFromArrays(
  targets: Readonly<Record<string, ArrayLike<number>>>,
  { name = "series", covariates = {}, future = {} }: SeriesFromArraysOptions = {},
): Series {
  const columns = [
    ...columnsOf(targets, "target", name),
    ...columnsOf(covariates, "covariate", name),
    ...columnsOf(future, "future", name),
  ];
  const length = columns[0]?.values.length ?? 0;
  const other = columns.find(({ values }) => values.length !== length);
  if (other !== undefined)
    throw new ValueError(
      `seriesFromArrays: ${other.name} has ${other.values.length} values but must have ${length}, as ${columns[0]?.name} has`,
    );
  return { name, timeName: null, time: null, timeKind: null, step: null, columns, length };
}

function columnsOf(
  arrays: Readonly<Record<string, ArrayLike<number>>>,
  role: Role,
  series: string,
): SeriesColumn[] {
  return Object.entries(arrays).map(([name, array]) => {
    const values = Float64Array.from(array);
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0)
      throw new ValueError(
        `seriesFromArrays: ${name} is ${values[bad]} in row ${bad} of ${series} but must be finite`,
      );
    return { name, role, values };
  });
}
