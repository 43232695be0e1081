/** @module ONNX export: the bytes, and what ONNX Runtime computes from them. */
import { describe, expect, test } from "vitest";
import {
  encodeOnnx,
  inferStack,
  type NamedArray,
  type RecurrentKind,
  type StackPart,
} from "../../src/interop/index.ts";
import { type GoldenArray, readGolden } from "../golden.ts";
import { onnxRuntime } from "./onnxRuntime.ts";

type States = "optional" | "required" | "none";

/** A model, what to feed it, and what PyTorch gives: output, hn and, for an LSTM, cn. */
interface Case {
  readonly name: string;
  readonly layers: readonly StackPart[];
  readonly batchFirst: boolean;
  readonly runs: readonly {
    readonly states: States;
    readonly x: GoldenArray;
    readonly hx: readonly GoldenArray[];
    readonly outputs: readonly GoldenArray[];
  }[];
}

const arrayOf = ({ shape, data }: GoldenArray): NamedArray => ({ shape, data: Float32Array.from(data) });
const arraysOf = (params: Record<string, GoldenArray>): Record<string, NamedArray> =>
  Object.fromEntries(Object.entries(params).map(([name, array]) => [name, arrayOf(array)]));
const listOf = (value: GoldenArray | readonly GoldenArray[]): readonly GoldenArray[] =>
  [value].flat() as GoldenArray[];

interface RecurrentGolden {
  readonly kind: "RNN" | "LSTM" | "GRU";
  readonly options: {
    readonly nonlinearity?: "relu";
    readonly batch_first?: boolean;
    readonly proj_size?: number;
  };
  readonly batched: boolean;
  readonly enforce_sorted?: boolean;
  readonly repr: string;
  readonly seed: number;
  readonly params: Record<string, GoldenArray>;
  readonly x: GoldenArray;
  readonly hx?: GoldenArray | readonly GoldenArray[];
  readonly output: GoldenArray;
  readonly hn: GoldenArray | readonly GoldenArray[];
}

/** The layers of recurrent.json alone: 1 to 3 layers, one and two directions, with and without biases and states. */
const layers = readGolden<RecurrentGolden[]>("recurrent")
  .filter(
    ({ batched, options, ...golden }) =>
      batched && options.proj_size === undefined && !("enforce_sorted" in golden),
  )
  .map(({ kind, options, repr, seed, params, x, hx, output, hn }): Case => {
    const cell = kind === "RNN" ? `rnn_${options.nonlinearity ?? "tanh"}` : kind.toLowerCase();
    const run = { x, hx: hx === undefined ? [] : listOf(hx), outputs: [output, ...listOf(hn)] };
    return {
      name: `${seed} ${repr}`,
      layers: [{ kind: cell as RecurrentKind, weights: arraysOf(params) }],
      batchFirst: options.batch_first === true,
      runs: [{ ...run, states: hx === undefined ? "optional" : "required" }],
    };
  });

/*
 * import json, torch
 * from torch import nn
 *
 * def array(t):
 *     return {"shape": list(t.shape), "data": t.detach().flatten().tolist()}
 *
 * def states(hn):
 *     return [array(s) for s in (hn if isinstance(hn, tuple) else (hn,))]
 *
 * torch.set_num_threads(1)
 * torch.manual_seed(8)
 * cases = []
 * for cls in (nn.RNN, nn.LSTM, nn.GRU):
 *     for layers, both in ((3, False), (1, True)):
 *         rnn = cls(2, 3, num_layers=layers, bidirectional=both, batch_first=True)
 *         out = nn.Linear(6 if both else 3, 2)
 *         runs = []
 *         for B, T in ((1, 4), (3, 2)):
 *             x = torch.randn(B, T, 2)
 *             shape = (layers * (2 if both else 1), B, 3)
 *             hx = torch.randn(shape)
 *             hx = (hx, torch.randn(shape)) if cls is nn.LSTM else hx
 *             zero, given = rnn(x), rnn(x, hx)
 *             runs.append({"x": array(x), "hx": states(hx), "zero": [array(out(zero[0]))] + states(zero[1]),
 *                          "given": [array(out(given[0]))] + states(given[1])})
 *         params = {**{f"rnn.{k}": array(v) for k, v in rnn.named_parameters()},
 *                   **{f"out.{k}": array(v) for k, v in out.named_parameters()}}
 *         cases.append({"name": f"{repr(rnn)} Linear", "params": params, "runs": runs})
 * open("test/golden/onnx.json", "w").write(json.dumps(cases, separators=(",", ":")))
 */
interface StackGolden {
  readonly name: string;
  readonly params: Record<string, GoldenArray>;
  readonly runs: readonly {
    readonly x: GoldenArray;
    readonly hx: readonly GoldenArray[];
    readonly zero: readonly GoldenArray[];
    readonly given: readonly GoldenArray[];
  }[];
}

/** Stacks with a linear head, each at two sizes of B and T, with and without states. */
const stacks = readGolden<StackGolden[]>("onnx").map(
  ({ name, params, runs }): Case => ({
    name,
    layers: inferStack(arraysOf(params)).map(({ part }) => part),
    batchFirst: true,
    runs: runs.flatMap(({ x, hx, zero, given }) => [
      { states: "optional", x, hx: [], outputs: zero },
      { states: "none", x, hx: [], outputs: zero },
      { states: "required", x, hx, outputs: given },
    ]),
  }),
);

const cases = [...layers, ...stacks];

test("there are cases of every cell, 1 to 3 layers, one and two directions", () => {
  expect([layers.length, stacks.length]).toEqual([26, 6]);
  const found = cases.flatMap(({ layers: [part] }) => {
    const names = Object.keys("weights" in part ? part.weights : {});
    const count = names.filter((name) => /^weight_ih_l\d$/.test(name)).length;
    return `${part.kind} ${count} ${names.some((name) => name.endsWith("_reverse")) ? 2 : 1}`;
  });
  for (const kind of ["rnn_tanh", "lstm", "gru"]) {
    expect(found).toEqual(expect.arrayContaining([1, 2, 3].map((count) => `${kind} ${count} 1`)));
    expect(found).toEqual(expect.arrayContaining([1, 2, 3].map((count) => `${kind} ${count} 2`)));
  }
  expect(found).toEqual(expect.arrayContaining(["rnn_relu 1 2", "rnn_relu 2 1"]));
});

/** Runs a model; fails where it is further from PyTorch than float32 sums in another order may be. */
async function compare({ layers, batchFirst, runs }: Case): Promise<void> {
  for (const { states, x, hx, outputs } of runs) {
    const bytes = encodeOnnx({ layers, batchFirst }, { states });
    const session = await onnxRuntime.InferenceSession.create(bytes, { logSeverityLevel: 3 });
    const tensorOf = ({ shape, data }: GoldenArray) =>
      new onnxRuntime.Tensor("float32", Float32Array.from(data), shape);
    const names = ["h0", "c0"].slice(0, hx.length);
    expect(session.inputNames).toEqual(["x", ...names]);
    expect(session.outputNames).toEqual(["output", "hn", "cn"].slice(0, outputs.length));
    const feeds = Object.fromEntries([
      ["x", tensorOf(x)],
      ...names.map((name, i) => [name, tensorOf(hx[i])]),
    ]);
    const results = await session.run(feeds);
    for (const [i, { shape, data }] of outputs.entries()) {
      const { dims, data: got } = results[session.outputNames[i]];
      expect(dims).toEqual(shape);
      const worst = Math.max(...data.map((value, k) => Math.abs(value - got[k])));
      expect(worst).toBeLessThan(1e-5);
    }
  }
}

describe("in ONNX Runtime", () => {
  test.each(cases.map((one) => [one.name, one] as const))("%s", (_, one) => compare(one));

  test("several recurrent layers, activations between, time first", async () => {
    const ones = (...shape: number[]): NamedArray => ({
      shape,
      data: new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(0.5),
    });
    const weights = { weight_ih_l0: ones(1, 1), weight_hh_l0: ones(1, 1) };
    const recurrent = { kind: "rnn_relu", weights } as const;
    const head = { kind: "linear", weights: { weight: ones(2, 1), bias: ones(2) } } as const;
    const bytes = encodeOnnx(
      { layers: [recurrent, { kind: "relu" }, recurrent, head] },
      { states: "required" },
    );
    const session = await onnxRuntime.InferenceSession.create(bytes, { logSeverityLevel: 3 });
    expect(session.inputNames).toEqual(["x", "h0", "h0_2"]);
    expect(session.outputNames).toEqual(["output", "hn", "hn_2"]);
    const feed = (...values: number[]) =>
      new onnxRuntime.Tensor("float32", Float32Array.from(values), [values.length, 1, 1]);
    const { output, hn, hn_2: second } = await session.run({ x: feed(2, 4), h0: feed(2), h0_2: feed(0) });
    // h: (2 + 2)/2 = 2, (4 + 2)/2 = 3; above it (2 + 0)/2 = 1, (3 + 1)/2 = 2; y = h/2 + 1/2
    expect([...output.data]).toEqual([1, 1, 1.5, 1.5]);
    expect(output.dims).toEqual([2, 1, 2]);
    expect([[...hn.data], [...second.data]]).toEqual([[3], [2]]);
  });
});

describe("the bytes", () => {
  const column = (...values: number[]): NamedArray => ({
    shape: [values.length, 1],
    data: Float32Array.from(values),
  });
  const row = (...values: number[]): NamedArray => ({
    shape: [values.length],
    data: Float32Array.from(values),
  });
  const float32 = (...values: number[]): Buffer => Buffer.from(Float32Array.from(values).buffer);
  const modelOf = (...layers: StackPart[]): Buffer => Buffer.from(encodeOnnx({ layers }));

  test("an LSTM's gates i f g o become i o f c, and its two biases stand one behind the other", () => {
    const weights = {
      weight_ih_l0: column(1, 2, 3, 4),
      weight_hh_l0: column(5, 6, 7, 8),
      bias_ih_l0: row(11, 12, 13, 14),
      bias_hh_l0: row(15, 16, 17, 18),
    };
    const model = modelOf({ kind: "lstm", weights });
    expect(model.includes(float32(1, 4, 2, 3))).toBe(true);
    expect(model.includes(float32(5, 8, 6, 7))).toBe(true);
    expect(model.includes(float32(11, 14, 12, 13, 15, 18, 16, 17))).toBe(true);
  });

  test("a GRU's gates r z n become z r h, reset after the product", () => {
    const model = modelOf({
      kind: "gru",
      weights: { weight_ih_l0: column(1, 2, 3), weight_hh_l0: column(4, 5, 6) },
    });
    expect(model.includes(float32(2, 1, 3))).toBe(true);
    expect(model.includes(float32(5, 4, 6))).toBe(true);
    expect(model.includes("linear_before_reset\x18\x01")).toBe(true); // field 3, the whole number, is 1
  });

  test("a linear layer's weight (O, I) becomes (I, O)", () => {
    const weight = { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) };
    expect(modelOf({ kind: "linear", weights: { weight } }).includes(float32(1, 4, 2, 5, 3, 6))).toBe(true);
  });

  test("a model of one linear layer, field by field", () => {
    const model = modelOf({
      kind: "linear",
      weights: { weight: { shape: [1, 1], data: Float32Array.of(2) } },
    });
    const node = (op: string, i: number, ...names: string[]): string => {
      const [last] = names.slice(-1);
      const inputs = names
        .slice(0, -1)
        .map((name) => `\x0a${String.fromCharCode(name.length)}${name}`)
        .join("");
      const name = `${op}_${i}`;
      const body = `${inputs}\x12${String.fromCharCode(last.length)}${last}\x1a${String.fromCharCode(name.length)}${name}\x22${String.fromCharCode(op.length)}${op}`;
      return `\x0a${String.fromCharCode(body.length)}${body}`;
    };
    const info = (name: string): string => {
      const shape = "\x0a\x06\x12\x04time\x0a\x07\x12\x05batch\x0a\x02\x08\x01";
      const type = `\x08\x01\x12${String.fromCharCode(shape.length)}${shape}`;
      const value = `\x0a${String.fromCharCode(type.length)}${type}`;
      const body = `\x0a${String.fromCharCode(name.length)}${name}\x12${String.fromCharCode(value.length)}${value}`;
      return `${String.fromCharCode(body.length)}${body}`;
    };
    const tensor = "\x08\x01\x08\x01\x10\x01\x42\x08weight_1\x4a\x04\0\0\0\x40";
    const graph = [
      node("MatMul", 0, "x", "weight_1", "matmul_2"),
      node("Identity", 1, "matmul_2", "output"),
      "\x12\x08unrolled",
      `\x2a${String.fromCharCode(tensor.length)}${tensor}`,
      `\x5a${info("x")}`,
      `\x62${info("output")}`,
    ].join("");
    const size = String.fromCharCode((graph.length & 0x7f) | 0x80, graph.length >> 7);
    expect(model.toString("latin1")).toBe(
      `\x08\x08\x12\x08unrolled\x3a${size}${graph}\x42\x04\x0a\0\x10\x11`,
    );
  });
});

describe("what cannot be exported", () => {
  const ones = (...shape: number[]): NamedArray => ({
    shape,
    data: new Float32Array(shape.reduce((product, size) => product * size, 1)),
  });
  const rnn = { weight_ih_l0: ones(3, 2), weight_hh_l0: ones(3, 3) };
  const refused: readonly (readonly [string, readonly StackPart[], string, string])[] = [
    ["nothing", [], "ValueError", "there must be at least one recurrent or linear layer"],
    [
      "a head of another size",
      [
        { kind: "rnn_tanh", weights: rnn },
        { kind: "linear", weights: { weight: ones(1, 4) } },
      ],
      "ShapeError",
      "layer 1 (linear) has 4 inputs but receives 3",
    ],
    [
      "a projection",
      [{ kind: "lstm", weights: { weight_hr_l0: ones(2, 3) } }],
      "ValueError",
      "lstm: a projection (proj_size) cannot be exported",
    ],
    ["no weights", [{ kind: "gru", weights: {} }], "ShapeError", "gru: weight_hh_l0 is missing"],
    [
      "weights of another cell",
      [{ kind: "lstm", weights: rnn }],
      "ShapeError",
      "lstm: weight_ih_l0 is (3, 2) of 6 values but must be (12, 2)",
    ],
    [
      "one bias of two",
      [{ kind: "rnn_tanh", weights: { ...rnn, bias_ih_l0: ones(3) } }],
      "ShapeError",
      "rnn_tanh: bias_hh_l0 is missing",
    ],
    [
      "a name of no layer",
      [{ kind: "rnn_tanh", weights: { ...rnn, weight_ih_l2: ones(3, 3) } }],
      "ShapeError",
      "rnn_tanh: weight_ih_l1 is missing",
    ],
    [
      "another name",
      [{ kind: "rnn_tanh", weights: { ...rnn, alpha: ones(1) } }],
      "ShapeError",
      "rnn_tanh: there are unknown weights: alpha",
    ],
    ["an unknown kind", [{ kind: "conv" as "relu" }], "ValueError", 'there is no layer of the kind "conv"'],
  ];

  test.each(refused)("%s", (_, layers, name, message) => {
    expect(() => encodeOnnx({ layers })).toThrow(expect.objectContaining({ name, message }));
  });
});
