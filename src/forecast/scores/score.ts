/** @module A score by forecast step and over all of them, from sums that grow window by window. */
import { closed, type OptionNames } from "../../arguments.ts";
import { ShapeError, ValueError } from "../../errors.ts";

/** Numbers in a row: a plain array or a typed one. */
export type Numbers = ArrayLike<number>;

/** What a score is over all values, and for each step of the horizon alone (entry 0 is one step ahead). */
export interface Score {
  /** The mean over all steps and columns. */
  readonly overall: number;
  /** The mean of each step. */
  readonly byStep: Float64Array;
}

/** The sizes of a forecast: H steps ahead of C channels. */
export interface ForecastShape {
  /** How many steps ahead, H. */
  readonly horizon: number;
  /** How many channels, C: 1 by default. */
  readonly channels?: number;
}

export const shapeNames: OptionNames<ForecastShape> = { horizon: 0, channels: 0 };

/** What is computed by forecast step and channel. Throws ValueError unless both sizes are whole numbers from 1. */
export abstract class ByStep {
  /** H, the number of steps. */
  readonly horizon: number;
  /** C, the number of columns. */
  readonly channels: number;

  /** Sums of zero, for each step and column. */
  constructor(shape: ForecastShape) {
    const { horizon, channels } = checkedShape(shape);
    this.horizon = horizon;
    this.channels = channels;
  }

  /** The number of values (H, C) of a window. */
  protected get size(): number {
    return this.horizon * this.channels;
  }

  /** The step of the i-th value (…, H, C), from 0. */
  protected stepOf(i: number): number {
    return Math.floor(i / this.channels) % this.horizon;
  }
}

/** A mean for each step of the horizon: terms are added one by one, in double precision. */
export class StepMean {
  readonly #sums: Float64Array;
  readonly #counts: Float64Array;

  constructor(horizon: number) {
    this.#sums = new Float64Array(horizon);
    this.#counts = new Float64Array(horizon);
  }

  add(step: number, term: number): void {
    this.#sums[step] += term;
    this.#counts[step] += 1;
  }

  /** The means; NaN where nothing was added. The overall one is that of all terms, whichever their step. */
  score(): Score {
    const total = this.#sums.reduce((sum, value) => sum + value, 0);
    const count = this.#counts.reduce((sum, value) => sum + value, 0);
    return { overall: total / count, byStep: this.#sums.map((sum, h) => sum / this.#counts[h]) };
  }
}

/** The sizes of a forecast, checked. Throws ValueError unless both are whole numbers from 1. */
export function checkedShape(shape: ForecastShape): Required<ForecastShape> {
  const { horizon, channels = 1 } = closed("shape", shape, shapeNames);
  checkSizes({ horizon, channels });
  return { horizon, channels };
}

/** Throws ValueError unless each of the sizes is a whole number from 1. */
export function checkSizes(sizes: Readonly<Record<string, number>>): void {
  for (const [name, size] of Object.entries(sizes)) {
    if (!(Number.isInteger(size) && size >= 1))
      throw new ValueError(`${name} is ${size} but must be a whole number from 1`);
  }
}

/** Throws ShapeError unless an array holds whole windows of `size` values, and, where one is given, `count` values. */
export function checkWindows(
  what: string,
  values: Numbers,
  size: number,
  count: number = values.length,
): void {
  if (values.length === count && count % size === 0) return;
  const wanted =
    count % size === 0 ? `${count}, to go with the target` : `a multiple of ${size}, horizon × channels`;
  throw new ShapeError(`${what} has ${values.length} values but must have ${wanted}`);
}
