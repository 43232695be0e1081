/** @module What a checkpoint holds, and how those of other runs and damaged ones are refused. */
import { nn, optim } from "unrolled";
import { decodeSafetensors, encodeSafetensors } from "unrolled/interop";
import { SequentialBatches, ShuffledBatches, type Trainer } from "unrolled/train";
import { describe, expect, test } from "vitest";
import { type Changes, carriedRun, restOf, shuffledRun, stoppingRun } from "./runs.ts";

/** The checkpoint of a run that has gone on by some events. */
function savedAfter<Batch>(trainer: Trainer<Batch>, events: number): Uint8Array {
  let left = events;
  for (const _ of trainer.run()) if (left-- === 0) break;
  return trainer.checkpoint();
}

const bytes = savedAfter(shuffledRun("Adam", {}, "StepLR"), 7);

test("a checkpoint is a safetensors file with readable names", () => {
  const { tensors, metadata } = decodeSafetensors(savedAfter(carriedRun(), 3));
  const names = Object.keys(tensors);
  expect(names.filter((name) => name.startsWith("model.")).slice(0, 2)).toEqual([
    "model.lstm.weight_ih_l0",
    "model.lstm.weight_hh_l0",
  ]);
  expect(names).toContain("best.out.bias");
  expect(names).toContain("optimizer.0.square_avg");
  expect([tensors["carried.0"].shape, tensors["carried.1"].shape]).toEqual([
    [2, 2, 3],
    [2, 2, 3],
  ]);
  expect(metadata.format).toBe("unrolled checkpoint 1");
  expect(JSON.parse(metadata.checkpoint)).toMatchObject({
    run: { phase: "batch", epoch: 1, history: [] },
    steps: { kind: "segments", position: 3 },
    carried: 2,
    optimizer: { kind: "RMSprop", groups: [{ lr: 0.01, momentum: 0.5 }] },
    scheduler: null,
  });
});

test("extra is carried along, and may change", () => {
  const trainer = shuffledRun("SGD", {}, "", { extra: { mean: 0.1, std: [1, 2] } });
  trainer.extra = { mean: 0.1 + 0.2, std: [1, 2] };
  const saved = trainer.checkpoint();
  const other = shuffledRun("SGD");
  expect(other.extra).toBeNull();
  other.restore(saved);
  expect(other.extra).toEqual({ mean: 0.1 + 0.2, std: [1, 2] });
});

test("numbers that JSON lacks are refused when they are saved", () => {
  const trainer = shuffledRun("SGD", {}, "", { extra: { mean: Number.NaN } });
  expect(() => trainer.checkpoint()).toThrow(
    "checkpoint: mean is NaN but must be a finite number, as JSON has no other",
  );
});

test("a longer run, and another patience, may go on", () => {
  const trainer = shuffledRun("Adam", {}, "StepLR", { epochs: 6, patience: 50 });
  trainer.restore(bytes);
  expect(restOf(trainer).at(-1)).toMatchObject({ type: "end", epoch: 6, epochs: 6 });
});

test("a run that is finished stays so", () => {
  const trainer = shuffledRun("SGD");
  restOf(trainer);
  const other = shuffledRun("SGD");
  other.restore(trainer.checkpoint());
  expect(other.isFinished).toBe(true);
  expect([...other.run()]).toEqual([]);
  expect(other.history).toEqual(trainer.history);
});

describe("checkpoints of other runs are refused, and change nothing", () => {
  function refusal<Batch>(trainer: Trainer<Batch>, saved: Uint8Array = bytes): string {
    const before = trainer.checkpoint();
    try {
      trainer.restore(saved);
    } catch (error) {
      expect(Buffer.from(trainer.checkpoint()).equals(Buffer.from(before))).toBe(true);
      return String(error);
    }
    return "taken";
  }

  const run = (changes: Changes<Int32Array>): Trainer<Int32Array> =>
    shuffledRun("Adam", {}, "StepLR", changes);

  test("another optimizer", () => {
    expect(refusal(shuffledRun("AdamW", {}, "StepLR"))).toBe(
      'FormatError: checkpoint.optimizer.kind is "Adam" but must be "AdamW", the optimizer of this run',
    );
  });

  test("another scheduler, or none", () => {
    expect(refusal(shuffledRun("Adam", {}, "ExponentialLR"))).toBe(
      'FormatError: checkpoint.scheduler.kind is "StepLR" but must be "ExponentialLR", the scheduler of this run',
    );
    expect(refusal(shuffledRun("Adam"))).toMatch(
      /^FormatError: checkpoint\.scheduler is \{"kind":"StepLR".*… but must be null, since this run has none$/,
    );
    expect(refusal(shuffledRun("Adam", {}, "StepLR"), savedAfter(shuffledRun("Adam"), 2))).toBe(
      "FormatError: checkpoint.scheduler is null but must be an object",
    );
  });

  test("other data", () => {
    expect(refusal(run({ steps: new ShuffledBatches({ length: 12, batchSize: 3 }) }))).toBe(
      "FormatError: checkpoint.steps: steps.length is 10 but must be 12, as in this run: the checkpoint is of other data or other batches",
    );
    expect(refusal(run({ steps: new SequentialBatches({ length: 10, batchSize: 3 }) }))).toBe(
      'FormatError: checkpoint.steps: steps.kind is "shuffled" but must be "sequential", the order of this run',
    );
  });

  function wide(hidden: number, layers: number): Trainer<Int32Array> {
    const parts = Array.from({ length: layers }, () => new nn.Linear(hidden, 1));
    const net = new nn.Sequential(new nn.Linear(2, hidden), new nn.Tanh(), new nn.Dropout(0.3), ...parts);
    return run({ module: net, optimizer: new optim.Adam(net.parameters()), scheduler: undefined } as object);
  }

  test("another model", () => {
    expect(refusal(wide(6, 1))).toBe(
      "FormatError: checkpoint: model.0.weight is (5, 2) but must be (6, 2)\n  the checkpoint is of another model",
    );
    expect(refusal(wide(5, 2))).toBe("FormatError: checkpoint: model.4.weight is missing but must be (1, 5)");
    expect(refusal(wide(5, 0))).toBe(
      "FormatError: checkpoint: model.3.weight is not part of this run\n  the checkpoint is of another model",
    );
  });

  test("a state that is carried, where none is", () => {
    const { tensors, metadata } = decodeSafetensors(savedAfter(carriedRun(), 3));
    const header = JSON.parse(metadata.checkpoint);
    const cut = { ...metadata, checkpoint: JSON.stringify({ ...header, carried: null }) };
    expect(refusal(carriedRun(), encodeSafetensors(tensors, cut))).toMatch(
      /carried\.0 is not part of this run/,
    );
  });

  test("no checkpoint at all", () => {
    expect(refusal(run({}), encodeSafetensors({}, { made: "elsewhere" }))).toBe(
      'FormatError: checkpoint: format is missing but must be "unrolled checkpoint 1"\n  does this file contain only weights?',
    );
    expect(refusal(run({}), new Uint8Array(3))).toBe(
      "FormatError: safetensors: the file has 3 bytes and must have at least 8",
    );
  });

  test("cut short, at any length", () => {
    const trainer = run({});
    for (let length = 0; length < bytes.length; length += 97)
      expect(refusal(trainer, bytes.slice(0, length))).toMatch(/^FormatError: safetensors: /);
  });

  const { tensors, metadata } = decodeSafetensors(bytes);
  const header = JSON.parse(metadata.checkpoint);
  const changed = (change: object): Uint8Array =>
    encodeSafetensors(tensors, { ...metadata, checkpoint: JSON.stringify({ ...header, ...change }) });

  test("damaged descriptions, field by field", () => {
    const trainer = run({});
    const { run: state, optimizer, generators, scheduler } = header;
    const cases: [object, string][] = [
      [{ run: 1 }, "checkpoint.run is 1 but must be an object"],
      [
        { run: { ...state, phase: "x" } },
        'checkpoint.run.phase is "x" but must be one of "begin", "batch", "epoch", "improved", "stopped", "end", "done"',
      ],
      [{ run: { ...state, epoch: -1 } }, "checkpoint.run.epoch is -1 but must be a whole number from 0"],
      [{ run: { ...state, lossSum: null } }, "checkpoint.run.lossSum is null but must be a number"],
      [{ run: { ...state, best: "low" } }, 'checkpoint.run.best is "low" but must be a number'],
      [{ run: { ...state, history: {} } }, "checkpoint.run.history is {} but must be an array"],
      [{ run: { ...state, history: [3] } }, "checkpoint.run.history[0] is 3 but must be an object"],
      [{ elapsed: undefined }, "checkpoint.elapsed is missing but must be a number"],
      [{ optimizer: { ...optimizer, groups: 1 } }, "checkpoint.optimizer.groups is 1 but must be an array"],
      [
        { optimizer: { ...optimizer, groups: [] } },
        "checkpoint.optimizer: loaded state dict has a different number of parameter groups",
      ],
      [
        { optimizer: { ...optimizer, state: { ...optimizer.state, 0: { step: "array", exp_avg: 1 } } } },
        'checkpoint.optimizer.state.0.exp_avg is 1 but must be one of "array", null',
      ],
      [
        { generators: { ...generators, global: { ...generators.global, words: [] } } },
        "checkpoint.generators.global: setState: words must be 624 integers in [0, 2^32).",
      ],
      [
        { scheduler: { ...scheduler, state: {} } },
        "checkpoint.scheduler: a scheduler's state dict must have a number last_epoch",
      ],
      [
        { carried: "tensor" },
        'checkpoint.carried is "tensor" but must be null, since this run carries no state',
      ],
    ];
    for (const [change, message] of cases)
      expect(refusal(trainer, changed(change))).toBe(`FormatError: ${message}`);
    expect(refusal(trainer, changed({}))).toBe("taken");
  });

  test("every single field taken away is missed, but for those that say nothing", () => {
    const trainer = run({});
    for (const name of Object.keys(header).filter((key) => !["extra", "carried"].includes(key)))
      expect(refusal(trainer, changed({ [name]: undefined })), name).toMatch(/^FormatError: /);
    for (const name of Object.keys(tensors)) {
      const { [name]: _, ...rest } = tensors;
      expect(refusal(trainer, encodeSafetensors(rest, metadata)), name).toMatch(
        new RegExp(`^FormatError: checkpoint: ${name.replaceAll(".", "\\.")} is missing`),
      );
    }
  });
});

test("checkpoints grow with the model and the epochs, not with the data", () => {
  const size = (length: number): number => {
    const trainer = stoppingRun([1], { steps: new ShuffledBatches({ length, batchSize: length }) });
    return trainer.checkpoint().length;
  };
  expect(size(10_000) - size(10)).toBeLessThan(100);
});
