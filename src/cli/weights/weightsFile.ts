/** @module Reading weights from a file, of whichever format it is, and writing them. */
import { readFile } from "node:fs/promises";
import { UsageError } from "../../errors.ts";
import { decodeWeights, type Weights } from "../../interop/decodeWeights.ts";
import { encodeSafetensors } from "../../interop/safetensors.ts";
import { encodeTorch } from "../../interop/torch/torchWriter.ts";

/** A file that could not be read, said as a person needs to hear it. */
export class InputError extends Error {
  override readonly name = "InputError";
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "permission was refused",
  EISDIR: "that is a folder",
  ENOTDIR: "a part of the path is a file, not a folder",
  ERR_FS_FILE_TOO_LARGE: "the file is larger than 2 GiB",
};

/** Reads a safetensors or `.pt` file; which of them it is, its first bytes tell. */
export async function readWeights(path: string): Promise<Weights> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(`cannot read ${path}: ${reasons[error.code ?? ""] ?? error.message}`, {
      cause: error,
    });
  });
  return decodeWeights(bytes);
}

/** The format that the ending of a path asks for. */
export function formatOf(path: string): Weights["format"] {
  if (path.endsWith(".safetensors")) return "safetensors";
  if (path.endsWith(".pt") || path.endsWith(".pth")) return "pt";
  throw new UsageError(`${path} must end in .safetensors or .pt, which says what to write`);
}

/** The bytes of a file of weights. A state dict has no room for texts: a `.pt` file has the tensors only. */
export function encodeWeights(
  { tensors, metadata }: Pick<Weights, "tensors" | "metadata">,
  format: Weights["format"],
): Uint8Array {
  return format === "pt" ? encodeTorch(tensors) : encodeSafetensors(tensors, metadata);
}
