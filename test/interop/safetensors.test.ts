/** @module safetensors, byte by byte: what is written, and what is read back. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeSafetensors, encodeSafetensors } from "../../src/interop/safetensors.ts";

/** A header of a known text, padded to 8 bytes, and the bytes behind it. */
function fileOf(header: string, data: readonly number[]): Uint8Array {
  const text = new TextEncoder().encode(header);
  return Uint8Array.from([text.length, 0, 0, 0, 0, 0, 0, 0, ...text, ...data]);
}

// 1 is 0x3f800000, −2 is 0xc0000000: little-endian.
const ONE = [0x00, 0x00, 0x80, 0x3f];
const MINUS_TWO = [0x00, 0x00, 0x00, 0xc0];

describe("by hand", () => {
  const header = '{"w":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}}'; // 56 bytes: no padding

  test("two values become these bytes", () => {
    const bytes = encodeSafetensors({ w: { shape: [2, 1], data: Float32Array.of(1, -2) } });
    expect([...bytes]).toEqual([...fileOf(header, [...ONE, ...MINUS_TWO])]);
  });

  test("these bytes become two values", () => {
    const file = decodeSafetensors(fileOf(header, [...ONE, ...MINUS_TWO]));
    expect(file).toEqual({ tensors: { w: { shape: [2, 1], data: Float32Array.of(1, -2) } }, metadata: {} });
  });

  test("bytes that begin in the middle of a buffer are read all the same", () => {
    const bytes = fileOf(header, [...ONE, ...MINUS_TWO]);
    const buffer = Uint8Array.from([9, 9, 9, ...bytes, 9]);
    const inside = buffer.subarray(3, 3 + bytes.length);
    expect([...decodeSafetensors(inside).tensors.w.data]).toEqual([1, -2]);
  });

  test("the header is padded with spaces to a multiple of eight, so that the values are aligned", () => {
    const bytes = encodeSafetensors({ ab: { shape: [], data: Float32Array.of(1) } });
    const text = '{"ab":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}'; // 54 bytes
    expect([...bytes]).toEqual([...fileOf(`${text}  `, ONE)]);
  });

  test("metadata stands before the tensors", () => {
    const bytes = encodeSafetensors({}, { format: "pt" });
    expect([...bytes]).toEqual([...fileOf('{"__metadata__":{"format":"pt"}}', [])]);
    expect(decodeSafetensors(bytes)).toEqual({ tensors: {}, metadata: { format: "pt" } });
  });

  test("tensors may stand in another order than their bytes, empty ones anywhere", () => {
    const text =
      '{"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},' +
      '"none":{"dtype":"F32","shape":[0,3],"data_offsets":[4,4]}}';
    const { tensors } = decodeSafetensors(fileOf(text, [...ONE, ...MINUS_TWO]));
    expect(tensors).toEqual({
      a: { shape: [1], data: Float32Array.of(1) },
      b: { shape: [1], data: Float32Array.of(-2) },
      none: { shape: [0, 3], data: new Float32Array(0) },
    });
  });
});

describe("there and back", () => {
  const array = fc
    .tuple(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }), fc.infiniteStream(fc.float()))
    .map(([shape, values]) => {
      const count = shape.reduce((product, size) => product * size, 1);
      return { shape, data: Float32Array.from(values.take(count)) };
    });
  const name = fc.oneof(
    fc.string({ unit: "grapheme" }).filter((text) => text !== "__metadata__"),
    fc.constantFrom("rnn.weight_ih_l0", "", "__proto__", "constructor", "1", "权重"),
  );
  const named = fc.uniqueArray(fc.tuple(name, array), { selector: ([key]) => key, maxLength: 6 });
  const texts = fc.uniqueArray(fc.tuple(name, fc.string()), { selector: ([key]) => key, maxLength: 4 });

  test("whatever the names, shapes, values and texts, they come back the same", () => {
    fc.assert(
      fc.property(named, texts, (arrays, metadata) => {
        const bytes = encodeSafetensors(Object.fromEntries(arrays), Object.fromEntries(metadata));
        const file = decodeSafetensors(bytes);
        expect(Object.keys(file.tensors).sort()).toEqual(arrays.map(([key]) => key).sort());
        const read = new Map(Object.entries(file.tensors));
        for (const [key, value] of arrays) expect(read.get(key)).toEqual(value);
        expect(new Map(Object.entries(file.metadata))).toEqual(new Map(metadata));
      }),
    );
  });

  test("a tensor named __proto__ is a tensor, and changes no prototype", () => {
    const entries = Object.fromEntries([["__proto__", { shape: [1], data: Float32Array.of(1) }]]);
    const { tensors } = decodeSafetensors(encodeSafetensors(entries));
    expect(Object.entries(tensors)).toEqual([["__proto__", { shape: [1], data: Float32Array.of(1) }]]);
    expect(Object.getPrototypeOf(tensors)).toBe(Object.prototype);
  });
});

describe("what cannot be written", () => {
  test("a shape that does not count its values", () => {
    expect(() => encodeSafetensors({ w: { shape: [2, 3], data: new Float32Array(5) } })).toThrow(
      expect.objectContaining({
        name: "ShapeError",
        message: 'safetensors: "w" has 5 values, but its shape (2, 3) counts 6',
      }),
    );
  });

  test("a tensor with the name of the metadata", () => {
    const tensors = { __metadata__: { shape: [1], data: new Float32Array(1) } };
    expect(() => encodeSafetensors(tensors)).toThrow(
      expect.objectContaining({
        name: "ValueError",
        message: "safetensors: no tensor can be named __metadata__, which is reserved for metadata",
      }),
    );
  });
});
