/**
 * @module Plain data with arrays of numbers as bytes, and back: what jobs are given, and what they answer, in files and in queues.
 *
 * Format: the length of a JSON header in 4 bytes (little-endian), the header, the arrays, each at a multiple of 8. The header holds the
 * value, with `{ "$": type, "at", "length" }` in place of each array, and a CRC-32 of all that follows it.
 */
import { FormatError } from "../../../errors.ts";
import { crc32 } from "../../../interop/crc32.ts";
import { Fields, within } from "../../../train/json.ts";

const FORMAT = "unrolled data 1";
const LENGTH_BYTES = 4;
const ALIGNMENT = 8;

type PlainArray = Float64Array | Float32Array | Int32Array | Uint8Array;

const arrayTypes = { Float64Array, Float32Array, Int32Array, Uint8Array } as const;
/** Numbers that JSON does not have. */
const numbers = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  "-Infinity": Number.NEGATIVE_INFINITY,
  "-0": -0,
};

/** The bytes of plain data. Equal data have equal bytes, if their keys are in the same order. */
export function pack(value: unknown): Uint8Array {
  const parts = new Map<PlainArray, number>();
  let length = 0;
  const place = (array: PlainArray): number => {
    const known = parts.get(array);
    if (known !== undefined) return known;
    parts.set(array, length);
    length = aligned(length + array.byteLength);
    return parts.get(array) ?? 0;
  };
  const json = JSON.stringify(encoded(value, place));
  const body = new Uint8Array(length);
  for (const [array, at] of parts)
    body.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
  const head = new TextEncoder().encode(`{"format":"${FORMAT}","crc32":${crc32(body)},"value":${json}}`);
  const from = aligned(LENGTH_BYTES + head.length);
  const bytes = new Uint8Array(from + length).fill(0x20, 0, from);
  new DataView(bytes.buffer).setUint32(0, head.length, true);
  bytes.set(head, LENGTH_BYTES);
  bytes.set(body, from);
  return bytes;
}

/** The data of bytes. Throws FormatError for bytes that are not from `pack`, or damaged. */
export function unpack(bytes: Uint8Array, name: string): unknown {
  if (bytes.length < LENGTH_BYTES) throw new FormatError(`${name}: it has only ${bytes.length} bytes`);
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const from = aligned(LENGTH_BYTES + size);
  if (from > bytes.length) throw new FormatError(`${name}: it is cut off`);
  const text = new TextDecoder().decode(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + size));
  const fields = new Fields(
    within(name, () => JSON.parse(text)),
    name,
  );
  fields.oneOf("format", [FORMAT]);
  const body = Uint8Array.prototype.slice.call(bytes, from); // aligned; that of a Buffer would not copy
  if (fields.whole("crc32") !== crc32(body))
    throw new FormatError(`${name}: its checksum is wrong, it is damaged`);
  return decoded(fields.raw("value"), body, name);
}

function aligned(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}

function encoded(value: unknown, place: (array: PlainArray) => number): unknown {
  if (typeof value === "number") {
    const isPlain = Number.isFinite(value) && !Object.is(value, -0);
    return isPlain ? value : { $: "number", value: Object.is(value, -0) ? "-0" : String(value) };
  }
  if (typeof value !== "object" || value === null) return value;
  const type = arrayType(value);
  if (type !== null) {
    const array = value as PlainArray;
    return { $: type, at: place(array), length: array.length };
  }
  if (ArrayBuffer.isView(value)) throw new TypeError("packed data hold an array of an unknown type");
  if (Array.isArray(value)) return value.map((one: unknown) => encoded(one, place));
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  const inner = entries.map(([key, one]) => [key, encoded(one, place)]);
  return Object.hasOwn(value, "$") ? { $: "object", entries: inner } : Object.fromEntries(inner);
}

function arrayType(value: object): keyof typeof arrayTypes | null {
  for (const name of Object.keys(arrayTypes) as (keyof typeof arrayTypes)[])
    if (value instanceof arrayTypes[name]) return name;
  return null;
}

function decoded(value: unknown, body: Uint8Array, name: string): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((one: unknown) => decoded(one, body, name));
  if (!Object.hasOwn(value, "$"))
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, decoded(one, body, name)]));
  const fields = new Fields(value, name);
  const type = fields.oneOf("$", ["number", "object", ...typeNames]);
  if (type === "number") return numbers[fields.oneOf("value", numberNames)];
  if (type === "object") {
    const entries = fields.list("entries").map((entry): [string, unknown] => {
      if (!Array.isArray(entry) || typeof entry[0] !== "string") return fields.refuse("entries", "pairs");
      return [entry[0], decoded(entry[1], body, name)];
    });
    return Object.fromEntries(entries);
  }
  const Type = arrayTypes[type];
  const [at, length] = [fields.whole("at"), fields.whole("length")];
  if (at % ALIGNMENT !== 0 || at + length * Type.BYTES_PER_ELEMENT > body.length)
    throw new FormatError(`${name}: an array is outside of its bytes`);
  return new Type(body.buffer as ArrayBuffer, at, length);
}

const typeNames = ["Float64Array", "Float32Array", "Int32Array", "Uint8Array"] as const;
const numberNames = ["NaN", "Infinity", "-Infinity", "-0"] as const;
