/** @module Runs that are killed and resumed end with the bits of those that are not. */
import { Generator, manualSeed, nn, optim, rand, type Tensor } from "unrolled";
import { decodeSafetensors } from "unrolled/interop";
import { rowsAt, ShuffledBatches, type TrainEvent, Trainer } from "unrolled/train";
import { describe, expect, test } from "vitest";
import { NAMES, type Name } from "../optim/make.ts";
import { carriedRun, left, restOf, schedulers, shuffledRun, stoppingRun } from "./runs.ts";

/** Events without times: a process that starts anew looks at its clock more often. */
function timeless(event: TrainEvent): object {
  const { samplesPerSecond: _, eta: __, seconds: ___, ...rest } = event as unknown as Record<string, unknown>;
  return rest;
}

/** What a checkpoint holds, every bit of it, without times. */
function contentOf<Batch>(trainer: Trainer<Batch>): object {
  const { tensors, metadata } = decodeSafetensors(trainer.checkpoint());
  const { elapsed: _, run, ...rest } = JSON.parse(metadata.checkpoint);
  const arrays = Object.entries(tensors).map(([name, { shape, data }]) => {
    const bits = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("hex");
    return [name, shape.join(), bits];
  });
  return { ...rest, run: { ...run, epochBegan: 0 }, arrays };
}

/**
 * Runs to the end; then, for every event of that run, runs as far, takes a checkpoint, makes everything anew, spoils the
 * random numbers, restores, and runs the rest.
 */
function expectExact<Batch>(make: () => Trainer<Batch>): number {
  const whole = make();
  const events = restOf(whole);
  const end = contentOf(whole);
  const process = make();
  let done = 0;
  for (const { type } of process.run()) {
    if (type !== "start") done += 1;
    const bytes = process.checkpoint();
    const resumed = make();
    manualSeed(1000 + done);
    rand([5]);
    resumed.restore(bytes);
    expect(restOf(resumed).map(timeless)).toEqual(events.slice(done).map(timeless));
    expect(contentOf(resumed), `resumed after event ${done}`).toEqual(end);
    process.restore(bytes); // the other run has drawn from the same global generator
  }
  expect(done).toBe(events.length);
  return done;
}

describe("interrupted after every event", () => {
  test.each([
    ...NAMES.map((name): [Name, object] => [name, {}]),
    ["SGD", { momentum: 0.9, nesterov: true, weightDecay: 0.01 }],
    ["Adam", { amsgrad: true }],
    ["RMSprop", { momentum: 0.9, centered: true }],
    ["Adagrad", { lrDecay: 0.1 }],
  ] as [Name, object][])("%s %j", (name, options) => {
    // 4 epochs of 4 batches and their ends, one or more improvements, stopped and end
    expect(expectExact(() => shuffledRun(name, options))).toBeGreaterThanOrEqual(23);
  });

  test.each(Object.keys(schedulers))("%s", (schedule) => {
    expectExact(() => shuffledRun("Adam", {}, schedule));
  });

  test.each(["StepLR", "ReduceLROnPlateau"])("%s after every batch", (schedule) => {
    expectExact(() => shuffledRun("Adam", {}, schedule, { scheduleEvery: "batch" }));
  });

  test("truncated BPTT with a carried state, dropout and a generator of its own", () => {
    expectExact(() => carriedRun());
  });

  test("an early stop that goes back to the best weights", () => {
    const losses = [0.5, 0.4, 0.45, 0.39, 0.41, 0.4, 0.3];
    const make = (): Trainer<Int32Array> => stoppingRun(losses);
    expectExact(make);
    const trainer = make();
    const events = restOf(trainer);
    expect(events.at(-2)).toMatchObject({ type: "stopped", reason: "patience", epoch: 6, restored: true });
    expect(trainer.bestEpoch).toBe(4);
  });

  test("a run that diverges", () => {
    expectExact(() => stoppingRun([0.5, 0.4, Number.NaN, 0.1]));
  });

  test("a shuffle that draws from the caller's generator, the last batch dropped", () => {
    const make = (): Trainer<Int32Array> => {
      const generator = new Generator(8);
      const steps = new ShuffledBatches({ length: 10, batchSize: 3, dropLast: true, generator });
      return shuffledRun("Adam", {}, "", { steps, generator });
    };
    expectExact(make);
  });
});

describe("a larger run", () => {
  /** An LSTM that reads sequences, 30 epochs of 12 batches. */
  function make(): Trainer<Int32Array> {
    manualSeed(6);
    const net = new (class extends nn.Module {
      readonly lstm = new nn.LSTM(2, 16, { batchFirst: true, numLayers: 2, dropout: 0.3 });
      readonly out = new nn.Linear(16, 1);
    })();
    const [x, y] = [rand([90, 9, 2]), rand([90, 1])];
    const optimizer = new optim.AdamW(net.parameters(), { lr: 0.01 });
    const lossOf = (indices: Int32Array): Tensor => {
      const [, [hn]] = net.lstm.forward(rowsAt(x, indices));
      return net.out.forward(hn.select(0, 1)).sub(rowsAt(y, indices)).pow(2).mean();
    };
    return new Trainer({
      ...{ module: net, optimizer, lossOf, epochs: 30, patience: 25 },
      scheduler: new optim.lrScheduler.OneCycleLR(optimizer, { maxLr: 0.02, totalSteps: 360 }),
      steps: new ShuffledBatches({ length: 80, batchSize: 7 }),
      validate: () => lossOf(Int32Array.from({ length: 10 }, (_, i) => 80 + i)).item(),
    });
  }

  test("killed again and again at random places", () => {
    const whole = make();
    const events = restOf(whole);
    const end = contentOf(whole);
    const places = new Generator(13);
    let [bytes, kills]: [Uint8Array | null, number] = [null, 0];
    const seen: object[] = [];
    while (seen.length < events.length) {
      const trainer = make();
      if (bytes !== null) trainer.restore(bytes);
      let left = 1 + (places.random32() % 60);
      for (const event of trainer.run()) {
        if (event.type !== "start") seen.push(timeless(event));
        if (--left === 0) break;
      }
      bytes = trainer.checkpoint();
      kills += 1;
      if (trainer.isFinished) expect(contentOf(trainer)).toEqual(end);
    }
    expect(kills).toBeGreaterThan(8);
    expect(seen).toEqual(events.map(timeless));
  });
});

test("the time that a run took is counted over interruptions", () => {
  const trainer = shuffledRun("SGD");
  for (const event of trainer.run()) if (event.type === "batch" && event.batch === 2) break;
  const bytes = trainer.checkpoint();
  const resumed = shuffledRun("SGD");
  resumed.restore(bytes);
  const last = restOf(resumed).at(-1);
  const whole = restOf(shuffledRun("SGD")).at(-1);
  expect(last).toMatchObject({ type: "end" });
  expect(last).toEqual(whole);
});

test("leaving a run and going on with the same object", () => {
  const whole = shuffledRun("NAdam");
  const wholeEvents = restOf(whole);
  const trainer = shuffledRun("NAdam");
  const events: TrainEvent[] = [];
  while (!trainer.isFinished) {
    for (const event of trainer.run()) {
      if (event.type === "start") continue;
      events.push(event);
      break;
    }
  }
  expect(left(trainer, events)).toEqual(left(whole, wholeEvents));
  expect([...trainer.run()]).toEqual([]);
});

test("more epochs, given after the last one: the run of that many epochs; fewer stop it there", () => {
  const make = (epochs: number) => shuffledRun("Adam", {}, "", { epochs });
  const saved: Uint8Array[] = [];
  const short = make(2);
  for (const { type } of short.run())
    if (type === "epoch" || type === "improved") saved.push(short.checkpoint());
  for (const bytes of saved.slice(-2)) {
    const longer = make(5);
    longer.restore(bytes);
    restOf(longer);
    const whole = make(5);
    restOf(whole);
    expect(contentOf(longer)).toEqual(contentOf(whole));
  }
  const fewer = make(1);
  fewer.restore(saved[saved.length - 1]);
  expect(restOf(fewer).map(({ type, epoch }) => [type, epoch])).toEqual([
    ["stopped", 2],
    ["end", 2],
  ]);
});
