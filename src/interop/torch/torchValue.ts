/** @module The content of a `.pt` file as plain values, with tensors as arrays. */

import { FormatError } from "../../errors.ts";
import { shownName } from "../../shown.ts";
import { isNamedArray, type NamedArray } from "../namedArray.ts";
import { DEPTH_LIMIT, type Dict, type Pickled } from "./pickled.ts";

type Scalar = null | boolean | number | bigint | string;

/**
 * A value of a `.pt` file.
 *
 * | Python                  | here                                                                        |
 * | ----------------------- | --------------------------------------------------------------------------- |
 * | tensor, parameter       | `{ shape, data }`, data a Float32Array                                      |
 * | dict, OrderedDict       | an object; integer keys, as in an optimiser's `state`, become its keys      |
 * | list, tuple, torch.Size | an array                                                                    |
 * | float, int              | a number; a bigint if a number cannot represent the int                     |
 * | str, bool, None         | a string, a boolean, null                                                   |
 *
 * A dict that an object cannot represent (integer keys mixed with strings, strings such as "0" inside another dict, keys
 * in an order that objects change) becomes a Map.
 */
export type TorchValue =
  | Scalar
  | NamedArray
  | readonly TorchValue[]
  | ReadonlyMap<string | number, TorchValue>
  | { readonly [name: string]: TorchValue };

/** Whether a key is an integer, which an object does not distinguish from its string. */
function isIndex(key: string): boolean {
  return /^(0|[1-9]\d{0,8})$/.test(key);
}

/**
 * Converts a value of the pickle machine to plain values, copied so that only arrays are shared.
 *
 * @throws FormatError if a list contains itself, or if shared lists would expand into millions of values.
 */
export function toTorchValue(pickled: Pickled, budget: { values: number }, depth = 0): TorchValue {
  budget.values -= 1;
  if (budget.values < 0)
    throw new FormatError("torch: the pickle unfolds into more values than a file of its size could hold");
  if (depth > DEPTH_LIMIT)
    throw new FormatError(
      `torch: the pickle nests lists and dicts deeper than ${DEPTH_LIMIT}, or in a circle`,
    );
  if (typeof pickled !== "object" || pickled === null) return pickled;
  switch (pickled.kind) {
    case "array":
      return pickled.array;
    case "list":
    case "tuple":
      return pickled.items.map((item) => toTorchValue(item, budget, depth + 1));
    case "dict":
      return toObject(pickled, budget, depth);
    default:
      throw new FormatError(`torch: the pickle holds a bare ${pickled.kind} where a value must be`);
  }
}

function toObject({ entries }: Dict, budget: { values: number }, depth: number): TorchValue {
  const values = [...(entries ?? [])].map(
    ([key, value]) => [key, toTorchValue(value, budget, depth + 1)] as const,
  );
  const object = Object.fromEntries(values); // from entries, because object["__proto__"] = … would not add an entry
  const names = Object.keys(object);
  const isGivenBack = values.every(
    ([key], i) =>
      names[i] === String(key) && (typeof key === "number") === isWrittenAsNumber(names[i], names, depth),
  );
  return isGivenBack ? object : new Map(values);
}

/** Objects whose keys are all integers are written with integer keys, except for the outermost, whose keys are names. */
export function isWrittenAsNumber(key: string, keys: readonly string[], depth: number): boolean {
  return depth > 0 && isIndex(key) && keys.every(isIndex);
}

export interface FlatValue {
  readonly tensors: Record<string, NamedArray>;
  readonly others: Record<string, Scalar>;
}

/**
 * The tensors of a `.pt` value by path: `{ model: { "out.bias": b } }` becomes `model.out.bias`.
 *
 * @throws FormatError if two values have the same path.
 */
export function flattenTorch(value: TorchValue): FlatValue {
  const tensors = new Map<string, NamedArray>();
  const others = new Map<string, Scalar>();
  for (const [path, leaf] of leavesOf(value, [])) {
    if (tensors.has(path) || others.has(path))
      throw new FormatError(`torch: two values have the path ${shownName(path)}`);
    if (typeof leaf === "object" && leaf !== null) tensors.set(path, leaf);
    else others.set(path, leaf);
  }
  return { tensors: Object.fromEntries(tensors), others: Object.fromEntries(others) };
}

/** The values that are not containers; decodeTorch and encodeTorch limit the depth. */
function leavesOf(value: TorchValue, path: readonly string[]): [string, Scalar | NamedArray][] {
  if (typeof value !== "object" || value === null || isNamedArray(value)) return [[path.join("."), value]];
  const entries: (readonly [string | number, TorchValue])[] =
    value instanceof Map ? [...value] : Object.entries(value);
  return entries.flatMap(([key, item]) => leavesOf(item, [...path, String(key)]));
}
