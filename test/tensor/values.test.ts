/** @module Tensors from lists of numbers of every kind, and what is refused. */
import { FormatError, ShapeError, type Tensor, tensor } from "unrolled";
import { describe, expect, test } from "vitest";

const untyped = tensor as (...given: unknown[]) => Tensor;

describe("numbers are read from", () => {
  const row = [1, 2, 3];
  test.each<[string, unknown, unknown]>([
    ["a Float64Array", Float64Array.from(row), row],
    ["an Int32Array", Int32Array.from(row), row],
    ["a Uint8ClampedArray", Uint8ClampedArray.from(row), row],
    ["typed arrays in an array", [Float32Array.from(row), Float64Array.from(row)], [row, row]],
    ["typed and plain arrays", [Int8Array.from(row), row], [row, row]],
    ["typed arrays two levels down", [[Float32Array.from(row)], [row]], [[row], [row]]],
    ["an array-like object", { length: 3, 0: 1, 1: 2, 2: 3 }, row],
    ["arguments", ((...args: number[]) => args)(...row), row],
    ["a tensor", tensor(row), row],
    ["tensors of one value", [tensor(1), tensor([2]), tensor([[3]])], row],
    ["an empty typed array", new Float64Array(0), []],
  ])("%s", (_, values, read) => {
    expect(untyped(values).tolist()).toEqual(read);
  });

  test("200,000 of them", () => {
    const t = tensor(new Float64Array(200_000).fill(0.5));
    expect([t.shape, t.data[199_999]]).toEqual([[200_000], 0.5]);
  });

  test("a tensor, as a copy without its graph", () => {
    const source = tensor([1, 2], { requiresGrad: true });
    const copy = tensor(source.mul(2));
    expect([copy.requiresGrad, copy.isLeaf, copy.data === source.data]).toEqual([false, true, false]);
  });

  test("a typed array with a shape", () => {
    expect(tensor(Float64Array.of(1, 2, 3, 4), { shape: [2, -1] }).tolist()).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });
});

const circle: unknown[] = [];
circle.push(circle);
const wide: unknown[] = [1];
wide.push(wide);

describe("refused in one short line", () => {
  test.each<[string, unknown, Error]>([
    ["a circle", circle, new ShapeError("tensor: a tensor has at most 64 axes (got 65 or more)")],
    [
      "a circle beside a number",
      wide,
      new ShapeError("tensor: expected a number at dim 1 (got an array of 2)"),
    ],
    ["a bigint", [1n], new FormatError("tensor: every value must be a number (got 1n)")],
    [
      "64-bit integers",
      BigInt64Array.of(1n),
      new FormatError("tensor: every value must be a number (got 1n)"),
    ],
    // biome-ignore lint/suspicious/noSparseArray: the case
    ["a hole", [1, , 3], new FormatError("tensor: every value must be a number (got undefined)")],
    ["a text", "123", new FormatError('tensor: every value must be a number (got "123")')],
    ["nothing", undefined, new FormatError("tensor: every value must be a number (got undefined)")],
    ["null", null, new FormatError("tensor: every value must be a number (got null)")],
    [
      "an object",
      { 0: 1, 1: 2 },
      new FormatError('tensor: every value must be a number (got {"0":1,"1":2})'),
    ],
    ["a set", new Set([1]), new FormatError("tensor: every value must be a number (got a Set)")],
    [
      "bytes",
      new ArrayBuffer(8),
      new FormatError("tensor: every value must be a number (got an ArrayBuffer)"),
    ],
    [
      "a promise",
      Promise.resolve(1),
      new FormatError("tensor: every value must be a number (got a Promise)"),
    ],
    [
      "ragged typed arrays",
      [new Float32Array(2), new Float32Array(3)],
      new ShapeError("expected sequence of length 2 at dim 1 (got 3)"),
    ],
    [
      "a number beside arrays",
      [[1], null],
      new ShapeError("expected sequence of length 1 at dim 1 (got null)"),
    ],
    [
      "tensors of several values",
      [tensor([1, 2])],
      new ShapeError(
        "a Tensor with 2 elements cannot be converted to Scalar\n  its shape is (2); tolist() returns all values",
      ),
    ],
  ])("%s", (_, values, error) => {
    expect(() => untyped(values)).toThrow(error);
  });

  test.each([["3"], [{ length: 1 }], [true]])("a shape of %j", (shape) => {
    expect(() => untyped([1, 2, 3], { shape })).toThrow(ShapeError);
  });
});
