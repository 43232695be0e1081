/** @module The tensors of a `.pt` file: strided views of storages that they may share. */
import { FormatError } from "../../errors.ts";
import { shownName } from "../../shown.ts";
import { bytesOf, type FileType, toFloat32 } from "../fileTypes.ts";
import { countOf, type NamedArray } from "../namedArray.ts";
import { type NumpyArray, rawBytes } from "./numpy.ts";
import type { Storage, TensorView } from "./pickled.ts";

const SPARE_VALUES = 1 << 20; // how many values expanded tensors may take beyond the size of the file

type Layout = Pick<TensorView, "shape" | "strides" | "offset">;

/** Reads the tensors of one file. Identical views of a storage share an array. */
export class TensorReader {
  readonly #file: (key: string) => Uint8Array | undefined;
  readonly #storages = new Map<string, Float32Array>();
  readonly #tensors = new Map<string, NamedArray>();
  #budget: number; // the number of values that may still be created

  constructor(file: (key: string) => Uint8Array | undefined, fileBytes: number) {
    this.#file = file;
    this.#budget = 2 * fileBytes + SPARE_VALUES;
  }

  /**
   * The values of a tensor whose storage has this type, or why float32 cannot hold them.
   *
   * @throws FormatError if the storage is missing or too small.
   */
  tensor(view: TensorView, type: FileType): NamedArray | string {
    const { storage, offset, shape, strides } = view;
    const same = `${type} ${offset} ${shape} ${strides} ${storage.key}`;
    const known = this.#tensors.get(same);
    if (known !== undefined) return known;
    const data = this.#read(view, type);
    if (typeof data === "string") return data;
    const array = named(type, shape, data);
    this.#tensors.set(same, array);
    return array;
  }

  /** The values of a NumPy array, or why float32 cannot hold them. */
  numpy({ type, shape, bytes, isTurned }: NumpyArray): NamedArray | string {
    this.spend(bytes.bytes.length, "arrays of NumPy");
    const data = toFloat32(type, rawBytes(bytes.bytes));
    if (typeof data === "string") return data;
    if (!isTurned) return named(type, shape, data);
    const strides = shape.map((_, d) => countOf(shape.slice(0, d)));
    return named(type, shape, gather(data, { shape, strides, offset: 0 }, data.length));
  }

  /** Counts values that are created. Throws FormatError if a file of this size should not have them. */
  spend(count: number, what: string): void {
    this.#budget -= count;
    if (this.#budget >= 0) return;
    throw new FormatError(
      `torch: the ${what} unfold into more values than a file of its size could hold\n  save tensor.clone() where tensor.expand() was used`,
    );
  }

  #read(view: TensorView, type: FileType): Float32Array | string {
    const { storage, offset } = view;
    const bytes = this.#bytesOf(storage, type);
    const count = checkedCount(view);
    this.spend(count, tensorsOn(storage));
    if (isContiguous(view))
      return toFloat32(type, bytes.subarray(offset * bytesOf(type), (offset + count) * bytesOf(type)));
    const values = this.#valuesOf(storage, type, bytes);
    return typeof values === "string" ? values : gather(values, view, count);
  }

  /** All values of a storage as float32, converted only once. */
  #valuesOf(storage: Storage, type: FileType, bytes: Uint8Array): Float32Array | string {
    const id = `${type} ${storage.count} ${storage.key}`;
    const known = this.#storages.get(id);
    if (known !== undefined) return known;
    this.spend(storage.count, tensorsOn(storage));
    const values = toFloat32(type, bytes);
    if (typeof values !== "string") this.#storages.set(id, values);
    return values;
  }

  #bytesOf({ key, count }: Storage, type: FileType): Uint8Array {
    const bytes = this.#file(key);
    const name = shownName(`data/${key}`);
    if (bytes === undefined) throw new FormatError(`torch: the archive does not contain ${name}`);
    const needed = count * bytesOf(type);
    if (bytes.length === needed) return bytes;
    throw new FormatError(
      `torch: ${name} has ${bytes.length} bytes, but its ${count} values of type ${type} need ${needed}`,
    );
  }
}

function named(type: FileType, shape: readonly number[], data: Float32Array): NamedArray {
  return type === "F32" ? { shape, data } : { shape, data, storedAs: type };
}

function tensorsOn({ key }: Storage): string {
  return `tensors on storage ${shownName(key)}`;
}

/** The number of values. Throws FormatError if one of them is outside the storage. */
function checkedCount({ storage, offset, shape, strides }: TensorView): number {
  if (shape.includes(0)) return 0;
  const last = shape.reduce((at, size, d) => at + (size - 1) * strides[d], offset);
  if (last >= storage.count) {
    throw new FormatError(
      `torch: a tensor of shape (${shape.join(", ")}) reaches value ${last} of storage ${shownName(storage.key)}, which has ${storage.count}`,
    );
  }
  return countOf(shape);
}

function isContiguous({ shape, strides }: Layout): boolean {
  let step = 1;
  for (let d = shape.length - 1; d >= 0; d--) {
    if (shape[d] !== 1 && strides[d] !== step) return false;
    step *= shape[d];
  }
  return true;
}

/** Copies the values in row-major order, as integers so that each NaN keeps its bits. */
function gather(source: Float32Array, { shape, strides, offset }: Layout, count: number): Float32Array {
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
