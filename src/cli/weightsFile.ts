/** @module Reading weights from a file, of whichever format it is, and writing them. */
import { readFile } from "node:fs/promises";
import { UsageError } from "../errors.ts";
import type { NamedArray } from "../interop/namedArray.ts";
import { decodeSafetensors, encodeSafetensors } from "../interop/safetensors.ts";
import { flattenTorch } from "../interop/torch/flatten.ts";
import { decodeTorch } from "../interop/torch/torch.ts";
import { encodeTorch } from "../interop/torch/torchWriter.ts";

/** A file that could not be read, said as a person needs to hear it. */
export class InputError extends Error {
  override readonly name = "InputError";
}

/** What a file of weights holds. */
export interface Weights {
  readonly format: "safetensors" | "pt";
  readonly tensors: Readonly<Record<string, NamedArray>>;
  /** What stands beside the tensors: the texts of a safetensors file, the other values of a checkpoint as JSON. */
  readonly metadata: Readonly<Record<string, string>>;
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
  if (!isTorch(bytes)) return { format: "safetensors", ...decodeSafetensors(bytes) };
  const { tensors, others } = flattenTorch(decodeTorch(bytes));
  const texts = Object.entries(others).map(([name, value]) => [name, textOf(value)] as const);
  return { format: "pt", tensors, metadata: Object.fromEntries(texts) };
}

/**
 * A zip archive, or a pickle from before PyTorch 1.6, which decodeTorch refuses in its own words. A safetensors file
 * opens with a length, which may be any bytes, those of a pickle too; but then comes JSON.
 */
function isTorch(bytes: Uint8Array): boolean {
  if (bytes[8] === 0x7b) return false;
  return (bytes[0] === 0x50 && bytes[1] === 0x4b) || (bytes[0] === 0x80 && bytes[1] === 0x02);
}

function textOf(value: null | boolean | number | bigint | string): string {
  return typeof value === "bigint" || (typeof value === "number" && !Number.isFinite(value))
    ? String(value)
    : JSON.stringify(value);
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
