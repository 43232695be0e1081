/** @module Values of several rows as one. */

/** How values are combined; those that are missing do not count. */
export const aggregates = ["mean", "sum", "first", "last", "min", "max", "count"] as const;

/** One of `aggregates`. */
export type Aggregate = (typeof aggregates)[number];

/** One value of each group of rows, from `starts` to `lasts`, both included; NaN where all are missing, of counts 0. */
export function combined(
  values: Float64Array,
  starts: Int32Array,
  lasts: Int32Array,
  how: Aggregate,
): Float64Array {
  return Float64Array.from(starts, (start, k) => {
    const last = lasts[k] ?? start;
    if (start === last && how !== "count") return values[start] ?? Number.NaN;
    return combine[how](values.subarray(start, last + 1).filter((value) => !Number.isNaN(value)));
  });
}

const orNone = (of: (values: Float64Array) => number) => (values: Float64Array) =>
  values.length === 0 ? Number.NaN : of(values);

const combine: Readonly<Record<Aggregate, (values: Float64Array) => number>> = {
  mean: orNone((values) => values.reduce((sum, value) => sum + value / values.length, 0)),
  sum: orNone((values) => values.reduce((sum, value) => sum + value, 0)),
  first: orNone((values) => values[0] ?? Number.NaN),
  last: orNone((values) => values.at(-1) ?? Number.NaN),
  min: orNone((values) => values.reduce((a, b) => Math.min(a, b))),
  max: orNone((values) => values.reduce((a, b) => Math.max(a, b))),
  count: (values) => values.length,
};
