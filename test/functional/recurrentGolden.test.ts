/** @module The recurrent layers against PyTorch: printed form, outputs, final states, and every gradient. */
import { manualSeed, nn, type Tensor } from "unrolled";
import { describe, expect, test } from "vitest";
import { expectBitEqual, expectClose, type GoldenArray, goldenTensor, readGolden } from "../golden.ts";

interface GoldenOptions {
  readonly input_size: number;
  readonly hidden_size: number;
  readonly num_layers?: number;
  readonly bias?: boolean;
  readonly batch_first?: boolean;
  readonly nonlinearity?: "tanh" | "relu";
}

interface GoldenCase {
  readonly kind: "RNN" | "LSTM" | "GRU";
  readonly options: GoldenOptions;
  readonly seed: number;
  readonly batched: boolean;
  readonly x: GoldenArray;
  readonly hx?: readonly GoldenArray[];
  readonly lengths?: readonly number[];
  readonly params: Readonly<Record<string, GoldenArray>>;
  readonly repr: string;
  readonly output: GoldenArray;
  readonly hn: readonly GoldenArray[];
  readonly cotangents: { readonly output: GoldenArray; readonly hn: readonly GoldenArray[] };
  /** By name of the parameter, and of x; those of the states are a list. */
  readonly grads: Readonly<Record<string, GoldenArray>> & { readonly hx?: readonly GoldenArray[] };
}

/** What a layer can be given today. Cases with any other option, and packed ones, wait for it. */
const KNOWN = ["input_size", "hidden_size", "num_layers", "bias", "batch_first", "nonlinearity"];

const all = readGolden<GoldenCase[]>("recurrent");
const cases = all.filter(
  ({ options, lengths }) =>
    lengths === undefined && Object.keys(options).every((name) => KNOWN.includes(name)),
);

/** PyTorch sums in another order, with fused multiply-adds: some units in the last place of values of size 1. */
const FORWARD = { absolute: 1e-6, relative: 1e-6 };
/** Gradients sum such values over all rows and steps, up to some hundred terms. */
const BACKWARD = { absolute: 1e-5, relative: 1e-5 };

interface Layer {
  readonly module: nn.RNN | nn.LSTM | nn.GRU;
  readonly run: (x: Tensor, hx: readonly Tensor[] | null) => { output: Tensor; hn: readonly Tensor[] };
}

function build({ kind, options }: GoldenCase): Layer {
  const {
    input_size: I,
    hidden_size: H,
    num_layers: numLayers = 1,
    bias = true,
    batch_first: batchFirst = false,
  } = options;
  const shared = { numLayers, bias, batchFirst };
  if (kind === "LSTM") {
    const module = new nn.LSTM(I, H, shared);
    const run: Layer["run"] = (x, hx) => {
      const [output, hn] = module.forward(x, hx && [hx[0], hx[1]]);
      return { output, hn };
    };
    return { module, run };
  }
  const { nonlinearity = "tanh" } = options;
  const module = kind === "GRU" ? new nn.GRU(I, H, shared) : new nn.RNN(I, H, { ...shared, nonlinearity });
  const run: Layer["run"] = (x, hx) => {
    const [output, hn] = module.forward(x, hx?.[0]);
    return { output, hn: [hn] };
  };
  return { module, run };
}

test("22 of the 38 cases can be run today: with and without states, batched and not", () => {
  expect([all.length, cases.length]).toEqual([38, 22]);
  const count = (has: (golden: GoldenCase) => boolean): number => cases.filter(has).length;
  expect({
    batched: count(({ batched }) => batched),
    unbatched: count(({ batched }) => !batched),
    withStates: count(({ hx }) => hx !== undefined),
    without: count(({ hx }) => hx === undefined),
    deep: count(({ options }) => (options.num_layers ?? 1) > 1),
  }).toEqual({ batched: 19, unbatched: 3, withStates: 13, without: 9, deep: 4 });
});

/*
 * torch.manual_seed(seed); layer = nn.<kind>(**options); output, hn = layer(x, hx)
 * ((output * cotangent).sum() + sum((h * d).sum() for h, d in zip(hn, dhn))).backward()
 */
describe.each(cases)("$repr seed $seed", (golden) => {
  test("starts from PyTorch's weights, bit for bit, and prints as PyTorch", () => {
    manualSeed(golden.seed);
    const { module } = build(golden);
    expect(String(module)).toBe(golden.repr);
    expect(module.namedParameters().map(([name]) => name)).toEqual(Object.keys(golden.params));
    for (const [name, parameter] of module.namedParameters())
      expectBitEqual(parameter, golden.params[name], name);
  });

  test("has PyTorch's outputs, states and gradients", () => {
    manualSeed(golden.seed);
    const { module, run } = build(golden);
    const x = goldenTensor(golden.x, true);
    const hx = golden.hx?.map((state) => goldenTensor(state, true)) ?? null;
    const { output, hn } = run(x, hx);
    expectClose(output, golden.output, FORWARD, "output");
    expect(hn).toHaveLength(golden.hn.length);
    hn.forEach((state, s) => {
      expectClose(state, golden.hn[s], FORWARD, `hn[${s}]`);
    });

    const { cotangents, grads } = golden;
    const terms = [output, ...hn].map((t, i) =>
      t.mul(goldenTensor([cotangents.output, ...cotangents.hn][i])).sum(),
    );
    terms.reduce((sum, term) => sum.add(term)).backward();
    expectClose(x.grad, grads.x, BACKWARD, "dx");
    for (const [name, parameter] of module.namedParameters())
      expectClose(parameter.grad, grads[name], BACKWARD, name);
    expect(hx?.length).toBe(grads.hx?.length);
    hx?.forEach((state, s) => {
      expectClose(state.grad, grads.hx?.[s] ?? { shape: [], data: [] }, BACKWARD, `dhx[${s}]`);
    });
  });
});
