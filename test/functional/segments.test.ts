/** @module The halves of SegRNN against the operations that they are made of: values, gradients, bits, memory. */
import { availableParallelism } from "node:os";
import { functional, manualSeed, nn, noGrad, randn, setNumThreads, type Tensor } from "unrolled";
import { afterEach, describe, expect, test } from "vitest";
import { gruFanOut } from "../../src/functional/gruFanOut.ts";
import { decodeSegments, encodeSegments } from "../../src/functional/segments.ts";
import { arenaFor } from "../../src/wasm/engine.ts";
import { expectClose } from "../golden.ts";
import { bitsOf } from "../wasm/bits.ts";

afterEach(() => setNumThreads(availableParallelism()));

const { linear, relu, dropout } = functional;

/** y, then the gradients of some leaves for a given dy. */
function outcome(f: () => Tensor, leaves: readonly Tensor[], retainGraph = false): Float32Array[] {
  for (const leaf of leaves) leaf.grad = null;
  manualSeed(7);
  const y = f();
  manualSeed(8);
  const gradient = randn(y.shape);
  if (retainGraph) y.backward({ gradient, retainGraph });
  for (const leaf of leaves) leaf.grad = null;
  y.backward({ gradient });
  return [y, ...leaves.map((leaf) => leaf.grad)].map((t) => (t as Tensor).data.slice());
}

function encoder([S, N, I, H]: readonly number[]) {
  manualSeed(1);
  const [embed, gru] = [new nn.Linear(I, H), new nn.GRU(H, H, { batchFirst: true })];
  const x = randn([S, N, I], { requiresGrad: true });
  return {
    leaves: [x, ...embed.parameters(), ...gru.parameters()],
    fused: (): Tensor => encodeSegments(x, embed, gru) as Tensor,
    steps: (): Tensor => gru.forward(relu(embed.forward(x)))[1].view(S, H),
  };
}

function decoder([R, K, M, H, O]: readonly number[], p: number, training = true) {
  manualSeed(1);
  const [gru, head] = [new nn.GRU(H, H), new nn.Linear(H, O)];
  const a = randn([K, M, 3 * H], { requiresGrad: true });
  const h = randn([R, K, H], { requiresGrad: true });
  const ahead = (): Tensor => gruFanOut(a, linear(h, gru.weight_hh_l0, gru.bias_hh_l0), h);
  return {
    leaves: [a, h, gru.weight_hh_l0, gru.bias_hh_l0, ...head.parameters()],
    fused: (): Tensor => decodeSegments(a, h, gru, { p, training }, head),
    steps: (): Tensor => head.forward(dropout(ahead(), { p, training })),
  };
}

type Pair = ReturnType<typeof encoder>;

function expectEqual({ fused, steps, leaves }: Pair): void {
  const expected = outcome(steps, leaves);
  outcome(fused, leaves).forEach((values, i) => {
    const shape = [values.length];
    // Small products of `linear` are summed in another order, up to 51 terms of size 1.
    expectClose(
      { shape, data: values } as unknown as Tensor,
      { shape, data: [...expected[i]] },
      { absolute: 4e-6, relative: 4e-6 },
      String(i),
    );
  });
}

describe("equals the operations that it is made of", () => {
  test.each([
    [2, 1, 1, 1],
    [3, 2, 4, 3],
    [5, 4, 3, 5],
    [4, 3, 5, 17],
    [17, 3, 1, 4],
  ])("encoder: S %d, N %d, I %d, H %d", (...sizes) => expectEqual(encoder(sizes)));

  test.each([
    [1, 1, 1, 1, 1],
    [3, 2, 4, 3, 5],
    [5, 1, 3, 17, 4],
    [4, 3, 1, 5, 17],
  ])("decoder: R %d, K %d, M %d, H %d, O %d", (...sizes) => {
    for (const p of [0, 0.3, 1]) expectEqual(decoder(sizes, p));
    expectEqual(decoder(sizes, 0.5, false));
  });
});

describe("has the same bits", () => {
  const pairs: readonly [string, Pair][] = [
    ["encoder", encoder([150, 3, 24, 40])],
    ["decoder", decoder([50, 3, 4, 40, 24], 0.5)],
  ];

  test.each(pairs)("as those operations, on 1, 2 and 3 threads: %s", (_, { fused, steps, leaves }) => {
    setNumThreads(2);
    arenaFor(1e9); // the shared memory
    const expected = bitsOf(outcome(steps, leaves));
    for (const threads of [1, 2, 3]) {
      setNumThreads(threads);
      expect(bitsOf(outcome(fused, leaves))).toEqual(expected);
    }
  });

  test.each(pairs)("when its graph is walked twice: %s", (_, { fused, leaves }) => {
    expect(bitsOf(outcome(fused, leaves, true))).toEqual(bitsOf(outcome(fused, leaves)));
  });

  test.each(pairs)("without a graph: %s", (_, { fused, leaves }) => {
    const [y] = outcome(fused, leaves);
    manualSeed(7);
    expect(bitsOf([noGrad(fused).data])).toEqual(bitsOf([y]));
  });
});

test("leaves single sequences, large batches and measured gradients to nn.GRU", () => {
  const [embed, gru] = [new nn.Linear(2, 256), new nn.GRU(256, 256)];
  expect(encodeSegments(randn([1, 3, 2]), embed, gru)).toBe(null);
  expect(encodeSegments(randn([20_000, 8, 2]), embed, gru)).toBe(null);
  gru.recordStepNorms = true;
  expect(encodeSegments(randn([2, 3, 2]), embed, gru)).toBe(null);
});

test("what needs no gradient gets none", () => {
  const { fused, leaves } = encoder([3, 2, 4, 5]);
  leaves[0].requiresGrad = false;
  leaves[3].requiresGrad = false;
  fused().sum().backward();
  expect(leaves.map(({ grad }) => grad !== null)).toEqual([false, true, true, false, true, true, true]);
});

test("NaN stays NaN, and infinity is cut where it is negative", () => {
  manualSeed(1);
  const [embed, gru] = [new nn.Linear(1, 4), new nn.GRU(4, 4, { batchFirst: true })];
  const x = randn([3, 1, 1]);
  x.data.set([Number.NaN, Number.POSITIVE_INFINITY, 1]);
  const [fused, steps] = [encodeSegments(x, embed, gru), gru.forward(relu(embed.forward(x)))[1]];
  expect([...(fused?.data ?? [])].map(Number.isNaN)).toEqual([...steps.data].map(Number.isNaN));
});
