/** @module The content of a `.pt` file as plain values, with tensors as arrays. */
import { FormatError } from "../../errors.ts";
import { shownName } from "../../shown.ts";
import { isNamedArray, type NamedArray } from "../namedArray.ts";
import { numpyArray, rawBytes } from "./numpy.ts";
import {
  type Bytes,
  DEPTH_LIMIT,
  type Dict,
  isKind,
  type Pickled,
  type PythonObject,
  type TensorView,
} from "./pickled.ts";
import { TorchOpaque } from "./torchOpaque.ts";
import type { TensorReader } from "./torchTensors.ts";

/** A plain value in a `.pt` file. */
export type Scalar = null | boolean | number | bigint | string;

/** A key of a dict; a tuple is an array. */
export type TorchKey = Scalar | Uint8Array | TorchOpaque | readonly TorchValue[];

/**
 * A value of a `.pt` file.
 *
 * | Python                       | here                                                                        |
 * | ---------------------------- | --------------------------------------------------------------------------- |
 * | tensor, parameter            | `{ shape, data }`, data a Float32Array                                      |
 * | dict, OrderedDict            | an object; integer keys, as in an optimiser's `state`, become its keys      |
 * | list, tuple, set, torch.Size | an array                                                                    |
 * | float, int                   | a number; a bigint if a number cannot represent the int                     |
 * | str, bool, None              | a string, a boolean, null                                                   |
 * | bytes, bytearray             | a Uint8Array                                                                |
 * | torch.device, torch.dtype    | a string: `"cuda:0"`, `"torch.float32"`                                     |
 * | NumPy's numbers and arrays   | as int, float, bool and tensor                                              |
 * | anything else                | a TorchOpaque, which has its name                                           |
 *
 * A dict that an object cannot represent (integer keys mixed with strings, strings such as "0" inside another dict, keys
 * in an order that objects change, other keys) becomes a Map.
 */
export type TorchValue =
  | Scalar
  | NamedArray
  | Uint8Array
  | TorchOpaque
  | readonly TorchValue[]
  | ReadonlyMap<TorchKey, TorchValue>
  | { readonly [name: string]: TorchValue };

/** The number types of PyTorch: names that stand for themselves. */
const DTYPE = /^torch\.(?:float|double|half|bfloat|u?int|long|short|char|bool|complex|cfloat|q)\w*$/;

/** Whether a key is an integer, which an object does not distinguish from its string. */
function isIndex(key: string): boolean {
  return /^(0|[1-9]\d{0,8})$/.test(key);
}

/** Converts what the pickle machine returns to plain values, copied so that only arrays are shared. */
export class ValueReader {
  readonly #tensors: TensorReader;
  readonly #shared = new Map<object, NamedArray | TorchOpaque>();
  #budget: number;

  /** `values` is the number of values that shared lists may expand into. */
  constructor(tensors: TensorReader, values: number) {
    this.#tensors = tensors;
    this.#budget = values;
  }

  /**
   * The value of a whole file.
   *
   * @throws FormatError if there is nothing in it that is read, if a list contains itself, or if shared lists would expand
   * into millions of values.
   */
  read(pickled: Pickled): TorchValue {
    const value = this.#value(pickled, null, 0);
    if (value instanceof TorchOpaque) throw new FormatError(value.message);
    return value;
  }

  /** The path of the outermost value is null. */
  #value(pickled: Pickled, path: string | null, depth: number): TorchValue {
    this.#budget -= 1;
    if (this.#budget < 0)
      throw new FormatError("torch: the pickle unfolds into more values than a file of its size could hold");
    if (depth > DEPTH_LIMIT)
      throw new FormatError(
        `torch: the pickle nests lists and dicts deeper than ${DEPTH_LIMIT}, or in a circle`,
      );
    if (typeof pickled !== "object" || pickled === null) return pickled;
    switch (pickled.kind) {
      case "list":
      case "tuple":
        return pickled.items.map((item, i) => this.#value(item, below(path, String(i)), depth + 1));
      case "dict":
        return this.#dict(pickled, path, depth);
      case "bytes":
        return this.#bytes(pickled);
      case "tensor":
      case "object":
        return this.#once(pickled, path);
      case "global":
        return DTYPE.test(pickled.name) ? pickled.name : unknown(pickled.name, path);
      default:
        return unknown(pickled.name, path);
    }
  }

  #dict({ entries }: Dict, path: string | null, depth: number): TorchValue {
    const values = [...(entries ?? [])].map(([pickledKey, value]) => {
      const key = this.#key(pickledKey, path, depth);
      return [key, this.#value(value, below(path, nameOfKey(key)), depth + 1)] as const;
    });
    const object = Object.fromEntries(values); // from entries, because object["__proto__"] = … would not add an entry
    const names = Object.keys(object);
    const isGivenBack = values.every(
      ([key], i) =>
        (typeof key === "string" || typeof key === "number") &&
        names[i] === String(key) &&
        (typeof key === "number") === isWrittenAsNumber(names[i], names, depth),
    );
    return isGivenBack ? object : new Map(values);
  }

  #key(pickled: Pickled, path: string | null, depth: number): TorchKey {
    const key = this.#value(pickled, below(path, "key"), depth + 1);
    // The other values cannot be keys: setEntry refuses dicts, and tensors are compared by identity.
    const isKey = typeof key !== "object" || key === null || Array.isArray(key) || isBytes(key);
    return isKey || key instanceof TorchOpaque ? (key as TorchKey) : unknown("torch.Tensor", path);
  }

  #bytes({ bytes }: Bytes): Uint8Array {
    this.#tensors.spend(bytes.length, "bytes");
    return Uint8Array.from(rawBytes(bytes));
  }

  /** The array of a tensor or of NumPy, the same one wherever the pickle refers to it; or what there is in its place. */
  #once(pickled: TensorView | PythonObject, path: string | null): TorchValue {
    const known = this.#shared.get(pickled);
    if (known !== undefined) return known;
    const value = isKind(pickled, "object") ? this.#object(pickled, path) : this.#tensor(pickled, path);
    this.#shared.set(pickled, value);
    return value;
  }

  #object(object: PythonObject, path: string | null): NamedArray | TorchOpaque {
    const array = numpyArray(object);
    if (array === null) return unknown(classOf(object), path);
    const values = this.#tensors.numpy(array);
    if (typeof values !== "string") return values;
    return new TorchOpaque(
      array.type,
      `torch: ${shownName(path ?? "the value")} (${array.type}) holds ${values}`,
    );
  }

  #tensor(view: TensorView, path: string | null): NamedArray | TorchOpaque {
    const { storage, hasFlags } = view;
    const { type } = storage;
    if (type === null) return unknown(storage.name, path);
    if (hasFlags) {
      const what = "a tensor with hooks or flags, which are not read";
      return new TorchOpaque(
        type,
        `torch: ${path === null ? "the pickle holds" : `${shownName(path)} is`} ${what}`,
      );
    }
    const values = this.#tensors.tensor(view, type);
    if (typeof values !== "string") return values;
    return new TorchOpaque(
      type,
      `torch: ${shownName(path ?? `data/${storage.key}`)} (${type}) holds ${values}`,
    );
  }
}

/** The name of a class rather than that of the function that makes empty objects of it. */
function classOf({ name, args: [first] }: PythonObject): string {
  return name.endsWith("._reconstruct") && isKind(first, "global") ? first.name : name;
}

function unknown(name: string, path: string | null): TorchOpaque {
  const message =
    path === null
      ? `the pickle refers to ${shownName(name)}, which no state dict needs; nothing was executed\n  save model.state_dict() rather than the model itself`
      : `${shownName(path)} refers to ${shownName(name)}, which is not read; nothing was executed`;
  return new TorchOpaque(name, `torch: ${message}`);
}

function below(path: string | null, name: string): string {
  return path === null ? name : `${path}.${name}`;
}

function nameOfKey(key: TorchKey): string {
  return Array.isArray(key) ? `(${key.map((item) => nameOfKey(item as TorchKey)).join(", ")})` : String(key);
}

/** Objects whose keys are all integers are written with integer keys, except for the outermost, whose keys are names. */
export function isWrittenAsNumber(key: string, keys: readonly string[], depth: number): boolean {
  return depth > 0 && isIndex(key) && keys.every(isIndex);
}

/** The values of a `.pt` file by path: its tensors, and all others. */
export interface FlatValue {
  /** The arrays by their paths. */
  readonly tensors: Record<string, NamedArray>;
  /** Everything else by its path. */
  readonly others: Record<string, Scalar | Uint8Array | TorchOpaque>;
}

type Leaf = Scalar | NamedArray | Uint8Array | TorchOpaque;

/**
 * The tensors of a `.pt` value by path: `{ model: { "out.bias": b } }` becomes `model.out.bias`.
 *
 * @throws FormatError if two values have the same path.
 */
export function flattenTorch(value: TorchValue): FlatValue {
  const tensors = new Map<string, NamedArray>();
  const others = new Map<string, Exclude<Leaf, NamedArray>>();
  for (const [path, leaf] of leavesOf(value, [])) {
    if (tensors.has(path) || others.has(path))
      throw new FormatError(`torch: two values have the path ${shownName(path)}`);
    if (isOther(leaf)) others.set(path, leaf);
    else tensors.set(path, leaf);
  }
  return { tensors: Object.fromEntries(tensors), others: Object.fromEntries(others) };
}

/** The values that are not containers; decodeTorch and encodeTorch limit the depth. */
function leavesOf(value: TorchValue, path: readonly string[]): [string, Leaf][] {
  if (isOther(value) || isNamedArray(value)) return [[path.join("."), value]];
  const entries: (readonly [TorchKey, TorchValue])[] =
    value instanceof Map ? [...value] : Object.entries(value);
  return entries.flatMap(([key, item]) => leavesOf(item, [...path, nameOfKey(key)]));
}

/** Whether a value is neither an array nor a container. */
function isOther(value: TorchValue): value is Exclude<Leaf, NamedArray> {
  return typeof value !== "object" || value === null || isBytes(value) || value instanceof TorchOpaque;
}

function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array;
}
