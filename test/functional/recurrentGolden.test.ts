/** @module The recurrent layers against PyTorch: printed form, outputs, final states, and every gradient. */
import { manualSeed, nn, type Tensor } from "unrolled";
import { describe, expect, test } from "vitest";
import { expectBitEqual, expectClose, type GoldenArray, goldenTensor, readGolden } from "../golden.ts";
import { type RecurrentLayer, type Run, run } from "./recurrentRun.ts";

const { packPaddedSequence, padPackedSequence } = nn.utils.rnn;

interface GoldenOptions {
  readonly input_size: number;
  readonly hidden_size: number;
  readonly num_layers?: number;
  readonly bias?: boolean;
  readonly batch_first?: boolean;
  readonly nonlinearity?: "tanh" | "relu";
  readonly bidirectional?: boolean;
  readonly proj_size?: number;
}

interface GoldenCase {
  readonly kind: "RNN" | "LSTM" | "GRU";
  readonly options: GoldenOptions;
  readonly seed: number;
  readonly batched: boolean;
  readonly x: GoldenArray;
  readonly hx?: readonly GoldenArray[];
  readonly lengths?: readonly number[];
  readonly enforce_sorted?: boolean;
  readonly params: Readonly<Record<string, GoldenArray>>;
  readonly repr: string;
  readonly output: GoldenArray;
  readonly hn: readonly GoldenArray[];
  readonly cotangents: { readonly output: GoldenArray; readonly hn: readonly GoldenArray[] };
  /** By name of the parameter, and of x; those of the states are a list. */
  readonly grads: Readonly<Record<string, GoldenArray>> & { readonly hx?: readonly GoldenArray[] };
}

const cases = readGolden<GoldenCase[]>("recurrent");

/** PyTorch sums in another order, with fused multiply-adds: some units in the last place of values of size 1. */
const FORWARD = { absolute: 1e-6, relative: 1e-6 };
/** Gradients sum such values over all rows and steps, up to some hundred terms. */
const BACKWARD = { absolute: 1e-5, relative: 1e-5 };

/** PyTorch's options with their defaults, under our names. */
function named({ options }: GoldenCase) {
  return {
    numLayers: options.num_layers ?? 1,
    bias: options.bias ?? true,
    batchFirst: options.batch_first ?? false,
    bidirectional: options.bidirectional ?? false,
  };
}

function build(golden: GoldenCase): RecurrentLayer {
  const { kind, options } = golden;
  const { input_size: I, hidden_size: H, nonlinearity = "tanh", proj_size: projSize = 0 } = options;
  const shared = named(golden);
  if (kind === "LSTM") return new nn.LSTM(I, H, { ...shared, projSize });
  return kind === "GRU" ? new nn.GRU(I, H, shared) : new nn.RNN(I, H, { ...shared, nonlinearity });
}

/** Outputs as the golden file has them: padded again where the input was packed. */
function outputs(
  golden: GoldenCase,
  layer: RecurrentLayer,
  x: Tensor,
  hx: readonly Tensor[] | null,
): Run<Tensor> {
  const { lengths, enforce_sorted: enforceSorted = true } = golden;
  if (lengths === undefined) return run(layer, x, hx);
  const { batchFirst } = layer;
  const { output, states } = run(layer, packPaddedSequence(x, lengths, { batchFirst, enforceSorted }), hx);
  const [padded, found] = padPackedSequence(output, { batchFirst });
  expect(found).toEqual(lengths);
  return { output: padded, states };
}

test("all 38 cases are here, every option among them", () => {
  const count = (has: (golden: GoldenCase) => boolean): number => cases.filter(has).length;
  expect(cases).toHaveLength(38);
  expect({
    RNN: count(({ kind }) => kind === "RNN"),
    LSTM: count(({ kind }) => kind === "LSTM"),
    GRU: count(({ kind }) => kind === "GRU"),
    unbatched: count(({ batched }) => !batched),
    withStates: count(({ hx }) => hx !== undefined),
    deep: count(({ options }) => (options.num_layers ?? 1) > 1),
    withoutBias: count(({ options }) => options.bias === false),
    batchFirst: count(({ options }) => options.batch_first === true),
    bidirectional: count(({ options }) => options.bidirectional === true),
    relu: count(({ options }) => options.nonlinearity === "relu"),
    projected: count(({ options }) => (options.proj_size ?? 0) > 0),
    packed: count(({ lengths }) => lengths !== undefined),
    packedUnsorted: count(({ enforce_sorted }) => enforce_sorted === false),
  }).toEqual({
    RNN: 13,
    LSTM: 14,
    GRU: 11,
    unbatched: 4,
    withStates: 21,
    deep: 14,
    withoutBias: 7,
    batchFirst: 20,
    bidirectional: 11,
    relu: 2,
    projected: 3,
    packed: 6,
    packedUnsorted: 3,
  });
  const known = new Set([
    ...["input_size", "hidden_size", "num_layers", "bias", "batch_first", "nonlinearity"],
    ...["bidirectional", "proj_size"],
  ]);
  for (const { options } of cases) for (const option of Object.keys(options)) expect(known).toContain(option);
});

/*
 * torch.manual_seed(seed); layer = nn.<kind>(**options); output, hn = layer(x, hx)
 * with lengths: x = pack_padded_sequence(x, lengths, batch_first, enforce_sorted), and back
 * ((output * cotangent).sum() + sum((h * d).sum() for h, d in zip(hn, dhn))).backward()
 */
describe.each(cases)("$repr seed $seed", (golden) => {
  test("starts from PyTorch's weights, bit for bit, and prints as PyTorch", () => {
    manualSeed(golden.seed);
    const module = build(golden);
    expect(String(module)).toBe(golden.repr);
    expect(module.namedParameters().map(([name]) => name)).toEqual(Object.keys(golden.params));
    for (const [name, parameter] of module.namedParameters())
      expectBitEqual(parameter, golden.params[name], name);
  });

  test("has PyTorch's outputs, states and gradients", () => {
    manualSeed(golden.seed);
    const module = build(golden);
    const x = goldenTensor(golden.x, true);
    const hx = golden.hx?.map((state) => goldenTensor(state, true)) ?? null;
    const { output, states: hn } = outputs(golden, module, x, hx);
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
    expect(
      Object.keys(grads)
        .filter((name) => name !== "hx")
        .sort(),
    ).toEqual(["x", ...module.namedParameters().map(([name]) => name)].sort());
    for (const [name, parameter] of module.namedParameters())
      expectClose(parameter.grad, grads[name], BACKWARD, name);
    expect(hx?.length).toBe(grads.hx?.length);
    hx?.forEach((state, s) => {
      expectClose(state.grad, grads.hx?.[s] ?? { shape: [], data: [] }, BACKWARD, `dhx[${s}]`);
    });
  });
});
