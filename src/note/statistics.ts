/** @module Mean, median and quartiles. */

export type Quartiles = Readonly<Record<"min" | "q1" | "median" | "q3" | "max", number>>;

/** The quartiles of some numbers, interpolated linearly as by NumPy's `percentile`. NaN if one is NaN. */
export function quartiles(values: readonly number[]): Quartiles {
  const sorted = values.some(Number.isNaN) ? [Number.NaN] : [...values].sort((a, b) => a - b);
  const at = (fraction: number): number => {
    const position = fraction * (sorted.length - 1);
    const below = Math.floor(position);
    const above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  };
  return { min: at(0), q1: at(0.25), median: at(0.5), q3: at(0.75), max: at(1) };
}

export function median(values: readonly number[]): number {
  return quartiles(values).median;
}

export function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
