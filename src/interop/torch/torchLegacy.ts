/**
 * @module The format of `torch.save` before PyTorch 1.6, which `_use_new_zipfile_serialization=False` still writes.
 *
 *     file = magic number, version, machine (three pickles)  value (a pickle)  keys of the storages (a pickle)
 *            for each key: number of values (int64)  values
 *
 * Source: pytorch, torch/serialization.py, _legacy_save.
 */
import { FormatError } from "../../errors.ts";
import { shownName } from "../../shown.ts";
import { bytesOf } from "../fileTypes.ts";
import { call, storageOf } from "./callables.ts";
import { isKind, type Pickled, type Storage, type TorchFile, unreadStorages } from "./pickled.ts";
import { unpickle } from "./unpickle.ts";

const MAGIC = 0x1950a86a20f9469cfc6cn;
const VERSION = 1001;

/** Whether a file begins with a pickle, and is no archive. */
export function isLegacy(bytes: Uint8Array): boolean {
  return bytes[0] === 0x80 && bytes[1] >= 2 && bytes[1] <= 5;
}

/** Reads a file up to its tensors. @throws FormatError if it is malformed. */
export function readLegacy(bytes: Uint8Array): TorchFile {
  const storages = new Map<string, Storage>();
  const persistent = (id: Pickled): Pickled => {
    if (isKind(id, "tuple") && id.items[0] === "module") return id.items[1] ?? null; // the class of a whole model
    const storage = storageOf(id);
    storages.set(storage.key, storage);
    return storage;
  };
  let at = 0;
  const next = (): Pickled => {
    const { value, end } = unpickle(bytes, { call, persistent }, at);
    at = end;
    return value;
  };
  if (next() !== MAGIC) throw new FormatError("torch: this is a pickle, but not a file of torch.save");
  checkMachine(next(), next());
  const start = at;
  const value = next();
  const pickleBytes = at - start;
  const files = readStorages(bytes, keysOf(next()), storages, at);
  return { value, pickleBytes, file: (key) => files.get(key), fileBytes: bytes.length };
}

function checkMachine(version: Pickled, machine: Pickled): void {
  if (version !== VERSION) throw new FormatError("torch: the file is of a version that is not read");
  const isLittle = isKind(machine, "dict") && machine.entries?.get("little_endian") === true;
  if (!isLittle) throw new FormatError("torch: the numbers are big-endian, which is not supported");
}

function keysOf(value: Pickled): readonly string[] {
  const keys = isKind(value, "list") ? value.items : [];
  if (isKind(value, "list") && keys.every((key) => typeof key === "string")) return keys;
  throw new FormatError("torch: the file has no list of its storages");
}

function readStorages(
  bytes: Uint8Array,
  keys: readonly string[],
  storages: ReadonlyMap<string, Storage>,
  start: number,
): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const files = new Map<string, Uint8Array>();
  let at = start;
  for (const key of keys) {
    const storage = storages.get(key);
    if (storage === undefined || files.has(key))
      throw new FormatError(
        `torch: the file lists storage ${shownName(key)}, which no tensor refers to, or twice`,
      );
    const count = at + 8 <= bytes.length ? Number(view.getBigInt64(at, true)) : null;
    at += 8;
    const end = at + storage.count * bytesPerValue(storage);
    if (count !== storage.count || end > bytes.length)
      throw new FormatError(
        `torch: storage ${shownName(key)} must have ${storage.count} values but the file ${count === storage.count || count === null ? "ends before them; was it cut short?" : `has ${count}`}`,
      );
    files.set(key, bytes.subarray(at, end));
    at = end;
  }
  if (bytes.subarray(at).some((byte) => byte !== 0))
    throw new FormatError(`torch: the file continues after its last storage, at byte ${at}`);
  return files;
}

function bytesPerValue({ type, name }: Storage): number {
  if (type !== null) return bytesOf(type);
  if (Object.hasOwn(unreadStorages, name)) return unreadStorages[name];
  throw new FormatError(`torch: the file has a ${shownName(name)}, whose values have no known size`);
}
