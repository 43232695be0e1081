/** @module Schedules made of others, and groups that are added after a schedule, against PyTorch's. */
import { optim, type Tensor } from "unrolled";
import { describe, expect, test } from "vitest";
import { readGolden } from "../golden.ts";
import { camelOptions, parameter } from "./make.ts";

const { lrScheduler } = optim;
type Schedule = optim.lrScheduler.Schedule & { step(metric?: number): void };
type Stepped = optim.lrScheduler.LRScheduler;

interface Spec {
  readonly name: string;
  readonly options: object | null;
}

interface State {
  readonly last_epoch?: number;
  readonly _schedulers: readonly Readonly<Record<string, unknown>>[];
}

interface Composed {
  readonly kind: "SequentialLR" | "ChainedScheduler";
  readonly schedulers: readonly Spec[];
  readonly milestones: readonly number[] | null;
  readonly base_lr: number;
  readonly groups: number;
  readonly lrs: readonly (readonly number[])[];
  readonly state: State;
}

interface Added extends Spec {
  readonly lrs: readonly (readonly number[])[];
  readonly error: { readonly step: number; readonly text: string } | null;
}

const { composed, added } = readGolden<{ composed: Composed[]; added: Added[] }>("composed-schedules");

const functions: Record<string, (t: number) => number> = {
  LambdaLR: (t) => 1 / (1 + t),
  MultiplicativeLR: (t) => 0.9 + 0.01 * t,
};

/** A schedule by its name; those of functions have the two above. */
function make(optimizer: optim.Optimizer, { name, options }: Spec): Schedule {
  const kinds = lrScheduler as unknown as Record<
    string,
    new (
      optimizer: optim.Optimizer,
      options: object,
    ) => Schedule
  >;
  return new kinds[name](optimizer, options === null ? { lrLambda: functions[name] } : camelOptions(options));
}

const sgd = (lr: number, groups: number): optim.SGD =>
  new optim.SGD(
    Array.from({ length: groups }, (_, i) => ({ params: [parameter(0)], lr: lr * (i + 1) })),
    { momentum: 0.9 },
  );

function compose({ kind, schedulers, milestones }: Composed, optimizer: optim.Optimizer): Schedule {
  const made = schedulers.map((spec) => make(optimizer, spec) as Schedule & Stepped);
  return kind === "SequentialLR"
    ? new lrScheduler.SequentialLR(optimizer, { schedulers: made, milestones: milestones ?? [] })
    : new lrScheduler.ChainedScheduler(made);
}

const ratesOf = (optimizer: optim.Optimizer): number[] => optimizer.paramGroups.map(({ lr }) => lr);

function expectRates(actual: readonly number[], golden: readonly number[], what: string): void {
  expect(actual.length, what).toBe(golden.length);
  // The same operations in double precision, but for cosines and powers, which may differ in the last bit.
  actual.forEach((lr, i) => {
    expect(Math.abs(lr - golden[i]), `${what}: ${lr}, PyTorch ${golden[i]}`).toBeLessThan(1e-13);
  });
}

/** Every number within 1e-12, everything else equal; what PyTorch has only for itself is left out. */
function expectState(actual: unknown, golden: unknown, path = ""): void {
  if (typeof golden === "number") expect(Math.abs(Number(actual) - golden), path).toBeLessThan(1e-12);
  else if (typeof golden !== "object" || golden === null) expect(actual, path).toBe(golden);
  else {
    const own = new Map(Object.entries(actual as object));
    for (const [name, value] of Object.entries(golden)) {
      if (["verbose", "_get_lr_called_within_step", "lr_lambdas"].includes(name)) continue;
      expectState(own.get(name), value, `${path}.${name}`);
      own.delete(name);
    }
    for (const extra of ["lr_lambdas", "_scale_fn_custom", "_anneal_func_type"]) own.delete(extra);
    expect([...own.keys()], path).toEqual([]);
  }
}

/*
 * o = torch.optim.SGD([{"params": [p], "lr": base_lr * (i + 1)} for i in range(groups)], lr=base_lr, momentum=0.9)
 * made = [getattr(lr_scheduler, name)(o, **options) for each]; LambdaLR: 1 / (1 + t), MultiplicativeLR: 0.9 + 0.01 t
 * s = SequentialLR(o, made, milestones) or ChainedScheduler(made); the rates first, then after each of 15 times
 * o.step(); s.step(). state = s.state_dict() at the end.
 */
describe("golden: schedules of schedules", () => {
  const names = composed.map(
    ({ kind, schedulers }) => `${kind} ${schedulers.map(({ name }) => name).join(", ")}`,
  );

  test.each(composed.map((golden, i) => [names[i], golden] as const))("%s", (_, golden) => {
    const optimizer = sgd(golden.base_lr, golden.groups);
    const scheduler = compose(golden, optimizer);
    golden.lrs.forEach((rates, i) => {
      if (i > 0) {
        optimizer.step();
        scheduler.step();
      }
      expectRates(ratesOf(optimizer), rates, `step ${i}`);
      expect(scheduler.getLastLr()).toEqual(ratesOf(optimizer));
    });
    expectState(scheduler.stateDict(), golden.state);

    const fresh = compose(golden, sgd(golden.base_lr, golden.groups));
    fresh.loadStateDict(JSON.parse(JSON.stringify(golden.state)));
    expectState(fresh.stateDict(), golden.state);
    expect(fresh.lastEpoch).toBe(scheduler.lastEpoch);
  });

  test.each(composed.map((golden, i) => [names[i], golden] as const))("%s goes on from JSON", (_, golden) => {
    const [first, second] = [0, 1].map(() => sgd(golden.base_lr, golden.groups));
    const [scheduler, resumed] = [first, second].map((optimizer) => compose(golden, optimizer));
    for (let i = 1; i < 6; i++) {
      first.step();
      scheduler.step();
    }
    second.step();
    second.loadStateDict(JSON.parse(JSON.stringify(first.stateDict())));
    resumed.loadStateDict(JSON.parse(JSON.stringify(scheduler.stateDict())));
    golden.lrs.slice(6).forEach((rates, i) => {
      second.step();
      resumed.step();
      expectRates(ratesOf(second), rates, `step ${i + 6}`);
    });
  });

  test("a warm-up and then a cosine", () => {
    const optimizer = sgd(0.1, 1);
    const warmUp = new lrScheduler.LinearLR(optimizer, { startFactor: 0.1, totalIters: 4 });
    const decay = new lrScheduler.CosineAnnealingLR(optimizer, { tMax: 6 });
    const scheduler = new lrScheduler.SequentialLR(optimizer, {
      schedulers: [warmUp, decay],
      milestones: [4],
    });
    const rates = [ratesOf(optimizer)[0]];
    for (let i = 0; i < 6; i++) {
      optimizer.step();
      scheduler.step();
      rates.push(ratesOf(optimizer)[0]);
    }
    expect(rates.map((lr) => Number(lr.toFixed(4)))).toEqual([
      0.01, 0.0325, 0.055, 0.0775, 0.1, 0.0933, 0.075,
    ]);
  });
});

/*
 * As above with one group, lr 0.1; after the second step o.add_param_group({"params": [b], "lr": 0.01}).
 * ReduceLROnPlateau steps with a metric of 1.0.
 */
describe("golden: a group added after the schedule was made", () => {
  const start = (spec: Spec): [optim.SGD, Schedule, Tensor] => {
    const optimizer = new optim.SGD([parameter(1)], { lr: 0.1, momentum: 0.9 });
    return [optimizer, make(optimizer, spec), parameter(1)];
  };
  const run = ({ lrs, ...spec }: Added): [optim.SGD, Schedule] => {
    const [optimizer, scheduler, added] = start(spec);
    lrs.forEach((rates, i) => {
      optimizer.step();
      scheduler.step(spec.name === "ReduceLROnPlateau" ? 1 : undefined);
      if (i === 1) optimizer.addParamGroup({ params: [added], lr: 0.01 });
      expectRates(ratesOf(optimizer), rates, `step ${i}`);
    });
    return [optimizer, scheduler];
  };

  test.each(added.filter(({ error }) => error === null))("$name $options", (golden) => {
    const [optimizer, scheduler] = run(golden);
    expect(scheduler.getLastLr()).toEqual(ratesOf(optimizer));
    const [added] = optimizer.paramGroups[1].params;
    added.sum().backward();
    optimizer.step();
    expect(added.data[0]).toBeCloseTo(1 - optimizer.paramGroups[1].lr, 6);

    // The state of such a schedule can be loaded by one made before the group, and by one made after it.
    const state = JSON.parse(JSON.stringify(scheduler.stateDict()));
    for (const isLate of [true, false]) {
      const [fresh, , parameter] = start(golden);
      if (!isLate) fresh.addParamGroup({ params: [parameter], lr: 0.01 });
      const resumed = make(fresh, golden);
      if (isLate) fresh.addParamGroup({ params: [parameter], lr: 0.01 });
      resumed.loadStateDict(state);
      expectState(resumed.stateDict(), scheduler.stateDict());
    }
  });

  test.each(added.flatMap(({ error, ...rest }) => (error === null ? [] : [{ ...rest, error }])))(
    "$name $options throws",
    (golden) => {
      const [optimizer, scheduler] = run(golden);
      const before = structuredClone(optimizer.stateDict().param_groups);
      optimizer.step();
      const text =
        golden.name === "OneCycleLR"
          ? `${golden.error.text}\n  parameter group 1 has no ${golden.error.text === "'max_lr'" ? "maxLr" : "initialLr"}: it was added after this OneCycleLR was made. Give the group { initialLr, maxLr, minLr, maxMomentum, baseMomentum }, or make the schedule after all groups`
          : "The number of param groups in the `optimizer` (2) differs from when `ReduceLROnPlateau` was initialized (1), usually due to a new param group being added to the optimizer. Please modify the `min_lrs` field to match the length of the `optimizer` param groups.\n  scheduler.minLrs.push(0) after each addParamGroup";
      expect(() => scheduler.step(1)).toThrow(new RegExp(`^${escaped(text)}$`));
      expect(optimizer.stateDict().param_groups).toEqual(before);
    },
  );

  test("its limits make it part of a cycle or a plateau", () => {
    const [cycled, cycle] = start({ name: "OneCycleLR", options: { max_lr: 0.5, total_steps: 8 } });
    const marks = { initialLr: 0.02, maxLr: 0.5, minLr: 2e-6, maxMomentum: 0.95, baseMomentum: 0.85 };
    cycled.addParamGroup({ params: [parameter(1)], lr: 0.01, ...marks });
    cycled.step();
    cycle.step();
    expect(ratesOf(cycled)[1]).toBe(ratesOf(cycled)[0]);

    const optimizer = new optim.SGD([parameter(1)], { lr: 0.1 });
    const plateau = new lrScheduler.ReduceLROnPlateau(optimizer, { patience: 0 });
    optimizer.addParamGroup({ params: [parameter(1)], lr: 0.01 });
    plateau.minLrs.push(0.005);
    plateau.step(1);
    plateau.step(1);
    expectRates(plateau.getLastLr(), [0.01, 0.005], "reduced");
  });

  test("a removed group leaves the others as they are", () => {
    for (const spec of added) {
      const optimizer = sgd(0.1, 2);
      const scheduler = make(optimizer, spec);
      optimizer.paramGroups.pop();
      for (let i = 0; i < 4; i++) {
        optimizer.step();
        scheduler.step(1);
      }
      expect(ratesOf(optimizer).length).toBe(1);
      expect(Number.isFinite(ratesOf(optimizer)[0]), spec.name).toBe(true);
    }
  });
});

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

describe("refused", () => {
  const { SequentialLR, ChainedScheduler, ExponentialLR, ReduceLROnPlateau } = lrScheduler;
  const optimizer = sgd(0.1, 1);
  const decay = (): Stepped => new ExponentialLR(optimizer, { gamma: 0.9 });
  const plateau = new ReduceLROnPlateau(optimizer) as unknown as Stepped;
  const other = new ExponentialLR(sgd(0.1, 1), { gamma: 0.9 });
  const needsMetric =
    "does not support `ReduceLROnPlateau` scheduler as it requires additional kwargs to be specified when calling `step`, but got one at index 1 in the given schedulers sequence.";

  test.each<[() => unknown, string]>([
    [
      () => new SequentialLR(optimizer, { schedulers: [decay(), decay()], milestones: [] }),
      "Sequential Schedulers expects number of schedulers provided to be one more than the number of milestone points, but got number of schedulers 2 and the number of milestones to be equal to 0",
    ],
    [
      () => new SequentialLR(optimizer, { schedulers: [decay(), other], milestones: [2] }),
      "Sequential Schedulers expects all schedulers to belong to the same optimizer, but got schedulers at index 1 to be different than the optimizer passed in.",
    ],
    [
      () => new SequentialLR(optimizer, { schedulers: [decay(), plateau], milestones: [2] }),
      `SequentialLR ${needsMetric}`,
    ],
    [
      () =>
        new SequentialLR(optimizer, {
          schedulers: [decay(), new ChainedScheduler([decay()]) as unknown as Stepped],
          milestones: [2],
        }),
      "SequentialLR does not support `ChainedScheduler` at index 1: it cannot start again at a milestone\n  list its schedules themselves",
    ],
    [
      () => new SequentialLR(optimizer, { schedulers: [decay(), decay(), decay()], milestones: [4, 2] }),
      "SequentialLR: milestones must ascend (got 4, 2)",
    ],
    [
      () => new SequentialLR(optimizer, { schedulers: [], milestones: [] }),
      "SequentialLR: schedulers must be a list of at least one schedule",
    ],
    [
      () => new ChainedScheduler([decay(), other]),
      "ChainedScheduler expects all schedulers to belong to the same optimizer, but got schedulers at index 0 and 1 to be different",
    ],
    [() => new ChainedScheduler([decay(), plateau]), `ChainedScheduler ${needsMetric}`],
    [
      () => new ChainedScheduler([]),
      "ChainedScheduler expects at least one scheduler to be chained, but got no scheduler.",
    ],
    [
      () => new lrScheduler.ConstantLR(optimizer, { factor: 2 }),
      "Constant multiplicative factor expected to be between 0 and 1.",
    ],
    [
      () => new lrScheduler.ConstantLR(optimizer, { factor: 0 }),
      "Constant multiplicative factor expected to be between 0 and 1.\n  0 cannot be undone by a division: use a small factor, or LambdaLR",
    ],
    [
      () => new lrScheduler.CyclicLR(optimizer, { baseLr: 0.1, maxLr: 1, mode: "x" as "triangular" }),
      "mode is invalid and scale_fn is None",
    ],
    [
      () => new lrScheduler.CyclicLR(optimizer, { baseLr: [0.1, 0.2], maxLr: 1 }),
      "expected 1 values for base_lr, got 2",
    ],
    [
      () => new lrScheduler.CyclicLR(optimizer, { baseLr: 0.1, maxLr: 1, stepSizeUp: 0 }),
      "CyclicLR: step_size_up must be positive and step_size_down not negative (got 0 and 0)",
    ],
    [
      () => new lrScheduler.CyclicLR(new optim.Adam([parameter(1)]), { baseLr: 0.1, maxLr: 1 }),
      "optimizer must support momentum with `cycle_momentum` option enabled\n  pass { cycleMomentum: false } to leave it as it is",
    ],
    [
      () => new lrScheduler.MultiplicativeLR(optimizer, { lrLambda: [Math.cos, Math.sin] }),
      "Expected 1 lr_lambdas, but got 2",
    ],
  ])("%s", (body, message) => {
    expect(body).toThrow(new RegExp(`^${escaped(message)}$`));
  });

  test("a state that does not fit one of the schedules changes none", () => {
    const steps = sgd(0.1, 1);
    const scheduler = new SequentialLR(steps, {
      schedulers: [new ExponentialLR(steps, { gamma: 0.9 }), new lrScheduler.StepLR(steps, { stepSize: 2 })],
      milestones: [3],
    });
    const before = scheduler.stateDict();
    const saved = structuredClone(before) as unknown as { last_epoch: number; _schedulers: object[] };
    saved.last_epoch = 9;
    saved._schedulers[0] = { ...saved._schedulers[0], gamma: 0.5 };
    saved._schedulers[1] = { ...saved._schedulers[1], step_size: "2" };
    expect(() => scheduler.loadStateDict({ ...saved })).toThrow(
      "'step_size' of a scheduler's state dict must be of type number (got string)",
    );
    expect(scheduler.stateDict()).toEqual(before);
    expect(() => scheduler.loadStateDict({ ...saved, _schedulers: [] })).toThrow(
      "'_schedulers' of a scheduler's state dict must be a list of 2 state dicts (got 0)",
    );
  });

  test("a group added between the schedules and their sequence", () => {
    const optimizer = sgd(0.1, 1);
    const schedulers = [new ExponentialLR(optimizer, { gamma: 0.9 })];
    optimizer.addParamGroup({ params: [parameter(1)], lr: 0.01 });
    expect(() => new SequentialLR(optimizer, { schedulers, milestones: [] })).toThrow(
      "'initial_lr'\n  parameter group 1 was added after the schedules of this SequentialLR: make them after all groups",
    );
  });
});
