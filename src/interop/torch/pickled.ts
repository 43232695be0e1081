/** @module The values of a pickle, their limits, and the allow-list of names. */

import { FormatError } from "../../errors.ts";
import { shownName } from "../../shown.ts";
import type { FileType } from "../fileTypes.ts";
import type { NamedArray } from "../namedArray.ts";

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
  | { readonly kind: "global"; readonly name: string } // a Python name, which is never looked up
  | Storage
  | ArrayValue;

export interface List {
  readonly kind: "list";
  readonly items: Pickled[];
}

/** A tuple or a torch.Size. */
export interface Tuple {
  readonly kind: "tuple";
  readonly items: readonly Pickled[];
}

export interface Dict {
  readonly kind: "dict";
  entries: Map<string | number, Pickled> | null; // null while empty
}

/** A storage: numbers in a file of the archive. */
export interface Storage {
  readonly kind: "storage";
  readonly key: string;
  readonly type: FileType;
  readonly count: number;
}

export interface ArrayValue {
  readonly kind: "array";
  readonly array: NamedArray;
}

/** The storage types of torch.load, with their names in a pickle. */
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
};

/** The only names that may be called; this library implements each of them, and runs no Python. */
const callables: readonly string[] = [
  "collections.OrderedDict",
  "collections.Counter",
  "torch.Size",
  "torch._utils._rebuild_tensor_v2",
  "torch._utils._rebuild_parameter",
];

export function checkGlobal(name: string): void {
  if (Object.hasOwn(storageTypes, name) || callables.includes(name)) return;
  throw new FormatError(
    `torch: the pickle refers to ${shownName(name)}, which no state dict needs; nothing was executed\n  save model.state_dict() rather than the model itself`,
  );
}

/** The limit of a pickle in units of memory (unpickle.ts), enough for 30,000 tensors. */
export const CONTAINER_LIMIT = 500_000;
/** The limit of a pickle in bytes; 30,000 tensors take about a quarter of it. */
export const PICKLE_LIMIT = 16_777_216;
/** The limit of nesting. Real files have five levels; a list that contains itself is infinite. */
export const DEPTH_LIMIT = 64;
