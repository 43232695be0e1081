/** @module The address is the experiment: there and back, and what is done with one that makes no sense. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lstmProgram, rnnProgram, type Settings } from "../../../src/note/settings.ts";
import { formatAddress, parseAddress } from "../../../studio/note/state/address.ts";
import {
  type Experiment,
  firstExperiment,
  panelNames,
  presets,
} from "../../../studio/note/state/experiment.ts";
import { fieldNames, fields, formatField, withField } from "../../../studio/note/state/settingFields.ts";

test("the first experiment, in full", () => {
  expect(formatAddress(firstExperiment)).toBe(
    "task=cosine&cell=rnn&timeStep=10&hidden=32&layers=1&lr=0.02&optimizer=adam&clip=off&steps=100&endpoint=no&seed=1&initialState=zeros&carry=yes&detach=yes&retainGraph=no&forgetBias=0&pace=20&smoothing=0.6&panel=inside",
  );
  expect(parseAddress("")).toEqual({ experiment: firstExperiment, problems: [] });
});

test("of the second and third run only what differs, and always the cell", () => {
  const runs = [rnnProgram, { ...rnnProgram, seed: 2 }, lstmProgram];
  const address = formatAddress({ ...firstExperiment, runs });
  expect([...new URLSearchParams(address).keys()].filter((name) => name.includes("."))).toEqual([
    "b.cell",
    "b.seed",
    "c.cell",
    "c.timeStep",
    "c.endpoint",
    "c.initialState",
  ]);
});

const numberOf = {
  timeStep: [1, 200],
  hidden: [1, 256],
  layers: [1, 4],
  steps: [1, 1e8],
  seed: [0, 2 ** 32 - 1],
} as const;
const anyOf = <Value>(values: readonly Value[]): fc.Arbitrary<Value> => fc.constantFrom(...values);
const positive = fc.double({ min: 1e-4, max: 100, noNaN: true });
const settings: fc.Arbitrary<Settings> = fc.record({
  task: anyOf(["cosine", "echo", "adding", "parity"] as const),
  cell: anyOf(["rnn", "lstm", "gru"] as const),
  timeStep: fc.integer({ min: 1, max: numberOf.timeStep[1] }),
  hidden: fc.integer({ min: 1, max: numberOf.hidden[1] }),
  layers: fc.integer({ min: 1, max: numberOf.layers[1] }),
  steps: fc.integer({ min: 1, max: numberOf.steps[1] }),
  seed: fc.integer({ min: 0, max: numberOf.seed[1] }),
  lr: positive,
  optimizer: anyOf(["adam", "adamw", "sgd", "rmsprop", "adagrad", "nadam", "radam"] as const),
  clip: fc.option(positive),
  endpoint: fc.boolean(),
  initialState: anyOf(["zeros", "random"] as const),
  carry: fc.boolean(),
  detach: fc.boolean(),
  retainGraph: fc.boolean(),
  forgetBias: fc.double({ min: -10, max: 10, noNaN: true }).map((bias) => bias + 0),
});

test("every experiment comes back as it was", () => {
  const experiment: fc.Arbitrary<Experiment> = fc.record({
    runs: fc.array(settings, { minLength: 1, maxLength: 3 }),
    pace: anyOf([0.5, 1, 20, 1000, Number.POSITIVE_INFINITY]),
    smoothing: anyOf([0, 0.35, 0.95]),
    panel: anyOf(panelNames),
    lesson: fc.constant(null),
  });
  fc.assert(
    fc.property(experiment, (wanted) => {
      expect(parseAddress(`#${formatAddress(wanted)}`)).toEqual({ experiment: wanted, problems: [] });
    }),
    { numRuns: 300 },
  );
});

test("whatever an address says, an experiment that can be run comes of it", () => {
  const word = fc.oneof(anyOf([...fieldNames, "b.cell", "c.seed", "pace", "panel", "lesson"]), fc.string());
  fc.assert(
    fc.property(fc.array(fc.tuple(word, fc.oneof(fc.string(), fc.integer().map(String)))), (pairs) => {
      const { experiment } = parseAddress(new URLSearchParams(pairs.map(([a, b]) => [a, b])).toString());
      for (const run of experiment.runs)
        for (const name of fieldNames) expect(withField(run, name, formatField(run, name))).toEqual(run);
    }),
    { numRuns: 500 },
  );
});

test("a word that every object has is no setting", () => {
  for (const word of ["__proto__", "constructor", "toString"]) {
    const { experiment, problems } = parseAddress(`#detach=${word}`);
    expect(experiment.runs).toEqual([rnnProgram]);
    expect(problems).toEqual([{ name: "detach", text: word, used: "yes" }]);
  }
});

test("a step of the lesson alone is what that step puts on the stage", () => {
  const { experiment } = parseAddress("#lesson=comparison");
  expect(experiment.lesson).toBe("comparison");
  expect(experiment.runs.map(({ cell, timeStep }) => [cell, timeStep])).toEqual([
    ["rnn", 20],
    ["lstm", 20],
  ]);
  expect(parseAddress("#lesson=comparison&cell=gru").experiment.runs).toEqual([
    { ...rnnProgram, cell: "gru" },
  ]);
});

test("what cannot be used is told, with what is used instead", () => {
  const { experiment, problems } = parseAddress(
    "?hidden=abc&seed=-1&b.cell=transformer&pace=0&colour=red&lang=zh",
  );
  expect(experiment).toEqual({ ...firstExperiment, runs: [rnnProgram, rnnProgram] });
  expect(problems).toEqual([
    { name: "hidden", text: "abc", used: "32" },
    { name: "seed", text: "-1", used: "1" },
    { name: "b.cell", text: "transformer", used: "rnn" },
    { name: "pace", text: "0", used: "20" },
    { name: "colour", text: "red", used: null },
  ]);
});

describe("a field takes what it can be, and nothing else", () => {
  test.each([
    ["hidden", "64", 64],
    ["hidden", " 7 ", 7],
    ["hidden", "0", null],
    ["hidden", "257", null],
    ["hidden", "1.5", null],
    ["hidden", "1e2", null],
    ["lr", "1e-3", 0.001],
    ["lr", "0", null],
    ["lr", "off", null],
    ["lr", "-1", null],
    ["lr", "Infinity", null],
    ["lr", "1.2.3", null],
    ["clip", "0.5", 0.5],
    ["cell", "GRU", "gru"],
    ["cell", "", null],
    ["detach", "no", false],
    ["detach", "maybe", null],
    ["seed", "4294967295", 4294967295],
    ["seed", "4294967296", null],
  ] as const)("%s: %s", (name, text, value) => {
    const changed = withField(rnnProgram, name, text);
    if (value === null) expect(changed).toBeNull();
    else expect(changed).toEqual({ ...rnnProgram, [name]: value });
  });
  test("clip: off", () => expect(withField({ ...rnnProgram, clip: 1 }, "clip", "off")).toEqual(rnnProgram));
});

test("every preset's settings are within the fields", () => {
  for (const runs of Object.values(presets))
    for (const run of runs)
      for (const name of fieldNames) expect(withField(run, name, formatField(run, name))).toEqual(run);
  expect(Object.keys(fields)).toEqual(fieldNames);
});
