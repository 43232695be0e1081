/** @module The tensors of a `.pt` file: strided views of storages that they may share. */

import { FormatError } from "../../errors.ts";
import { shownName } from "../../shown.ts";
import { bytesOf, toFloat32 } from "../fileTypes.ts";
import { countOf, isSizes, type NamedArray } from "../namedArray.ts";
import { type ArrayValue, type Pickled, type Storage, storageTypes } from "./pickled.ts";
import { isKind } from "./unpickle.ts";

const SPARE_VALUES = 1 << 20; // how many values expanded tensors may take beyond the size of the file
const DIMENSIONS = 64; // PyTorch's own limit

type Window = ReturnType<typeof windowOf>;

/** Reads the tensors of one file. Identical views of a storage share an array. */
export class TensorReader {
  readonly #file: (key: string) => Uint8Array | undefined;
  readonly #storages = new Map<string, Float32Array>();
  readonly #tensors = new Map<string, ArrayValue>();
  #budget: number; // the number of values that may still be created

  constructor(file: (key: string) => Uint8Array | undefined, fileBytes: number) {
    this.#file = file;
    this.#budget = 2 * fileBytes + SPARE_VALUES;
  }

  /** The storage of a persistent identifier: ("storage", type, key, device, count). */
  storage(id: Pickled): Pickled {
    const [tag, type, key, device, count] = isKind(id, "tuple") ? id.items : [];
    const dtype = isKind(type, "global") ? storageTypes[type.name] : undefined;
    if (tag === "storage" && dtype && typeof key === "string" && typeof device === "string" && isCount(count))
      return { kind: "storage", key, type: dtype, count };
    throw new FormatError("torch: the pickle refers to something that is no storage");
  }

  /** _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, backward_hooks, metadata=None) */
  tensor(args: readonly Pickled[]): ArrayValue {
    const window = windowOf(args);
    const { storage, offset, shape, strides } = window;
    const same = `${storage.type} ${offset} ${shape} ${strides} ${storage.key}`;
    const known = this.#tensors.get(same);
    if (known !== undefined) return known;
    const array: ArrayValue = { kind: "array", array: this.#read(window) };
    this.#tensors.set(same, array);
    return array;
  }

  #read(window: Window): NamedArray {
    const { storage, shape } = window;
    const bytes = this.#bytesOf(storage);
    const count = this.#checkedCount(window);
    this.#spend(count, storage.key);
    const data = isContiguous(window)
      ? convert(storage, bytes, window.offset, count)
      : gather(this.#valuesOf(storage, bytes), window, count);
    return storage.type === "F32" ? { shape, data } : { shape, data, storedAs: storage.type };
  }

  /** The number of values. Throws FormatError if one of them is outside the storage. */
  #checkedCount({ storage, offset, shape, strides }: Window): number {
    if (shape.includes(0)) return 0;
    const last = shape.reduce((at, size, d) => at + (size - 1) * strides[d], offset);
    if (last >= storage.count) {
      throw new FormatError(
        `torch: a tensor of shape (${shape.join(", ")}) reaches value ${last} of storage ${shownName(storage.key)}, which has ${storage.count}`,
      );
    }
    return countOf(shape);
  }

  /** All values of a storage as float32, converted only once. */
  #valuesOf(storage: Storage, bytes: Uint8Array): Float32Array {
    const id = `${storage.type} ${storage.count} ${storage.key}`;
    let values = this.#storages.get(id);
    if (values === undefined) {
      this.#spend(storage.count, storage.key);
      values = convert(storage, bytes, 0, storage.count);
      this.#storages.set(id, values);
    }
    return values;
  }

  #bytesOf({ key, type, count }: Storage): Uint8Array {
    const bytes = this.#file(key);
    const name = shownName(`data/${key}`);
    if (bytes === undefined) throw new FormatError(`torch: the archive does not contain ${name}`);
    const needed = count * bytesOf(type);
    if (bytes.length === needed) return bytes;
    throw new FormatError(
      `torch: ${name} has ${bytes.length} bytes, but its ${count} values of type ${type} need ${needed}`,
    );
  }

  #spend(count: number, key: string): void {
    this.#budget -= count;
    if (this.#budget >= 0) return;
    throw new FormatError(
      `torch: the tensors on storage ${shownName(key)} unfold into more values than a file of its size could hold\n  save tensor.clone() where tensor.expand() was used`,
    );
  }
}

function convert({ key, type }: Storage, bytes: Uint8Array, offset: number, count: number): Float32Array {
  const values = toFloat32(type, bytes.subarray(offset * bytesOf(type), (offset + count) * bytesOf(type)));
  if (typeof values !== "string") return values;
  throw new FormatError(`torch: ${shownName(`data/${key}`)} (${type}) holds ${values}`);
}

function windowOf(args: readonly Pickled[]) {
  const [storage, offset, size, stride, , hooks, metadata = null] = args;
  if (args.length < 6 || args.length > 7 || !isKind(storage, "storage") || !isCount(offset))
    throw new FormatError("torch: the pickle holds a tensor that is not described as PyTorch describes it");
  const [shape, strides] = [sizesOf(size), sizesOf(stride)];
  if (shape === null || strides === null || shape.length !== strides.length || shape.length > DIMENSIONS)
    throw new FormatError(
      "torch: the pickle holds a tensor whose shape and strides are not as many whole numbers",
    );
  if (metadata !== null || !isKind(hooks, "dict") || hooks.entries?.size)
    throw new FormatError("torch: the pickle holds a tensor with hooks or flags, which are not read");
  // The stride of an axis of size 1 is irrelevant, and may be anything.
  return { storage, offset, shape, strides: strides.map((step, d) => (shape[d] === 1 ? 0 : step)) };
}

function sizesOf(value: Pickled | undefined): readonly number[] | null {
  return isKind(value, "tuple") && isSizes(value.items) ? value.items : null;
}

function isCount(value: Pickled | undefined): value is number {
  return isSizes([value]);
}

function isContiguous({ shape, strides }: Window): boolean {
  let step = 1;
  for (let d = shape.length - 1; d >= 0; d--) {
    if (shape[d] !== 1 && strides[d] !== step) return false;
    step *= shape[d];
  }
  return true;
}

/** Copies the values in row-major order, as integers so that each NaN keeps its bits. */
function gather(source: Float32Array, { shape, strides, offset }: Window, count: number): Float32Array {
  const data = new Float32Array(count);
  const [to, from] = [new Int32Array(data.buffer), new Int32Array(source.buffer)];
  const index = shape.map(() => 0);
  let at = offset;
  for (let i = 0; i < count; i++) {
    to[i] = from[at];
    for (let d = shape.length - 1; d >= 0; d--) {
      at += strides[d];
      index[d] += 1;
      if (index[d] < shape[d]) break;
      at -= strides[d] * shape[d];
      index[d] = 0;
    }
  }
  return data;
}
