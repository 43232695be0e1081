/** @module Every exported function, constructor and method that takes options refuses unknown ones by name. */
import * as unrolled from "unrolled";
import * as data from "unrolled/data";
import * as figures from "unrolled/figures";
import * as forecast from "unrolled/forecast";
import * as interop from "unrolled/interop";
import * as train from "unrolled/train";
import { expect, test } from "vitest";

const { functional: F, nn, optim, tensor, zeros } = unrolled;
const { lrScheduler: lr } = optim;
const { init } = nn;
const { rnn } = nn.utils;

/** Options that every call gets: none, an unknown one, or one that is misspelt. */
type More = Record<string, unknown>;
type Call = (more: never) => unknown;

const x = zeros(2, 3);
const weight = (): unrolled.Tensor => tensor([1, 2], { requiresGrad: true });
const sgd = (): unrolled.optim.SGD => new optim.SGD([weight()], { lr: 0.1, momentum: 0.9 });
const series = data.seriesFromArrays({ y: Float64Array.from({ length: 60 }, (_, i) => Math.sin(i)) });
const table = (): Promise<data.Table> => data.readCsv("a,b\n1,2\n", { name: "t.csv" });
const short = { model: "nlinear", horizon: 2, lookback: 4, epochs: 1 } as const;
const trained = (): Promise<forecast.Forecaster> => forecast.Forecaster.train(series, short);
const output = { write: () => true };
const trainer = (more: object): train.Trainer<Int32Array> => {
  const module = new nn.Linear(1, 1);
  return new train.Trainer({
    module,
    optimizer: new optim.SGD(module.parameters(), { lr: 0.1 }),
    steps: new train.SequentialBatches({ length: 2, batchSize: 1 }),
    lossOf: () => module.forward(zeros(1, 1)).sum(),
    epochs: 1,
    ...more,
  });
};
const sequence = (more: object): unknown => {
  const optimizer = sgd();
  const schedulers = [new lr.ExponentialLR(optimizer, { gamma: 0.9 })];
  return new lr.SequentialLR(optimizer, { schedulers, milestones: [], ...more });
};
const figure: figures.Figure = { title: "", panels: [{ x: { label: "" }, y: { label: "" }, marks: [] }] };

const panelText = "unique_id,ds,y\na,2020-01-01,1\na,2020-01-02,2\n";
/** Constant, so that nothing is learnt. */
const panel = data.panelFromArrays({ a: [1, 1, 1, 1] });

/** Everything that takes options, by its name; those of `unrolled` first, then by entry point. */
const calls: Readonly<Record<string, Call>> = {
  "functional.gelu": (o) => F.gelu(x, o),
  "functional.scaledDotProductAttention": (o) => F.scaledDotProductAttention(x, x, x, o),
  "functional.binaryCrossEntropy": (o) => F.binaryCrossEntropy(x, x, o),
  "functional.binaryCrossEntropyWithLogits": (o) => F.binaryCrossEntropyWithLogits(x, x, o),
  "functional.crossEntropy": (o) => F.crossEntropy(x, x, o),
  "functional.nllLoss": (o) => F.nllLoss(x, zeros(2), o),
  "functional.ctcLoss": (o) => F.ctcLoss(zeros(4, 1, 3), tensor([[1]]), [4], [1], o),
  "functional.dropout": (o) => F.dropout(x, o),
  "functional.embedding": (o) => F.embedding(zeros(2), x, o),
  "functional.klDiv": (o) => F.klDiv(x, x, o),
  "functional.layerNorm": (o) => F.layerNorm(x, [3], o),
  "functional.gaussianNllLoss": (o) => F.gaussianNllLoss(x, x, x, o),
  "functional.huberLoss": (o) => F.huberLoss(x, x, o),
  "functional.l1Loss": (o) => F.l1Loss(x, x, o),
  "functional.mseLoss": (o) => F.mseLoss(x, x, o),
  "functional.smoothL1Loss": (o) => F.smoothL1Loss(x, x, o),
  multinomial: (o) => unrolled.multinomial(unrolled.ones(3), 1, o),
  "new nn.GELU": (o) => new nn.GELU(o),
  "new nn.GRUCell": (o) => new nn.GRUCell(2, 3, o),
  "new nn.LSTMCell": (o) => new nn.LSTMCell(2, 3, o),
  "new nn.RNNCell": (o) => new nn.RNNCell(2, 3, o),
  "new nn.Dropout": (o) => new nn.Dropout(o),
  "new nn.Embedding": (o) => new nn.Embedding(4, 2, o),
  "nn.Embedding.fromPretrained": (o) => nn.Embedding.fromPretrained(x, o),
  "new nn.Flatten": (o) => new nn.Flatten(o),
  "new nn.GRU": (o) => new nn.GRU(2, 3, o),
  "new nn.MinGRU": (o) => new nn.MinGRU(2, 3, o),
  "new nn.LSTM": (o) => new nn.LSTM(2, 3, o),
  "new nn.RNN": (o) => new nn.RNN(2, 3, o),
  "nn.init.kaimingNormal_": (o) => init.kaimingNormal_(zeros(2, 3), o),
  "nn.init.kaimingUniform_": (o) => init.kaimingUniform_(zeros(2, 3), o),
  "nn.init.xavierNormal_": (o) => init.xavierNormal_(zeros(2, 3), o),
  "nn.init.xavierUniform_": (o) => init.xavierUniform_(zeros(2, 3), o),
  "nn.init.orthogonal_": (o) => init.orthogonal_(zeros(2, 3), o),
  "new nn.LayerNorm": (o) => new nn.LayerNorm(3, o),
  "new nn.Linear": (o) => new nn.Linear(3, 4, o),
  "new nn.BCELoss": (o) => new nn.BCELoss(o),
  "new nn.BCEWithLogitsLoss": (o) => new nn.BCEWithLogitsLoss(o),
  "new nn.CrossEntropyLoss": (o) => new nn.CrossEntropyLoss(o),
  "new nn.CTCLoss": (o) => new nn.CTCLoss(o),
  "new nn.GaussianNLLLoss": (o) => new nn.GaussianNLLLoss(o),
  "new nn.HuberLoss": (o) => new nn.HuberLoss(o),
  "new nn.KLDivLoss": (o) => new nn.KLDivLoss(o),
  "new nn.L1Loss": (o) => new nn.L1Loss(o),
  "new nn.MSELoss": (o) => new nn.MSELoss(o),
  "new nn.NLLLoss": (o) => new nn.NLLLoss(o),
  "new nn.SmoothL1Loss": (o) => new nn.SmoothL1Loss(o),
  "nn.Module#loadStateDict": (o) => new nn.Tanh().loadStateDict({}, o),
  "nn.utils.clipGradNorm": (o) => nn.utils.clipGradNorm([weight()], 1, o),
  "nn.utils.rnn.packPaddedSequence": (o) => rnn.packPaddedSequence(x, [2, 2, 2], o),
  "nn.utils.rnn.padPackedSequence": (o) => rnn.padPackedSequence(rnn.packSequence([x]), o),
  "nn.utils.rnn.padSequence": (o) => rnn.padSequence([x], o),
  "nn.utils.rnn.packSequence": (o) => rnn.packSequence([x], o),
  "nn.utils.rnn.unpadSequence": (o) => rnn.unpadSequence(x, [2, 2, 2], o),
  "nn.utils.weightNorm": (o) => nn.utils.weightNorm(new nn.Linear(2, 2), o),
  "new optim.Adadelta": (o) => new optim.Adadelta([weight()], o),
  "new optim.Adagrad": (o) => new optim.Adagrad([weight()], o),
  "new optim.Adam": (o) => new optim.Adam([weight()], o),
  "new optim.AdamW": (o) => new optim.AdamW([weight()], o),
  "new optim.Adamax": (o) => new optim.Adamax([weight()], o),
  "new optim.LBFGS": (o) => new optim.LBFGS([weight()], o),
  "new optim.NAdam": (o) => new optim.NAdam([weight()], o),
  "new optim.RAdam": (o) => new optim.RAdam([weight()], o),
  "new optim.RMSprop": (o) => new optim.RMSprop([weight()], o),
  "new optim.SGD": (o: More) => new optim.SGD([weight()], { lr: 0.1, ...o }),
  "optim.Optimizer#addParamGroup": (o: More) => sgd().addParamGroup({ params: [weight()], ...o }),
  "new optim.lrScheduler.SequentialLR": (o) => sequence(o),
  "new optim.lrScheduler.CosineAnnealingLR": (o: More) => new lr.CosineAnnealingLR(sgd(), { tMax: 3, ...o }),
  "new optim.lrScheduler.CosineAnnealingWarmRestarts": (o: More) =>
    new lr.CosineAnnealingWarmRestarts(sgd(), { t0: 3, ...o }),
  "new optim.lrScheduler.CyclicLR": (o: More) => new lr.CyclicLR(sgd(), { baseLr: 0.1, maxLr: 1, ...o }),
  "new optim.lrScheduler.ExponentialLR": (o: More) => new lr.ExponentialLR(sgd(), { gamma: 0.9, ...o }),
  "new optim.lrScheduler.MultiStepLR": (o: More) => new lr.MultiStepLR(sgd(), { milestones: [1], ...o }),
  "new optim.lrScheduler.StepLR": (o: More) => new lr.StepLR(sgd(), { stepSize: 2, ...o }),
  "new optim.lrScheduler.LambdaLR": (o: More) => new lr.LambdaLR(sgd(), { lrLambda: () => 1, ...o }),
  "new optim.lrScheduler.MultiplicativeLR": (o: More) =>
    new lr.MultiplicativeLR(sgd(), { lrLambda: () => 1, ...o }),
  "new optim.lrScheduler.ConstantLR": (o) => new lr.ConstantLR(sgd(), o),
  "new optim.lrScheduler.LinearLR": (o) => new lr.LinearLR(sgd(), o),
  "new optim.lrScheduler.PolynomialLR": (o) => new lr.PolynomialLR(sgd(), o),
  "new optim.lrScheduler.OneCycleLR": (o: More) =>
    new lr.OneCycleLR(sgd(), { maxLr: 1, totalSteps: 9, ...o }),
  "new optim.lrScheduler.ReduceLROnPlateau": (o) => new lr.ReduceLROnPlateau(sgd(), o),
  "optim.lrScheduler.Schedule#loadStateDict": (o: More) => {
    const scheduler = new lr.ExponentialLR(sgd(), { gamma: 0.9 });
    scheduler.loadStateDict({ ...scheduler.stateDict(), ...o });
  },
  arange: (o) => unrolled.arange(0, 3, 1, o),
  full: (o) => unrolled.full([2], 1, o),
  linspace: (o) => unrolled.linspace(0, 1, 3, o),
  ones: (o) => unrolled.ones(2, 3, o),
  rand: (o) => unrolled.rand([2, 3], o),
  randint: (o) => unrolled.randint(0, 5, [2], o),
  randn: (o) => unrolled.randn(2, o),
  randperm: (o) => unrolled.randperm(4, o),
  tensor: (o) => tensor([1], o),
  zeros: (o) => zeros(2, o),
  "Tensor#backward": (o) => weight().sum().backward(o),
  "Tensor#sum": (o) => x.sum(o),
  "Tensor#mean": (o) => x.mean(o),
  "Tensor#max": (o) => x.max(o),
  "Tensor#min": (o) => x.min(o),
  "Tensor#argmax": (o) => x.argmax(o),
  "Tensor#argmin": (o) => x.argmin(o),
  "Tensor#topk": (o) => x.topk(1, o),
  "Tensor#clamp": (o: More) => x.clamp({ min: 0, ...o }),
  "data:splitByTime": (o: More) => data.splitByTime(10, { train: 0.5, ...o }),
  "data:windows": (o: More) =>
    data.windows({ range: data.splitByTime(10, { train: 0.5 }).train, lookback: 1, horizon: 1, ...o }),
  "data:readCsv": (o: More) => data.readCsv("a\n1\n", { name: "a.csv", ...o }),
  "data:readJsonLines": (o: More) => data.readJsonLines('{"a":1}\n', { name: "a.jsonl", ...o }),
  "data:readTable": (o: More) => data.readTable('{"a":1}\n', { name: "a.jsonl", ...o }),
  "data:linspace": (o) => data.linspace(0, 1, 3, o),
  "data:mackeyGlass": (o: More) => data.mackeyGlass({ length: 3, ...o }),
  "data:checkSeries": async (o: More) => data.checkSeries(await table(), { targets: ["a"], ...o }),
  "data:toSeries": async (o: More) => data.toSeries(await table(), { targets: ["a"], ...o }),
  "data:formatCsv": (o) => data.formatCsv([{ name: "a", values: [1] }], o),
  "data:seriesToCsv": (o) => data.seriesToCsv(series, o),
  "data:readPanel": (o: More) => data.readPanel(panelText, { name: "a.csv", ...o }),
  "data:toPanel": async (o) => data.toPanel(await data.readCsv(panelText, { name: "a.csv" }), o),
  "data:panelFromArrays": (o) => data.panelFromArrays({ a: [1, 2] }, o),
  "data:shopSales": (o: More) => data.shopSales({ shops: 1, days: 2, ...o }),
  "forecast:scorePanel": (o: More) => forecast.scorePanel(panel, [], { horizon: 1, ...o }),
  "new forecast:PanelErrors": (o: More) => new forecast.PanelErrors({ series: 1, quantiles: [0.5], ...o }),
  "new forecast:PanelRun": (o: More) => new forecast.PanelRun(panel, { horizon: 1, ...o }),
  "forecast:PanelForecaster.train": (o: More) => forecast.PanelForecaster.train(panel, { horizon: 1, ...o }),
  "forecast:PanelForecaster.train, of its training": (o) =>
    forecast.PanelForecaster.train(panel, { horizon: 1 }, o),
  "forecast:panelBaseline": (o: More) =>
    forecast.panelBaseline("naive", { horizon: 1, season: 1, quantiles: [0.5], ...o }),
  "data:seriesFromArrays": (o) => data.seriesFromArrays({ y: [1] }, o),
  "forecast:Forecaster.train": (o: More) => forecast.Forecaster.train(series, { ...short, ...o }),
  "forecast:Forecaster.train, of its training": (o) => forecast.Forecaster.train(series, short, o),
  "forecast:Forecaster#forecast": async (o) => (await trained()).forecast(series, o),
  "new forecast:ForecasterRun": (o: More) => new forecast.ForecasterRun(series, { ...short, ...o }),
  "new forecast:AdaptiveConformal": (o: More) =>
    new forecast.AdaptiveConformal({ horizon: 1, level: 0.9, ...o }),
  "new forecast:ConformalIntervals": (o: More) =>
    new forecast.ConformalIntervals({ horizon: 1, level: 0.9, ...o }),
  "new forecast:DLinear": (o: More) => new forecast.DLinear({ lookback: 4, horizon: 2, ...o }),
  "new forecast:NLinear": (o: More) => new forecast.NLinear({ lookback: 4, horizon: 2, ...o }),
  "new forecast:Ridge": (o: More) => new forecast.Ridge({ lookback: 4, horizon: 2, ...o }),
  "new forecast:SegRNN": (o: More) =>
    new forecast.SegRNN({ lookback: 4, horizon: 2, channels: 1, segment: 2, width: 4, ...o }),
  "new forecast:RecurrentForecaster": (o: More) =>
    new forecast.RecurrentForecaster({ lookback: 4, horizon: 2, channels: 1, ...o }),
  "new forecast:QuantileLoss": (o) => new forecast.QuantileLoss([0.5], o),
  "forecast:quantileLoss": (o) => forecast.quantileLoss(zeros(2, 1), zeros(2), [0.5], o),
  "forecast:backtest": (o: More) => forecast.backtest(series, { ...short, ...o }),
  "forecast:backtest, its protocol": (o) => forecast.backtest(series, { ...short, protocol: o }),
  "forecast:backtestOf": async (o) => forecast.backtestOf(await trained(), series, o),
  "forecast:drift": (o: More) => forecast.drift([1, 2], { horizon: 1, ...o }),
  "forecast:historicMean": (o: More) => forecast.historicMean([1, 2], { horizon: 1, ...o }),
  "forecast:naive": (o: More) => forecast.naive([1, 2], { horizon: 1, ...o }),
  "forecast:seasonalNaive": (o: More) => forecast.seasonalNaive(2)([1, 2], { horizon: 1, ...o }),
  "forecast:echoesLastValue": (o: More) => forecast.echoesLastValue([1], [1], [1], { horizon: 1, ...o }),
  "new forecast:PointErrors": (o: More) => new forecast.PointErrors({ horizon: 1, ...o }),
  "new forecast:IntervalErrors": (o: More) => new forecast.IntervalErrors({ horizon: 1, ...o }),
  "new forecast:QuantileErrors": (o: More) =>
    new forecast.QuantileErrors({ horizon: 1, quantiles: [0.5], ...o }),
  "forecast:seasonalNaiveScale": (o) => forecast.seasonalNaiveScale([1, 2], o),
  "forecast:verdictAgainst": (o) => forecast.verdictAgainst({ naive: 1 }, { name: "gru", error: 1 }, o),
  "forecast:findSeason": (o) => forecast.findSeason(series.columns[0].values, o),
  "forecast:findSeasons": (o) => forecast.findSeasons(series.columns[0].values, o),
  "interop:inferStack": (o) => interop.inferStack(new nn.Linear(2, 3).stateDict(), o),
  "interop:encodeOnnx": (o) => interop.encodeOnnx(new nn.Sequential(new nn.Linear(2, 3)), o),
  "interop:encodeSafetensors": (o) => interop.encodeSafetensors({}, {}, o),
  "interop:encodeTensorBoardEvent": (o: More) =>
    interop.encodeTensorBoardEvent({ wallTime: 1, step: 1, scalars: {}, ...o }),
  "figures:renderSvg": (o) => figures.renderSvg(figure, o),
  "figures:livePlot": (o: More) => figures.livePlot({ output, env: {}, ...o }),
  "figures:livePlot, its plot": (o: More) =>
    figures.livePlot({ output, env: {} }).plot([1], [1], { name: "a", color: "loss", ...o }),
  "figures:renderTerminal": (o) => figures.renderTerminal(figure, o),
  "figures:renderUnrolledSvg": (o) => figures.renderUnrolledSvg(o),
  "figures:renderUnrolledText": (o) => figures.renderUnrolledText(o),
  "new train:SequentialBatches": (o: More) => new train.SequentialBatches({ length: 2, batchSize: 1, ...o }),
  "new train:ShuffledBatches": (o: More) => new train.ShuffledBatches({ length: 2, batchSize: 1, ...o }),
  "train:fit": (o) => train.fit(trainer({}), o),
  "new train:CarriedState": (o) => new train.CarriedState(o),
  "train:Segment#of": (o) => new train.Segment(0, 2, [0]).of(new Float32Array(4), o),
  "new train:Segments": (o: More) => new train.Segments(8, { steps: 2, ...o }),
  "train:segments": (o: More) => train.segments(8, { steps: 2, ...o }),
  "new train:Trainer": (o) => trainer(o),
  "new train:Trainer, its clip": (o: More) => trainer({ clip: { norm: 1, ...o } }),
};

/** Objects that are no options: data, states, and what subclasses pass on. */
const noOptions = [
  ...["new optim.Optimizer", "new forecast:ForecastModel", "new data:DataError"],
  ...["data:futureSteps", "data:nextTimes", "train:progressLine"],
  ...["new forecast:PanelForecaster", "forecast:PanelErrors#add"],
  ...["new Tensor", "new nn.Parameter", "new nn.Sequential"],
];

async function messageOf(call: Call, more: More): Promise<string> {
  try {
    await call(more as never);
  } catch (error) {
    return error instanceof unrolled.ValueError ? error.message : `not a ValueError: ${String(error)}`;
  }
  return "no error";
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

test.each(Object.entries(calls))("%s", async (_, call) => {
  expect(await messageOf(call, {})).toBe("no error");
  const refused = await messageOf(call, { qwerty: 1 });
  expect(refused).toMatch(/unknown option ['"]qwerty['"]\n {2}(it must be one of|options are) /);
  expect(refused.length).toBeLessThan(1500);
  const known = refused
    .slice(refused.lastIndexOf(/be one of|options are/.exec(refused)?.[0] ?? ""))
    .split(" ");
  const names = known.map((name) => name.replace(",", "")).filter((name) => snake(name) !== name);
  for (const name of names)
    expect(await messageOf(call, { [snake(name)]: 1 })).toMatch(
      new RegExp(`did you mean ['"]${name}['"]\\?$`),
    );
  expect(await messageOf(call, { constructor: 1 })).toContain("unknown option");
});

const isNamespace = (value: unknown): value is object =>
  typeof value === "object" && value !== null && Object.hasOwn(value, Symbol.toStringTag);

/** Functions, constructors and methods with the text of their parameters. */
function* functionsOf(space: object, prefix: string): Generator<[name: string, parameters: string]> {
  for (const [name, value] of Object.entries(space)) {
    if (isNamespace(value)) yield* functionsOf(value, `${prefix}${name}.`);
    if (typeof value !== "function") continue;
    const text = String(value);
    if (!text.startsWith("class")) yield [prefix + name, parametersOf(text)];
    else {
      yield [`new ${prefix}${name}`, parametersOf(/\n\s*constructor(\(.*)/.exec(text)?.[1] ?? "()")];
      for (const [owner, sign] of [
        [value, "."],
        [value.prototype, "#"],
      ] as const)
        for (const [method, { value: body }] of Object.entries(Object.getOwnPropertyDescriptors(owner)))
          if (typeof body === "function" && method !== "constructor" && !method.startsWith("#"))
            yield [`${prefix}${name}${sign}${method}`, parametersOf(String(body))];
    }
  }
}

const parametersOf = (text: string): string => text.slice(text.indexOf("("), text.search(/\) (\{|=>)/));

/** Protected and internal methods of optimisers and schedules, whose options were checked before. */
const isInternal = (name: string): boolean =>
  /#(checkOptions|initialState|update|updateAll|begin)$/.test(name);

test("the table has everything that is exported and takes options", () => {
  const spaces = { "": unrolled, "data:": data, "figures:": figures, "forecast:": forecast };
  const all = { ...spaces, "interop:": interop, "train:": train };
  const found = Object.entries(all).flatMap(([prefix, space]) => [...functionsOf(space, prefix)]);
  const takes = /\b\w*([oO]ptions|given|shares|sizes|shape|protocol|settings|config|event)\b(?!Of)|\{/;
  const taking = found.filter(([name, parameters]) => takes.test(parameters) && !isInternal(name));
  const names = new Set(Object.keys(calls).map((name) => name.split(", ")[0]));
  expect(taking.length).toBeGreaterThan(120);
  const missing = taking
    .map(([name]) => name)
    .filter((name) => !names.has(name) && !noOptions.includes(name));
  expect(missing).toEqual([]);
  const exported = new Set(found.map(([name]) => name));
  expect([...names].filter((name) => !exported.has(name))).toEqual([]);
});

test("every method of a tensor refuses an object of options that it does not take", () => {
  const methods = Object.getOwnPropertyNames(unrolled.Tensor.prototype);
  const silent = methods.filter((name) => {
    const method: unknown = Reflect.get(x, name);
    if (typeof method !== "function" || name === "constructor") return false;
    if (method.length === 0 && !String(method).includes("...rest")) return false; // takes nothing at all
    try {
      method.call(x, { qwerty: 1 });
      return true;
    } catch (error) {
      return error instanceof TypeError;
    }
  });
  const maps = ["neg", "exp", "log", "sqrt", "abs", "sin", "cos", "tanh", "sigmoid", "relu", "clone"];
  expect(silent).toEqual(maps); // which take nothing
});
