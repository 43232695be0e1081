/** @module The Python names that a pickle may call and that this library implements itself; no Python runs. */
import { FormatError } from "../../errors.ts";
import type { FileType } from "../fileTypes.ts";
import { isSizes } from "../namedArray.ts";
import { numpyScalar } from "./numpy.ts";
import { isKind, type Pickled, type Storage, storageTypes } from "./pickled.ts";

/** Counts memory that a call takes beyond that of any object. */
type Charge = (units: number) => void;
type Call = (args: readonly Pickled[], charge: Charge) => Pickled | undefined;

const DIMENSIONS = 64; // PyTorch's own limit

/** Types that a tensor of untyped storage can have and that are read. */
const newTypes: Readonly<Record<string, FileType>> = {
  "torch.uint16": "U16",
  "torch.uint32": "U32",
  "torch.uint64": "U64",
};

const rebuilds: Readonly<Record<string, Call>> = {
  "torch._utils._rebuild_tensor": (args) => (args.length === 4 ? tensor(args) : undefined),
  "torch._utils._rebuild_tensor_v2": (args) => tensor(args),
  "torch._utils._rebuild_tensor_v3": untypedTensor,
  "torch._utils._rebuild_parameter": (args) => (args.length === 3 ? parameter(args) : undefined),
  "torch._utils._rebuild_parameter_with_state": (args) => (args.length === 4 ? parameter(args) : undefined),
};

const calls: Readonly<Record<string, Call>> = {
  ...rebuilds,
  "torch._tensor._rebuild_from_type": rebuildFromType,
  "torch._tensor._rebuild_from_type_v2": rebuildFromType,
  "torch.Size": ([items, ...others]) => (isKind(items, "tuple") && others.length === 0 ? items : undefined),
  "torch.device": ([type, index = null]) =>
    typeof type === "string" && (index === null || typeof index === "number")
      ? type.slice(0, 100) + (index === null ? "" : `:${index}`)
      : undefined,
  "collections.OrderedDict": orderedDict,
  "collections.defaultdict": () => ({ kind: "dict", entries: null }),
  "collections.Counter": ([first, ...others]) =>
    isKind(first, "dict") && others.length === 0 ? first : undefined,
  "builtins.set": listOf,
  "builtins.frozenset": listOf,
  "builtins.bytes": bytesOfText,
  "builtins.bytearray": bytesOfText,
  "_codecs.encode": bytesOfText,
  "numpy.core.multiarray.scalar": (args) =>
    numpyScalar(args) ?? { kind: "object", name: "numpy.core.multiarray.scalar", args, state: null },
};

/**
 * The result of calling a name; null if this library does not implement it.
 *
 * @throws FormatError for arguments that PyTorch does not write.
 */
export function call(name: string, args: readonly Pickled[], charge: Charge): Pickled {
  const known = name.replace(/^__builtin__\./, "builtins.").replace(/^numpy\._core\./, "numpy.core.");
  if (Object.hasOwn(storageTypes, known)) throw invalidCall(name, args);
  if (!Object.hasOwn(calls, known)) return null;
  const result = calls[known](args, charge);
  if (result !== undefined) return result;
  throw invalidCall(name, args);
}

function invalidCall(name: string, args: readonly Pickled[]): FormatError {
  return new FormatError(`torch: the pickle calls ${name} with ${args.length} invalid arguments`);
}

/** The storage of a persistent identifier: ("storage", type, key, device, count), and null in files of before 1.6. */
export function storageOf(id: Pickled): Storage {
  const [tag, type, key, device, count, view = null] = isKind(id, "tuple") ? id.items : [];
  const name = isKind(type, "global")
    ? type.name.replace(/^torch\.UntypedStorage$/, "torch.storage.UntypedStorage")
    : "";
  const isStorage = tag === "storage" && typeof key === "string" && typeof device === "string";
  if (!isStorage || view !== null || !isCount(count) || !isKind(type, "global"))
    throw new FormatError("torch: the pickle refers to something that is no storage");
  return {
    kind: "storage",
    key,
    name,
    type: Object.hasOwn(storageTypes, name) ? storageTypes[name] : null,
    count,
  };
}

/** _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, backward_hooks, metadata=None) */
function tensor(args: readonly Pickled[]): Pickled {
  const [storage, offset, size, stride, , hooks = { kind: "dict", entries: null }, metadata = null] = args;
  if (![4, 6, 7].includes(args.length) || !isKind(storage, "storage") || !isCount(offset))
    throw new FormatError("torch: the pickle holds a tensor that is not described as PyTorch describes it");
  const [shape, steps] = [sizesOf(size), sizesOf(stride)];
  if (shape === null || steps === null || shape.length !== steps.length || shape.length > DIMENSIONS)
    throw new FormatError(
      "torch: the pickle holds a tensor whose shape and strides are not as many whole numbers",
    );
  const hasFlags = metadata !== null || !isKind(hooks, "dict") || (hooks.entries?.size ?? 0) > 0;
  // The stride of an axis of size 1 is irrelevant, and may be anything.
  const strides = steps.map((step, d) => (shape[d] === 1 ? 0 : step));
  return { kind: "tensor", storage, offset, shape, strides, hasFlags };
}

/** _rebuild_tensor_v3(storage, offset, size, stride, requires_grad, backward_hooks, dtype, metadata=None), from bytes */
function untypedTensor(args: readonly Pickled[]): Pickled | undefined {
  const [storage, dtype] = [args[0], args[6]];
  if (!isKind(storage, "storage") || !isKind(dtype, "global")) return undefined;
  const type = Object.hasOwn(newTypes, dtype.name) ? newTypes[dtype.name] : null;
  const bytes = type === null ? 1 : Number(type.slice(1)) / 8;
  const typed: Storage = { ...storage, type, name: dtype.name, count: Math.floor(storage.count / bytes) };
  return tensor([typed, ...args.slice(1, 6), args[7] ?? null]);
}

/** _rebuild_parameter(data, requires_grad, backward_hooks), also with the attributes of the parameter */
function parameter([data]: readonly Pickled[]): Pickled | undefined {
  return isKind(data, "tensor") || isKind(data, "object") ? data : undefined;
}

/** _rebuild_from_type_v2(function, type, args, attributes): a tensor with attributes, or of a subclass */
function rebuildFromType([rebuild, , args]: readonly Pickled[], charge: Charge): Pickled | undefined {
  if (!isKind(rebuild, "global") || !isKind(args, "tuple")) return undefined;
  if (Object.hasOwn(rebuilds, rebuild.name)) return rebuilds[rebuild.name](args.items, charge);
  return { kind: "object", name: rebuild.name, args: args.items, state: null };
}

/** OrderedDict(), or OrderedDict([[key, value], …]), as Python 2 writes it */
function orderedDict([pairs, ...others]: readonly Pickled[], charge: Charge): Pickled | undefined {
  if (pairs === undefined) return { kind: "dict", entries: null };
  if (!isKind(pairs, "list") || others.length > 0) return undefined;
  charge(8 + pairs.items.length);
  const entries = new Map<Pickled, Pickled>();
  for (const pair of pairs.items) {
    if (!(isKind(pair, "list") || isKind(pair, "tuple")) || pair.items.length !== 2) return undefined;
    const [key, value] = pair.items;
    if (isKind(key, "list") || isKind(key, "dict") || entries.has(key)) return undefined;
    entries.set(key, value);
  }
  return { kind: "dict", entries };
}

/** set([…]): the list itself, since the pickle does not use it again */
function listOf([items = { kind: "list", items: [] }]: readonly Pickled[]): Pickled | undefined {
  return isKind(items, "list") || isKind(items, "tuple") ? items : undefined;
}

/** bytes(), bytearray("…", "latin-1"), encode("…", "latin1"): how protocol 2 writes bytes */
function bytesOfText([text = "", encoding = "latin1"]: readonly Pickled[]): Pickled | undefined {
  if (isKind(text, "bytes")) return text;
  const isLatin1 = encoding === "latin1" || encoding === "latin-1";
  return typeof text === "string" && isLatin1 ? { kind: "bytes", bytes: text } : undefined;
}

function sizesOf(value: Pickled | undefined): readonly number[] | null {
  return (isKind(value, "tuple") || isKind(value, "list")) && isSizes(value.items) ? value.items : null;
}

function isCount(value: Pickled | undefined): value is number {
  return isSizes([value]);
}
