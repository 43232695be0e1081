/** @module Starting values, every initialiser, against PyTorch's under the same seeds. */
import { manualSeed, nn, ShapeError, type Tensor, ValueError, zeros } from "unrolled";
import { afterEach, describe, expect, test, vi } from "vitest";
import { expectBitEqual, expectClose, type GoldenArray, readGolden } from "../golden.ts";

const { init } = nn;

afterEach(() => {
  vi.restoreAllMocks();
});

interface GoldenInit {
  readonly name: string;
  readonly args: Readonly<Record<string, number>>;
  readonly seed: number;
  readonly w: GoldenArray;
}

interface AroundInit {
  readonly name: keyof typeof drawn;
  readonly args: readonly never[];
  readonly seed: number;
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** Normal numbers of fewer than 16 values come from another libm's log and cosine: an ulp or two of values up to 4. */
const NORMAL = { absolute: 2e-6, relative: 0 };
/** PyTorch decomposes in float32. */
const DECOMPOSED = { absolute: 1e-5, relative: 0 };
const EXACT = { absolute: 0, relative: 0 };

/** The initialisers by name, with how near they must come. */
const drawn = {
  uniform_: [init.uniform_, EXACT],
  normal_: [init.normal_, NORMAL],
  constant_: [init.constant_, EXACT],
  ones_: [init.ones_, EXACT],
  zeros_: [init.zeros_, EXACT],
  eye_: [init.eye_, EXACT],
  xavierUniform_: [init.xavierUniform_, EXACT],
  xavierNormal_: [init.xavierNormal_, NORMAL],
  kaimingUniform_: [init.kaimingUniform_, EXACT],
  kaimingNormal_: [init.kaimingNormal_, NORMAL],
  orthogonal_: [init.orthogonal_, DECOMPOSED],
  truncNormal_: [init.truncNormal_, NORMAL],
  sparse_: [init.sparse_, NORMAL],
} as const;

/* torch.manual_seed(7); w = torch.empty(6, 4); getattr(nn.init, name)(w, **args) */
describe("init.json", () => {
  const cases = readGolden<GoldenInit[]>("init");
  test.each(cases)("$name $args", ({ name, args, seed, w: expected }) => {
    manualSeed(seed);
    const w = zeros([6, 4]);
    const { a = 0, b = 1 } = args;
    const run: Readonly<Record<string, () => Tensor>> = {
      xavier_uniform_: () => init.xavierUniform_(w),
      xavier_normal_: () => init.xavierNormal_(w),
      kaiming_uniform_: () => init.kaimingUniform_(w, { a }),
      kaiming_normal_: () => init.kaimingNormal_(w),
      orthogonal_: () => init.orthogonal_(w),
      zeros_: () => init.zeros_(w),
      uniform_: () => init.uniform_(w, a, b),
    };
    expect(run[name]?.()).toBe(w);
    if (name.includes("uniform") || name === "zeros_") expectBitEqual(w, expected, name);
    else expectClose(w, expected, name === "orthogonal_" ? DECOMPOSED : NORMAL, name);
  });
});

/* torch.manual_seed(seed); getattr(nn.init, name)(torch.empty(shape), *args) */
describe("around.json", () => {
  const cases = readGolden<{ init: AroundInit[] }>("around").init;
  test("has 11 initialisers, each under two seeds", () => {
    expect(new Set(cases.map(({ name, seed }) => `${name} ${seed}`)).size).toBe(22);
  });

  test.each(cases)("$name $shape $args, seed $seed", ({ name, args, seed, shape, data }) => {
    manualSeed(seed);
    const w = zeros(shape);
    const [fill, tolerance] = drawn[name];
    expect((fill as (t: Tensor, ...rest: readonly never[]) => Tensor)(w, ...args)).toBe(w);
    const expected = [...Float32Array.from(data)];
    expectClose(w, { shape, data: expected }, tolerance, name);
  });
});

describe("orthogonal", () => {
  test.each([
    [40, 40],
    [64, 16],
    [16, 64],
  ])("%d by %d: rows or columns at right angles, of length gain", (rows, columns) => {
    const w = init.orthogonal_(zeros([rows, columns]), { gain: 3 });
    const product = rows <= columns ? w.matmul(w.transpose(0, 1)) : w.transpose(0, 1).matmul(w);
    expectClose(
      product.div(9),
      { shape: product.shape, data: [...init.eye_(zeros(product.shape)).data] },
      {
        absolute: 1e-6, // sums of 64 products rounded to float32
        relative: 0,
      },
    );
  });
});

describe("calculateGain", () => {
  test.each([
    ["linear", 1],
    ["conv1d", 1],
    ["conv2d", 1],
    ["conv3d", 1],
    ["conv_transpose1d", 1],
    ["conv_transpose2d", 1],
    ["conv_transpose3d", 1],
    ["sigmoid", 1],
    ["tanh", 1.6666666666666667],
    ["relu", Math.SQRT2],
    ["leaky_relu", 1.4141428569978354],
    ["selu", 0.75],
  ] as const)("%s is %d", (nonlinearity, gain) => {
    expect(init.calculateGain(nonlinearity)).toBe(gain);
  });

  test("a slope counts for leaky_relu only", () => {
    expect(init.calculateGain("leaky_relu", 0.2)).toBe(1.3867504905630728);
    expect(init.calculateGain("tanh", 3)).toBe(1.6666666666666667);
  });
});

describe("refused", () => {
  const one = zeros([3]);
  test.each([
    [() => init.eye_(one), "Only tensors with 2 dimensions are supported\n  this one is (3)"],
    [() => init.sparse_(one, 0.1), "Only tensors with 2 dimensions are supported\n  this one is (3)"],
    [() => init.orthogonal_(one), "Only tensors with 2 or more dimensions are supported\n  this one is (3)"],
    [
      () => init.xavierNormal_(one),
      "Fan in and fan out can not be computed for tensor with fewer than 2 dimensions\n  this one is (3)",
    ],
    [
      () => init.kaimingNormal_(one),
      "Fan in and fan out can not be computed for tensor with fewer than 2 dimensions\n  this one is (3)",
    ],
  ])("shapes: %s", (act, message) => {
    expect(act).toThrow(new ShapeError(message));
  });

  test("names and numbers that are none", () => {
    const odd = "odd" as unknown as "relu";
    const mode = "odd" as unknown as "fan_in";
    expect(() => init.calculateGain(odd)).toThrow(
      new ValueError(
        "Unsupported nonlinearity odd\n  it must be one of linear, conv1d, conv2d, conv3d, conv_transpose1d, conv_transpose2d, conv_transpose3d, sigmoid, tanh, relu, leaky_relu, selu",
      ),
    );
    expect(() => init.calculateGain("leaky_relu", Number.NaN)).toThrow(
      new ValueError("negative_slope NaN not a valid number"),
    );
    expect(() => init.kaimingUniform_(zeros([2, 2]), { mode })).toThrow(
      new ValueError("Mode odd not supported, please use one of ['fan_in', 'fan_out']"),
    );
  });
});

test("PyTorch's warnings: nothing to fill, and a mean far outside", () => {
  const said = vi.spyOn(console, "warn").mockImplementation(() => {});
  init.kaimingNormal_(zeros([0, 2]));
  init.kaimingUniform_(zeros([0, 2]));
  init.orthogonal_(zeros([0, 2]));
  const w = init.truncNormal_(zeros([3]), 5, 1, -2, 2);
  const noOp = "UserWarning: Initializing zero-element tensors is a no-op";
  expect(said.mock.calls).toEqual([
    [noOp],
    [noOp],
    [
      "UserWarning: mean is more than 2 std from [a, b] in nn.init.trunc_normal_. The distribution of values may be incorrect.",
    ],
  ]);
  expect(Math.max(...w.data)).toBeLessThanOrEqual(2);
});

test("truncNormal_ stays inside its bounds and fills them", () => {
  manualSeed(1);
  const w = init.truncNormal_(zeros([2000]), 0, 2, -1, 3);
  expect(Math.min(...w.data)).toBeGreaterThanOrEqual(-1);
  expect(Math.min(...w.data)).toBeLessThan(-0.98);
  expect(Math.max(...w.data)).toBeLessThanOrEqual(3);
  expect(Math.max(...w.data)).toBeGreaterThan(2.95);
});

test("sparse_ clears the same share of every column, rounded up", () => {
  const w = init.sparse_(zeros([5, 40]), 0.3, 2);
  const zerosIn = Array.from(
    { length: 40 },
    (_, c) => [...w.select(1, c).data].filter((x) => x === 0).length,
  );
  expect(zerosIn).toEqual(new Array(40).fill(2));
});
