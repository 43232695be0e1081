/** @module One GRU step from each of many states with each of a few inputs: against its twin and against nn.GRU. */
import { functional, manualSeed, nn, randn, ShapeError, type Tensor, tensor, zeros } from "unrolled";
import { describe, expect, test } from "vitest";
import { gruFanOut } from "../../src/functional/gruFanOut.ts";
import { expectClose } from "../golden.ts";
import { values } from "../reference/values.ts";
import { expectTwin } from "./twins.ts";

test("gates of one half, by hand", () => {
  // r = z = σ(0) = ½, n = tanh(0 + ½ · 0) = 0: y = ½ h for each of two inputs.
  const h = tensor([[[8, -2]]], { requiresGrad: true });
  const y = gruFanOut(zeros([1, 2, 6]), zeros([1, 1, 6]), h);
  expect(y.tolist()).toEqual([
    [
      [
        [4, -1],
        [4, -1],
      ],
    ],
  ]);
  y.backward({
    gradient: tensor([
      [
        [
          [1, 2],
          [3, 4],
        ],
      ],
    ]),
  });
  expect(h.grad?.tolist()).toEqual([[[2, 3]]]);
});

const sigma = (x: number): number => 1 / (1 + Math.exp(-x));

/** Sizes: R repetitions, K kinds, M inputs, H units. */
type Sizes = readonly [number, number, number, number];

/** The equations, one value after the other. */
function twin([R, K, M, H]: Sizes): (a: number[], u: number[], h: number[]) => number[] {
  return (a, u, h) =>
    Array.from({ length: R * K * M * H }, (_, i) => {
      const [j, row] = [i % H, Math.floor(i / H)];
      const state = Math.floor(row / M);
      const at = (gate: number): [number, number] => [
        a[(row % (K * M)) * 3 * H + gate * H + j],
        u[state * 3 * H + gate * H + j],
      ];
      const [[ar, ur], [az, uz], [an, un]] = [at(0), at(1), at(2)];
      const z = sigma(az + uz);
      return (1 - z) * Math.tanh(an + sigma(ar + ur) * un) + z * h[state * H + j];
    });
}

describe("is its twin's, forward and backward", () => {
  test.each<Sizes>([
    [1, 1, 1, 1],
    [3, 1, 1, 4],
    [1, 3, 4, 5],
    [5, 2, 3, 17],
  ])("R %d, K %d, M %d, H %d", (...sizes) => {
    const [R, K, M, H] = sizes;
    expectTwin(
      (a, u, h) => gruFanOut(a.view(K, M, 3 * H), u.view(R, K, 3 * H), h.view(R, K, H)),
      twin(sizes),
      [values(K * M * 3 * H, 1, 2), values(R * K * 3 * H, 2, 2), values(R * K * H, 3)],
      2e-6, // gradients are sums of up to M or R terms, each right to some 3e-7
    );
  });
});

test("is what nn.GRU gives for every pair, with all its gradients", () => {
  const [R, K, M, H] = [3, 2, 4, 5];
  manualSeed(1);
  const gru = new nn.GRU(3, H, { batchFirst: true });
  const [x, h, dy] = [
    randn([K, M, 3], { requiresGrad: true }),
    randn([R, K, H], { requiresGrad: true }),
    randn([R, K, M, H]),
  ];
  const leaves = (): Tensor[] => [x, h, ...gru.parameters()];
  const gradients = (y: Tensor): number[][] => {
    for (const leaf of leaves()) leaf.grad = null;
    y.backward({ gradient: dy });
    return leaves().map((leaf) => [...(leaf.grad?.data ?? [])]);
  };

  const inputs = zeros([R, K, M, 3])
    .add(x)
    .view(R * K * M, 1, 3);
  const states = zeros([R, K, M, H])
    .add(h.unsqueeze(2))
    .view(1, R * K * M, H);
  const pairs = gru.forward(inputs, states)[1].view(R, K, M, H);
  const expected = gradients(pairs);

  const { linear } = functional;
  const a = linear(x, gru.weight_ih_l0, gru.bias_ih_l0);
  const y = gruFanOut(a, linear(h, gru.weight_hh_l0, gru.bias_hh_l0), h);
  const close = { absolute: 3e-6, relative: 3e-6 }; // sums of up to 24 terms in float32, in another order
  expectClose(y, { shape: [R, K, M, H], data: [...pairs.data] }, close, "y");
  gradients(y).forEach((gradient, i) => {
    const { shape } = leaves()[i];
    expectClose(
      tensor(Float32Array.from(gradient), { shape }),
      { shape, data: expected[i] },
      close,
      String(i),
    );
  });
});

test("refuses shapes that do not fit", () => {
  expect(() => gruFanOut(zeros([2, 3, 12]), zeros([5, 2, 12]), zeros([5, 3, 4]))).toThrow(
    new ShapeError(
      "gruFanOut: a is (2, 3, 12), u is (5, 2, 12), h is (5, 3, 4) but they must be (K, M, 3H), (R, K, 3H), (R, K, H)",
    ),
  );
});
