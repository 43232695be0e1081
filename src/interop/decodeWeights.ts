/** @module Weights from a safetensors or `.pt` file, whose first bytes determine the format. */
import type { NamedArray } from "./namedArray.ts";
import { decodeSafetensors } from "./safetensors.ts";
import { decodeTorch } from "./torch/torch.ts";
import { flattenTorch } from "./torch/torchValue.ts";

export interface Weights {
  readonly format: "safetensors" | "pt";
  readonly tensors: Readonly<Record<string, NamedArray>>;
  /** The other content: the metadata of a safetensors file, or the other values of a checkpoint as JSON. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Decodes the bytes of a safetensors or `.pt` file. @throws FormatError if they are invalid. */
export function decodeWeights(bytes: Uint8Array): Weights {
  if (!isTorch(bytes)) return { format: "safetensors", ...decodeSafetensors(bytes) };
  const { tensors, others } = flattenTorch(decodeTorch(bytes));
  const texts = Object.entries(others).map(([name, value]) => [name, textOf(value)] as const);
  return { format: "pt", tensors, metadata: Object.fromEntries(texts) };
}

/**
 * Whether the bytes are a zip archive, or a pickle from before PyTorch 1.6, which decodeTorch rejects. A safetensors file
 * starts with a length, which may be any bytes, even those of a pickle, but JSON follows.
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
