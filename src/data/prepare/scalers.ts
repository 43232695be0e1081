/** @module Scalers: z = (x − center) / scale for each column, both measured on the rows to train on and no others. */
import { ValueError } from "../../errors.ts";
import type { Range } from "./splitByTime.ts";

/** The kinds of scalers. */
export const scalerKinds = ["standard", "minmax", "robust"] as const;

/** One of `scalerKinds`. */
export type ScalerKind = (typeof scalerKinds)[number];

/** What a scaler knows, as plain JSON: one center and one scale for each column. */
export interface ScalerState {
  readonly kind: ScalerKind;
  readonly center: readonly number[];
  readonly scale: readonly number[];
}

interface Measured {
  readonly center: number;
  readonly scale: number;
}

const measures: Readonly<Record<ScalerKind, (values: Float64Array) => Measured>> = {
  standard: meanAndDeviation,
  minmax: leastAndSpan,
  robust: medianAndQuartiles,
};

/** What all scalers have in common. They are made fitted: by `fit` of a class, by `fitScaler`, or from a state. */
export class Scaler {
  readonly kind: ScalerKind;
  readonly #center: readonly number[];
  readonly #scale: readonly number[];

  /** A scaler of that state, which is checked. */
  constructor(state: ScalerState) {
    checkState(state);
    this.kind = state.kind;
    this.#center = [...state.center];
    this.#scale = [...state.scale];
  }

  /** Columns in units of their scale: z = (x − center) / scale. */
  transform(columns: readonly ArrayLike<number>[]): Float64Array[] {
    this.#checkCount(columns.length);
    return columns.map((values, k) => mapped(values, (x) => this.transformValue(x, k)));
  }

  /** Columns in their own units again: x = z · scale + center. */
  inverse(columns: readonly ArrayLike<number>[]): Float64Array[] {
    this.#checkCount(columns.length);
    return columns.map((values, k) => mapped(values, (z) => this.inverseValue(z, k)));
  }

  /** One value of the column with that number. */
  transformValue(x: number, column: number): number {
    return (x - (this.#center[column] ?? Number.NaN)) / (this.#scale[column] ?? Number.NaN);
  }

  /** One value of the column with that number, in its own units again. */
  inverseValue(z: number, column: number): number {
    return z * (this.#scale[column] ?? Number.NaN) + (this.#center[column] ?? Number.NaN);
  }

  /** All that it knows, to be saved beside a model. */
  state(): ScalerState {
    return { kind: this.kind, center: [...this.#center], scale: [...this.#scale] };
  }

  #checkCount(count: number): void {
    if (count !== this.#center.length)
      throw new ValueError(`scaler: there are ${count} columns but it was fitted on ${this.#center.length}`);
  }
}

/** z = (x − mean) / deviation, by the population's standard deviation (÷ n), as the published tables for ETTh1 have it. */
export class StandardScaler extends Scaler {
  static fit(columns: readonly Float64Array[], range: Range<"train">): StandardScaler {
    return new StandardScaler(measured("standard", columns, range));
  }

  static fromState(state: ScalerState): StandardScaler {
    return new StandardScaler(ofKind("standard", state));
  }
}

/** z = (x − least) / (greatest − least), from 0 to 1 on the rows to train on. */
export class MinMaxScaler extends Scaler {
  static fit(columns: readonly Float64Array[], range: Range<"train">): MinMaxScaler {
    return new MinMaxScaler(measured("minmax", columns, range));
  }

  static fromState(state: ScalerState): MinMaxScaler {
    return new MinMaxScaler(ofKind("minmax", state));
  }
}

/** z = (x − median) / (third quartile − first), which a few outliers do not move. Quartiles are NumPy's, interpolated. */
export class RobustScaler extends Scaler {
  static fit(columns: readonly Float64Array[], range: Range<"train">): RobustScaler {
    return new RobustScaler(measured("robust", columns, range));
  }

  static fromState(state: ScalerState): RobustScaler {
    return new RobustScaler(ofKind("robust", state));
  }
}

/** A scaler of a kind, fitted on the rows to train on. */
export function fitScaler(kind: ScalerKind, columns: readonly Float64Array[], range: Range<"train">): Scaler {
  return new Scaler(measured(kind, columns, range));
}

/** A scaler again from what `state()` gave, such as out of a JSON file. */
export function scalerFromState(state: ScalerState): Scaler {
  return new Scaler(state);
}

/** JSON knows no −0, so there is none: −0 + 0 is 0. */
function measured(kind: ScalerKind, columns: readonly Float64Array[], range: Range<"train">): ScalerState {
  const all = columns.map((values, k) => usable(measures[kind], trainRows(values, k, range)));
  return { kind, center: all.map(({ center }) => center + 0), scale: all.map(({ scale }) => scale) };
}

/**
 * A measure with scale 1 in place of one that is no more than the rounding of the values themselves: of a column that
 * never changes, or whose quartiles meet while a few values lie apart. Dividing by it would give values beyond all numbers.
 */
function usable(measure: (values: Float64Array) => Measured, values: Float64Array): Measured {
  const { center, scale } = measure(values);
  const greatest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return { center, scale: scale > Number.EPSILON * greatest ? scale : 1 };
}

function trainRows(values: Float64Array, k: number, { from, until }: Range<"train">): Float64Array {
  if (!(from >= 0 && from < until && until <= values.length))
    throw new ValueError(
      `scaler: rows ${from} to ${until} must lie within the ${values.length} of column ${k}`,
    );
  const rows = values.subarray(from, until);
  const bad = rows.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new ValueError(`scaler: column ${k} is ${rows[bad]} in row ${from + bad} but must be finite`);
  return rows;
}

/** A column that never changes has deviation 0 by this, where rounding of the mean would leave a little. */
function meanAndDeviation(values: Float64Array): Measured {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const { scale: span } = leastAndSpan(values);
  if (span === 0) return { center: values[0] ?? mean, scale: 0 };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { center: mean, scale: Math.sqrt(squares / values.length) };
}

function leastAndSpan(values: Float64Array): Measured {
  const least = values.reduce((a, b) => Math.min(a, b));
  return { center: least, scale: values.reduce((a, b) => Math.max(a, b)) - least };
}

function medianAndQuartiles(values: Float64Array): Measured {
  const sorted = values.slice().sort();
  return { center: quantile(sorted, 0.5), scale: quantile(sorted, 0.75) - quantile(sorted, 0.25) };
}

/** The value a share of the way through, on the line between its two neighbours. */
function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const [low = 0, high = low] = sorted.subarray(Math.floor(position), Math.floor(position) + 2);
  return low + (high - low) * (position - Math.floor(position));
}

/** `Float64Array.from` would make a list of all values first, which for millions of rows costs seconds and memory. */
function mapped(values: ArrayLike<number>, change: (value: number) => number): Float64Array {
  const result = new Float64Array(values.length);
  for (let i = 0; i < result.length; i++) result[i] = change(values[i] ?? Number.NaN);
  return result;
}

function ofKind(kind: ScalerKind, state: ScalerState): ScalerState {
  if (state.kind === kind) return state;
  throw new ValueError(
    `scaler: the state is of kind ${JSON.stringify(state.kind)} but must be ${JSON.stringify(kind)}`,
  );
}

function checkState({ kind, center, scale }: ScalerState): void {
  const areNumbers = (list: unknown) => Array.isArray(list) && list.every(Number.isFinite);
  const isValid =
    Object.hasOwn(measures, kind) &&
    areNumbers(center) &&
    areNumbers(scale) &&
    center.length === scale.length &&
    scale.every((one) => one > 0);
  if (!isValid)
    throw new ValueError("scaler: the state must have a kind, and as many finite centers as scales above 0");
}
