/** @module The order of time cut into parts: rows to train on, to choose by, and to test with. */
import { ValueError } from "../../errors.ts";

/** What a part of the rows is for. */
export type Part = "train" | "validation" | "test";

/** Rows from `from` up to but without `until`. Scalers take the part to train on and, by its type, no other. */
export interface Range<P extends Part = Part> {
  readonly part: P;
  readonly from: number;
  readonly until: number;
}

/** How much goes into each part: fractions of all rows, or numbers of rows. */
export interface SplitSizes {
  readonly train: number;
  readonly validation?: number;
  readonly test?: number;
}

/** The parts, one behind the other. What is left over belongs to none. */
export interface Split {
  readonly train: Range<"train">;
  readonly validation: Range<"validation">;
  readonly test: Range<"test">;
}

/**
 * Cuts rows into parts in the order of time: nothing is shuffled, so no part knows what comes after it.
 *
 * Sizes that sum to 1 at most are fractions, and each border is rounded down to a row; larger ones are numbers of rows.
 */
export function splitByTime(length: number, { train, validation = 0, test = 0 }: SplitSizes): Split {
  const sizes = [train, validation, test];
  const isFraction = train + validation + test <= 1 + 1e-9;
  check(length, sizes, isFraction);
  const border = (share: number) => Math.min(length, isFraction ? Math.floor(share * length + 1e-6) : share);
  const [first, second, third] = [
    border(train),
    border(train + validation),
    border(train + validation + test),
  ];
  if (first === 0) throw new ValueError(`splitByTime: train is ${train}, which is no row of ${length}`);
  return {
    train: { part: "train", from: 0, until: first },
    validation: { part: "validation", from: first, until: second },
    test: { part: "test", from: second, until: third },
  };
}

function check(length: number, sizes: readonly number[], isFraction: boolean): void {
  const sum = sizes.reduce((a, b) => a + b, 0);
  const isValid = sizes.every((size) => size >= 0 && (isFraction || Number.isInteger(size)));
  if (!isValid)
    throw new ValueError(
      `splitByTime: sizes are ${sizes.join(", ")} but must be fractions that sum to 1 at most, or numbers of rows`,
    );
  if (!isFraction && sum > length)
    throw new ValueError(`splitByTime: sizes sum to ${sum} rows but there are only ${length}`);
}
