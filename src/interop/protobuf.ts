/**
 * @module The parts of the protocol buffer encoding that ONNX and TensorBoard need.
 *
 * A message is a sequence of fields, each a key (number and wire type) and a value. An array of messages, strings or
 * numbers repeats the field.
 * Source: protobuf.dev/programming-guides/encoding.
 */
import { concat } from "./fileTypes.ts";

/** The value of a field: an integer, a string, bytes, or an encoded message. */
export type FieldValue = number | string | Uint8Array | Floating;

/** A number that is stored as a double or float, not as an integer. */
interface Floating {
  readonly double?: number;
  readonly float?: number;
}

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/** A message of the given fields, by number; undefined ones are omitted. */
export function message(
  fields: Readonly<Record<number, FieldValue | readonly FieldValue[] | undefined>>,
): Uint8Array {
  const parts = Object.entries(fields).flatMap(([number, value]) =>
    [value ?? []].flat().flatMap((single) => field(Number(number), single)),
  );
  return concat(parts);
}

function field(number: number, value: FieldValue): Uint8Array[] {
  if (typeof value === "number") return [varint(8 * number + VARINT), varint(value)];
  if (typeof value === "object" && !(value instanceof Uint8Array)) return floating(number, value);
  const bytes = typeof value === "string" ? new TextEncoder().encode(value) : value;
  return [varint(8 * number + BYTES), varint(bytes.length), bytes];
}

/** Little-endian, eight bytes or four. */
function floating(number: number, { double, float = 0 }: Floating): Uint8Array[] {
  const view = new DataView(new ArrayBuffer(double === undefined ? 4 : 8));
  if (double === undefined) view.setFloat32(0, float, true);
  else view.setFloat64(0, double, true);
  const wire = double === undefined ? FIXED32 : FIXED64;
  return [varint(8 * number + wire), new Uint8Array(view.buffer)];
}

/** Seven bits per byte, lowest first; negative numbers as two's complement in 64 bits. */
function varint(value: number): Uint8Array {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Uint8Array.from([...bytes, Number(rest)]);
}
