/** @module Weights from a file of either format; which of them it is, its first bytes tell. */
import type { NamedArray } from "./namedArray.ts";
import { decodeSafetensors } from "./safetensors.ts";
import { flattenTorch } from "./torch/flatten.ts";
import { decodeTorch } from "./torch/torch.ts";

/** What a file of weights holds. */
export interface Weights {
  readonly format: "safetensors" | "pt";
  readonly tensors: Readonly<Record<string, NamedArray>>;
  /** What stands beside the tensors: the texts of a safetensors file, the other values of a checkpoint as JSON. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Reads the bytes of a safetensors or `.pt` file. @throws FormatError that says what is wrong with them. */
export function decodeWeights(bytes: Uint8Array): Weights {
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
