/** @module Validation of options, with PyTorch's error messages. */
import { didYouMean, ValueError } from "../errors.ts";

/** Throws ValueError for a negative number or NaN: "Invalid `what`: …". */
export function checkNotNegative(what: string, value: number): void {
  if (!(value >= 0)) throw new ValueError(`Invalid ${what}: ${value}`);
}

/** Throws ValueError for an unknown option, and suggests the most similar one. */
export function checkNames(owner: string, given: object, known: readonly string[]): void {
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const meant = didYouMean(name, known);
    const all = known.length === 0 ? "it takes none" : `it must be one of ${known.join(", ")}`;
    const remedy = meant === undefined ? all : `did you mean '${meant}'?`;
    throw new ValueError(`${owner} got an unknown option '${name}'\n  ${remedy}`);
  }
}
