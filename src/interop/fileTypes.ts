/**
 * @module The number types of files, and their conversion to float32.
 *
 * Floating-point numbers are rounded to the nearest float32, as by PyTorch's `copy_`. Integers must be converted exactly: an
 * index or counter must not be off by one.
 */

/** A number type by its name in safetensors. */
export type FileType = `${"F" | "I" | "U"}${64 | 32 | 16}` | "BF16" | "I8" | "U8" | "BOOL";

type Read = (view: DataView, at: number) => number | bigint;

const readers: { readonly [type in FileType]: { readonly bytes: number; readonly read: Read } } = {
  F64: { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
  F32: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  F16: { bytes: 2, read: (view, at) => halfOf(view.getUint16(at, true)) },
  BF16: { bytes: 2, read: (view, at) => bfloatOf(view.getUint16(at, true)) },
  I64: { bytes: 8, read: (view, at) => view.getBigInt64(at, true) },
  I32: { bytes: 4, read: (view, at) => view.getInt32(at, true) },
  I16: { bytes: 2, read: (view, at) => view.getInt16(at, true) },
  I8: { bytes: 1, read: (view, at) => view.getInt8(at) },
  U64: { bytes: 8, read: (view, at) => view.getBigUint64(at, true) },
  U32: { bytes: 4, read: (view, at) => view.getUint32(at, true) },
  U16: { bytes: 2, read: (view, at) => view.getUint16(at, true) },
  U8: { bytes: 1, read: (view, at) => view.getUint8(at) },
  BOOL: { bytes: 1, read: (view, at) => (view.getUint8(at) === 0 ? 0 : 1) },
};

export const fileTypes: readonly FileType[] = Object.keys(readers) as FileType[];

export function isFileType(name: unknown): name is FileType {
  return typeof name === "string" && Object.hasOwn(readers, name);
}

/** Bytes of one value. */
export function bytesOf(type: FileType): number {
  return readers[type].bytes;
}

/** The first value of little-endian bytes, in full. */
export function readValue(type: FileType, bytes: Uint8Array): number | bigint {
  return readers[type].read(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0);
}

/** The values of little-endian bytes, or the text of the first value that float32 cannot represent. */
export function toFloat32(type: FileType, bytes: Uint8Array): Float32Array | string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data = new Float32Array(bytes.length / readers[type].bytes);
  if (type === "F32") {
    copyBits(new Int32Array(data.buffer), view);
    return data;
  }
  const { bytes: step, read } = readers[type];
  for (let i = 0; i < data.length; i++) {
    const value = read(view, i * step);
    data[i] = Number(value);
    if (!isKept(type, value, data[i])) return `${value}, which float32 cannot hold`;
  }
  return data;
}

/** Writes float32 values as little-endian bytes. */
export function writeFloat32(bytes: Uint8Array, at: number, data: Float32Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const bits = new Int32Array(data.buffer, data.byteOffset, data.length);
  for (let i = 0; i < bits.length; i++) view.setInt32(at + 4 * i, bits[i], true);
}

/** Float32 values as little-endian bytes. */
export function bytesOfFloats(data: Float32Array): Uint8Array {
  const bytes = new Uint8Array(4 * data.length);
  writeFloat32(bytes, 0, data);
  return bytes;
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Copies as integers, since a NaN that passes through a number may change its bits. */
function copyBits(bits: Int32Array, view: DataView): void {
  for (let i = 0; i < bits.length; i++) bits[i] = view.getInt32(4 * i, true);
}

/** Integers must be exact; others may be rounded, but not to infinity. */
function isKept(type: FileType, value: number | bigint, rounded: number): boolean {
  if (typeof value === "bigint") return BigInt(rounded) === value;
  return type === "F64"
    ? Number.isFinite(rounded) || !Number.isFinite(value)
    : value === rounded || Number.isNaN(value);
}

/** IEEE 754 binary16: 1 sign bit, 5 of exponent, 10 of fraction. */
function halfOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const scratch = new DataView(new ArrayBuffer(4));

/** bfloat16 is the upper half of a float32. */
function bfloatOf(bits: number): number {
  scratch.setUint32(0, bits << 16);
  return scratch.getFloat32(0);
}
