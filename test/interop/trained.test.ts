/** @module A model and its optimiser, written as `.pt` and read back: training goes on as if nothing had happened. */
import { manualSeed, nn, optim, randn, type Tensor, tensor } from "unrolled";
import { decodeTorch, encodeTorch, flattenTorch, type TorchValue } from "unrolled/interop";
import { expect, test } from "vitest";
import type { SavedOptimizer } from "../../src/optim/stateDict.ts";

/** A layer and its optimiser. */
class Model {
  readonly net = new nn.GRU(2, 3);
  readonly adam = new optim.Adam(this.net.parameters(), { lr: 0.02 });

  train(x: Tensor): void {
    this.adam.zeroGrad();
    const [output] = this.net.forward(x);
    output.mul(output).sum().backward();
    this.adam.step();
  }

  values(): number[][] {
    return this.net.parameters().map(({ data }) => [...data]);
  }
}

test("training goes on from a .pt file, bit for bit", () => {
  manualSeed(1);
  const [model, other] = [new Model(), new Model()];
  const x = randn([4, 1, 2]);
  for (let i = 0; i < 3; i++) model.train(x);

  const file = encodeTorch({ net: model.net.stateDict(), adam: model.adam.stateDict(), epoch: 3 });
  const { net, adam, epoch } = decodeTorch(file) as Record<string, TorchValue>;
  expect(epoch).toBe(3);
  const { tensors } = flattenTorch(net);
  const entries = Object.entries(tensors).map(
    ([name, { shape, data }]) => [name, tensor(data, { shape })] as const,
  );
  other.net.loadStateDict(Object.fromEntries(entries));
  other.adam.loadStateDict(adam as unknown as SavedOptimizer);
  expect(other.values()).toEqual(model.values());

  const before = model.values();
  model.train(x);
  other.train(x);
  expect(other.values()).toEqual(model.values());
  expect(model.values()).not.toEqual(before);
});
