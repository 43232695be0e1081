/** @module Validation of options, with PyTorch's error messages. */
import { ValueError } from "../errors.ts";

/** Throws ValueError for a negative number or NaN: "Invalid `what`: …". */
export function checkNotNegative(what: string, value: number): void {
  if (!(value >= 0)) throw new ValueError(`Invalid ${what}: ${value}`);
}
