/** @module Number types by hand, in safetensors. */
import { expect, test } from "vitest";
import { decodeSafetensors } from "../../src/interop/index.ts";

/** A file of one tensor. */
function fileOf(dtype: string, bytes: readonly number[], count: number): Uint8Array {
  const header = JSON.stringify({ w: { dtype, shape: [count], data_offsets: [0, bytes.length] } });
  return Uint8Array.from([header.length, 0, 0, 0, 0, 0, 0, 0, ...new TextEncoder().encode(header), ...bytes]);
}

const little = (array: ArrayBufferView): number[] => [...new Uint8Array(array.buffer)];

const read: readonly (readonly [type: string, bytes: number[], values: number[]])[] = [
  [
    "F64",
    little(Float64Array.of(0.1, -3, 1e-60, Number.NEGATIVE_INFINITY)),
    [Math.fround(0.1), -3, 0, Number.NEGATIVE_INFINITY],
  ],
  // 0 01111 1000000000 is 1.5; 1 00000 0000000001 is −2⁻²⁴; 0 11111 0… is infinite; 1 0… is −0
  [
    "F16",
    little(Uint16Array.of(0x3e00, 0x8001, 0x7c00, 0x8000, 0x7bff)),
    [1.5, -(2 ** -24), Number.POSITIVE_INFINITY, -0, 65504],
  ],
  ["F16", little(Uint16Array.of(0x7e00)), [Number.NaN]],
  ["BF16", little(Uint16Array.of(0x3fc0, 0xc049)), [1.5, -3.140625]],
  ["I64", little(BigInt64Array.of(-16_777_216n, 2n ** 60n)), [-16_777_216, 2 ** 60]],
  ["U64", little(BigUint64Array.of(2n ** 63n)), [2 ** 63]],
  ["I32", little(Int32Array.of(-5, 16_777_218)), [-5, 16_777_218]],
  ["U32", little(Uint32Array.of(2 ** 31)), [2 ** 31]],
  ["I16", little(Int16Array.of(-32768)), [-32768]],
  ["U16", little(Uint16Array.of(65535)), [65535]],
  ["I8", [0x80, 0x7f], [-128, 127]],
  ["U8", [0, 255], [0, 255]],
  ["BOOL", [0, 1, 7], [0, 1, 1]],
];

test.each(read)("%s is read", (type, bytes, values) => {
  const { w } = decodeSafetensors(fileOf(type, bytes, values.length)).tensors;
  expect(w).toEqual({ shape: [values.length], data: Float32Array.from(values), storedAs: type });
});

const refused: readonly (readonly [type: string, bytes: number[], value: string])[] = [
  ["F64", little(Float64Array.of(1e39)), "1e+39"],
  ["I64", little(BigInt64Array.of(16_777_217n)), "16777217"],
  ["I64", little(BigInt64Array.of(2n ** 62n + 1n)), "4611686018427387905"],
  ["U64", little(BigUint64Array.of(2n ** 64n - 1n)), "18446744073709551615"],
  ["I32", little(Int32Array.of(-16_777_217)), "-16777217"],
  ["U32", little(Uint32Array.of(2 ** 32 - 1)), "4294967295"],
];

test.each(refused)("%s of %j is refused", (type, bytes, value) => {
  expect(() => decodeSafetensors(fileOf(type, bytes, 1))).toThrow(
    expect.objectContaining({
      name: "FormatError",
      message: `safetensors: "w" (${type}) holds ${value}, which float32 cannot hold`,
    }),
  );
});

test("types may be mixed, and need not be aligned", () => {
  const header = JSON.stringify({
    b: { dtype: "F32", shape: [1], data_offsets: [1, 5] },
    a: { dtype: "U8", shape: [1], data_offsets: [0, 1] },
  });
  const bytes = [
    header.length,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    ...new TextEncoder().encode(header),
    9,
    0,
    0,
    0x80,
    0x3f,
  ];
  const { tensors } = decodeSafetensors(Uint8Array.from(bytes));
  expect(Object.keys(tensors)).toEqual(["a", "b"]);
  expect(tensors.b).toEqual({ shape: [1], data: Float32Array.of(1) });
});

test("a header must begin with a brace", () => {
  const bytes = Uint8Array.from([3, 0, 0, 0, 0, 0, 0, 0, 0x20, 0x7b, 0x7d]);
  expect(() => decodeSafetensors(bytes)).toThrow(
    expect.objectContaining({ name: "FormatError", message: "safetensors: the header must begin with {" }),
  );
});
