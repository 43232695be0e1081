/**
 * @module safetensors: named arrays in one file, which contains no code.
 *
 * Format: an 8-byte little-endian length, a JSON header of that length, then the arrays' bytes without gaps.
 * Source: github.com/huggingface/safetensors, README, "Format".
 */

import { closed, described } from "../arguments.ts";
import { FormatError, ValueError } from "../errors.ts";
import { say } from "../sentence.ts";
import { shown, shownName } from "../shown.ts";
import { crc32 } from "./crc32.ts";
import { bytesOf, type FileType, fileTypes, isFileType, toFloat32, writeFloat32 } from "./fileTypes.ts";
import {
  bytesIn,
  checkDict,
  checkNamedArray,
  countOf,
  isRecord,
  isSizes,
  type NamedArray,
} from "./namedArray.ts";

/** The content of a safetensors file. */
export interface SafetensorsFile {
  /** The arrays by their names. */
  readonly tensors: Record<string, NamedArray>;
  /** The texts of the header; empty if there are none. */
  readonly metadata: Record<string, string>;
}

const LENGTH_BYTES = 8;
const METADATA = "__metadata__"; // the only name in the header that is not a tensor
const BRACE = 0x7b; // {
const HEADER_LIMIT = 100_000_000; // bytes, as in the reference implementation
const CHECKSUM = "unrolled.crc32"; // in the metadata of our own files: the CRC-32 of the bytes with zeros for its digits
const BLANK = "00000000";
/** In JSON no other text contains these characters: inside of one, quotes are escaped. */
const BEFORE_DIGITS = `"${CHECKSUM}":"`;

interface Entry {
  readonly dtype: FileType;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** Options of `encodeSafetensors`. */
export interface EncodeSafetensorsOptions {
  /** Whether the metadata get a checksum of the bytes, which `decodeSafetensors` checks; false by default. */
  readonly checksum?: boolean;
}

/**
 * Encodes named float32 arrays, and metadata, as the bytes of a file.
 *
 * @throws ShapeError if a shape does not match its values; ValueError for values that are not float32, metadata that is not
 * text, and a tensor named `__metadata__`.
 */
export function encodeSafetensors(
  tensors: Readonly<Record<string, NamedArray>>,
  metadata: Readonly<Record<string, string>> = {},
  options: EncodeSafetensorsOptions = {},
): Uint8Array {
  const { checksum = false } = closed("encodeSafetensors", options, { checksum: 0 });
  checkDict("safetensors: tensors", tensors);
  checkDict("safetensors: metadata", metadata);
  for (const [name, text] of Object.entries(metadata)) {
    if (typeof text !== "string")
      throw new ValueError(
        `safetensors: metadata ${shownName(name)} must be a string (got ${described(text)})`,
      );
  }
  const texts = checksum ? { [CHECKSUM]: BLANK, ...metadata } : metadata;
  const header: [string, unknown][] = Object.keys(texts).length > 0 ? [[METADATA, texts]] : [];
  let end = 0;
  for (const [name, array] of Object.entries(tensors)) {
    if (name === METADATA)
      throw new ValueError(`safetensors: no tensor can be named ${METADATA}, which is reserved for metadata`);
    checkNamedArray("safetensors", name, array);
    const start = end;
    end += 4 * array.data.length;
    header.push([name, { dtype: "F32", shape: array.shape, data_offsets: [start, end] } satisfies Entry]);
  }
  // From entries, because header["__proto__"] = … would not add an entry.
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const headerLength = Math.ceil(text.length / 8) * 8; // padded with spaces, so that the arrays are aligned
  let at = LENGTH_BYTES + headerLength;
  const bytes = new Uint8Array(at + end).fill(0x20, LENGTH_BYTES, at);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(headerLength), true);
  bytes.set(text, LENGTH_BYTES);
  for (const { data } of Object.values(tensors)) {
    writeFloat32(bytes, at, data);
    at += 4 * data.length;
  }
  if (checksum) bytes.set(digitsOf(crc32(bytes)), digitsAt(bytes, headerLength));
  return bytes;
}

/** Whether a safetensors file has a checksum, which `decodeSafetensors` compares with its bytes. */
export function hasChecksum(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { [METADATA]: metadata } = readHeader(bytes, view);
  return isRecord(metadata) && Object.hasOwn(metadata, CHECKSUM);
}

/**
 * Decodes the arrays of a safetensors file, in the order of their bytes, as float32.
 *
 * Other types are converted: floating-point numbers to the nearest float32, integers only if float32 represents them
 * exactly.
 *
 * @throws FormatError if the file is invalid.
 */
export function decodeSafetensors(source: Uint8Array | ArrayBuffer): SafetensorsFile {
  const bytes = bytesIn("safetensors", source);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = readHeader(bytes, view);
  const start = LENGTH_BYTES + Number(view.getBigUint64(0, true));
  const { [METADATA]: texts = {}, ...entries } = header;
  const { [CHECKSUM]: checksum, ...metadata } = textsOf(texts);
  if (checksum !== undefined) checkSum(bytes, start - LENGTH_BYTES, checksum);
  const tensors: [string, NamedArray][] = [];
  let end = 0;
  const inOrder = Object.entries(entries).map(([name, value]) => ({ name, ...entryOf(name, value) }));
  inOrder.sort(({ data_offsets: a }, { data_offsets: b }) => a[0] - b[0] || a[1] - b[1]);
  for (const { name, dtype, shape, data_offsets: offsets } of inOrder) {
    if (offsets[0] !== end)
      throw new FormatError(
        `safetensors: ${shownName(name)} starts at byte ${offsets[0]} but must start at ${end}`,
      );
    end = offsets[1];
    if (start + end > bytes.length)
      throw new FormatError(
        `safetensors: ${shownName(name)} ends past the end of the file; was it cut short?`,
      );
    const data = toFloat32(dtype, bytes.subarray(start + offsets[0], start + end));
    if (typeof data === "string")
      throw new FormatError(`safetensors: ${shownName(name)} (${dtype}) holds ${data}`);
    tensors.push([name, dtype === "F32" ? { shape, data } : { shape, data, storedAs: dtype }]);
  }
  if (start + end !== bytes.length)
    throw new FormatError(`safetensors: ${bytes.length - start - end} bytes do not belong to a tensor`);
  return { tensors: Object.fromEntries(tensors), metadata };
}

function checkSum(bytes: Uint8Array, headerLength: number, wanted: string): void {
  const at = digitsAt(bytes, headerLength);
  const blank = new Uint8Array(bytes); // a copy, which slice() of a Buffer is not
  if (at >= 0) blank.set(new TextEncoder().encode(BLANK), at);
  const got = new TextDecoder().decode(digitsOf(crc32(blank)));
  if (at >= 0 && got === wanted) return;
  throw new FormatError(
    say`safetensors: the bytes have the checksum ${got} but must have ${JSON.stringify(wanted)}; the file is damaged`,
  );
}

/** Where the digits of the checksum begin; -1 where another program has written the header. */
function digitsAt(bytes: Uint8Array, headerLength: number): number {
  // A character for each byte, so that the engine searches headers of megabytes.
  const header = new TextDecoder("latin1").decode(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + headerLength));
  const at = header.indexOf(BEFORE_DIGITS);
  const last = headerLength - BEFORE_DIGITS.length - BLANK.length;
  return at < 0 || at > last ? -1 : LENGTH_BYTES + at + BEFORE_DIGITS.length;
}

function digitsOf(checksum: number): Uint8Array {
  return new TextEncoder().encode(checksum.toString(16).padStart(BLANK.length, "0"));
}

function readHeader(bytes: Uint8Array, view: DataView): Record<string, unknown> {
  if (bytes.length < LENGTH_BYTES)
    throw new FormatError(`safetensors: the file has ${bytes.length} bytes and must have at least 8`);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(Math.min(HEADER_LIMIT, bytes.length - LENGTH_BYTES))) {
    throw new FormatError(
      `safetensors: the header has ${length} bytes, more than the file; is this a safetensors file?`,
    );
  }
  let header: unknown;
  try {
    const text = bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + Number(length));
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(text));
  } catch {
    throw new FormatError("safetensors: the header is not valid JSON; is this a safetensors file?");
  }
  if (!isRecord(header)) throw new FormatError("safetensors: the header must be a JSON object");
  if (bytes[LENGTH_BYTES] !== BRACE) throw new FormatError("safetensors: the header must begin with {");
  return header;
}

function entryOf(name: string, value: unknown): Entry {
  const fail = (why: string): never => {
    throw new FormatError(`safetensors: ${shownName(name)} ${why}`);
  };
  if (!isRecord(value)) return fail("must be described by an object");
  const { dtype, shape, data_offsets: offsets } = value;
  if (!isFileType(dtype)) return fail(`holds ${shown(dtype)} but only ${fileTypes.join(", ")} are read`);
  if (!isSizes(shape)) return fail("has a shape that is not a list of integers");
  if (!isSizes(offsets) || offsets.length !== 2) return fail("has no data_offsets [start, end]");
  const bytes = bytesOf(dtype) * countOf(shape);
  if (offsets[1] - offsets[0] !== bytes) {
    return fail(`has ${offsets[1] - offsets[0]} bytes, but its shape (${shape.join(", ")}) needs ${bytes}`);
  }
  return { dtype, shape, data_offsets: [offsets[0], offsets[1]] };
}

function textsOf(metadata: unknown): Record<string, string> {
  if (!isRecord(metadata) || Object.values(metadata).some((text) => typeof text !== "string")) {
    throw new FormatError("safetensors: __metadata__ must map names to strings");
  }
  return metadata as Record<string, string>;
}
