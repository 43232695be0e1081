/** @module The training loop: its events, early stopping, divergence, clipping, modes and options. */
import { nn, optim, type Tensor, tensor } from "unrolled";
import { SequentialBatches, type TrainEvent, Trainer, type TrainerOptions } from "unrolled/train";
import { describe, expect, test } from "vitest";
import { restOf, shuffledRun, stoppingRun } from "./runs.ts";

/** y = w · 1 with w = 4: the loss of a batch is w times a factor, so that dw is that factor. */
class Weight extends nn.Module {
  readonly w: nn.Parameter = new nn.Parameter([1], Float32Array.of(4));
}

interface Made {
  readonly net: Weight;
  readonly trainer: Trainer<Int32Array>;
}

/** A run by hand: two samples in two batches, lr 1, whose losses are w · factors[batch]. */
function byHand(factors: readonly number[], changes: Partial<TrainerOptions<Int32Array>> = {}): Made {
  const net = new Weight();
  let now = -1000;
  let batch = 0;
  const trainer = new Trainer<Int32Array>({
    module: net,
    optimizer: new optim.SGD(net.parameters(), { lr: 1 }),
    steps: new SequentialBatches({ length: factors.length, batchSize: 1 }),
    lossOf: () => net.w.mul(factors[batch++ % factors.length]).sum(),
    epochs: 1,
    clock: () => {
      now += 1000;
      return now;
    },
    ...changes,
  });
  return { net, trainer };
}

describe("events", () => {
  test("a run by hand, from start to end", () => {
    const { net, trainer } = byHand([1, 2], { validate: () => 0.5 });
    // The clock goes on by a second whenever it is read.
    expect([...trainer.run()]).toEqual([
      { type: "start", epoch: 1, epochs: 1, batch: 0, batches: 2, parameters: 1 },
      {
        ...{ type: "batch", epoch: 1, epochs: 1, batch: 1, batches: 2, lr: 1 },
        ...{ loss: 4, meanLoss: 4, valLoss: null, gradNorm: 1, samplesPerSecond: 1, eta: 1 },
      },
      {
        ...{ type: "batch", epoch: 1, epochs: 1, batch: 2, batches: 2, lr: 1 }, // w = 3
        ...{ loss: 6, meanLoss: 5, valLoss: null, gradNorm: 2, samplesPerSecond: 2 / 3, eta: 0 },
      },
      {
        ...{ type: "epoch", epoch: 1, epochs: 1, batches: 2, lr: 1, loss: 5, valLoss: 0.5 },
        ...{ best: 0.5, bestEpoch: 1, seconds: 5, eta: 0 },
      },
      { type: "improved", epoch: 1, epochs: 1, best: 0.5 },
      { type: "stopped", reason: "epochs", epoch: 1, epochs: 1, restored: true, cause: null },
      { type: "end", reason: "epochs", epoch: 1, epochs: 1, best: 0.5, bestEpoch: 1, seconds: 11 },
    ]);
    expect(net.w.item()).toBe(1); // 4 − 1 − 2
    expect(trainer.isFinished).toBe(true);
    expect(trainer.history).toEqual([{ epoch: 1, loss: 5, valLoss: 0.5, lr: 1 }]);
  });

  test("the mean loss counts every sample once", () => {
    const net = new Weight();
    const trainer = new Trainer<Int32Array>({
      module: net,
      optimizer: new optim.SGD(net.parameters(), { lr: 0 }),
      steps: new SequentialBatches({ length: 3, batchSize: 2 }),
      lossOf: (indices) => net.w.mul(indices.length).sum(),
      epochs: 1,
    });
    restOf(trainer);
    expect(trainer.history[0].loss).toBe((8 * 2 + 4 * 1) / 3);
  });
});

describe("early stopping", () => {
  test("patience counts epochs since the best, and the best weights come back", () => {
    const trainer = stoppingRun([0.5, 0.3, 0.4, 0.3, 0.1]);
    const weights: Record<number, number[]> = {};
    for (const event of trainer.run())
      if (event.type === "improved")
        weights[event.epoch] = Object.values(trainer.bestWeights()).flatMap((t) => [...t.data]);
    expect([trainer.epoch, trainer.best, trainer.bestEpoch]).toEqual([4, 0.3, 2]);
    expect(Object.values(trainer.bestWeights()).flatMap((t) => [...t.data])).toEqual(weights[2]);
    expect(weights[1]).not.toEqual(weights[2]);
  });

  test("a loss must be lower by more than minDelta", () => {
    const trainer = stoppingRun([0.5, 0.45, 0.4, 0.1], { minDelta: 0.1, patience: 3 });
    const improved = restOf(trainer).filter(({ type }) => type === "improved");
    expect(improved.map(({ epoch }) => epoch)).toEqual([1, 4]); // 0.4 is not lower than 0.5 − 0.1
  });

  test.each([
    [{}, 2],
    [{ restoreBest: false }, 1],
  ])("%j: the weight at the end is %d", (changes, expected) => {
    // w: 4 → 3 → 2 → 1; the second epoch is the best
    const losses = [0.5, 0.2, 0.4];
    const { net, trainer } = byHand([1], {
      epochs: 3,
      validate: () => losses[trainer.epoch - 1],
      ...changes,
    });
    expect(restOf(trainer).at(-2)).toMatchObject({ type: "stopped", restored: expected === 2 });
    expect(net.w.item()).toBe(expected);
  });

  test("without validation and patience the last weights stay, as in PyTorch's loop", () => {
    const { net, trainer } = byHand([-1], { epochs: 3 }); // the loss −w falls as w rises
    expect(restOf(trainer).at(-2)).toMatchObject({ reason: "epochs", restored: false });
    expect(net.w.item()).toBe(7);
  });

  test("without validation, patience goes by the training loss", () => {
    let call = 0;
    const losses = [3, 2, 5, 4, 1];
    const net = new Weight();
    const trainer = new Trainer<Int32Array>({
      module: net,
      optimizer: new optim.SGD(net.parameters(), { lr: 0.5 }),
      steps: new SequentialBatches({ length: 1, batchSize: 1 }),
      lossOf: () => net.w.sub(net.w.item()).add(losses[call++]).sum(),
      epochs: 5,
      patience: 2,
    });
    expect(restOf(trainer).at(-2)).toMatchObject({ reason: "patience", epoch: 4, restored: true });
    expect(trainer.bestEpoch).toBe(2);
  });
});

describe("a run that diverges stops before the step", () => {
  test.each([[Number.NaN], [Number.POSITIVE_INFINITY]])("a loss that is %d", (value) => {
    const { net, trainer } = byHand([1, value]);
    const events = restOf(trainer);
    expect(events.map(({ type }) => type)).toEqual(["batch", "stopped", "end"]);
    expect(events[1]).toMatchObject({ reason: "diverged", restored: true, cause: { what: "loss", value } });
    expect(net.w.item()).toBe(4); // where it started
    expect(trainer.history).toEqual([]);
  });

  test("a finite loss with an infinite gradient", () => {
    const net = new Weight();
    const trainer = new Trainer<Int32Array>({
      module: net,
      optimizer: new optim.Adam(net.parameters()),
      steps: new SequentialBatches({ length: 1, batchSize: 1 }),
      lossOf: () => net.w.sub(4).sqrt().sum(), // √0
      epochs: 1,
      clip: { norm: 1 },
    });
    const [stopped] = restOf(trainer);
    expect(stopped).toMatchObject({
      reason: "diverged",
      cause: { what: "gradNorm", value: Number.POSITIVE_INFINITY },
    });
    expect(net.w.item()).toBe(4);
  });

  test("a validation loss that is NaN, after a good epoch", () => {
    const losses = [0.5, Number.NaN];
    const { net, trainer } = byHand([1], {
      epochs: 4,
      restoreBest: false,
      validate: () => losses[trainer.epoch - 1],
    });
    const stopped = restOf(trainer).at(-2);
    expect(stopped).toMatchObject({
      reason: "diverged",
      cause: { what: "valLoss", value: Number.NaN },
      restored: true,
    });
    expect(net.w.item()).toBe(3);
  });

  test("weights that were loaded after the trainer was made are the ones to go back to", () => {
    const { net, trainer } = byHand([Number.NaN]);
    net.w.data[0] = 9;
    restOf(trainer);
    expect(net.w.item()).toBe(9);
  });
});

describe("gradients", () => {
  test.each([
    [{ norm: 0.5 }, 3.5],
    [{ value: 0.25 }, 3.75],
    [{ norm: 10 }, 1],
  ])("clipped by %j, w goes to %d", (clip, expected) => {
    const { net, trainer } = byHand([3], { clip });
    const [batch] = restOf(trainer);
    expect(batch).toMatchObject({ gradNorm: 3 });
    expect(net.w.item()).toBeCloseTo(expected, 5); // the norm is divided by 3 + 1e-6
  });

  test("those of the batch before are forgotten, also of parameters that the optimizer leaves alone", () => {
    const net = new (class extends Weight {
      readonly frozen: nn.Parameter = new nn.Parameter([1]);
    })();
    const trainer = new Trainer<Int32Array>({
      module: net,
      optimizer: new optim.SGD([net.w], { lr: 1 }),
      steps: new SequentialBatches({ length: 3, batchSize: 1 }),
      lossOf: () => net.w.add(net.frozen).sum(),
      epochs: 1,
    });
    restOf(trainer);
    expect(net.w.item()).toBe(1);
    expect(net.frozen.grad?.item()).toBe(1);
  });
});

describe("validation", () => {
  test("runs in evaluation mode, records nothing, and leaves modes as they were", () => {
    const frozen = new nn.Dropout(0.5);
    const net = new nn.Sequential(new nn.Linear(1, 1), frozen);
    const seen: boolean[] = [];
    const forward = (): Tensor => net.forward(tensor([1])).sum();
    const trainer = new Trainer<Int32Array>({
      module: net,
      optimizer: new optim.SGD(net.parameters(), { lr: 0.1 }),
      steps: new SequentialBatches({ length: 1, batchSize: 1 }),
      lossOf: () => {
        frozen.eval();
        return forward();
      },
      epochs: 1,
      validate: () => {
        const loss = forward();
        seen.push(net.training, frozen.training, loss.requiresGrad);
        return loss.item();
      },
    });
    restOf(trainer);
    expect(seen).toEqual([false, false, false]);
    expect([net.training, frozen.training]).toEqual([true, false]);
  });
});

describe("a batch that fails", () => {
  test("leaves a run that neither goes on nor makes checkpoints, until it is restored", () => {
    const good = shuffledRun("Adam").checkpoint();
    let isBroken = true;
    const trainer = shuffledRun("Adam");
    const broken = shuffledRun("Adam", {}, "", {
      validate: () => {
        if (isBroken) throw new Error("out of data");
        return 1;
      },
    });
    const refusal = (what: string): string =>
      `Trainer: ${what} was called within a batch, or after a failed one, but must be called between two events\n  restore() a checkpoint to resume`;
    expect(() => restOf(broken)).toThrow("out of data");
    expect(() => restOf(broken)).toThrow(refusal("run()"));
    expect(() => broken.checkpoint()).toThrow(refusal("checkpoint()"));
    isBroken = false;
    broken.restore(good);
    expect(restOf(broken).length).toBeGreaterThan(16);
    expect(trainer.epoch).toBe(0);
  });
});

describe("options that are refused", () => {
  const net = new Weight();
  const optimizer = new optim.SGD(net.parameters());
  const steps = new SequentialBatches({ length: 1, batchSize: 1 });
  const good = { module: net, optimizer, steps, lossOf: () => net.w.sum(), epochs: 1 };
  const other = new optim.SGD([tensor([[1, 2]], { requiresGrad: true })]);
  const cases: [string, object, string][] = [
    ["epochs", { epochs: 0 }, "Trainer: epochs is 0 but must be a positive integer"],
    ["patience", { patience: 1.5 }, "Trainer: patience is 1.5 but must be a positive integer"],
    ["minDelta", { minDelta: -1 }, "Trainer: minDelta is -1 but must be at least 0"],
    ["clip", { clip: { norm: 0 } }, "Trainer: clip.norm is 0 but must be greater than 0"],
    [
      "a typing error",
      { patiense: 3 },
      "Trainer got an unknown option 'patiense'\n  did you mean 'patience'?",
    ],
    [
      "a typing error in clip",
      { clip: { norm: 1, value_: 1 } },
      "Trainer's clip got an unknown option 'value_'\n  did you mean 'value'?",
    ],
    [
      "an optimizer with a closure",
      { optimizer: new optim.LBFGS(net.parameters()) },
      "Trainer: optimizer must step once for each batch, but its step needs a closure\n  call optimizer.step(() => { … return loss; }) in a loop of your own, with all data as one batch",
    ],
    [
      "parameters outside the module",
      { optimizer: other },
      "Trainer: parameter 0 of the optimizer (1, 2) is not in the module but must be\n  make it a Parameter in a field of the module",
    ],
    [
      "a scheduler of another optimizer",
      { scheduler: new optim.lrScheduler.StepLR(other, { stepSize: 1 }) },
      "Trainer: the scheduler belongs to another optimizer but must belong to this one",
    ],
  ];
  test.each(cases)("%s", (_, change, message) => {
    expect(() => new Trainer({ ...good, ...change })).toThrow(message);
  });
});

test("what an event may be is a closed list", () => {
  const types: Record<TrainEvent["type"], true> = {
    ...{ start: true, batch: true, epoch: true },
    ...{ improved: true, stopped: true, end: true },
  };
  const seen = new Set([...shuffledRun("SGD").run()].map(({ type }) => type));
  expect(seen).toEqual(new Set(Object.keys(types)));
});
