/** @module Whole training loops against PyTorch's: truncated BPTT, and a shuffled one with dropout and validation. */
import { functional, manualSeed, nn, optim, randn, type Tensor, tensor } from "unrolled";
import { CarriedState, type EpochRecord, rowsAt, ShuffledBatches, segments, Trainer } from "unrolled/train";
import { expect, test } from "vitest";
import { expectClose, type GoldenArray, goldenTensor, readGolden } from "../golden.ts";

interface Golden {
  readonly tbptt: {
    readonly series: GoldenArray;
    readonly start: Record<string, GoldenArray>;
    readonly losses: readonly number[];
    readonly norms: readonly number[];
    readonly state: readonly GoldenArray[];
    readonly end: Record<string, GoldenArray>;
  };
  readonly shuffled: {
    readonly x: GoldenArray;
    readonly y: GoldenArray;
    readonly losses: readonly number[];
    readonly validation: readonly number[];
    readonly rates: readonly number[];
    readonly end: Record<string, GoldenArray>;
  };
}

const golden = readGolden<Golden>("train");

/** After tens of steps of products of float32, rounded in another order: some hundred roundings of 6e-8. */
const tolerance = { absolute: 2e-6, relative: 2e-5 };

function expectNumbers(actual: readonly number[], expected: readonly number[], what: string): void {
  const shape = [expected.length];
  expectClose(tensor([...actual]), { shape, data: expected }, tolerance, what);
}

function expectWeights(module: nn.Module, expected: Record<string, GoldenArray>): void {
  const state = module.stateDict();
  expect(Object.keys(state)).toEqual(Object.keys(expected));
  for (const [name, values] of Object.entries(expected)) expectClose(state[name], values, tolerance, name);
}

class Net extends nn.Module {
  readonly lstm = new nn.LSTM(1, 6, { batchFirst: true });
  readonly out = new nn.Linear(6, 1);
}

/*
 * torch.manual_seed(3); lstm = LSTM(1, 6, batch_first=True); out = Linear(6, 1); Adam(lr=0.01)
 * tracks = series[:101 // 3 * 3].view(3, -1)
 * for epoch in range(3):
 *     state = None
 *     for i in range(0, tracks.size(1) - 1, 7):
 *         n = min(7, tracks.size(1) - 1 - i)
 *         x, y = tracks[:, i:i + n, None], tracks[:, i + 1:i + 1 + n, None]
 *         h, state = lstm(x, state); state = tuple(s.detach() for s in state)
 *         loss = mse_loss(out(h), y); optimizer.zero_grad(); loss.backward()
 *         norms.append(clip_grad_norm_(params, 0.5)); optimizer.step(); losses.append(loss.item())
 */
test("golden: truncated BPTT of an LSTM over three epochs", () => {
  const { series, start, losses, norms, state, end } = golden.tbptt;
  manualSeed(3);
  const net = new Net();
  expectWeights(net, start);
  const values = Float32Array.from(series.data);
  const carried = new CarriedState<readonly [Tensor, Tensor]>();
  const trainer = new Trainer({
    module: net,
    optimizer: new optim.Adam(net.parameters(), { lr: 0.01 }),
    steps: segments(values.length, { batchSize: 3, steps: 7, ahead: 1 }),
    carried,
    clip: { norm: 0.5 },
    epochs: 3,
    lossOf: (segment) => {
      const [h, next] = net.lstm.forward(segment.of(values), carried.current);
      carried.keep(next);
      return functional.mseLoss(net.out.forward(h), segment.of(values, { ahead: 1 }));
    },
  });
  const batches = [...trainer.run()].filter((event) => event.type === "batch");
  expectNumbers(
    batches.map(({ loss }) => loss),
    losses,
    "loss",
  );
  expectNumbers(
    batches.map(({ gradNorm }) => gradNorm),
    norms,
    "norm",
  );
  expectWeights(net, end);
  state.forEach((part, i) => {
    expectClose(carried.current?.[i] ?? null, part, tolerance, `state ${i}`);
  });
});

/*
 * torch.manual_seed(5); net = Sequential(Linear(2, 16), Tanh(), Dropout(0.25), Linear(16, 1))
 * x = torch.randn(50, 2); y = (x[:, :1] * 2 - x[:, 1:]).sin(); train on 40, validate on 10
 * SGD(lr=0.1, momentum=0.9); StepLR(step_size=2, gamma=0.5); DataLoader(batch_size=12, shuffle=True); 6 epochs with
 * clip_grad_value_(0.2), all from the one global generator
 */
test("golden: shuffled batches, dropout, StepLR, clipping and validation", () => {
  const { x, y, losses, validation, rates, end } = golden.shuffled;
  manualSeed(5);
  const net = new nn.Sequential(
    new nn.Linear(2, 16),
    new nn.Tanh(),
    new nn.Dropout(0.25),
    new nn.Linear(16, 1),
  );
  expectClose(randn([50, 2]), x, { absolute: 0, relative: 0 });
  const [inputs, targets] = [goldenTensor(x), goldenTensor(y)];
  const optimizer = new optim.SGD(net.parameters(), { lr: 0.1, momentum: 0.9 });
  const trainer = new Trainer({
    module: net,
    optimizer,
    scheduler: new optim.lrScheduler.StepLR(optimizer, { stepSize: 2, gamma: 0.5 }),
    steps: new ShuffledBatches({ length: 40, batchSize: 12 }),
    clip: { value: 0.2 },
    epochs: 6,
    restoreBest: false,
    lossOf: (indices) => functional.mseLoss(net.forward(rowsAt(inputs, indices)), rowsAt(targets, indices)),
    validate: () => functional.mseLoss(net.forward(inputs.slice(0, 40, 50)), targets.slice(0, 40, 50)).item(),
  });
  const batches = [...trainer.run()].filter((event) => event.type === "batch");
  expectNumbers(
    batches.map(({ loss }) => loss),
    losses,
    "loss",
  );
  const column = (name: keyof EpochRecord): number[] =>
    trainer.history.map((record) => record[name] ?? Number.NaN);
  expectNumbers(column("valLoss"), validation, "validation");
  expect(column("lr")).toEqual(rates);
  expectWeights(net, end);
});
