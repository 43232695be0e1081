/** @module `.pt` files: what PyTorch wrote, read here; and what is written here. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeTorch, encodeTorch, flattenTorch, type NamedArray } from "../../src/interop/index.ts";
import { type GoldenArray, readGolden } from "../golden.ts";

const readPt = (name: string): Uint8Array => readFileSync(new URL(`../golden/${name}.pt`, import.meta.url));

/** The bits of values, which tell −0 from 0 and one NaN from another. */
const bitsOf = ({ data }: NamedArray): number[] => [
  ...new Int32Array(data.buffer, data.byteOffset, data.length),
];

function arrayOf(value: unknown): NamedArray {
  const { tensors } = flattenTorch({ value: value as NamedArray });
  return tensors.value;
}

describe("a state dict of PyTorch 1.13", () => {
  const golden = readGolden<{ state: Record<string, GoldenArray> }>("lstm-state-dict");
  const { tensors, others } = flattenTorch(decodeTorch(readPt("lstm-state-dict")));

  test("has the names, shapes and bits that PyTorch says", () => {
    expect(others).toEqual({});
    expect(Object.keys(tensors)).toEqual(Object.keys(golden.state));
    for (const [name, { shape, data }] of Object.entries(golden.state)) {
      expect(tensors[name], name).toEqual({ shape, data: Float32Array.from(data) });
    }
  });

  test("comes back the same bits after a round trip", () => {
    const again = flattenTorch(decodeTorch(encodeTorch(tensors)));
    expect(Object.keys(again.tensors)).toEqual(Object.keys(tensors));
    for (const [name, array] of Object.entries(tensors))
      expect(bitsOf(again.tensors[name])).toEqual(bitsOf(array));
  });
});

/*
 * import collections, torch
 * torch.manual_seed(5)
 * net = torch.nn.GRU(2, 3)
 * adam = torch.optim.Adam(net.parameters(), lr=0.02)
 * for _ in range(3):
 *     adam.zero_grad()
 *     net(torch.randn(4, 1, 2))[0].sum().backward()
 *     adam.step()
 * base = torch.arange(12.0).reshape(3, 4)
 * torch.save({
 *     "model": net.state_dict(), "optimizer": adam.state_dict(),
 *     "epoch": 3, "loss": 0.125, "name": "GRU 权重", "best": None, "done": True,
 *     "seed": 2**63, "negative": -70000, "list": [1, [2.5, "x"], ()], "size": torch.Size([3, 4]),
 *     "views": {"base": base, "transposed": base.t(), "row": base[1], "steps": base[:, ::2], "same": base,
 *               "expanded": torch.tensor([1.0, 2.0]).expand(3, 2), "scalar": torch.tensor(7.0), "empty": torch.zeros(0, 3)},
 *     "types": {"f64": torch.tensor([0.1, -2.0], dtype=torch.float64),
 *               "f16": torch.tensor([1.5, 6e-8, 65504.0, float("inf")]).half(),
 *               "bf16": torch.tensor([1.0, -3.140625]).bfloat16(), "i64": torch.tensor([16777216, -3]),
 *               "i32": torch.tensor([5, -6], dtype=torch.int32), "i16": torch.tensor([-7], dtype=torch.int16),
 *               "i8": torch.tensor([-8], dtype=torch.int8), "u8": torch.tensor([255], dtype=torch.uint8),
 *               "bool": torch.tensor([True, False])},
 *     "bits": torch.tensor([0x7fc00001, 0x7f800001, -2147483648, 1], dtype=torch.int32).view(torch.float32),
 *     "parameter": torch.nn.Parameter(torch.tensor([4.0])),
 *     "texts": collections.OrderedDict([("0", 1), ("1", 2)]), "milestones": collections.Counter([30, 80]),
 * }, "test/golden/torch-checkpoint.pt")
 */
describe("a checkpoint of PyTorch 1.13", () => {
  const checkpoint = decodeTorch(readPt("torch-checkpoint")) as Record<string, unknown>;

  test("plain values", () => {
    const { model, optimizer, views, types, bits, parameter, ...plain } = checkpoint;
    expect([model, optimizer, views, types, bits, parameter]).not.toContain(undefined);
    expect(plain).toEqual({
      epoch: 3,
      loss: 0.125,
      name: "GRU 权重",
      best: null,
      done: true,
      seed: 2n ** 63n,
      negative: -70000,
      list: [1, [2.5, "x"], []],
      size: [3, 4],
      texts: new Map([
        ["0", 1],
        ["1", 2],
      ]),
      milestones: { 30: 1, 80: 1 },
    });
  });

  test("the state of an optimiser", () => {
    const { state, param_groups: groups } = checkpoint.optimizer as Record<string, unknown>;
    expect(Object.keys(state as object)).toEqual(["0", "1", "2", "3"]);
    expect(state).toMatchObject({
      0: { step: { shape: [], data: Float32Array.of(3) }, exp_avg: { shape: [9, 2] } },
    });
    expect(groups).toMatchObject([
      { lr: 0.02, betas: [0.9, 0.999], eps: 1e-8, amsgrad: false, params: [0, 1, 2, 3] },
    ]);
  });

  test("strides, offsets and storages that are shared", () => {
    const views = checkpoint.views as Record<string, NamedArray>;
    const values = Object.fromEntries(
      Object.entries(views).map(([name, { shape, data }]) => [name, [shape, [...data]]]),
    );
    expect(values).toEqual({
      base: [
        [3, 4],
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
      ],
      transposed: [
        [4, 3],
        [0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11],
      ],
      row: [[4], [4, 5, 6, 7]],
      steps: [
        [3, 2],
        [0, 2, 4, 6, 8, 10],
      ],
      same: [
        [3, 4],
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
      ],
      expanded: [
        [3, 2],
        [1, 2, 1, 2, 1, 2],
      ],
      scalar: [[], [7]],
      empty: [[0, 3], []],
    });
    expect(views.same).toBe(views.base); // one tensor under two names stays one
  });

  test("other types become float32, and say what they were", () => {
    expect(checkpoint.types).toEqual({
      f64: { shape: [2], data: Float32Array.of(0.1, -2), storedAs: "F64" },
      f16: {
        shape: [4],
        data: Float32Array.of(1.5, 2 ** -24, 65504, Number.POSITIVE_INFINITY),
        storedAs: "F16",
      },
      bf16: { shape: [2], data: Float32Array.of(1, -3.140625), storedAs: "BF16" },
      i64: { shape: [2], data: Float32Array.of(16777216, -3), storedAs: "I64" },
      i32: { shape: [2], data: Float32Array.of(5, -6), storedAs: "I32" },
      i16: { shape: [1], data: Float32Array.of(-7), storedAs: "I16" },
      i8: { shape: [1], data: Float32Array.of(-8), storedAs: "I8" },
      u8: { shape: [1], data: Float32Array.of(255), storedAs: "U8" },
      bool: { shape: [2], data: Float32Array.of(1, 0), storedAs: "BOOL" },
    });
  });

  test("every bit of a float32, also of a NaN that signals", () => {
    const bits = [0x7fc00001, 0x7f800001, -2147483648, 1];
    expect(bitsOf(arrayOf(checkpoint.bits))).toEqual(bits);
    const again = decodeTorch(encodeTorch({ bits: arrayOf(checkpoint.bits) })) as { bits: NamedArray };
    expect(bitsOf(again.bits)).toEqual(bits);
  });

  test("a parameter is a tensor", () => {
    expect(checkpoint.parameter).toEqual({ shape: [1], data: Float32Array.of(4) });
  });

  test("the whole of it comes back the same after a round trip", () => {
    const withoutTypes = { ...checkpoint, types: null } as never; // they have become float32
    expect(decodeTorch(encodeTorch(withoutTypes))).toEqual(withoutTypes);
  });
});

describe("what is written", () => {
  const two = { shape: [2, 1], data: Float32Array.of(1, -2) };

  test("the pickle of one tensor, instruction by instruction", () => {
    const bytes = encodeTorch({ w: two });
    const expected = [
      "\x80\x02ccollections\nOrderedDict\n)R(X\x01\0\0\0w",
      "ctorch._utils\n_rebuild_tensor_v2\n((X\x07\0\0\0storagectorch\nFloatStorage\nX\x01\0\0\x000X\x03\0\0\0cpuK\x02tQ",
      "K\0(K\x02K\x01t(K\x01K\x01t\x89ccollections\nOrderedDict\n)RtRu.",
    ].join("");
    expect(Buffer.from(bytes).toString("latin1")).toContain(`Z${expected}PK`);
  });

  test("values start at multiples of 64 bytes, as torch.load may map them", () => {
    const file = Buffer.from(encodeTorch({ a: two, b: { shape: [3], data: Float32Array.of(5, 6, 7) } }));
    const starts = [two.data, Float32Array.of(5, 6, 7)].map((data) => file.indexOf(Buffer.from(data.buffer)));
    expect(starts.every((start) => start > 0 && start % 64 === 0)).toBe(true);
  });

  test("one data under two names is stored once, and read as one", () => {
    const shared = encodeTorch({ a: two, b: two });
    expect(shared.length).toBeLessThan(encodeTorch({ a: two, b: { ...two, data: two.data.slice() } }).length);
    const { a, b } = decodeTorch(shared) as { a: NamedArray; b: NamedArray };
    expect(a.data).toBe(b.data);
  });

  test("part of a larger buffer", () => {
    const data = Float32Array.of(9, 1, 2, 9).subarray(1, 3);
    expect(decodeTorch(encodeTorch({ w: { shape: [2], data } }))).toEqual({
      w: { shape: [2], data: Float32Array.of(1, 2) },
    });
  });

  const refused: readonly (readonly [string, unknown, string, string])[] = [
    [
      "a shape that does not count",
      { w: { shape: [3], data: two.data } },
      "ShapeError",
      'torch: "w" has 2 values, but its shape (3) counts 3',
    ],
    [
      "a function",
      { hook: () => 0 },
      "ValueError",
      'torch: "hook" is function, which has no counterpart in a .pt file',
    ],
    [
      "nothing",
      { a: { b: undefined } },
      "ValueError",
      'torch: "a.b" is undefined, which has no counterpart in a .pt file',
    ],
    [
      "a Set",
      new Set([1]),
      "ValueError",
      "torch: the value is a Set, which has no counterpart in a .pt file",
    ],
    [
      "bare values",
      Float32Array.of(1),
      "ValueError",
      "torch: the value is a Float32Array, which has no counterpart in a .pt file",
    ],
    [
      "half a character",
      "\ud800",
      "ValueError",
      'torch: "\\ud800" contains an unpaired surrogate, which UTF-8 cannot encode',
    ],
    [
      "a bigint without end",
      1n << 3000n,
      "ValueError",
      "torch: a bigint of more than 255 bytes cannot be written",
    ],
  ];

  test.each(refused)("%s is refused", (_, value, name, message) => {
    expect(() => encodeTorch(value as never)).toThrow(expect.objectContaining({ name, message }));
  });

  test("a list that holds itself is refused", () => {
    const list: unknown[] = [];
    list.push(list);
    expect(() => encodeTorch(list as never)).toThrow(
      expect.objectContaining({
        name: "ValueError",
        message: 'torch: "0.0.0.0"… is nested deeper than 64, or in a circle',
      }),
    );
  });
});

describe("there and back", () => {
  const array = fc
    .tuple(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }), fc.infiniteStream(fc.float()))
    .map(([shape, values]) => {
      const count = shape.reduce((product, size) => product * size, 1);
      return { shape, data: Float32Array.from(values.take(count)) };
    });
  const key = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.constantFrom("__proto__", "0", "12", "constructor"),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      array,
      fc.double(),
      fc.string({ unit: "grapheme" }),
      fc.boolean(),
      fc.constant(null),
      fc
        .bigInt()
        .filter((big) => !Number.isSafeInteger(Number(big)) && big < 1n << 500n && big > -(1n << 500n)),
      fc.array(tie("value"), { maxLength: 4 }),
      fc
        .uniqueArray(fc.tuple(key, tie("value")), { selector: ([name]) => name, maxLength: 4 })
        .map(Object.fromEntries),
      fc
        .uniqueArray(fc.tuple(fc.integer(), tie("value")), { selector: ([name]) => name, maxLength: 4 })
        .map((entries) => new Map(entries)),
    ),
  }));

  /** A Map that an object would give back comes back as that object. */
  const entriesOf = (given: unknown): unknown => {
    if (given instanceof Map) return [...given].map(([name, item]) => [String(name), entriesOf(item)]);
    if (Array.isArray(given)) return { list: given.map(entriesOf) };
    if (typeof given !== "object" || given === null || (given as NamedArray).data instanceof Float32Array)
      return given;
    return Object.entries(given).map(([name, item]) => [name, entriesOf(item)]);
  };

  test("whatever the value, it comes back the same", () => {
    fc.assert(
      fc.property(value, (given) => {
        expect(entriesOf(decodeTorch(encodeTorch(given as never)))).toEqual(entriesOf(given));
      }),
      { numRuns: 300 },
    );
  });
});
