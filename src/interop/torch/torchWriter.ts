/** @module An encoder of `.pt` files for `torch.load`, also with `weights_only=True`. */

import { ValueError } from "../../errors.ts";
import { shownName } from "../../shown.ts";
import { bytesOfFloats } from "../fileTypes.ts";
import { checkNamedArray, isNamedArray, type NamedArray } from "../namedArray.ts";
import { DEPTH_LIMIT } from "./pickled.ts";
import { PickleWriter } from "./pickleWriter.ts";
import { TorchOpaque } from "./torchOpaque.ts";
import { isWrittenAsNumber, type TorchKey, type TorchValue } from "./torchValue.ts";
import { writeZip } from "./zip.ts";

/**
 * Encodes a state dict, or any value that decodeTorch returns, as the bytes of a `.pt` file.
 *
 * Tensors are written as float32; those with the same `data` share a storage. Arrays become lists, integers ints, other
 * numbers floats. Objects become dicts, with int keys if all keys are integers (an optimiser's `state`), except for the
 * outermost; a Map keeps its keys. An outermost object that contains only tensors becomes an OrderedDict.
 *
 * @throws ShapeError if a shape does not match its values; ValueError for a value that has no counterpart in Python.
 */
export function encodeTorch(value: TorchValue | object): Uint8Array {
  const writer = new TorchWriter();
  writer.write(value as TorchValue, []); // validated recursively; invalid values are rejected with their path
  const text = (content: string): Uint8Array => new TextEncoder().encode(content);
  return writeZip(
    new Map([
      ["archive/data.pkl", writer.pickle.finish()],
      ["archive/byteorder", text("little")],
      ...[...writer.storages.keys()].map(
        (data, key) => [`archive/data/${key}`, bytesOfFloats(data)] as const,
      ),
      ["archive/version", text("3\n")],
    ]),
  );
}

class TorchWriter {
  readonly pickle = new PickleWriter();
  readonly storages = new Map<Float32Array, number>();

  write(value: TorchValue, path: readonly string[]): void {
    if (path.length > DEPTH_LIMIT)
      throw new ValueError(
        `torch: ${nameOf(path.slice(0, 4))}… is nested deeper than ${DEPTH_LIMIT}, or in a circle`,
      );
    if (value === null || typeof value === "boolean") this.pickle.constant(value);
    else if (typeof value === "number" || typeof value === "bigint") this.pickle.number(value);
    else if (typeof value === "string") this.pickle.text(value);
    else if (value instanceof TorchOpaque) throw new ValueError(`${value.message}\n  it cannot be written`);
    else if (value instanceof Uint8Array) this.pickle.bytes(value);
    else if (isNamedArray(value)) this.#tensor(value, path);
    else if (isList(value)) this.pickle.list(value, (item, i) => this.write(item, [...path, String(i)]));
    else if (value instanceof Map) this.#dict([...value], path);
    else if (isPlain(value) && "shape" in value && "data" in value)
      checkNamedArray("torch", path.join("."), value as never);
    else if (isPlain(value)) this.#object(value, path);
    else
      throw new ValueError(
        `torch: ${nameOf(path)} is ${describe(value)}, which has no counterpart in a .pt file`,
      );
  }

  #object(value: Readonly<Record<string, TorchValue>>, path: readonly string[]): void {
    const keys = Object.keys(value);
    const entries = Object.entries(value).map(([key, item]): [TorchKey, TorchValue] => [
      isWrittenAsNumber(key, keys, path.length) ? Number(key) : key,
      item,
    ]);
    this.#dict(entries, path, path.length === 0 && Object.values(value).every(isNamedArray));
  }

  #dict(entries: readonly [TorchKey, TorchValue][], path: readonly string[], ordered = false): void {
    this.pickle.dict(entries, ordered, ([key, item]) => {
      this.#key(key, [...path, String(key)]);
      this.write(item, [...path, String(key)]);
    });
  }

  /** A key; an array is a tuple here, since a dict cannot have a list as a key. */
  #key(key: TorchKey, path: readonly string[]): void {
    if (Array.isArray(key)) this.pickle.tuple(key, (item) => this.#key(item as TorchKey, path));
    else this.write(key, path);
  }

  #tensor(array: NamedArray, path: readonly string[]): void {
    checkNamedArray("torch", path.join("."), array);
    const key = this.storages.get(array.data) ?? this.storages.size;
    this.storages.set(array.data, key);
    this.pickle.tensor(key, array.data.length, array.shape);
  }
}

function isList(value: object): value is readonly TorchValue[] {
  return Array.isArray(value);
}

function isPlain(value: unknown): value is Readonly<Record<string, TorchValue>> {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function describe(value: unknown): string {
  if (typeof value !== "object" || value === null) return typeof value;
  return `a ${value.constructor.name}`;
}

function nameOf(path: readonly string[]): string {
  return path.length === 0 ? "the value" : shownName(path.join("."));
}
