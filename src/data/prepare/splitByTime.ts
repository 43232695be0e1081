/** @module Splits rows by time into a training, a validation and a test set. */
import { closed } from "../../arguments.ts";
import { ValueError } from "../../errors.ts";
import { say } from "../../sentence.ts";

/** The training, the validation and the test set. */
export type Part = "train" | "validation" | "test";

/** Rows from `from` up to but without `until`. By its type, only the training set can fit a scaler. */
export interface Range<P extends Part = Part> {
  /** Which part of the series it is. */
  readonly part: P;
  /** The first row, from 0. */
  readonly from: number;
  /** The row after the last. */
  readonly until: number;
}

/** The size of each part: fractions of all rows, or numbers of rows. */
export interface SplitSizes {
  /** A fraction, or a number of rows. */
  readonly train: number;
  /** A fraction, or a number of rows; 0 by default. */
  readonly validation?: number;
  /** A fraction, or a number of rows; 0 by default. */
  readonly test?: number;
}

/** The parts, one after the other. Remaining rows belong to none. */
export interface Split {
  /** The rows that networks and scalers learn from. */
  readonly train: Range<"train">;
  /** The rows that end the training and choose a model. */
  readonly validation: Range<"validation">;
  /** The rows that only scores see. */
  readonly test: Range<"test">;
}

/**
 * Splits rows in the order of time, without shuffling, so that no part contains values from the future of another.
 *
 * Sizes that sum to at most 1 are fractions, and each border is rounded down to a row; larger ones are numbers of rows.
 */
export function splitByTime(length: number, shares: SplitSizes): Split {
  const known = { train: 0, validation: 0, test: 0 };
  const { train, validation = 0, test = 0 } = closed("splitByTime", shares, known);
  const sizes = [train, validation, test];
  const isFraction = train + validation + test <= 1 + 1e-9;
  check(length, sizes, isFraction);
  const border = (share: number) => Math.min(length, isFraction ? Math.floor(share * length + 1e-6) : share);
  const [first, second] = [border(train), border(train + validation)];
  if (first === 0) throw new ValueError(say`train is ${train}, which leaves none of ${length} rows`, caller);
  return {
    train: { part: "train", from: 0, until: first },
    validation: { part: "validation", from: first, until: second },
    test: { part: "test", from: second, until: border(train + validation + test) },
  };
}

const caller = { caller: "splitByTime" };

function check(length: number, sizes: readonly number[], isFraction: boolean): void {
  const sum = sizes.reduce((a, b) => a + b, 0);
  const isValid = sizes.every((size) => size >= 0 && (isFraction || Number.isInteger(size)));
  if (!isValid)
    throw new ValueError(
      `sizes are ${sizes.join(", ")} but must be fractions that sum to at most 1, or numbers of rows`,
      caller,
    );
  if (!isFraction && sum > length)
    throw new ValueError(`sizes sum to ${sum} rows but there are only ${length}`, caller);
}
