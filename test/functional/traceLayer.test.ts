/** @module The gates and states of every step of a layer: a case small enough to check by hand, and the layer's own result. */
import { manualSeed, nn, randn, tensor, zeros } from "unrolled";
import { expect, test } from "vitest";
import { traceLayer } from "../../src/functional/recurrentLayer.ts";

test("an LSTM of zero weights halves its cell at each step", () => {
  // i = f = o = σ(0) = ½, g = tanh 0 = 0: c_t = ½ c_{t−1}
  const weights = {
    weightIh: zeros([8, 1]),
    weightHh: zeros([8, 2]),
    biasIh: null,
    biasHh: null,
    weightHr: null,
  };
  const start = [tensor([[0, 0]]), tensor([[8, -4]])];
  const { h, c, gates } = traceLayer("LSTM", zeros([2, 1]), start, weights);
  expect([...(c ?? [])]).toEqual([4, -2, 2, -1]);
  expect([...gates]).toEqual([1, 2].flatMap(() => [0.5, 0.5, 0.5, 0.5, 0, 0, 0.5, 0.5]));
  // tanh within 2e-7
  [4, -2, 2, -1].forEach((cell, at) => {
    expect(Math.abs(h[at] - Math.tanh(cell) / 2)).toBeLessThan(2e-7);
  });
});

test("a GRU's states follow from its gates: h = n + z (h₋₁ − n)", () => {
  manualSeed(1);
  const gru = new nn.GRU(3, 5);
  const x = randn([4, 3]);
  const weights = {
    weightIh: gru.weight_ih_l0,
    weightHh: gru.weight_hh_l0,
    biasIh: gru.bias_ih_l0,
    biasHh: gru.bias_hh_l0,
    weightHr: null,
  };
  const { h, c, gates } = traceLayer("GRU", x, null, weights);
  expect(c).toBeNull();
  expect([...h]).toEqual([...gru.forward(x)[0].data]);
  h.forEach((value, at) => {
    const [t, j] = [Math.floor(at / 5), at % 5];
    const [z, n] = [gates[t * 15 + 5 + j], gates[t * 15 + 10 + j]];
    const before = t === 0 ? 0 : h[at - 5];
    expect(Math.abs(value - (n + z * (before - n)))).toBeLessThan(1e-7); // one or two roundings of values below 1
  });
});
