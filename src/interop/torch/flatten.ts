/** @module Flattens nested `.pt` values to one level of names. */
import { FormatError } from "../../errors.ts";
import { isNamedArray, type NamedArray } from "../namedArray.ts";
import type { TorchValue } from "./torchValue.ts";

/** The tensors of a value by path, and the other values. */
export interface FlatValue {
  readonly tensors: Record<string, NamedArray>;
  readonly others: Record<string, null | boolean | number | bigint | string>;
}

/**
 * The tensors of a `.pt` value by path: `{ model: { "out.bias": b } }` becomes `model.out.bias`.
 *
 * @throws FormatError if two values have the same path.
 */
export function flattenTorch(value: TorchValue): FlatValue {
  const tensors = new Map<string, NamedArray>();
  const others = new Map<string, null | boolean | number | bigint | string>();
  for (const [path, leaf] of leavesOf(value, [])) {
    if (tensors.has(path) || others.has(path))
      throw new FormatError(`torch: two values have the path ${JSON.stringify(path)}`);
    if (typeof leaf === "object" && leaf !== null) tensors.set(path, leaf);
    else others.set(path, leaf);
  }
  return { tensors: Object.fromEntries(tensors), others: Object.fromEntries(others) };
}

type Leaf = null | boolean | number | bigint | string | NamedArray;

/** The values that are not containers; decodeTorch and encodeTorch limit the depth. */
function leavesOf(value: TorchValue, path: readonly string[]): [string, Leaf][] {
  if (typeof value !== "object" || value === null || isNamedArray(value)) return [[path.join("."), value]];
  const entries: (readonly [string | number, TorchValue])[] =
    value instanceof Map ? [...value] : Object.entries(value);
  return entries.flatMap(([key, item]) => leavesOf(item, [...path, String(key)]));
}
