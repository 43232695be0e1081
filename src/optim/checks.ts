/** @module Validation of options, with PyTorch's error messages. */
import { described } from "../arguments.ts";
import { ValueError } from "../errors.ts";

/** Throws ValueError for a negative number or NaN: "Invalid `what`: …". */
export function checkNotNegative(what: string, value: number): void {
  if (!(value >= 0)) throw new ValueError(`Invalid ${what}: ${value}`);
}

/** Throws ValueError for anything but a number, and for NaN. */
export function checkNumber(what: string, value: unknown): void {
  if (typeof value !== "number" || Number.isNaN(value))
    throw new ValueError(`${what} must be a number (got ${described(value)})`);
}
