/** @module What a pickle can hold here, how much of it, and which names it may ask for. */
import { FormatError } from "../../errors.ts";
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
  | Global
  | Storage
  | ArrayValue;

/** A list or tuple of the pickle. */
export interface List {
  readonly kind: "list";
  readonly items: Pickled[];
}

/** A tuple or a torch.Size. */
export interface Tuple {
  readonly kind: "tuple";
  readonly items: readonly Pickled[];
}

/** A dict of the pickle. */
export interface Dict {
  readonly kind: "dict";
  entries: Map<string | number, Pickled> | null; // null while empty
}

/** A name of Python that the pickle has asked for; it is never looked up. */
interface Global {
  readonly kind: "global";
  readonly name: string;
}

/** Numbers in a file of the archive. */
export interface Storage {
  readonly kind: "storage";
  readonly key: string;
  readonly type: FileType;
  readonly count: number;
}

/** A tensor of the pickle. */
export interface ArrayValue {
  readonly kind: "array";
  readonly array: NamedArray;
}

/** torch.load makes these; their names stand in a pickle as they stand here. */
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

/** What may be called, and nothing else: each is built by code of this library, none by Python's. */
const callables: readonly string[] = [
  "collections.OrderedDict",
  "collections.Counter",
  "torch.Size",
  "torch._utils._rebuild_tensor_v2",
  "torch._utils._rebuild_parameter",
];

/** Throws FormatError, with the name, unless a pickle may ask for it. */
export function checkGlobal(name: string): void {
  if (Object.hasOwn(storageTypes, name) || callables.includes(name)) return;
  throw new FormatError(
    `torch: the pickle asks for ${JSON.stringify(name)}, which no state dict needs; nothing was run\n  save model.state_dict() rather than the model itself`,
  );
}

/** Units of memory (unpickle.ts) that one pickle may take: some 30,000 tensors. */
export const CONTAINER_LIMIT = 500_000;
/** Bytes of one pickle; 30,000 tensors take about a quarter of it. */
export const PICKLE_LIMIT = 16_777_216;
/** Containers inside each other. Real ones have five; a list that holds itself has no end. */
export const DEPTH_LIMIT = 64;
