/**
 * @module safetensors: named arrays in one file that is only ever read, never run.
 *
 * Format: an 8-byte little-endian length, a JSON header of that length, then the arrays' bytes without gaps.
 * Source: github.com/huggingface/safetensors, README, "Format".
 */
import { FormatError } from "../errors.ts";

/** Values with a shape; a Tensor is one. */
export interface NamedArray {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** What a safetensors file holds. */
export interface SafetensorsFile {
  readonly tensors: Record<string, NamedArray>;
  readonly metadata: Record<string, string>;
}

const LENGTH_BYTES = 8;
const HEADER_LIMIT = 100_000_000; // bytes, as in the reference implementation

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** Named float32 arrays, and texts about them, as the bytes of a file. */
export function encodeSafetensors(
  tensors: Readonly<Record<string, NamedArray>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const header: Record<string, unknown> = Object.keys(metadata).length > 0 ? { __metadata__: metadata } : {};
  let end = 0;
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    const start = end;
    end += 4 * data.length;
    header[name] = { dtype: "F32", shape, data_offsets: [start, end] } satisfies Entry;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(text.length / 8) * 8; // padded with spaces, so that the arrays are aligned
  const bytes = new Uint8Array(LENGTH_BYTES + headerLength + end).fill(
    0x20,
    LENGTH_BYTES,
    LENGTH_BYTES + headerLength,
  );
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(headerLength), true);
  bytes.set(text, LENGTH_BYTES);
  let at = LENGTH_BYTES + headerLength;
  for (const { data } of Object.values(tensors)) {
    for (const value of data) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  }
  return bytes;
}

/** The float32 arrays of a safetensors file. Throws FormatError that says what is wrong with it. */
export function decodeSafetensors(bytes: Uint8Array): SafetensorsFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = readHeader(bytes, view);
  const start = LENGTH_BYTES + Number(view.getBigUint64(0, true));
  const { __metadata__: metadata = {}, ...entries } = header;
  const tensors: Record<string, NamedArray> = {};
  let end = 0;
  const inOrder = Object.entries(entries).map(([name, value]): [string, Entry] => [
    name,
    entryOf(name, value),
  ]);
  for (const [name, { shape, data_offsets }] of inOrder.sort(
    ([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0],
  )) {
    if (data_offsets[0] !== end)
      throw new FormatError(
        `safetensors: "${name}" starts at byte ${data_offsets[0]} but must start at ${end}`,
      );
    end = data_offsets[1];
    if (start + end > bytes.length)
      throw new FormatError(`safetensors: "${name}" ends past the end of the file; was it cut short?`);
    const data = Float32Array.from({ length: (end - data_offsets[0]) / 4 }, (_, i) =>
      view.getFloat32(start + data_offsets[0] + 4 * i, true),
    );
    tensors[name] = { shape, data };
  }
  if (start + end !== bytes.length)
    throw new FormatError(`safetensors: ${bytes.length - start - end} bytes belong to no tensor`);
  return { tensors, metadata: textsOf(metadata) };
}

function readHeader(bytes: Uint8Array, view: DataView): Record<string, unknown> {
  if (bytes.length < LENGTH_BYTES)
    throw new FormatError(`safetensors: the file has ${bytes.length} bytes and must have at least 8`);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(Math.min(HEADER_LIMIT, bytes.length - LENGTH_BYTES))) {
    throw new FormatError(
      `safetensors: the header is said to have ${length} bytes, more than the file holds`,
    );
  }
  let header: unknown;
  try {
    const text = bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + Number(length));
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(text));
  } catch {
    throw new FormatError("safetensors: the header is no JSON text; is this a safetensors file?");
  }
  if (!isRecord(header)) throw new FormatError("safetensors: the header must be a JSON object");
  return header;
}

function entryOf(name: string, value: unknown): Entry {
  const fail = (why: string): never => {
    throw new FormatError(`safetensors: "${name}" ${why}`);
  };
  if (!isRecord(value)) return fail("must be described by an object");
  const { dtype, shape, data_offsets: offsets } = value;
  if (dtype !== "F32") return fail(`holds ${JSON.stringify(dtype)} but only F32 is read`);
  if (!isSizes(shape)) return fail("has a shape that is no list of whole numbers");
  if (!isSizes(offsets) || offsets.length !== 2) return fail("has no data_offsets [start, end]");
  const bytes = 4 * shape.reduce((product, size) => product * size, 1);
  if (offsets[1] - offsets[0] !== bytes) {
    return fail(`has ${offsets[1] - offsets[0]} bytes, but its shape (${shape.join(", ")}) needs ${bytes}`);
  }
  return { dtype, shape, data_offsets: [offsets[0], offsets[1]] };
}

function textsOf(metadata: unknown): Record<string, string> {
  if (!isRecord(metadata) || Object.values(metadata).some((text) => typeof text !== "string")) {
    throw new FormatError("safetensors: __metadata__ must map names to texts");
  }
  return metadata as Record<string, string>;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
