/** @module Weights from a safetensors or `.pt` file, whose first bytes determine the format. */
import type { NamedArray } from "./namedArray.ts";
import { decodeSafetensors } from "./safetensors.ts";
import { decodeTorch } from "./torch/torch.ts";
import { isLegacy } from "./torch/torchLegacy.ts";
import { TorchOpaque } from "./torch/torchOpaque.ts";
import { type FlatValue, flattenTorch } from "./torch/torchValue.ts";

export interface Weights {
  readonly format: "safetensors" | "pt";
  readonly tensors: Readonly<Record<string, NamedArray>>;
  /** The other content: the metadata of a safetensors file, or the other values of a checkpoint as JSON. */
  readonly metadata: Readonly<Record<string, string>>;
  /** What a checkpoint contains that is not read, by path: why. */
  readonly unread: Readonly<Record<string, string>>;
}

/** Decodes the bytes of a safetensors or `.pt` file. @throws FormatError if they are invalid. */
export function decodeWeights(bytes: Uint8Array): Weights {
  if (!isTorch(bytes)) return { format: "safetensors", ...decodeSafetensors(bytes), unread: {} };
  const { tensors, others } = flattenTorch(decodeTorch(bytes));
  const texts: [string, string][] = [];
  const unread: [string, string][] = [];
  for (const [name, value] of Object.entries(others)) {
    if (value instanceof TorchOpaque) unread.push([name, value.name]);
    else if (value instanceof Uint8Array) unread.push([name, "bytes"]);
    else texts.push([name, textOf(value)]);
  }
  return { format: "pt", tensors, metadata: Object.fromEntries(texts), unread: Object.fromEntries(unread) };
}

/**
 * Whether the bytes are a zip archive, or a pickle as PyTorch wrote before 1.6. A safetensors file starts with a length,
 * which may be any bytes, even those of a pickle, but JSON follows.
 */
function isTorch(bytes: Uint8Array): boolean {
  if (bytes[8] === 0x7b) return false;
  return (bytes[0] === 0x50 && bytes[1] === 0x4b) || isLegacy(bytes);
}

function textOf(value: Exclude<FlatValue["others"][string], Uint8Array | TorchOpaque>): string {
  return typeof value === "bigint" || (typeof value === "number" && !Number.isFinite(value))
    ? String(value)
    : JSON.stringify(value);
}
