/** @module Numbers in the printed form of modules, as Python writes them. */

/** As Python's `repr`: 1e-05 where JavaScript writes 0.00001. Whole numbers stay as they are, without a point. */
export function printNumber(value: number): string {
  const size = Math.abs(value);
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  if (value === 0 || (size >= 1e-4 && size < 1e16)) return String(value);
  return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
}

/** As Python's tuples: (3,) and (2, 3). */
export function printTuple(values: readonly number[]): string {
  return values.length === 1 ? `(${values[0]},)` : `(${values.join(", ")})`;
}
