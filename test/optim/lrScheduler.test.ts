/** @module Schedules of the learning rate against PyTorch's. */
import { optim } from "unrolled";
import { describe, expect, test, vi } from "vitest";
import { readGolden } from "../golden.ts";
import { camelOptions, makeOptimizer, type Name, parameter } from "./make.ts";

const { lrScheduler } = optim;

const NAMES = [
  "StepLR",
  "MultiStepLR",
  "ExponentialLR",
  "CosineAnnealingLR",
  "CosineAnnealingWarmRestarts",
  "OneCycleLR",
  "LinearLR",
  "ConstantLR",
  "PolynomialLR",
  "CyclicLR",
  "ReduceLROnPlateau",
] as const;

interface Case {
  readonly name: (typeof NAMES)[number];
  readonly options: object;
  readonly base_lr: number;
  readonly lrs: readonly number[];
  readonly metrics: readonly number[] | null;
  readonly epochs?: readonly (number | null)[];
  readonly optimizer?: Name;
  readonly momenta?: readonly number[];
}

/** Any schedule: what `step` takes depends on its kind. */
type Any = optim.lrScheduler.Schedule & { step(argument?: number): void };

function makeScheduler(name: (typeof NAMES)[number], optimizer: optim.Optimizer, options: object): Any {
  const Kind = lrScheduler[name] as unknown as new (optimizer: optim.Optimizer, options: object) => Any;
  return new Kind(optimizer, options);
}

const sgd = (lr = 0.05, groups = 1): optim.SGD =>
  new optim.SGD(
    Array.from({ length: groups }, (_, i) => ({ params: [parameter(0)], lr: lr * (i + 1) })),
    { momentum: 0.9 },
  );

const cases = readGolden<Case[]>("schedulers");

const momentumOf = ({ paramGroups: [group] }: optim.Optimizer): number | undefined => {
  const { momentum, betas } = group as { momentum?: number; betas?: readonly [number, number] };
  return betas?.[0] ?? momentum;
};

/*
 * o = torch.optim.SGD([p], lr=base_lr, momentum=0.9), or another; s = getattr(torch.optim.lr_scheduler, name)(o,
 * **options); the rate first, then after each of o.step(); s.step(), s.step(metric) or s.step(epoch).
 */
describe("golden", () => {
  test("has every schedule but those that take a function or schedules", () => {
    expect(cases.length).toBeGreaterThanOrEqual(8);
    expect(new Set(cases.map(({ name }) => name))).toEqual(new Set(NAMES));
  });

  const argument = ({ metrics, epochs }: Case, i: number): number | undefined =>
    metrics?.[i] ?? epochs?.[i] ?? undefined;

  test.each(cases)("$name $options", (golden) => {
    const { optimizer: kind = "SGD", base_lr: lr } = golden;
    const optimizer = kind === "SGD" ? sgd(lr) : makeOptimizer(kind, [parameter(0)], { lr });
    const scheduler = makeScheduler(golden.name, optimizer, camelOptions(golden.options));
    golden.lrs.forEach((lr, i) => {
      if (i > 0) {
        optimizer.step();
        scheduler.step(argument(golden, i - 1));
      }
      expect(Math.abs(optimizer.paramGroups[0].lr - lr)).toBeLessThan(1e-12);
      expect(scheduler.getLastLr()).toEqual([optimizer.paramGroups[0].lr]);
      if (golden.momenta !== undefined) {
        expect(Math.abs((momentumOf(optimizer) ?? Number.NaN) - golden.momenta[i])).toBeLessThan(1e-12);
      }
    });
  });

  test.each(cases.filter(({ lrs }) => lrs.length > 5))(
    "$name $options goes on from a state in JSON",
    (golden) => {
      const begin = (): [optim.Optimizer, Any] => {
        const optimizer = sgd(golden.base_lr);
        return [optimizer, makeScheduler(golden.name, optimizer, camelOptions(golden.options))];
      };
      const pairs = [begin(), begin()];
      golden.lrs.slice(1).forEach((_, i) => {
        if (i === 4) {
          const [[optimizer, scheduler], [fresh, resumed]] = pairs;
          fresh.loadStateDict(JSON.parse(JSON.stringify(optimizer.stateDict())));
          resumed.loadStateDict(JSON.parse(JSON.stringify(scheduler.stateDict())));
          fresh.step();
        }
        for (const [optimizer, scheduler] of i < 4 ? pairs.slice(0, 1) : pairs) {
          optimizer.step();
          scheduler.step(argument(golden, i));
        }
        if (i < 4) return;
        expect(pairs[1][0].paramGroups).toMatchObject(
          pairs[0][0].paramGroups.map(({ params: _, ...rest }) => rest),
        );
        expect(pairs[1][1].stateDict()).toEqual(pairs[0][1].stateDict());
      });
    },
  );
});

describe("several groups", () => {
  test("each have their own rate", () => {
    const optimizer = sgd(1, 2);
    const scheduler = new lrScheduler.ExponentialLR(optimizer, { gamma: 0.5 });
    optimizer.step();
    scheduler.step();
    expect(scheduler.getLastLr()).toEqual([0.5, 1]);
    expect(scheduler.baseLrs).toEqual([1, 2]);
  });

  test("can have their own maximum, minimum and function", () => {
    const cycled = sgd(1, 2);
    new lrScheduler.OneCycleLR(cycled, { maxLr: [25, 50], totalSteps: 10, maxMomentum: [0.5, 0.75] });
    expect(cycled.paramGroups.map(({ lr }) => lr)).toEqual([1, 2]);
    expect(cycled.paramGroups.map(({ momentum }) => momentum)).toEqual([0.5, 0.75]);

    const reduced = sgd(1, 2);
    const plateau = new lrScheduler.ReduceLROnPlateau(reduced, { patience: 0, minLr: [0.5, 0] });
    plateau.step(1);
    plateau.step(parameter(1));
    expect(plateau.getLastLr()).toEqual([0.5, 0.2]);
  });
});

describe("LambdaLR", () => {
  test("multiplies the first rate by a function of the step", () => {
    const optimizer = sgd(1, 2);
    const scheduler = new lrScheduler.LambdaLR(optimizer, {
      lrLambda: [(t) => 1 / (1 + t), (t) => 0.5 ** t],
    });
    expect(scheduler.getLastLr()).toEqual([1, 2]);
    optimizer.step();
    scheduler.step();
    scheduler.step();
    expect(scheduler.getLastLr()).toEqual([1 / 3, 0.5]);
    expect(scheduler.stateDict()).toMatchObject({
      last_epoch: 2,
      base_lrs: [1, 2],
      lr_lambdas: [null, null],
    });
  });

  test("goes on with the function that it is given again", () => {
    const lrLambda = (t: number): number => 1 / (1 + t);
    const [first, second] = [sgd(1), sgd(1)];
    const scheduler = new lrScheduler.LambdaLR(first, { lrLambda });
    first.step();
    scheduler.step();
    const resumed = new lrScheduler.LambdaLR(second, { lrLambda });
    resumed.loadStateDict(scheduler.stateDict());
    second.step();
    resumed.step();
    expect(resumed.getLastLr()).toEqual([1 / 3]);
  });
});

describe("the state has PyTorch's names", () => {
  const stateOf = (name: (typeof NAMES)[number], options: object): string[] =>
    Object.keys(makeScheduler(name, sgd(), options).stateDict()).sort();
  const counted = ["_last_lr", "_step_count", "base_lrs", "last_epoch"];
  test.each<[(typeof NAMES)[number], object, string[]]>([
    ["StepLR", { stepSize: 3 }, [...counted, "gamma", "step_size"]],
    ["MultiStepLR", { milestones: [1] }, [...counted, "gamma", "milestones"]],
    ["CosineAnnealingLR", { tMax: 3 }, [...counted, "T_max", "eta_min"]],
    ["CosineAnnealingWarmRestarts", { t0: 3 }, [...counted, "T_0", "T_cur", "T_i", "T_mult", "eta_min"]],
    ["LinearLR", {}, [...counted, "end_factor", "start_factor", "total_iters"]],
    [
      "OneCycleLR",
      { maxLr: 1, totalSteps: 5 },
      [...counted, "_anneal_func_type", "_schedule_phases", "cycle_momentum", "total_steps", "use_beta1"],
    ],
  ])("%s", (name, options, names) => {
    expect(stateOf(name, options)).toEqual(names.sort());
  });

  test("a milestone that stands there twice counts twice", () => {
    const scheduler = new lrScheduler.MultiStepLR(sgd(), { milestones: [2, 5, 2] });
    expect(scheduler.stateDict().milestones).toEqual({ 2: 2, 5: 1 });
  });

  test("what does not fit is refused, and changes nothing", () => {
    const scheduler = new lrScheduler.StepLR(sgd(), { stepSize: 3 });
    const good = scheduler.stateDict();
    expect(() => scheduler.loadStateDict({})).toThrow(
      "a scheduler's state dict must have a number last_epoch",
    );
    expect(() => scheduler.loadStateDict({ ...good, gamma: "0.1" })).toThrow(
      "'gamma' of a scheduler's state dict must be of type number (got string)",
    );
    expect(() => scheduler.loadStateDict({ ...good, base_lrs: null })).toThrow(
      "'base_lrs' of a scheduler's state dict must be of type object (got null)",
    );
    expect(() => scheduler.loadStateDict({ ...good, last_epoch: 7, base_lrs: [1, 2] })).toThrow(
      "loaded state dict has 2 base_lrs but the optimizer has 1 groups",
    );
    expect(scheduler.stateDict()).toEqual(good);
  });
});

describe("resuming by lastEpoch", () => {
  test("starts at that step", () => {
    const optimizer = new optim.SGD([{ params: [parameter(0)], initialLr: 1, lr: 1 }]);
    const scheduler = new lrScheduler.CosineAnnealingLR(optimizer, { tMax: 8, lastEpoch: 3 });
    expect(scheduler.lastEpoch).toBe(4);
    expect(scheduler.getLastLr()[0]).toBeCloseTo(0.5, 12);
  });

  test("needs the first rate", () => {
    expect(() => new lrScheduler.ExponentialLR(sgd(), { gamma: 0.9, lastEpoch: 3 })).toThrow(
      "param 'initial_lr' is not specified in param_groups[0] when resuming an optimizer",
    );
  });

  test("a cycle keeps its marks", () => {
    const marks = { initialLr: 0.04, maxLr: 1, minLr: 0, maxMomentum: 0.9, baseMomentum: 0.5 };
    const optimizer = new optim.SGD([{ params: [parameter(0)], lr: 0.04, ...marks }], { momentum: 0.1 });
    new lrScheduler.OneCycleLR(optimizer, { maxLr: 7, totalSteps: 11, pctStart: 6 / 11, lastEpoch: 4 });
    expect(optimizer.paramGroups[0]).toMatchObject({ ...marks, lr: 1, momentum: 0.5 });
  });
});

describe("the warning about the order", () => {
  test("is PyTorch's, once", () => {
    const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
    const scheduler = new lrScheduler.StepLR(sgd(), { stepSize: 3 });
    scheduler.step();
    scheduler.step();
    expect(warned.mock.calls).toEqual([
      [
        "UserWarning: Detected call of `lr_scheduler.step()` before `optimizer.step()`. In PyTorch 1.1.0 and later, you should call them in the opposite order: `optimizer.step()` before `lr_scheduler.step()`.  Failure to do this will result in PyTorch skipping the first value of the learning rate schedule.",
      ],
    ]);
    warned.mockRestore();
  });

  test("is not there in the right order", () => {
    const optimizer = sgd();
    const scheduler = new lrScheduler.StepLR(optimizer, { stepSize: 3 });
    const warned = vi.spyOn(console, "warn");
    optimizer.step();
    scheduler.step();
    expect(warned).not.toHaveBeenCalled();
    warned.mockRestore();
  });
});

describe("refused in PyTorch's words", () => {
  const cycle = { maxLr: 1, totalSteps: 10 };
  const endless = "You must define either total_steps OR (epochs AND steps_per_epoch)";
  test.each<[(typeof NAMES)[number], object, string]>([
    ["StepLR", { stepSize: 0 }, "Expected positive integer step_size, but got 0"],
    ["CosineAnnealingLR", { tMax: 0 }, "Expected positive T_max, but got 0"],
    ["CosineAnnealingWarmRestarts", { t0: 0 }, "Expected positive integer T_0, but got 0"],
    ["CosineAnnealingWarmRestarts", { t0: 2.5 }, "Expected positive integer T_0, but got 2.5"],
    ["CosineAnnealingWarmRestarts", { t0: 2, tMult: 0 }, "Expected integer T_mult >= 1, but got 0"],
    ["LinearLR", { startFactor: 2 }, "Starting multiplicative factor expected to be between 0 and 1."],
    [
      "LinearLR",
      { startFactor: 0 },
      "Starting multiplicative factor expected to be greater than 0 and less or equal to 1.",
    ],
    ["LinearLR", { endFactor: -1 }, "Ending multiplicative factor expected to be between 0 and 1."],
    ["OneCycleLR", { maxLr: 1 }, endless],
    ["OneCycleLR", { maxLr: 1, epochs: 3 }, endless],
    ["OneCycleLR", { maxLr: 1, totalSteps: -1 }, "Expected positive integer total_steps, but got -1"],
    ["OneCycleLR", { maxLr: 1, epochs: 0, stepsPerEpoch: 2 }, "Expected positive integer epochs, but got 0"],
    [
      "OneCycleLR",
      { maxLr: 1, epochs: 1, stepsPerEpoch: 2.5 },
      "Expected positive integer steps_per_epoch, but got 2.5",
    ],
    ["OneCycleLR", { ...cycle, pctStart: 2 }, "Expected float between 0 and 1 pct_start, but got 2"],
    [
      "OneCycleLR",
      { ...cycle, annealStrategy: "x" },
      "anneal_strategy must by one of 'cos' or 'linear', instead got x",
    ],
    ["OneCycleLR", { ...cycle, maxLr: [1, 2] }, "expected 1 values for max_lr, got 2"],
    ["OneCycleLR", { ...cycle, baseMomentum: [1, 2] }, "expected 1 values for base_momentum, got 2"],
    [
      "OneCycleLR",
      { ...cycle, pctStart: 0.1 },
      "OneCycleLR: phase 0 has no length: it starts and ends with step 0 of 10\n  use another pctStart, or more steps",
    ],
    ["ReduceLROnPlateau", { factor: 1 }, "Factor should be < 1.0."],
    ["ReduceLROnPlateau", { mode: "x" }, "mode x is unknown!"],
    ["ReduceLROnPlateau", { thresholdMode: "x" }, "threshold mode x is unknown!"],
    ["ReduceLROnPlateau", { minLr: [1, 2] }, "expected 1 min_lrs, got 2"],
  ])("%s %j", (name, options, message) => {
    expect(() => makeScheduler(name, sgd(), options)).toThrow(message);
  });

  test("as many functions as groups", () => {
    expect(() => new lrScheduler.LambdaLR(sgd(), { lrLambda: [Math.cos, Math.sin] })).toThrow(
      "Expected 1 lr_lambdas, but got 2",
    );
  });

  test("a cycle of momentum where there is none", () => {
    const optimizer = new optim.Adagrad([parameter(0)]);
    expect(() => new lrScheduler.OneCycleLR(optimizer, cycle)).toThrow(
      "optimizer must support momentum with `cycle_momentum` option enabled",
    );
    new lrScheduler.OneCycleLR(optimizer, { ...cycle, cycleMomentum: false });
    expect(optimizer.paramGroups[0].lr).toBeCloseTo(1 / 25, 12);
  });

  test("a step beyond the cycle", () => {
    const optimizer = sgd();
    const scheduler = new lrScheduler.OneCycleLR(optimizer, { maxLr: 1, totalSteps: 3 });
    optimizer.step();
    for (let i = 0; i < 3; i++) scheduler.step();
    expect(() => scheduler.step()).toThrow("Tried to step 5 times. The specified number of total steps is 3");
  });

  test("an epoch before the first", () => {
    const scheduler = new lrScheduler.CosineAnnealingWarmRestarts(sgd(), { t0: 4 });
    expect(() => scheduler.step(-1)).toThrow("Expected non-negative epoch, but got -1");
  });
});
