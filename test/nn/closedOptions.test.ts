/** @module Options are closed: what a layer, loss, schedule or function does not know is refused by name. */
import { functional as F, nn, optim, randn, tensor, ValueError, zeros } from "unrolled";
import { describe, expect, test } from "vitest";

type Make = (options: never) => unknown;

const x = zeros(2, 3);
const target = zeros(2, 3);
const { clipGradNorm, rnn } = nn.utils;
const { lrScheduler: lr } = optim;
const sgd = (): optim.SGD => new optim.SGD([tensor([1], { requiresGrad: true })], { lr: 0.1, momentum: 0.9 });
const packed = rnn.packSequence([x]);

/** Each with a name of PyTorch's and what it is here, or null for an option that exists there only. */
const cases: [string, Make, string, string | null][] = [
  ["RNN", (o) => new nn.RNN(3, 4, o), "num_layers", "numLayers"],
  ["LSTM", (o) => new nn.LSTM(3, 4, o), "proj_size", "projSize"],
  ["GRU", (o) => new nn.GRU(3, 4, o), "batch_first", "batchFirst"],
  ["GRU", (o) => new nn.GRU(3, 4, o), "bidirectionel", "bidirectional"],
  ["RNNCell", (o) => new nn.RNNCell(3, 4, o), "nonLinearity", "nonlinearity"],
  ["LSTMCell", (o) => new nn.LSTMCell(3, 4, o), "biass", "bias"],
  ["GRUCell", (o) => new nn.GRUCell(3, 4, o), "device", null],
  ["Linear", (o) => new nn.Linear(3, 4, o), "biass", "bias"],
  ["Embedding", (o) => new nn.Embedding(4, 2, o), "padding_ix", "paddingIdx"],
  ["LayerNorm", (o) => new nn.LayerNorm(3, o), "elementwise_affine", "elementwiseAffine"],
  ["Dropout", (o) => new nn.Dropout(o), "inplace", null],
  ["Flatten", (o) => new nn.Flatten(o), "start_dim", "startDim"],
  ["GELU", (o) => new nn.GELU(o), "approximation", null],
  ["MSELoss", (o) => new nn.MSELoss(o), "Reduction", "reduction"],
  ["L1Loss", (o) => new nn.L1Loss(o), "reduce", null],
  ["SmoothL1Loss", (o) => new nn.SmoothL1Loss(o), "betas", "beta"],
  ["HuberLoss", (o) => new nn.HuberLoss(o), "delte", "delta"],
  ["GaussianNLLLoss", (o) => new nn.GaussianNLLLoss(o), "fulll", "full"],
  ["BCEWithLogitsLoss", (o) => new nn.BCEWithLogitsLoss(o), "pos_weight", "posWeight"],
  ["CrossEntropyLoss", (o) => new nn.CrossEntropyLoss(o), "ignore_index", "ignoreIndex"],
  ["CrossEntropyLoss", (o) => new nn.CrossEntropyLoss(o), "label_smoothing", "labelSmoothing"],
  ["NLLLoss", (o) => new nn.NLLLoss(o), "weigth", "weight"],
  ["mseLoss", (o) => F.mseLoss(x, target, o), "reductions", "reduction"],
  ["l1Loss", (o) => F.l1Loss(x, target, o), "size_average", null],
  ["smoothL1Loss", (o) => F.smoothL1Loss(x, target, o), "Beta", "beta"],
  ["huberLoss", (o) => F.huberLoss(x, target, o), "Delta", "delta"],
  ["gaussianNllLoss", (o) => F.gaussianNllLoss(x, target, x, o), "epsilon", null],
  [
    "binaryCrossEntropyWithLogits",
    (o) => F.binaryCrossEntropyWithLogits(x, target, o),
    "pos_weight",
    "posWeight",
  ],
  ["crossEntropy", (o) => F.crossEntropy(x, target, o), "label_smoothing", "labelSmoothing"],
  ["nllLoss", (o) => F.nllLoss(x, zeros(2), o), "ignoreindex", "ignoreIndex"],
  ["layerNorm", (o) => F.layerNorm(x, [3], o), "Eps", "eps"],
  ["embedding", (o) => F.embedding(zeros(2), x, o), "padding_idx", "paddingIdx"],
  ["dropout", (o) => F.dropout(x, o), "train", null],
  ["gelu", (o) => F.gelu(x, o), "approximte", "approximate"],
  ["orthogonal_", (o) => nn.init.orthogonal_(x, o), "gains", "gain"],
  ["xavierUniform_", (o) => nn.init.xavierUniform_(x, o), "gian", "gain"],
  ["xavierNormal_", (o) => nn.init.xavierNormal_(x, o), "std", null],
  ["kaimingUniform_", (o) => nn.init.kaimingUniform_(x, o), "non_linearity", "nonlinearity"],
  ["kaimingNormal_", (o) => nn.init.kaimingNormal_(x, o), "Mode", "mode"],
  ["clipGradNorm", (o) => clipGradNorm([x], 1, o), "norm_type", "normType"],
  ["packPaddedSequence", (o) => rnn.packPaddedSequence(x, [2, 2, 2], o), "enforce_sorted", "enforceSorted"],
  ["padPackedSequence", (o) => rnn.padPackedSequence(packed, o), "total_length", "totalLength"],
  ["padSequence", (o) => rnn.padSequence([x], o), "paddingSide", null],
  ["packSequence", (o) => rnn.packSequence([x], o), "enforce_sorted", "enforceSorted"],
  ["unpadSequence", (o) => rnn.unpadSequence(x, [2, 2, 2], o), "batch_first", "batchFirst"],
  ["backward", (o) => tensor(1, { requiresGrad: true }).backward(o), "retain_graph", "retainGraph"],
  ["StepLR", (o) => new lr.StepLR(sgd(), o), "step_size", "stepSize"],
  ["MultiStepLR", (o) => new lr.MultiStepLR(sgd(), o), "milestone", "milestones"],
  ["ExponentialLR", (o) => new lr.ExponentialLR(sgd(), o), "Gamma", "gamma"],
  ["LinearLR", (o) => new lr.LinearLR(sgd(), o), "total_iters", "totalIters"],
  ["LambdaLR", (o) => new lr.LambdaLR(sgd(), o), "lr_lambda", "lrLambda"],
  ["OneCycleLR", (o) => new lr.OneCycleLR(sgd(), o), "max_lr", "maxLr"],
  ["OneCycleLR", (o) => new lr.OneCycleLR(sgd(), o), "final_div_factor", "finalDivFactor"],
  ["CosineAnnealingLR", (o) => new lr.CosineAnnealingLR(sgd(), o), "TMax", "tMax"],
  ["CosineAnnealingLR", (o) => new lr.CosineAnnealingLR(sgd(), o), "T_max", "tMax"],
  ["CosineAnnealingWarmRestarts", (o) => new lr.CosineAnnealingWarmRestarts(sgd(), o), "T_mult", "tMult"],
  ["ReduceLROnPlateau", (o) => new lr.ReduceLROnPlateau(sgd(), o), "threshold_mode", "thresholdMode"],
  ["optimizer", (o) => new optim.Adam([x], o), "weight_decay", "weightDecay"],
];

describe("an unknown option", () => {
  test.each(cases)("%s %s: %s", (owner, make, name, meant) => {
    const use = () => make(JSON.parse(JSON.stringify({ [name]: 1 })) as never);
    expect(use).toThrow(ValueError);
    expect(use).toThrow(
      `${owner} got an unknown option '${name}'\n  ${meant === null ? "it must be one of " : `did you mean '${meant}'?`}`,
    );
  });

  test.each(cases)("%s %s: not the names of every object", (owner, make) => {
    for (const name of ["constructor", "toString", "__proto__"])
      expect(() => make(JSON.parse(`{ "${name}": 1 }`) as never)).toThrow(
        `${owner} got an unknown option '${name}'`,
      );
  });
});

test.each(cases)("what is no options object is refused: %s", (owner, make) => {
  const wrong = [1, true, "sum", null, [1], x, () => 1, new Map([["lr", 1]])];
  // Two of them are accepted: PyTorch takes dropout's p and the gradient of backward by position.
  const taken = owner === "Dropout" ? [1] : owner === "backward" ? [x] : [];
  for (const value of wrong.filter((one) => !(taken as unknown[]).includes(one))) {
    let message = "nothing";
    try {
      make(value as never);
    } catch (error) {
      message = String(error);
    }
    expect(message).toMatch(new RegExp(`^ValueError: ${owner}: options must be an object \\(got `));
    expect(message.length).toBeLessThan(300);
  }
});

describe("by position, as in PyTorch", () => {
  test.each<[string, () => unknown, string]>([
    [
      "new ExponentialLR(o, 0.9)",
      () => new lr.ExponentialLR(sgd(), 0.9 as never),
      "ExponentialLR: options must be an object (got 0.9)\n  did you mean { gamma: … }?",
    ],
    [
      "new StepLR(o, 30)",
      () => new lr.StepLR(sgd(), 30 as never),
      "StepLR: options must be an object (got 30)\n  did you mean { stepSize: … }?",
    ],
    [
      "new LambdaLR(o, f)",
      () => new lr.LambdaLR(sgd(), ((e: number) => 0.9 ** e) as never),
      "LambdaLR: options must be an object (got a function)\n  did you mean { lrLambda: … }?",
    ],
    [
      "new LSTM(3, 4, 2)",
      () => new nn.LSTM(3, 4, 2 as never),
      "LSTM: options must be an object (got 2)\n  did you mean { numLayers: … }?",
    ],
    [
      "new CrossEntropyLoss(weight)",
      () => new nn.CrossEntropyLoss(x as never),
      "CrossEntropyLoss: options must be an object (got a Tensor)\n  did you mean { weight: … }?",
    ],
    [
      "new Adam(p, 0.01)",
      () => new optim.Adam([x], 0.01 as never),
      "optimizer: options must be an object (got 0.01)\n  did you mean { lr: … }?",
    ],
    [
      "new StepLR(o)",
      () => new lr.StepLR(sgd(), undefined as never),
      "StepLR: options must be an object (got undefined)\n  they look like { stepSize: … }",
    ],
  ])("%s", (_, make, message) => {
    expect(make).toThrow(new ValueError(message));
  });

  test("backward(gradient)", () => {
    const t = tensor([1, 2], { requiresGrad: true });
    t.mul(3).backward(tensor([1, 10]));
    expect(t.grad?.tolist()).toEqual([3, 30]);
    expect(() => t.mul(3).backward({ gradient: [1, 1] as never })).toThrow(
      new ValueError("backward: gradient must be a Tensor (got [1,1])\n  tensor(…) makes one of numbers"),
    );
  });
});

test.each<[string, () => unknown, string]>([
  [
    "ExponentialLR",
    () => new lr.ExponentialLR(sgd(), {} as never),
    "ExponentialLR: gamma must be a number (got undefined)",
  ],
  [
    "OneCycleLR",
    () => new lr.OneCycleLR(sgd(), { totalSteps: 10 } as never),
    "OneCycleLR: maxLr must be a number (got undefined)",
  ],
  [
    "OneCycleLR with a list",
    () => new lr.OneCycleLR(sgd(), { totalSteps: 10, maxLr: [null] } as never),
    "OneCycleLR: maxLr must be a number (got null)",
  ],
  [
    "MultiStepLR",
    () => new lr.MultiStepLR(sgd(), {} as never),
    "MultiStepLR: milestones must be a list of steps (got undefined)",
  ],
  [
    "LambdaLR",
    () => new lr.LambdaLR(sgd(), { lrLambda: 0.9 } as never),
    "LambdaLR: lrLambda must be a function (got 0.9)",
  ],
  [
    "clipGradNorm",
    () => clipGradNorm([x], { maxNorm: 1 } as never),
    'clipGradNorm: maxNorm must be a number (got {"maxNorm":1})',
  ],
  [
    "clipGradNorm without a norm",
    () => clipGradNorm([x], undefined as never),
    "clipGradNorm: maxNorm must be a number (got undefined)",
  ],
  [
    "clipGradValue",
    () => nn.utils.clipGradValue([x], { clipValue: 1 } as never),
    'clipGradValue: clipValue must be a number (got {"clipValue":1})',
  ],
])("%s: a required value that is missing", (_, make, message) => {
  expect(make).toThrow(new ValueError(message));
});

test("what PyTorch means by undefined is the default", () => {
  expect(String(new nn.LSTM(3, 4, { numLayers: undefined } as never))).toBe("LSTM(3, 4)");
  expect(randn([1], undefined).shape).toEqual([1]);
});
