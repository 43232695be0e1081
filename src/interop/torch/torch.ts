/**
 * @module A decoder of `.pt` files, as `torch.save` writes them, which executes nothing in them.
 *
 * A `.pt` file is a zip archive: `data.pkl` is a pickle in which each tensor names a file `data/0`, `data/1` …, its shape
 * and its strides. Reference: pytorch, torch/serialization.py and torch/_utils.py.
 */
import { FormatError } from "../../errors.ts";
import { bytesIn } from "../namedArray.ts";
import { call, storageOf } from "./callables.ts";
import type { TorchFile } from "./pickled.ts";
import { isLegacy, readLegacy } from "./torchLegacy.ts";
import { TensorReader } from "./torchTensors.ts";
import { type TorchValue, ValueReader } from "./torchValue.ts";
import { unpickle } from "./unpickle.ts";
import { readZip } from "./zip.ts";

const MANIFEST = "/data.pkl";
const SPARE_VALUES = 10_000; // how many values shared lists and tuples may expand to beyond the file's bytes

/**
 * Decodes a `.pt` file: a state dict becomes an object of `{ shape, data }` by name.
 *
 * Optimiser states and checkpoints become nested objects, arrays, numbers and strings (see TorchValue). Types other than
 * float32 are converted. What this library does not know becomes a TorchOpaque, and nothing in the file is executed.
 *
 * @throws FormatError if the file is invalid.
 */
export function decodeTorch(source: Uint8Array | ArrayBuffer): TorchValue {
  const bytes = bytesIn("torch", source);
  const { value, pickleBytes, file, fileBytes } = isLegacy(bytes) ? readLegacy(bytes) : readArchive(bytes);
  const tensors = new TensorReader(file, fileBytes);
  return new ValueReader(tensors, pickleBytes + SPARE_VALUES).read(value);
}

function readArchive(bytes: Uint8Array): TorchFile {
  const files = readZip(bytes, refuseProgram);
  const root = rootOf([...files.keys()]);
  checkByteOrder(files.get(`${root}/byteorder`));
  const pickle = files.get(root + MANIFEST) ?? new Uint8Array(0);
  const { value, end } = unpickle(pickle, { call, persistent: storageOf });
  if (end !== pickle.length)
    throw new FormatError(`torch: the pickle continues after its end, at byte ${end}`);
  return {
    value,
    pickleBytes: pickle.length,
    file: (key) => files.get(`${root}/data/${key}`),
    fileBytes: [...files.values()].reduce((sum, content) => sum + content.length, 0),
  };
}

/** Throws FormatError for the files of a program, of which the code is compressed, before any other fault is reported. */
function refuseProgram(names: readonly string[]): void {
  if (!names.some((name) => /^[^/]*\/(?:constants\.pkl$|model\.json$|code\/)/.test(name))) return;
  throw new FormatError(
    "torch: this is a TorchScript program, not a state dict\n  save it with torch.save(module.state_dict(), path)",
  );
}

/** The root folder of the archive; PyTorch names it after the file. */
function rootOf(names: readonly string[]): string {
  const roots = names
    .filter((name) => name.endsWith(MANIFEST))
    .map((name) => name.slice(0, -MANIFEST.length));
  if (roots.length === 1) return roots[0];
  throw new FormatError(`torch: the archive has ${roots.length} files named data.pkl but must have one`);
}

function checkByteOrder(content: Uint8Array | undefined): void {
  if (content === undefined || new TextDecoder().decode(content.subarray(0, 16)) === "little") return;
  throw new FormatError("torch: the numbers are big-endian, which is not supported");
}
