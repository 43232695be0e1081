/** @module Starting values under a seed, against PyTorch's, bit for bit. */
import { manualSeed, nn, randn, ShapeError, type Tensor, tensor, zeros } from "unrolled";
import { describe, expect, test } from "vitest";
import { expectBitEqual, expectClose, type GoldenArray, readGolden } from "../golden.ts";

interface NoteProgram {
  readonly kind: "RNN" | "LSTM" | "GRU";
  readonly time_step: number;
  readonly endpoint: boolean;
  readonly seed: number;
  readonly repr: string;
  readonly init: Readonly<Record<string, GoldenArray>>;
  readonly h0: readonly GoldenArray[] | null;
}

/* torch.manual_seed(seed); net = Net(); h0 = torch.randn(1, 1, 32), torch.randn(1, 1, 32) for the LSTM */
describe("golden: the note's models", () => {
  const programs = readGolden<NoteProgram[]>("note-programs");
  test("are 10, of all three kinds", () => {
    expect(
      programs
        .map(({ kind }) => kind)
        .sort()
        .join(" "),
    ).toBe("GRU GRU LSTM LSTM RNN RNN RNN RNN RNN RNN");
  });

  test.each(programs)("$kind at $time_step steps, endpoint $endpoint, seed $seed", (golden) => {
    class Net extends nn.Module {
      rnn = new nn[golden.kind](1, 32, { batchFirst: true });
      out = new nn.Linear(32, 1);
    }
    manualSeed(golden.seed);
    const net = new Net();
    const named = net.namedParameters();
    expect(named.map(([name]) => name)).toEqual(Object.keys(golden.init));
    for (const [name, parameter] of named) expectBitEqual(parameter, golden.init[name], name);
    for (const state of golden.h0 ?? []) expectBitEqual(randn([1, 1, 32]), state, "h0");
    expect(String(net)).toBe(golden.repr.replace(/^\w+/, "Net"));
  });
});

interface GoldenInit {
  readonly name: string;
  readonly args: Readonly<Record<string, number>>;
  readonly seed: number;
  readonly w: GoldenArray;
}

/* torch.manual_seed(7); w = torch.empty(6, 4); getattr(torch.nn.init, name)(w, **args) */
describe("golden: nn.init", () => {
  const cases = new Map(readGolden<GoldenInit[]>("init").map((golden) => [golden.name, golden]));
  const { init } = nn;

  test.each<[string, (t: Tensor, args: Readonly<Record<string, number>>) => Tensor]>([
    ["xavier_uniform_", (t) => init.xavierUniform_(t)],
    ["kaiming_uniform_", (t, { a }) => init.kaimingUniform_(t, { a })],
    ["zeros_", (t) => init.zeros_(t)],
    ["uniform_", (t, { a, b }) => init.uniform_(t, a, b)],
  ])("%s", (name, fill) => {
    const golden = cases.get(name);
    if (golden === undefined) throw new Error(`init.json has no ${name}`);
    manualSeed(golden.seed);
    const w = zeros([6, 4]);
    expect(fill(w, golden.args)).toBe(w);
    expectBitEqual(w, golden.w, name);
  });

  test("normal_ draws as randn, moved and stretched; constants fill", () => {
    manualSeed(7);
    const drawn = init.normal_(zeros([20]), 3, 0.5);
    manualSeed(7);
    const standard = randn([20]);
    const expected = [...standard.data].map((value) => value * 0.5 + 3);
    expectClose(drawn, { shape: [20], data: expected }, { absolute: 3e-7, relative: 0 }); // one rounding near 4
    expect(init.ones_(zeros([2])).tolist()).toEqual([1, 1]);
    expect(init.constant_(zeros([2]), 0.25).tolist()).toEqual([0.25, 0.25]);
  });

  test("gain stretches, and axes past the second count as a field of view", () => {
    manualSeed(7);
    const plain = init.xavierUniform_(zeros([6, 4]));
    manualSeed(7);
    const doubled = init.xavierUniform_(zeros([6, 4]), { gain: 2 });
    expect(doubled.tolist()).toEqual(plain.mul(2).tolist());
    manualSeed(7);
    const wide = init.xavierUniform_(zeros([6, 4, 4])); // fans four times as large: half the bound
    expectClose(
      wide.view(96).slice(0, 0, 24),
      { shape: [24], data: [...plain.div(2).data] },
      { absolute: 0, relative: 0 },
    );
  });

  test("a fan needs two axes", () => {
    expect(() => init.xavierUniform_(tensor([1, 2, 3]))).toThrow(
      new ShapeError(
        "Fan in and fan out can not be computed for tensor with fewer than 2 dimensions\n  this one is (3)",
      ),
    );
  });
});
