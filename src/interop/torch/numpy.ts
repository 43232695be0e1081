/** @module NumPy's scalars and arrays in a pickle, as NumPy 1 and 2 write them. Source: numpy, core/src/multiarray/methods.c. */
import { FormatError } from "../../errors.ts";
import { bytesOf, type FileType, readValue } from "../fileTypes.ts";
import { isSizes } from "../namedArray.ts";
import { type Bytes, isKind, type Pickled, type PythonObject } from "./pickled.ts";

/** An array: its bytes, row-major unless they are `isTurned`. */
export interface NumpyArray {
  readonly type: FileType;
  readonly shape: readonly number[];
  readonly bytes: Bytes;
  readonly isTurned: boolean;
}

/** Number types by NumPy's letter and bytes. */
const types: Readonly<Record<string, FileType>> = {
  f8: "F64",
  f4: "F32",
  f2: "F16",
  i8: "I64",
  i4: "I32",
  i2: "I16",
  i1: "I8",
  u8: "U64",
  u4: "U32",
  u2: "U16",
  u1: "U8",
  b1: "BOOL",
};

/** numpy.core.multiarray.scalar(dtype, bytes): a number; null for a type that is not read. */
export function numpyScalar([dtype, value]: readonly Pickled[]): number | bigint | boolean | null {
  const type = typeOf(dtype);
  const bytes = isKind(value, "bytes") ? value.bytes : "";
  if (type === null || bytes.length !== bytesOf(type)) return null;
  const number = readValue(type, rawBytes(bytes));
  if (type === "BOOL") return number !== 0;
  return Number.isSafeInteger(Number(number)) ? Number(number) : number;
}

/** The array that an object is; null for another object, and for types that are not read. */
export function numpyArray({ name, args, state }: PythonObject): NumpyArray | null {
  if (/^numpy\.(?:core|_core)\.multiarray\._reconstruct$/.test(name)) {
    const [, shape, type, isTurned, bytes] = isKind(state, "tuple") ? state.items : []; // the first is a version
    return arrayOf(type, shape, bytes, isTurned === true);
  }
  if (!/^numpy\.(?:core|_core)\.numeric\._frombuffer$/.test(name)) return null;
  const [bytes, type, shape, order] = args; // protocol 5
  return arrayOf(type, shape, bytes, order === "F");
}

function arrayOf(
  dtype: Pickled | undefined,
  shape: Pickled | undefined,
  bytes: Pickled | undefined,
  isTurned: boolean,
): NumpyArray | null {
  const type = typeOf(dtype);
  if (type === null || !isKind(shape, "tuple") || !isSizes(shape.items) || !isKind(bytes, "bytes"))
    return null;
  const count = shape.items.reduce((product, size) => product * size, 1);
  if (shape.items.length > 64 || bytes.bytes.length !== count * bytesOf(type)) return null;
  return { type, shape: shape.items, bytes, isTurned };
}

/** numpy.dtype("f8", False, True) with the state (3, "<", …); null if big-endian, of texts, or of records. */
function typeOf(dtype: Pickled | undefined): FileType | null {
  if (!isKind(dtype, "object") || dtype.name !== "numpy.dtype") return null;
  const [code] = dtype.args;
  const [, order] = isKind(dtype.state, "tuple") ? dtype.state.items : [];
  if (typeof code !== "string" || !Object.hasOwn(types, code) || order === ">") return null;
  return types[code];
}

/** The bytes that characters of one byte each stand for. */
export function rawBytes(bytes: Uint8Array | string): Uint8Array {
  if (typeof bytes !== "string") return bytes;
  const raw = new Uint8Array(bytes.length);
  for (let i = 0; i < raw.length; i++) {
    const code = bytes.charCodeAt(i);
    if (code > 0xff) throw new FormatError("torch: the pickle has bytes that are not of one byte each");
    raw[i] = code;
  }
  return raw;
}
