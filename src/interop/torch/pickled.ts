/** @module The values of a pickle, and their limits. */
import type { FileType } from "../fileTypes.ts";

/** A value on the stack of the pickle machine. */
export type Pickled =
  | null
  | boolean
  | number
  | bigint
  | string
  | List
  | Tuple
  | Dict
  | Bytes
  | { readonly kind: "global"; readonly name: string } // a Python name, which is never looked up
  | PythonObject
  | Storage
  | TensorView;

/** A list or a set. */
export interface List {
  readonly kind: "list";
  readonly items: Pickled[];
}

/** A tuple or a torch.Size. */
export interface Tuple {
  readonly kind: "tuple";
  readonly items: readonly Pickled[];
}

/** Bytes, or a text of one character for each, which protocol 2 has in their place. */
export interface Bytes {
  readonly kind: "bytes";
  readonly bytes: Uint8Array | string;
}

export interface Dict {
  readonly kind: "dict";
  entries: Map<Pickled, Pickled> | null; // null while empty
}

/** An object that would be the result of calling a Python name. Nothing is called: it is what the pickle says of it. */
export interface PythonObject {
  readonly kind: "object";
  readonly name: string;
  readonly args: readonly Pickled[];
  state: Pickled;
}

/** A storage: numbers in a file of the archive, whose type is null if it is not read. */
export interface Storage {
  readonly kind: "storage";
  readonly key: string;
  readonly name: string;
  readonly type: FileType | null;
  readonly count: number;
}

/** A strided view of a storage. */
export interface TensorView {
  readonly kind: "tensor";
  readonly storage: Storage;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  /** Whether PyTorch would change the values after reading them (conjugate, negative), or call hooks. */
  readonly hasFlags: boolean;
}

/** A file before its tensors are read: a pickle's value, and the bytes of each storage. */
export interface TorchFile {
  readonly value: Pickled;
  readonly pickleBytes: number;
  readonly file: (key: string) => Uint8Array | undefined;
  /** The number of bytes of all storages. */
  readonly fileBytes: number;
}

/** The storage types that are read, with their names in a pickle. */
export const storageTypes: Readonly<Record<string, FileType>> = {
  "torch.DoubleStorage": "F64",
  "torch.FloatStorage": "F32",
  "torch.HalfStorage": "F16",
  "torch.BFloat16Storage": "BF16",
  "torch.LongStorage": "I64",
  "torch.IntStorage": "I32",
  "torch.ShortStorage": "I16",
  "torch.CharStorage": "I8",
  "torch.ByteStorage": "U8",
  "torch.BoolStorage": "BOOL",
  "torch.storage.UntypedStorage": "U8",
};

/** The storage types that are not read, with the bytes of one value. */
export const unreadStorages: Readonly<Record<string, number>> = {
  "torch.ComplexFloatStorage": 8,
  "torch.ComplexDoubleStorage": 16,
  "torch.QInt8Storage": 1,
  "torch.QUInt8Storage": 1,
  "torch.QUInt4x2Storage": 1,
  "torch.QUInt2x4Storage": 1,
  "torch.QInt32Storage": 4,
};

export function isKind<Kind extends Extract<Pickled, object>["kind"]>(
  value: Pickled | undefined,
  kind: Kind,
): value is Extract<Pickled, { readonly kind: Kind }> {
  return typeof value === "object" && value?.kind === kind;
}

/** The limit of a pickle in units of memory (unpickle.ts), enough for 30,000 tensors. */
export const CONTAINER_LIMIT = 500_000;
/** The limit of a pickle in bytes, without those of texts; 30,000 tensors take about a quarter of it. */
export const PICKLE_LIMIT = 16_777_216;
/** The limit of nesting. Real files have five levels; a list that contains itself is infinite. */
export const DEPTH_LIMIT = 64;
