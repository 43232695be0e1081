/**
 * @module The table of options for forecasting, checked against their types by the compiler. Defaults, checks, the reader
 * of saved plans, the flags of the command line and the fields of the page *Your data* are derived from it.
 */
import { type CalendarFeature, calendarFeatureNames } from "../data/prepare/calendarFeatures.ts";
import { type ScalerKind, scalerKinds } from "../data/prepare/scalers.ts";
import type { SplitSizes } from "../data/prepare/splitByTime.ts";
import { optionNames, type TableOf } from "../text/optionTable.ts";

const recurrent: readonly ["gru", "lstm", "rnn"] = ["gru", "lstm", "rnn"];
const affine: readonly ["nlinear", "dlinear"] = ["nlinear", "dlinear"];
const solved: readonly ["ridge"] = ["ridge"];
const baselines: readonly ["naive", "seasonal", "drift", "mean"] = ["naive", "seasonal", "drift", "mean"];

/** A model by its name. */
export type ModelName = NetworkName | "ridge" | BaselineName;

/** Models that are trained epoch by epoch. */
export type NetworkName = "gru" | "lstm" | "rnn" | "segrnn" | "nlinear" | "dlinear";

/** A model to train, or `"auto"`: the best of several, by the validation set. */
export type ModelChoice = ModelName | "auto";

/** What a plan may have: `"auto"` until the choice is made, `"ensemble"` for the mean of its members. */
export type PlanModel = ModelChoice | "ensemble";

/** Models that learn nothing. */
export type BaselineName = "naive" | "seasonal" | "drift" | "mean";

export const networkNames: readonly NetworkName[] = [...recurrent, "segrnn", ...affine];

/** All models: networks, then baselines. */
export const modelNames: readonly ModelName[] = [...networkNames, ...solved, ...baselines];

/** Models that learn from the series. */
export const learningNames: readonly ModelChoice[] = ["auto", ...networkNames, ...solved];

/** The values of the option `model`. */
export const modelChoices: readonly ModelChoice[] = ["auto", ...modelNames];

/** The losses that training minimises. */
export const lossNames = ["mse", "mae", "huber", "quantile"] as const;

/** One of `lossNames`; `"quantile"` is for rnn, lstm and gru. */
export type LossName = (typeof lossNames)[number];

/** The units of a backtest's errors: those of the series, or those of the scaler. */
export const unitNames = ["original", "scaled"] as const;

/** One of `unitNames`. */
export type Units = (typeof unitNames)[number];

/** SegRNN's segments have at most this many steps unless an option says otherwise. */
export const LONGEST_SEGMENT = 24;

/** A moving average over more steps takes longer than the rest of DLinear. */
export const LONGEST_KERNEL = 9999;

/** What is forecast from what, and by which model. */
export interface TaskOptions {
  /** The model to train. */
  readonly model: ModelChoice;
  /** The steps to forecast. */
  readonly horizon: number;
  /** Steps that the model reads for each forecast. */
  readonly lookback: number;
  /** Steps after which the series repeats; null for none. */
  readonly season: number | null;
  /** Train, validation and test set, as fractions or numbers of rows. */
  readonly split: readonly number[];
  /** Fitted on the training set. */
  readonly scaler: ScalerKind;
  /** Calendar features, for rnn, lstm and gru. */
  readonly calendar: readonly CalendarFeature[];
}

/** Sizes and settings of a network; each model takes its own. */
export interface NetworkOptions {
  /** rnn, lstm, gru: hidden units of each layer. */
  readonly hidden: number;
  /** rnn, lstm, gru: stacked layers. */
  readonly layers: number;
  /** rnn, lstm, gru: between layers; segrnn: before the output. */
  readonly dropout: number;
  /** rnn, lstm, gru: all steps at once, or one after the other. */
  readonly mode: "direct" | "recursive";
  /** rnn, lstm, gru, ridge: whether targets are read and forecast relative to their last value. */
  readonly relative: boolean;
  /** segrnn: steps per segment. */
  readonly segment: number;
  /** segrnn: units, an even number. */
  readonly width: number;
  /** dlinear: length of the moving average, an odd number. */
  readonly kernel: number;
  /** ridge: penalty of large weights, relative to the mean square of the look-back. */
  readonly penalty: number;
}

/** How a network is trained, and which intervals go with its forecasts. */
export interface TrainingOptions {
  /** What training minimises. */
  readonly loss: LossName;
  /** Confidence levels of the prediction intervals; there are none without a validation set. */
  readonly levels: readonly number[];
  /** The least value of forecasts and intervals; null for none. */
  readonly min: number | null;
  /** The greatest value of forecasts and intervals; null for none. */
  readonly max: number | null;
  /** Whether forecasts and the ends of intervals are whole numbers, the ends rounded outwards. */
  readonly integer: boolean;
  /** Whether forecasts and intervals never fall below the last value: for cumulative counts. */
  readonly monotone: boolean;
  /** The most epochs. */
  readonly epochs: number;
  /** Windows of a batch. */
  readonly batchSize: number;
  /** The learning rate of Adam. */
  readonly lr: number;
  /** Factor of the learning rate after each epoch; null halves it after two epochs without improvement. */
  readonly lrDecay: number | null;
  /** Epochs without improvement of the validation loss before training stops. */
  readonly patience: number;
  /** Maximum norm of the gradient; null for no limit. */
  readonly clip: number | null;
  /** Seeds the global generator, for weights and dropout, and one of the run's own, for batches. */
  readonly seed: number;
  /** Windows that an epoch draws from the training set; null for all of them. */
  readonly windowsPerEpoch: number | null;
  /** Whether the model that forecasts is trained again on all rows; the one that is scored never sees the test set. */
  readonly refit: boolean;
  /** auto: seconds for trying and training models, about. */
  readonly budget: number;
}

/** Which windows of the test set a backtest counts, and in what units. */
export interface WindowOptions {
  /** Steps from one test window to the next. */
  readonly stride: number;
  /** Leaves out the last windows that do not fill a batch of this size; 0 leaves out none. */
  readonly dropLast: number;
  /** The units of the errors. */
  readonly units: Units;
  /** Whether the first windows look back into the rows before the test set. */
  readonly reachBack: boolean;
  /** Rows of the test set after which the model is trained again, on all rows before; null for never. */
  readonly refitEvery: number | null;
}

/** The options whose defaults depend on the series. */
export type Found = "horizon" | "lookback" | "season";

/** Those of them that are about training and intervals. */
export type FoundBounds = "min" | "integer" | "monotone";

/** The options for forecasting, by group. */
export const forecastOptions: {
  readonly task: TableOf<TaskOptions, Found>;
  readonly network: TableOf<NetworkOptions, "segment" | "penalty">;
  readonly training: TableOf<TrainingOptions, FoundBounds>;
  readonly testWindows: TableOf<WindowOptions>;
} = {
  task: {
    model: {
      domain: { kind: "choice", values: modelChoices },
      default: "auto",
      help: {
        en: "model; auto tries several and takes the best by the validation set; with an option of a network, gru is the default; naive, seasonal, drift and mean are baselines",
        zh: "模型；auto 按验证集从多个模型中选出最好的（给出网络选项时默认改为 gru）；naive、seasonal、drift、mean 为基线",
      },
      field: { label: { en: "Model", zh: "模型" } },
    },
    horizon: {
      domain: { kind: "whole", least: 1 },
      value: "steps",
      found: { en: "one season, or 12", zh: "一个周期，或 12" },
      help: { en: "steps to forecast", zh: "往后预测的步数" },
      field: { label: { en: "Horizon", zh: "预测步数" }, most: 1000 },
    },
    lookback: {
      domain: { kind: "whole", least: 1 },
      value: "steps",
      found: { en: "two seasons or two horizons", zh: "两个周期或两倍预测步数" },
      help: { en: "past steps read for each forecast", zh: "每次预测读取的历史步数" },
      field: { label: { en: "Look-back", zh: "回看长度" }, most: 5000 },
    },
    season: {
      domain: { kind: "whole", least: 1, none: "none" },
      value: "steps",
      found: { en: "detected", zh: "自动识别" },
      help: {
        en: "steps after which the series repeats, or none",
        zh: "序列每隔多少步重复一次；none 表示没有",
      },
      field: {
        label: { en: "Season", zh: "周期" },
        hint: {
          en: "steps after which the series repeats; 0 for none",
          zh: "每隔多少步重复一次；0 表示没有",
        },
        most: 5000,
      },
    },
    split: {
      domain: { kind: "numbers", count: [1, 3], note: "train,validation,test" },
      value: "sizes",
      default: [0.6, 0.2, 0.2],
      help: {
        en: "train,validation,test as fractions or numbers of rows",
        zh: "训练集,验证集,测试集：比例或行数",
      },
    },
    scaler: {
      domain: { kind: "choice", values: scalerKinds },
      default: "standard",
      help: {
        en: "scaling of the columns, fitted on the training set",
        zh: "各列的缩放方式，在训练集上拟合",
      },
      field: { label: { en: "Scaling", zh: "缩放" } },
    },
    calendar: {
      domain: { kind: "choices", values: calendarFeatureNames },
      value: "features",
      default: [],
      models: recurrent,
      help: {
        en: "calendar features, computed from the dates",
        zh: "由日期计算的日历特征",
      },
      field: { label: { en: "Calendar", zh: "日历特征" } },
    },
  },
  network: {
    hidden: {
      domain: { kind: "whole", least: 1 },
      default: 64,
      models: recurrent,
      help: { en: "hidden units of each recurrent layer", zh: "每个循环层的隐藏单元数" },
      field: { label: { en: "Hidden size", zh: "隐藏层大小" }, most: 512 },
    },
    layers: {
      domain: { kind: "whole", least: 1 },
      default: 1,
      models: recurrent,
      help: { en: "stacked recurrent layers", zh: "循环层的层数" },
    },
    dropout: {
      domain: { kind: "number", least: 0, most: 1 },
      value: "p",
      default: 0,
      defaults: { segrnn: 0.5 },
      models: [...recurrent, "segrnn"],
      help: {
        en: "dropout between recurrent layers, or before SegRNN's output",
        zh: "循环层之间（SegRNN 为输出之前）的随机失活比例",
      },
    },
    mode: {
      domain: { kind: "choice", values: ["direct", "recursive"] },
      default: "direct",
      models: recurrent,
      help: { en: "forecast all steps at once, or one after the other", zh: "一次预测所有步，或逐步预测" },
    },
    relative: {
      domain: { kind: "switch" },
      default: true,
      models: [...recurrent, ...solved],
      help: {
        en: "read and forecast targets relative to their last value",
        zh: "目标取相对于最后一个值的差",
      },
    },
    segment: {
      domain: { kind: "whole", least: 1 },
      value: "steps",
      found: {
        en: `the largest up to ${LONGEST_SEGMENT} that divides look-back and horizon`,
        zh: `不超过 ${LONGEST_SEGMENT}、能整除回看长度和预测步数的最大值`,
      },
      models: ["segrnn"],
      help: { en: "steps per segment", zh: "每段的步数" },
    },
    width: {
      domain: { kind: "whole", least: 1 },
      default: 128,
      models: ["segrnn"],
      help: { en: "units, an even number", zh: "单元数，须为偶数" },
    },
    kernel: {
      domain: { kind: "whole", least: 1, most: LONGEST_KERNEL },
      default: 25,
      models: ["dlinear"],
      help: { en: "length of the moving average, an odd number", zh: "移动平均的长度，须为奇数" },
    },
    penalty: {
      domain: { kind: "number", least: 0 },
      found: { en: "the best of five by the validation set", zh: "按验证集从五个值中选出" },
      models: solved,
      help: {
        en: "penalty of large weights, relative to the mean square of the look-back",
        zh: "对大权重的惩罚，相对于回看值的均方",
      },
    },
  },
  training: {
    loss: {
      domain: { kind: "choice", values: lossNames },
      default: "huber",
      models: networkNames,
      help: {
        en: "training loss; quantile is for gru, lstm and rnn",
        zh: "训练损失；quantile 仅用于 gru、lstm、rnn",
      },
      field: { label: { en: "Loss", zh: "损失函数" } },
    },
    levels: {
      domain: { kind: "numbers", above: 0, below: 1, note: "0.95 for 95%" },
      value: "levels",
      default: [0.8, 0.95],
      help: { en: "confidence levels of the prediction intervals", zh: "预测区间的置信水平" },
    },
    min: {
      domain: { kind: "number", none: "none" },
      found: { en: "0 for counts, else none", zh: "计数数据为 0，其余为 none" },
      help: {
        en: "no forecast and no interval goes below it; none for no bound",
        zh: "预测值和区间都不低于它；none 表示没有下限",
      },
      field: {
        label: { en: "Least value", zh: "下限" },
        hint: {
          en: "no forecast and no interval goes below it; empty for 0 if the column holds counts, else none; “none” for no bound",
          zh: "预测值和区间都不低于它；留空时，计数数据为 0，其余没有下限；填“无”则一律没有下限",
        },
        least: -1e15,
        most: 1e15,
      },
    },
    max: {
      domain: { kind: "number", none: "none" },
      default: null,
      help: {
        en: "no forecast and no interval goes above it; none for no bound",
        zh: "预测值和区间都不高于它；none 表示没有上限",
      },
      field: {
        label: { en: "Greatest value", zh: "上限" },
        hint: {
          en: "no forecast and no interval goes above it; empty for none",
          zh: "预测值和区间都不高于它；留空表示没有上限",
        },
        least: -1e15,
        most: 1e15,
      },
    },
    integer: {
      domain: { kind: "switch" },
      found: { en: "on for counts", zh: "计数数据为开" },
      help: {
        en: "forecasts are whole numbers, and the ends of intervals rounded outwards",
        zh: "预测值取整数，区间两端向外取整",
      },
      field: { label: { en: "Whole numbers", zh: "取整数" } },
    },
    monotone: {
      domain: { kind: "switch" },
      found: { en: "on for counts that never fall", zh: "只增不减的计数为开" },
      help: {
        en: "no forecast and no interval goes below the last value, as for cumulative counts",
        zh: "预测值和区间都不低于最后一个值，适用于累计数",
      },
      field: { label: { en: "Never falls", zh: "只增不减" } },
    },
    epochs: {
      domain: { kind: "whole", least: 1 },
      default: 100,
      models: networkNames,
      help: { en: "maximum number of epochs", zh: "最多训练的轮数" },
      field: { label: { en: "Epochs", zh: "训练轮数" }, most: 10_000 },
    },
    batchSize: {
      domain: { kind: "whole", least: 1 },
      default: 32,
      models: networkNames,
      help: { en: "windows per batch", zh: "每批的窗口数" },
    },
    lr: {
      domain: { kind: "number", above: 0 },
      default: 3e-3,
      models: networkNames,
      help: { en: "learning rate of Adam", zh: "Adam 的学习率" },
      field: { label: { en: "Learning rate", zh: "学习率" }, least: 1e-6, most: 10 },
    },
    lrDecay: {
      domain: { kind: "number", above: 0, none: "plateau" },
      default: 1,
      defaults: { nlinear: null, dlinear: null },
      models: networkNames,
      help: {
        en: "factor of the learning rate after each epoch; plateau halves it after two epochs without improvement",
        zh: "每轮之后学习率的系数；plateau 表示连续两轮没有改善时减半",
      },
    },
    patience: {
      domain: { kind: "whole", least: 1 },
      default: 10,
      models: networkNames,
      help: {
        en: "epochs without improvement of the validation loss before training stops",
        zh: "验证损失连续多少轮没有改善就停止",
      },
      field: { label: { en: "Patience", zh: "早停轮数" }, most: 10_000 },
    },
    clip: {
      domain: { kind: "number", above: 0, none: "off" },
      default: 1,
      models: networkNames,
      help: { en: "maximum norm of the gradient, or off", zh: "梯度范数的上限；off 表示不裁剪" },
    },
    seed: {
      domain: { kind: "whole", least: 0 },
      default: 1,
      models: networkNames,
      help: { en: "seed of weights, dropout and batches", zh: "权重、随机失活和批次的随机种子" },
      field: { label: { en: "Seed", zh: "随机种子" }, most: 2 ** 32 - 1 },
    },
    windowsPerEpoch: {
      domain: { kind: "whole", least: 1, none: "all" },
      default: null,
      models: networkNames,
      help: {
        en: "windows that an epoch draws from the training set, evenly, or all",
        zh: "每轮从训练集中均匀抽取的窗口数；all 表示全部",
      },
    },
    refit: {
      domain: { kind: "switch" },
      default: true,
      models: learningNames,
      help: {
        en: "train the model that forecasts again on all rows, after a model of the training set was scored",
        zh: "先对训练集上的模型评分，再用全部行重新训练用于预测的模型",
      },
      field: { label: { en: "Refit on all rows", zh: "用全部行重新训练" } },
    },
    budget: {
      domain: { kind: "number", above: 0 },
      value: "seconds",
      default: 120,
      models: ["auto"],
      help: {
        en: "seconds for trying and training models, about",
        zh: "尝试和训练模型的时间，约多少秒",
      },
      field: { label: { en: "Time budget", zh: "时间预算" }, least: 1, most: 86_400 },
    },
  },
  testWindows: {
    stride: {
      domain: { kind: "whole", least: 1 },
      value: "steps",
      default: 1,
      help: { en: "steps from one test window to the next", zh: "相邻测试窗口之间的步数" },
    },
    dropLast: {
      domain: { kind: "whole", least: 0 },
      default: 0,
      help: {
        en: "leave out the last windows that do not fill a batch of n, as published tables do with 32",
        zh: "舍去最后不足一批（n 个）的窗口；已发表的结果常用 32",
      },
    },
    units: {
      domain: { kind: "choice", values: unitNames },
      default: "original",
      help: {
        en: "units of the errors: those of the data, or of the scaler as in published tables",
        zh: "误差的单位：数据本身的单位，或已发表结果所用的缩放后单位",
      },
    },
    reachBack: {
      domain: { kind: "switch" },
      default: true,
      help: {
        en: "the first test windows look back into the rows before the test set",
        zh: "最初的测试窗口可以回看测试集之前的行",
      },
    },
    refitEvery: {
      domain: { kind: "whole", least: 1, none: "never" },
      value: "rows",
      default: null,
      help: {
        en: "rows of the test set after which the model is trained again on all rows before, or never",
        zh: "测试集每隔多少行用此前的全部行重新训练一次；never 表示不重新训练",
      },
    },
  },
};

/** Options of a network, of which each model takes its own. */
export interface ModelOptions extends Partial<NetworkOptions> {}

/** `Forecaster.train`'s options, all of which may be left out. */
export interface ForecasterOptions extends Partial<Omit<TaskOptions, "split"> & TrainingOptions> {
  /** Options of the network. */
  readonly modelOptions?: ModelOptions;
  /** The same as a `min` of 0, its former name. */
  readonly nonNegative?: boolean;
  /** Fractions or numbers of rows. */
  readonly split?: SplitSizes;
  /** Whether past covariates are read: where the model takes them, by default. */
  readonly covariates?: boolean;
  /** Whether future covariates are read: where the model takes them, by default. */
  readonly future?: boolean;
}

export const forecasterOptionNames: readonly string[] = [
  ...optionNames(forecastOptions.task),
  ...optionNames(forecastOptions.training),
  "modelOptions",
  "nonNegative",
  "covariates",
  "future",
];

/** Those options that a plan holds under their own names. */
export interface PlanOptions extends Omit<TaskOptions, "split" | "calendar" | "model">, TrainingOptions {
  /** The model, resolved. */
  readonly model: PlanModel;
}

const { split: _, calendar: __, model, ...task } = forecastOptions.task;

export const planModels: readonly PlanModel[] = [...modelChoices, "ensemble"];

/** Their table, in the order of saved plans. */
export const planTable: TableOf<PlanOptions, Found | FoundBounds> = {
  model: { ...model, domain: { kind: "choice", values: planModels } },
  ...task,
  ...forecastOptions.training,
};

/** Recurrent networks, the only models that read covariates and forecast quantiles. */
export function isRecurrent(model: PlanModel): model is (typeof recurrent)[number] {
  return recurrent.some((one) => one === model);
}

export function isBaseline(model: PlanModel): model is BaselineName {
  return baselines.some((one) => one === model);
}

/** Models whose weights are solved for, without epochs. */
export function isSolved(model: PlanModel): model is (typeof solved)[number] {
  return solved.some((one) => one === model);
}

/** The names of each model's own options; those of `"auto"` are for the models it tries. */
export const modelOptionNames: Readonly<Record<PlanModel, readonly (keyof ModelOptions)[]>> = namesByModel();

function namesByModel(): Record<PlanModel, (keyof ModelOptions)[]> {
  const { network } = forecastOptions;
  const namesFor = (model: PlanModel) =>
    optionNames(network).filter((name) => model === "auto" || network[name].models?.includes(model));
  const entries = planModels.map((model) => [model, namesFor(model)]);
  return Object.fromEntries(entries);
}

/** Sizes of a split, from a list of one to three of them. */
export function splitSizes([train = 0, validation = 0, test = 0]: readonly number[]): SplitSizes {
  return { train, validation, test };
}

/** Whether a model is one affine map, or two. */
export function isAffine(model: PlanModel): boolean {
  return [...affine, ...solved].some((one) => one === model);
}
