/**
 * @module A decoder of `.pt` files, as `torch.save` writes them, which executes nothing in them.
 *
 * A `.pt` file is a zip archive: `data.pkl` is a pickle in which each tensor names a file `data/0`, `data/1` …, its shape
 * and its strides. Reference: pytorch, torch/serialization.py and torch/_utils.py.
 */
import { FormatError } from "../../errors.ts";
import { bytesIn } from "../namedArray.ts";
import type { Pickled } from "./pickled.ts";
import { TensorReader } from "./torchTensors.ts";
import { type TorchValue, toTorchValue } from "./torchValue.ts";
import { isKind, unpickle } from "./unpickle.ts";
import { readZip } from "./zip.ts";

const MANIFEST = "/data.pkl";
const SPARE_VALUES = 10_000; // how many values shared lists and tuples may expand to beyond the pickle's bytes

/**
 * Decodes a `.pt` file: a state dict becomes an object of `{ shape, data }` by name.
 *
 * Optimiser states and checkpoints become nested objects, arrays, numbers and strings (see TorchValue). Types other than
 * float32 are converted. A pickle may refer only to the names in docs/formats.md, and nothing in it is executed.
 *
 * @throws FormatError if the file is invalid.
 */
export function decodeTorch(source: Uint8Array | ArrayBuffer): TorchValue {
  const bytes = bytesIn("torch", source);
  checkBeginning(bytes);
  const files = readZip(bytes);
  const root = rootOf([...files.keys()]);
  checkByteOrder(files.get(`${root}/byteorder`));
  const pickle = files.get(root + MANIFEST) ?? new Uint8Array(0);
  const tensors = new TensorReader((key) => files.get(`${root}/data/${key}`), bytes.length);
  const value = unpickle(pickle, {
    call: (name, args) => call(name, args, tensors),
    persistent: (id) => tensors.storage(id),
  });
  return toTorchValue(value, { values: pickle.length + SPARE_VALUES });
}

function checkBeginning(bytes: Uint8Array): void {
  if (bytes[0] !== 0x80 || bytes[1] !== 0x02) return;
  throw new FormatError(
    "torch: this is the format of PyTorch before 1.6, which is not supported\n  load and save it again with a newer PyTorch",
  );
}

/** The root folder of the archive; PyTorch names it after the file. */
function rootOf(names: readonly string[]): string {
  const roots = names
    .filter((name) => name.endsWith(MANIFEST))
    .map((name) => name.slice(0, -MANIFEST.length));
  if (roots.length !== 1)
    throw new FormatError(`torch: the archive has ${roots.length} files named data.pkl but must have one`);
  if (names.includes(`${roots[0]}/constants.pkl`)) {
    throw new FormatError(
      "torch: this is a TorchScript program, not a state dict\n  save it with torch.save(module.state_dict(), path)",
    );
  }
  return roots[0];
}

function checkByteOrder(content: Uint8Array | undefined): void {
  if (content === undefined || new TextDecoder().decode(content.subarray(0, 16)) === "little") return;
  throw new FormatError("torch: the numbers are big-endian, which is not supported");
}

function call(name: string, args: readonly Pickled[], tensors: TensorReader): Pickled {
  const [first] = args;
  const count = args.length;
  if (name === "torch._utils._rebuild_tensor_v2") return tensors.tensor(args);
  if (name === "torch._utils._rebuild_parameter" && count === 3 && isKind(first, "array")) return first;
  if (name === "torch.Size" && count === 1 && isKind(first, "tuple")) return first;
  if (name === "collections.OrderedDict" && count === 0) return { kind: "dict", entries: null };
  if (name === "collections.Counter" && count === 1 && isKind(first, "dict")) return first;
  throw new FormatError(`torch: the pickle calls ${name} with ${count} invalid arguments`);
}
