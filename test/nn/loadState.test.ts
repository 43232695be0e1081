/** @module Weights from outside: what is converted, what is refused before anything changes, and the names left over. */
import { FormatError, nn, optim, ShapeError, type Tensor, tensor, zeros } from "unrolled";
import { decodeSafetensors, decodeTorch, encodeSafetensors, encodeTorch } from "unrolled/interop";
import { describe, expect, test } from "vitest";

const from = new nn.GRU(2, 3, { numLayers: 2 });
const state = from.stateDict();
const lists = Object.fromEntries(Object.entries(state).map(([name, t]) => [name, t.tolist()]));
const mapped = (form: (t: Tensor) => unknown): never =>
  Object.fromEntries(Object.entries(state).map(([name, t]) => [name, form(t)])) as never;

const bitsOf = (module: nn.Module): number[][] => module.parameters().map(({ data }) => [...data]);

describe("converted", () => {
  test.each<[string, unknown]>([
    ["the state dict itself", state],
    ["JSON", JSON.parse(JSON.stringify(state))],
    [
      "JSON of shapes and arrays",
      JSON.parse(JSON.stringify(mapped(({ shape, data }) => ({ shape, data: [...data] })))),
    ],
    ["a structured clone", structuredClone(mapped(({ shape, data }) => ({ shape, data })))],
    ["tolist()", lists],
    ["JSON of tolist()", JSON.parse(JSON.stringify(lists))],
    [
      "rows as typed arrays",
      mapped(({ shape, data }) =>
        shape.length === 1
          ? data
          : Array.from({ length: 9 }, (_, i) =>
              data.subarray((i * data.length) / 9, ((i + 1) * data.length) / 9),
            ),
      ),
    ],
    ["float64 values", mapped(({ shape, data }) => ({ shape, data: Float64Array.from(data) }))],
    ["a Map", new Map(Object.entries(state))],
    ["safetensors", decodeSafetensors(encodeSafetensors(state)).tensors],
    ["a .pt file", decodeTorch(encodeTorch(state))],
  ])("%s", (_, given) => {
    const to = new nn.GRU(2, 3, { numLayers: 2 });
    expect(bitsOf(to)).not.toEqual(bitsOf(from));
    expect(to.loadStateDict(given as never)).toEqual({ missingKeys: [], unexpectedKeys: [] });
    expect(bitsOf(to)).toEqual(bitsOf(from));
  });

  test("values after JSON, of a vector", () => {
    const linear = new nn.Linear(2, 1);
    linear.loadStateDict({ weight: [[1, 2]], bias: JSON.parse(JSON.stringify(Float32Array.of(3))) });
    expect([linear.weight.tolist(), linear.bias?.tolist()]).toEqual([[[1, 2]], [3]]);
  });
});

const names = Object.keys(new nn.GRU(2, 3).stateDict());

describe("refused, with everything as it was", () => {
  const value = 'the value of "weight_ih_l0"';
  const head = "Error(s) in loading state_dict for GRU:\n\t";
  test.each<[string, unknown, Error]>([
    [
      "too few values",
      { shape: [9, 2], data: new Float32Array(4) },
      new FormatError(`${head}${value} has 4 values but its shape (9, 2) requires 18`),
    ],
    [
      "too many values",
      { shape: [9, 2], data: new Float32Array(40) },
      new FormatError(`${head}${value} has 40 values but its shape (9, 2) requires 18`),
    ],
    [
      "texts",
      { shape: [9, 2], data: ["x", ...new Array(17).fill(0)] },
      new FormatError(`${head}${value} contains a value that is not a number (got "x")`),
    ],
    [
      "numbers as texts",
      { shape: [9, 2], data: new Array(18).fill("1.5") },
      new FormatError(`${head}${value} contains a value that is not a number (got "1.5")`),
    ],
    [
      "NaN after JSON",
      { shape: [9, 2], data: new Array(18).fill(null) },
      new FormatError(
        `${head}${value} contains a value that is not a number\n  JSON cannot represent NaN and Infinity; it turns them into null`,
      ),
    ],
    [
      "an object with other keys",
      { shape: [9, 2], data: { a: 1 } },
      new FormatError(`${head}${value} must be a tensor (got {"shape":[9,2],"data":{"a":1}})`),
    ],
    [
      "an object with a gap",
      { 0: 1, 2: 3 },
      new FormatError(`${head}${value} must be a tensor (got {"0":1,"2":3})`),
    ],
    [
      "a shape that is none",
      { shape: [9, -2], data: [] },
      new FormatError(`${head}${value} must be a tensor (got {"shape":[9,-2],"data":[]})`),
    ],
    [
      "no shape",
      { data: new Float32Array(18) },
      new FormatError(`${head}${value} must be a tensor (got {"data":Float32Array of 72 bytes})`),
    ],
    ["a text", "weights", new FormatError(`${head}${value} must be a tensor (got "weights")`)],
    ["null", null, new FormatError(`${head}${value} must be a tensor (got null)`)],
    ["undefined", undefined, new FormatError(`${head}${value} must be a tensor (got undefined)`)],
    [
      "a buffer",
      new ArrayBuffer(72),
      new FormatError(`${head}${value} must be a tensor (got an ArrayBuffer)`),
    ],
    [
      "ragged lists",
      [[1, 2], [3]],
      new FormatError(`${head}${value}: expected sequence of length 2 at dim 1 (got 1)`),
    ],
    [
      "lists of texts",
      [["a", "b"]],
      new FormatError(`${head}${value}: every value must be a number (got "a")`),
    ],
    [
      "a flat list",
      new Float32Array(18),
      new ShapeError(
        `${head}size mismatch for weight_ih_l0: copying a param with shape torch.Size([18]) from checkpoint, the shape in current model is torch.Size([9, 2]).`,
      ),
    ],
    [
      "a number",
      3,
      new ShapeError(
        `${head}size mismatch for weight_ih_l0: copying a param with shape torch.Size([]) from checkpoint, the shape in current model is torch.Size([9, 2]).`,
      ),
    ],
  ])("%s", (_, bad, error) => {
    const to = new nn.GRU(2, 3);
    const before = bitsOf(to);
    const given = { ...new nn.GRU(2, 3).stateDict(), weight_ih_l0: bad };
    expect(() => to.loadStateDict(given as never)).toThrow(error);
    // The last of the names, too: those before it are not loaded.
    const last = { ...new nn.GRU(2, 3).stateDict(), [names.at(-1) ?? ""]: bad };
    expect(() => to.loadStateDict(last as never)).toThrow();
    expect(() => to.loadStateDict(given as never, { strict: false })).toThrow(error);
    expect(bitsOf(to)).toEqual(before);
  });

  test.each<[unknown, string]>([
    [null, "null"],
    [undefined, "undefined"],
    ["{}", '"{}"'],
    [[1, 2], "[1,2]"],
    [3, "3"],
  ])("%j for a state dict", (given, got) => {
    expect(() => new nn.GRU(2, 3).loadStateDict(given as never)).toThrow(
      new FormatError(`Expected state_dict to be dict-like, got ${got}.`),
    );
  });

  test("in under 500 characters, whatever the names and values", () => {
    const net = new nn.Sequential(...Array.from({ length: 50 }, () => new nn.Linear(2, 2)));
    const long = Object.fromEntries(
      Array.from({ length: 1000 }, (_, i) => ["x".repeat(10_000) + i, zeros(1)]),
    );
    const messages = [
      () => net.loadStateDict({}),
      () => net.loadStateDict(long),
      () =>
        net.loadStateDict(
          Object.fromEntries(Object.keys(net.stateDict()).map((name) => [name, "y".repeat(9999)])) as never,
        ),
      () => net.loadStateDict({ "0.weight": new Float64Array(200_000) }),
    ].map((load) => {
      try {
        return String(load());
      } catch (error) {
        return String(error);
      }
    });
    expect(
      messages.filter((message) => message.length > 500 || !message.includes("Error(s) in loading")),
    ).toEqual([]);
    expect(messages[0]).toContain('Missing key(s) in state_dict: "0.weight", "0.bias", ');
    expect(messages[0]).toContain("… and 90 more");
  });
});

test("not strict, the names that only one side has are returned", () => {
  const net = new nn.Linear(2, 1);
  const given = { weight: [[5, 6]], "module.bias": [1], other: [2] };
  const left = { missingKeys: ["bias"], unexpectedKeys: ["module.bias", "other"] };
  expect(net.loadStateDict(given, { strict: false })).toEqual(left);
  expect(net.loadStateDict(given, false)).toEqual(left);
  expect(net.weight.tolist()).toEqual([[5, 6]]);
  expect(() => net.loadStateDict(given, true)).toThrow(
    new ShapeError(
      'Error(s) in loading state_dict for Linear:\n\tMissing key(s) in state_dict: "bias". \n\tUnexpected key(s) in state_dict: "module.bias", "other". ',
    ),
  );
  expect(() => net.loadStateDict(given, { Strict: false } as never)).toThrow(
    "loadStateDict got an unknown option 'Strict'\n  did you mean 'strict'?",
  );
});

describe("an optimiser's state", () => {
  const make = () => {
    const p = new nn.Parameter([2, 2]);
    p.grad = tensor([
      [1, 2],
      [3, 4],
    ]);
    const optimizer = new optim.Adam([p], { amsgrad: true });
    return { p, optimizer };
  };
  const trained = make();
  trained.optimizer.step();
  const saved = trained.optimizer.stateDict();
  const { step, exp_avg, exp_avg_sq, max_exp_avg_sq } = saved.state[0] ?? {};
  const as = (values: object): never =>
    ({ ...saved, state: { 0: { ...saved.state[0], ...values } } }) as never;

  test.each<[string, unknown]>([
    [
      "nested lists",
      as({
        step: step?.item(),
        exp_avg: exp_avg?.tolist(),
        exp_avg_sq: exp_avg_sq?.tolist(),
        max_exp_avg_sq: max_exp_avg_sq?.tolist(),
      }),
    ],
    ["a Map of states", { ...saved, state: new Map(Object.entries(saved.state)) }],
    ["a list of states", { ...saved, state: Object.values(saved.state) }],
  ])("%s", (_, given) => {
    const { p, optimizer } = make();
    optimizer.loadStateDict(given as never);
    expect(JSON.stringify(optimizer.stateDict())).toBe(JSON.stringify(saved));
    optimizer.step();
    trained.p.data.fill(0);
    const again = make();
    again.optimizer.loadStateDict(saved);
    again.optimizer.step();
    expect(p.tolist()).toEqual(again.p.tolist());
  });

  test.each<[string, unknown, Error]>([
    [
      "a step of null",
      as({ step: null }),
      new FormatError("'step' of parameter 0 must be a tensor (got null)"),
    ],
    [
      "a step of no value",
      as({ step: { shape: [0], data: [] } }),
      new FormatError("'step' of parameter 0 must be one number (got 0)"),
    ],
    [
      "a step of two",
      as({ step: [1, 2] }),
      new FormatError("'step' of parameter 0 must be one number (got 2)"),
    ],
    [
      "a step that equals no other",
      as({ step: { shape: [], data: [Number.NaN] } }),
      new FormatError("'step' of parameter 0 must be a finite number (got NaN)"),
    ],
    [
      "moments of null",
      as({ exp_avg: null }),
      new FormatError("'exp_avg' of parameter 0 must be a tensor (got null)"),
    ],
    [
      "moments of texts",
      as({
        exp_avg: [
          ["1", "2"],
          ["3", "4"],
        ],
      }),
      new FormatError("'exp_avg' of parameter 0: every value must be a number (got \"1\")"),
    ],
    [
      "a state of null",
      { ...saved, state: { 0: null } },
      new FormatError("the state of parameter 0 must be an object (got null)"),
    ],
    [
      "a state that is a list",
      { ...saved, state: { 0: [1] } },
      new FormatError("the state of parameter 0 must be an object (got [1])"),
    ],
    [
      "one beta",
      { ...saved, param_groups: [{ ...saved.param_groups[0], betas: [0.9] }] },
      new FormatError("'betas' of parameter group 0 must be a list of 2 numbers (got [0.9])"),
    ],
    [
      "betas of null",
      { ...saved, param_groups: [{ ...saved.param_groups[0], betas: null }] },
      new FormatError("'betas' of parameter group 0 must be a list of 2 numbers (got null)"),
    ],
    [
      "betas after JSON of NaN",
      { ...saved, param_groups: [{ ...saved.param_groups[0], betas: [null, 0.9] }] },
      new FormatError("'betas' of parameter group 0 must be a list of 2 numbers (got [null,0.9])"),
    ],
  ])("%s is refused", (_, given, error) => {
    const { optimizer } = make();
    optimizer.step();
    const before = JSON.stringify(optimizer.stateDict());
    expect(() => optimizer.loadStateDict(given as never)).toThrow(error);
    expect(JSON.stringify(optimizer.stateDict())).toBe(before);
  });
});
