/** @module Scalers: z = (x − center) / scale for each column, or of its logarithm, fitted on the training set only. */

import { ValueError } from "../../errors.ts";
import { say } from "../../sentence.ts";
import { shown } from "../../shown.ts";
import type { Range } from "./splitByTime.ts";

/** All kinds of scalers. */
export const scalerKinds = ["standard", "minmax", "robust", "log"] as const;

/** One of `scalerKinds`. */
export type ScalerKind = (typeof scalerKinds)[number];

/** The state of a scaler as plain JSON: one center and one scale for each column. */
export interface ScalerState {
  /** Which scaler it is. */
  readonly kind: ScalerKind;
  /** What is subtracted, for each column. */
  readonly center: readonly number[];
  /** What is divided by, for each column. */
  readonly scale: readonly number[];
}

const caller = { caller: "scaler" };

interface Measured {
  readonly center: number;
  readonly scale: number;
}

const measures: Readonly<Record<ScalerKind, (values: Float64Array) => Measured>> = {
  standard: meanAndDeviation,
  minmax: minimumAndRange,
  robust: medianAndQuartiles,
  log: (values) => meanAndDeviation(logarithms(values)),
};

/** How far below the center, in scales, a logarithm is taken to lie at least: zero has none. */
const LOWEST_LOG = 10;
/** The greatest logarithm whose exponential is finite, about. */
const GREATEST_LOG = 700;

/** A fitted scaler: made by `fit` of a subclass, by `fitScaler`, or from a state. */
export class Scaler {
  /** Which scaler it is. */
  readonly kind: ScalerKind;
  readonly #center: readonly number[];
  readonly #scale: readonly number[];

  /** A scaler with known numbers; `fit` of a subclass finds them. */
  constructor(state: ScalerState) {
    checkState(state);
    this.kind = state.kind;
    this.#center = [...state.center];
    this.#scale = [...state.scale];
  }

  /** z = (x − center) / scale for each column. */
  transform(columns: readonly ArrayLike<number>[]): Float64Array[] {
    this.#checkCount(columns.length);
    return columns.map((values, k) => mapped(values, (x) => this.transformValue(x, k)));
  }

  /** x = z · scale + center for each column. */
  inverse(columns: readonly ArrayLike<number>[]): Float64Array[] {
    this.#checkCount(columns.length);
    return columns.map((values, k) => mapped(values, (z) => this.inverseValue(z, k)));
  }

  /** One value of a column, scaled. */
  transformValue(x: number, column: number): number {
    const [center, scale] = [this.#center[column] ?? Number.NaN, this.#scale[column] ?? Number.NaN];
    if (this.kind !== "log") return (x - center) / scale;
    return Math.max(-LOWEST_LOG, (Math.log(Math.max(0, x)) - center) / scale);
  }

  /** One scaled value of a column, in the column's units again. */
  inverseValue(z: number, column: number): number {
    const value = z * (this.#scale[column] ?? Number.NaN) + (this.#center[column] ?? Number.NaN);
    return this.kind === "log" ? Math.exp(Math.min(GREATEST_LOG, value)) : value;
  }

  /** The numbers of the scaler, as plain JSON. */
  state(): ScalerState {
    return { kind: this.kind, center: [...this.#center], scale: [...this.#scale] };
  }

  #checkCount(count: number): void {
    if (count !== this.#center.length)
      throw new ValueError(`there are ${count} columns but it was fitted on ${this.#center.length}`, caller);
  }
}

/** z = (x − mean) / deviation, with the population's standard deviation (÷ n), as in the published tables for ETTh1. */
export class StandardScaler extends Scaler {
  /** Means and standard deviations of the columns in the training set. */
  static fit(columns: readonly Float64Array[], range: Range<"train">): StandardScaler {
    return new StandardScaler(measured("standard", columns, range));
  }

  /** The scaler whose `state` this was. */
  static fromState(state: ScalerState): StandardScaler {
    return new StandardScaler(ofKind("standard", state));
  }
}

/** z = (x − min) / (max − min), from 0 to 1 on the training set. */
export class MinMaxScaler extends Scaler {
  /** Least and greatest values of the columns in the training set. */
  static fit(columns: readonly Float64Array[], range: Range<"train">): MinMaxScaler {
    return new MinMaxScaler(measured("minmax", columns, range));
  }

  /** The scaler whose `state` this was. */
  static fromState(state: ScalerState): MinMaxScaler {
    return new MinMaxScaler(ofKind("minmax", state));
  }
}

/** z = (x − median) / (third quartile − first), robust to outliers. Quartiles are interpolated, as in NumPy. */
export class RobustScaler extends Scaler {
  /** Medians and interquartile ranges of the columns in the training set. */
  static fit(columns: readonly Float64Array[], range: Range<"train">): RobustScaler {
    return new RobustScaler(measured("robust", columns, range));
  }

  /** The scaler whose `state` this was. */
  static fromState(state: ScalerState): RobustScaler {
    return new RobustScaler(ofKind("robust", state));
  }
}

/** A scaler of that kind, fitted on the training set. Throws ValueError for values that have no logarithm, of kind `"log"`. */
export function fitScaler(kind: ScalerKind, columns: readonly Float64Array[], range: Range<"train">): Scaler {
  return new Scaler(measured(kind, columns, range));
}

/** A scaler from the result of `state()`, such as from a JSON file. Throws ValueError for an invalid state. */
export function scalerFromState(state: ScalerState): Scaler {
  return new Scaler(state);
}

/** JSON has no −0: adding 0 turns it into 0. */
function measured(kind: ScalerKind, columns: readonly Float64Array[], range: Range<"train">): ScalerState {
  const all = columns.map((values, k) => usable(measures[kind], trainRows(values, k, range)));
  return { kind, center: all.map(({ center }) => center + 0), scale: all.map(({ scale }) => scale) };
}

/**
 * Replaces a scale that is no larger than the rounding of the values by 1: that of a constant column, or of one whose
 * quartiles coincide. Dividing by it would overflow.
 */
function usable(measure: (values: Float64Array) => Measured, values: Float64Array): Measured {
  const { center, scale } = measure(values);
  if (measure === measures.log) return { center, scale: scale > Number.EPSILON ? scale : 1 };
  const greatest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return { center, scale: scale > Number.EPSILON * greatest ? scale : 1 };
}

function trainRows(values: Float64Array, k: number, { from, until }: Range<"train">): Float64Array {
  if (!(from >= 0 && from < until && until <= values.length))
    throw new ValueError(
      `rows ${from} to ${until} must lie within the ${values.length} of column ${k}`,
      caller,
    );
  const rows = values.subarray(from, until);
  const bad = rows.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new ValueError(`column ${k} is ${rows[bad]} in row ${from + bad} but must be finite`, caller);
  return rows;
}

/** A constant column has deviation 0, in spite of the rounding of the mean. */
function meanAndDeviation(values: Float64Array): Measured {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const { scale: span } = minimumAndRange(values);
  if (span === 0) return { center: values[0] ?? mean, scale: 0 };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { center: mean, scale: Math.sqrt(squares / values.length) };
}

/** Throws ValueError for a value that is not positive. */
function logarithms(values: Float64Array): Float64Array {
  const row = values.findIndex((value) => !(value > 0));
  if (row >= 0)
    throw new ValueError(say`a value is ${values[row]} but must be positive to have a logarithm`, {
      ...caller,
      remedies: [{ option: "scaler", values: ["standard"] }],
    });
  return values.map(Math.log);
}

function minimumAndRange(values: Float64Array): Measured {
  const least = values.reduce((a, b) => Math.min(a, b));
  return { center: least, scale: values.reduce((a, b) => Math.max(a, b)) - least };
}

function medianAndQuartiles(values: Float64Array): Measured {
  const sorted = values.slice().sort();
  return { center: quantile(sorted, 0.5), scale: quantile(sorted, 0.75) - quantile(sorted, 0.25) };
}

/** Interpolated between its two neighbours. */
function quantile(sorted: Float64Array, level: number): number {
  const position = level * (sorted.length - 1);
  const [low = 0, high = low] = sorted.subarray(Math.floor(position), Math.floor(position) + 2);
  return low + (high - low) * (position - Math.floor(position));
}

/** `Float64Array.from` would build a list of all values first: seconds and memory for millions of rows. */
function mapped(values: ArrayLike<number>, change: (value: number) => number): Float64Array {
  const result = new Float64Array(values.length);
  for (let i = 0; i < result.length; i++) result[i] = change(values[i] ?? Number.NaN);
  return result;
}

function ofKind(kind: ScalerKind, state: ScalerState): ScalerState {
  if (state.kind === kind) return state;
  throw new ValueError(
    `the state is of kind ${shown(state.kind)} but must be ${JSON.stringify(kind)}`,
    caller,
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
    throw new ValueError("the state must have a kind, and as many finite centers as positive scales", caller);
}
