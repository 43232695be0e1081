/** @module `bench -- ops`: which operations it measures, how words select them, and how its table reads. */
import { readdirSync, readFileSync } from "node:fs";
import * as library from "unrolled";
import { functional, nn, optim, Tensor } from "unrolled";
import { expect, test } from "vitest";
import { casesOf, operationNames, operationOf, opsFault } from "../../bench/ops/table.ts";
import { Inputs } from "../../bench/ops/task.ts";
import { agree, type OpRow, opsText } from "../../bench/ops.ts";

const folder = new URL("../../bench/peers/ops/", import.meta.url);
const python = readdirSync(folder).filter((path) => path.endsWith(".py"));

test("PyTorch's program has the same operations", () => {
  const names = python.flatMap((path) =>
    [...readFileSync(new URL(path, folder), "utf8").matchAll(/^ {4}"([^"]+)": \w/gm)].map(([, name]) => name),
  );
  expect(names.toSorted()).toEqual(operationNames.toSorted());
});

/** Exports that compute nothing, and those that are measured under another name. */
const unmeasured = {
  functional: ["recurrent"], // RNN, LSTM and GRU
  tensor: [
    "constructor",
    "backward",
    "size",
    "dim",
    "numel",
    "item",
    "tolist",
    "detach",
    "retainGrad",
    "toString",
  ],
  library: ["manualSeed", "noGrad", "isGradEnabled", "isDeterministic", "setDeterministic"],
  threads: ["useWideVectors", "getNumThreads", "setNumThreads"],
  init: ["calculateGain"],
  utils: ["removeWeightNorm"],
  layers: ["Module", "Parameter", "ParameterList", "ModuleDict", "ModuleList", "Sequential", "Identity"],
  optim: ["Optimizer"],
};

/** Layers that are one function, and how their names differ from its own. */
const functionOf: Readonly<Record<string, string>> = {
  GELU: "gelu",
  ReLU: "relu",
  Sigmoid: "sigmoid",
  Tanh: "tanh",
  BCELoss: "binaryCrossEntropy",
  BCEWithLogitsLoss: "binaryCrossEntropyWithLogits",
  CrossEntropyLoss: "crossEntropy",
  CTCLoss: "ctcLoss",
  GaussianNLLLoss: "gaussianNllLoss",
  HuberLoss: "huberLoss",
  KLDivLoss: "klDiv",
  L1Loss: "l1Loss",
  MSELoss: "mseLoss",
  NLLLoss: "nllLoss",
  SmoothL1Loss: "smoothL1Loss",
};

const functionsIn = (module: object): string[] =>
  Object.entries(module).flatMap(([name, value]) => (typeof value === "function" ? [name] : []));
const isClass = (name: string): boolean => /^[A-Z]/.test(name);

test.each([
  ["functions", functionsIn(functional)],
  ["methods", methodsOf(Tensor.prototype)],
  ["exports", functionsIn(library).filter((name) => !isClass(name))],
  ["initialisers", functionsIn(nn.init)],
  ["utilities", [...functionsIn(nn.utils), ...functionsIn(nn.utils.rnn)].filter((name) => !isClass(name))],
  ["layers", functionsIn(nn).map((name) => functionOf[name] ?? name)],
  ["optimisers", functionsIn(optim)],
])("all %s have a row", (_, names) => {
  const measured = new Set(operationNames.map((name) => name.split(" ")[0]?.toLowerCase()));
  const exempt = new Set(Object.values(unmeasured).flat());
  expect(names.length).toBeGreaterThan(3);
  expect(names.filter((name) => !exempt.has(name) && !measured.has(name.toLowerCase()))).toEqual([]);
});

function methodsOf(prototype: object): string[] {
  const all = Object.entries(Object.getOwnPropertyDescriptors(prototype));
  return all.flatMap(([name, { value }]) => (typeof value === "function" ? [name] : []));
}

test("words select families, operations by their first words, and sizes", () => {
  expect(casesOf(["add", "small"]).map(({ name }) => name)).toEqual([
    "add",
    "add scalar",
    "add row",
    "add column",
  ]);
  expect(casesOf(["add row"])).toEqual([
    { name: "add row", size: "small" },
    { name: "add row", size: "middling" },
    { name: "add row", size: "large" },
  ]);
  expect(casesOf(["maps", "large"])).toHaveLength(11);
  expect(new Set(casesOf([]).map(({ name }) => name))).toEqual(new Set(operationNames));
  expect(opsFault(["add", "maps", "large"])).toBeNull();
  expect(opsFault(["addition"])).toMatch(
    /^there is no addition; names of operations select, and arithmetic, /,
  );
});

test("inputs are the numbers that the program in Python makes", () => {
  const on = new Inputs("small");
  const [x, y] = [on.leaf(2, 2), on.share(2)];
  expect([...x.data]).toEqual([
    0.2971409559249878, -0.11675834655761719, -0.5695679187774658, 0.6840176582336426,
  ]);
  expect([...y.data]).toEqual([0.848927915096283, 0.3964601457118988]);
  expect(on.leaves).toEqual([x, y]);
});

test("agreement is up to a thousandth, and of as many sums", () => {
  expect(agree([1000, 5], [1000.9, 5])).toBe(true);
  expect(agree([1000, 5], [1002, 5])).toBe(false);
  expect(agree([1000], [1000, 5])).toBe(false);
  expect(agree([Number.NaN, 0], [Number.NaN, 0])).toBe(true);
});

const row = { name: "relu", size: "large", agrees: true } as const;
const rows: OpRow[] = [
  { ...row, forward: { ours: 200, torch: 50, ratio: 0.25 }, both: { ours: 400, torch: 200, ratio: 0.5 } },
  { ...row, name: "gt", forward: { ours: 10, torch: 15, ratio: 1.5 }, both: null, agrees: false },
];

test("a table: a line for each case, and what could not be measured", () => {
  expect(opsText({ setting: "1 thread", rows, failures: ["PyTorch, topk: failed: x"] })).toBe(
    [
      "PyTorch: 1 thread",
      "µs a call, one thread         forward  PyTorch   ratio  and backward  PyTorch   ratio",
      "relu                   large      200     50.0  0.25 ×           400      200  0.50 ×",
      "gt (results differ)    large     10.0     15.0  1.50 ×             –",
      "large: median 1.50 ×, 1 of 2 below 1 ×",
      "not measured: PyTorch, topk: failed: x",
    ].join("\n"),
  );
});

test("every operation runs at its first size, forward and backward", () => {
  for (const name of operationNames) {
    const { task, sizes } = operationOf(name);
    const on = new Inputs(sizes[0] ?? "small");
    const y = task(on)();
    if (y?.requiresGrad) y.backward(y.detach());
    expect
      .soft(
        on.leaves.every(({ grad }) => grad === null || grad.numel() > 0),
        name,
      )
      .toBe(true);
  }
});
