import { manualSeed, randn, Tensor, tensor } from "unrolled";
import { expect, test } from "vitest";
import { fanLoss, fanOut } from "../../../src/forecast/panel/quantileFan.ts";

const softplus = (x: number): number => Math.log(1 + Math.exp(x));

test("quantiles are the median and distances from it, and never cross", () => {
  const fan = { z: tensor([[0, -1, 2, 1, 3]]), skip: tensor([0.5]) };
  const q = fanOut(fan, Float32Array.of(10));
  const mid = 10 + 2 + 0.5;
  const wanted = [
    mid - softplus(-1) - softplus(0),
    mid - softplus(-1),
    mid,
    mid + softplus(1),
    mid + softplus(1) + softplus(3),
  ];
  wanted.forEach((value, k) => {
    expect(q[k]).toBeCloseTo(value, 5);
  });
});

test("the loss is twice the mean pinball loss of known values, by their weights", () => {
  const far = -40; // softplus is 0: all quantiles are the median
  const z = tensor([
    [far, 0, far],
    [far, 1, far],
    [far, 7, far],
  ]);
  const loss = fanLoss(
    { z, skip: null },
    {
      base: Float32Array.of(1, 1, 1),
      target: Float32Array.of(3, 1, Number.NaN),
      weight: Float32Array.of(1, 2, 9),
      quantiles: [0.1, 0.5, 0.9],
    },
  );
  // above by 2: .1·2 + .5·2 + .9·2 = 3; below by 1: .9 + .5 + .1 = 1.5, twice; over two values and three quantiles
  expect(loss.item()).toBeCloseTo((2 * (3 + 2 * 1.5)) / 6, 5);
});

test("gradients equal central differences of a float64 twin", () => {
  manualSeed(3);
  const [N, Q] = [5, 5];
  const quantiles = [0.1, 0.3, 0.5, 0.7, 0.9];
  const z = new Tensor(randn(N, Q).data, [N, Q], true);
  const skip = new Tensor(randn(N).data, [N], true);
  const base = randn(N).data;
  const target = randn(N).data.map((value, n) => (n === 2 ? Number.NaN : 2 * value));
  const weight = Float32Array.of(1, 0.5, 3, 2, 0.1);
  fanLoss({ z, skip }, { base, target, weight, quantiles }).backward();
  const twin = (zs: readonly number[], skips: readonly number[]): number => {
    let sum = 0;
    for (let n = 0; n < N; n++) {
      if (Number.isNaN(target[n])) continue;
      const q = new Array<number>(Q);
      q[2] = base[n] + skips[n] + zs[n * Q + 2];
      for (const k of [3, 4]) q[k] = q[k - 1] + softplus(zs[n * Q + k]);
      for (const k of [1, 0]) q[k] = q[k + 1] - softplus(zs[n * Q + k]);
      q.forEach((value, k) => {
        const e = target[n] - value;
        sum += weight[n] * Math.max(quantiles[k] * e, (quantiles[k] - 1) * e);
      });
    }
    return (2 * sum) / (Q * (N - 1));
  };
  const slope = (values: readonly number[], i: number, of: (x: readonly number[]) => number): number =>
    (of(values.with(i, values[i] + 1e-5)) - of(values.with(i, values[i] - 1e-5))) / 2e-5;
  const [zs, skips] = [Array.from(z.data), Array.from(skip.data)];
  zs.forEach((_, i) => {
    expect(z.grad?.data[i]).toBeCloseTo(
      slope(zs, i, (x) => twin(x, skips)),
      5,
    );
  });
  skips.forEach((_, i) => {
    expect(skip.grad?.data[i]).toBeCloseTo(
      slope(skips, i, (x) => twin(zs, x)),
      5,
    );
  });
});
