/** @module Reads and writes files of weights. */
import { readFile } from "node:fs/promises";
import { UsageError } from "../../errors.ts";
import { decodeWeights, type Weights } from "../../interop/decodeWeights.ts";
import { encodeSafetensors } from "../../interop/safetensors.ts";
import { encodeTorch } from "../../interop/torch/torchWriter.ts";
import { readFailure } from "../files.ts";

/** Reads a safetensors or `.pt` file; its first bytes tell which. */
export async function readWeights(path: string): Promise<Weights> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw readFailure(path, error);
  });
  return decodeWeights(bytes);
}

export function formatOf(path: string): Weights["format"] {
  if (path.endsWith(".safetensors")) return "safetensors";
  if (path.endsWith(".pt") || path.endsWith(".pth")) return "pt";
  throw new UsageError(`${path} must end in .safetensors or .pt, which selects the format`);
}

/** The bytes of a file of weights. A `.pt` state dict holds only tensors: metadata is dropped. */
export function encodeWeights(
  { tensors, metadata }: Pick<Weights, "tensors" | "metadata">,
  format: Weights["format"],
): Uint8Array {
  return format === "pt" ? encodeTorch(tensors) : encodeSafetensors(tensors, metadata);
}
