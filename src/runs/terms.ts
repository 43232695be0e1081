/** @module The words that the terminal, the report and the studio have in common, in English and Chinese. */
import type { LeftOut } from "../data/read/csvLayout.ts";
import type { NumberStyle } from "../data/read/numberStyle.ts";
import type { Completed } from "../data/series/series.ts";
import type { Bounds } from "../forecast/bounds.ts";
import { formatList, formatWhole, plural } from "../text/format.ts";
import type { Translated, WordsOf } from "../text/lang.ts";

/** The rows of the training set, and all rows where the model that forecasts was trained on them. */
interface Learnt {
  readonly train: number;
  readonly all: number | null;
}

const en = {
  states: {
    training: "training",
    done: "done",
    interrupted: "interrupted",
    diverged: "diverged",
    killed: "killed",
    unknown: "no status yet",
  },
  /** What keeps the numbers of several runs from being compared. */
  aspects: {
    data: "data",
    targets: "targets",
    horizon: "horizon",
    test: "test set",
    loss: "loss function",
    scaler: "scaler",
    validation: "validation set",
  },
  scoresDiffer: (aspects: readonly string[]) =>
    `Test errors are not comparable: these runs differ in ${formatList(aspects, "en")}.`,
  lossesDiffer: (aspects: readonly string[]) =>
    `Losses are not comparable: these runs differ in ${formatList(aspects, "en")}.`,
  choice: (windows: number): string =>
    windows === 0
      ? "Models to choose from"
      : `Models tried, by their errors on ${plural(windows, "window")} of the validation set`,
  chosen: "chosen",
  bestSoFar: "best so far",
  /** A model that is tried, or trained again on all rows. */
  trying: (name: string, index: number, count: number) => `Trying model ${index} of ${count}: ${name}`,
  refitting: (name: string) => `Training ${name} again, on all rows`,
  noEpochs: "There were no epochs: the weights are solutions of least squares.",
  meanOfBest: (count: number) => `mean of the best ${count}`,
  /** Null for the parameters where they are not told. */
  memberShown: (name: string, parameters: number | null): string =>
    `Each model of the mean was trained by itself${parameters === null ? "" : `, with ${plural(parameters, "weight")} in all`}. Shown is the training of ${name}.`,
  learnt: ({ train, all }: Learnt): string =>
    all === null
      ? `The model that forecasts has learnt from the first ${plural(train, "row")} only.`
      : `The model that forecasts was trained on all ${plural(all, "row")}. Errors are those of a model that was trained on the first ${formatWhole(train)} only and never saw the test set.`,
  method: "method",
  step: "step",
  time: "time",
  row: "row",
  target: "target",
  byTarget: "Each target by itself",
  bestBaseline: "best baseline",
  its: (measure: string) => `its ${measure}`,
  comparison: "the model is",
  comparisons: { better: "better", worse: "worse", unsure: "no better, as far as can be told" },
  epoch: "epoch",
  loss: "loss",
  training: "training",
  validation: "validation",
  bestEpoch: (epoch: number) => `best: epoch ${epoch}`,
  actual: "actual",
  forecast: "forecast",
  afterEpoch: (epoch: number) => `forecast after epoch ${epoch}`,
  interval: (level: string) => `${level} interval`,
  lower: (level: string) => `${level} lower`,
  upper: (level: string) => `${level} upper`,
  unbounded: "unbounded",
  coverage: (level: string) => `${level} coverage`,
  nominalCoverage: "nominal coverage",
  measuredCoverage: "measured coverage",
  width: "mean width",
  widthOf: (level: string) => `${level} width`,
  stepsAhead: "steps ahead",
  dataEnd: "end of data",
  nominal: (level: string) => `nominal: ${level}`,
  coveragePercent: "coverage (%)",
  scaled: " (scaled)",
  pinball: "pinball",
  measures: {
    mae: "mean absolute error",
    mse: "mean squared error, in squared units",
    rmse: "root mean squared error: weighs large errors more",
    smape:
      "symmetric mean absolute percentage error: relative to the size of actual and forecast value, from 0% to 200%",
    mase: "mean absolute scaled error: the MAE divided by that of the seasonal naive forecast on the training set; below 1 is better than that",
    pinball: "the error of median and interval ends: small if intervals are both narrow and right",
    crps: "continuous ranked probability score: the error of the whole forecast distribution relative to the size of the values (mean weighted quantile loss, .1 to .9); small if intervals are both narrow and right",
    width:
      "the mean distance between the ends of an interval; narrow is good only where the coverage is right",
    coverage: (level: string) =>
      `the fraction of actual values inside the ${level} interval; best close to ${level}`,
  },
  /** What forecasts keep to, as a list; empty without bounds. */
  bounds: ({ min, max, integer, monotone }: Bounds): string =>
    formatList(
      [
        ...(integer ? ["whole numbers"] : []),
        ...(min === null ? [] : [`never below ${min}`]),
        ...(max === null ? [] : [`never above ${max}`]),
        ...(monotone ? ["never below the last value"] : []),
      ],
      "en",
    ),
  /** What was missing in a file, and what became of it. */
  /** Lines of a file that are no table. */
  leftOut: ({ above, between, comments, below }: LeftOut): string =>
    formatList(
      [
        above > 0 && `${plural(above, "line")} above the header`,
        between > 0 && `${plural(between, "line")} between header and data`,
        comments > 0 && plural(comments, "comment"),
        below > 0 && `${plural(below, "line")} below the table`,
      ].filter((part) => part !== false),
      "en",
    ),
  /** How the numbers of a column are written. */
  numberStyle: (
    column: string,
    { thousands, currency, percent, factors, parentheses }: NumberStyle,
  ): string =>
    `${column}: ${formatList(
      [
        thousands !== undefined && `thousands separator "${thousands}"`,
        currency !== undefined && `in ${currency}`,
        percent && "per cent (12 % is 12)",
        factors !== undefined && `with ${factors.join(", ")} for powers of ten`,
        parentheses && "negative in parentheses",
      ].filter((part) => typeof part === "string"),
      "en",
    )}`,
  completed: ({ inserted, values, before, after }: Completed): string =>
    `${formatList(
      [
        inserted > 0 && `${plural(inserted, "row")} inserted`,
        values > 0 && `${plural(values, "value")} filled in`,
        before + after > 0 && `${plural(before + after, "row")} left out at the ends`,
      ].filter((part) => part !== false),
      "en",
    )}${inserted + values > 0 ? "; filled-in values are neither trained on nor scored" : ""}`,
  forecastOf: (target: string) => `Forecast of ${target}`,
  samplesOf: (target: string) => `${target}: forecasts and actual values`,
  from: (start: string) => `from ${start}`,
  lossTitle: "Loss by epoch",
  errorsTitle: "Mean absolute error by forecast step",
  coverageTitle: "Coverage of the intervals by forecast step",
};

export type Terms = WordsOf<typeof en>;

const zh: Terms = {
  states: {
    training: "训练中",
    done: "已完成",
    interrupted: "已中断",
    diverged: "已发散",
    killed: "进程已终止",
    unknown: "尚无状态",
  },
  aspects: {
    data: "数据",
    targets: "预测目标",
    horizon: "预测步数",
    test: "测试集",
    loss: "损失函数",
    scaler: "缩放方式",
    validation: "验证集",
  },
  scoresDiffer: (aspects) => `这些训练的${aspects.join("、")}不同，测试误差不能直接比较。`,
  lossesDiffer: (aspects) => `这些训练的${aspects.join("、")}不同，损失不能直接比较。`,
  choice: (windows) =>
    windows === 0 ? "可选的模型" : `尝试过的模型，按验证集 ${formatWhole(windows)} 个窗口上的误差排列`,
  chosen: "选中",
  bestSoFar: "目前最好",
  trying: (name, index, count) => `正在尝试第 ${index} 个模型，共 ${count} 个：${name}`,
  refitting: (name) => `用全部行重新训练：${name}`,
  noEpochs: "没有训练轮次：权重由最小二乘直接求解。",
  meanOfBest: (count) => `最好的 ${formatWhole(count)} 个的均值`,
  memberShown: (name, parameters) =>
    `参与平均的各个模型分别训练${parameters === null ? "" : `，共有 ${formatWhole(parameters)} 个权重`}。下面是 ${name}的训练过程。`,
  learnt: ({ train, all }) =>
    all === null
      ? `用于预测的模型只学习了前 ${formatWhole(train)} 行。`
      : `用于预测的模型用全部 ${formatWhole(all)} 行训练而成；误差来自只用前 ${formatWhole(train)} 行训练的模型，它从未见过测试集。`,
  method: "方法",
  step: "预测步",
  time: "时间",
  row: "行号",
  target: "目标列",
  byTarget: "各目标列",
  bestBaseline: "最好的基线",
  its: (measure) => `其 ${measure}`,
  comparison: "模型",
  comparisons: { better: "更好", worse: "更差", unsure: "难分高下" },
  epoch: "轮次",
  loss: "损失",
  training: "训练集",
  validation: "验证集",
  bestEpoch: (epoch) => `最佳：第 ${epoch} 轮`,
  actual: "实际值",
  forecast: "预测值",
  afterEpoch: (epoch) => `第 ${epoch} 轮之后的预测`,
  interval: (level) => `${level} 预测区间`,
  lower: (level) => `${level} 下限`,
  upper: (level) => `${level} 上限`,
  unbounded: "无界",
  coverage: (level) => `${level} 覆盖率`,
  nominalCoverage: "标称覆盖率",
  measuredCoverage: "实际覆盖率",
  width: "平均宽度",
  widthOf: (level) => `${level} 宽度`,
  stepsAhead: "预测步",
  dataEnd: "数据截止",
  nominal: (level) => `标称 ${level}`,
  coveragePercent: "覆盖率（%）",
  scaled: "（缩放后）",
  pinball: "分位数损失",
  measures: {
    mae: "平均绝对误差",
    mse: "均方误差，单位是原单位的平方",
    rmse: "均方根误差：对大的偏差更敏感",
    smape: "对称平均绝对百分比误差：偏差相对于实际值与预测值大小的比例，取值 0% 到 200%",
    mase: "平均绝对标度误差：MAE 与季节朴素法在训练集上的 MAE 之比，小于 1 说明更好",
    pinball: "中位数与区间上下限的误差：区间既窄又准时才小",
    crps: "连续分级概率评分：整个预测分布的误差与数值大小之比（.1 至 .9 的加权分位数损失之平均），区间既窄又准时才小",
    width: "区间上下限之间的平均距离；覆盖率正确时，越窄越好",
    coverage: (level) => `实际值落在 ${level} 预测区间内的比例，越接近 ${level} 越好`,
  },
  bounds: ({ min, max, integer, monotone }) =>
    [
      ...(integer ? ["取整数"] : []),
      ...(min === null ? [] : [`不低于 ${min}`]),
      ...(max === null ? [] : [`不高于 ${max}`]),
      ...(monotone ? ["不低于最后一个值"] : []),
    ].join("、"),
  leftOut: ({ above, between, comments, below }) =>
    [
      above > 0 && `表头上方 ${formatWhole(above)} 行`,
      between > 0 && `表头与数据之间 ${formatWhole(between)} 行`,
      comments > 0 && `注释 ${formatWhole(comments)} 行`,
      below > 0 && `表格下方 ${formatWhole(below)} 行`,
    ]
      .filter((part) => part !== false)
      .join("，"),
  numberStyle: (column, { thousands, currency, percent, factors, parentheses }) =>
    `${column}：${[
      thousands !== undefined && `千位分隔符“${thousands}”`,
      currency !== undefined && `单位 ${currency}`,
      percent && "百分数（12 % 读作 12）",
      factors !== undefined && `以 ${factors.join("、")} 表示 10 的幂`,
      parentheses && "括号表示负数",
    ]
      .filter((part) => typeof part === "string")
      .join("，")}`,
  completed: ({ inserted, values, before, after }) =>
    `${[
      inserted > 0 && `补上 ${formatWhole(inserted)} 行`,
      values > 0 && `填补 ${formatWhole(values)} 个值`,
      before + after > 0 && `去掉两端 ${formatWhole(before + after)} 行`,
    ]
      .filter((part) => part !== false)
      .join("，")}${inserted + values > 0 ? "；填补的值不参与训练，也不计入误差" : ""}`,
  forecastOf: (target) => `预测：${target}`,
  samplesOf: (target) => `预测与实际值：${target}`,
  from: (start) => `自 ${start} 起`,
  lossTitle: "各轮次的损失",
  errorsTitle: "各预测步的平均绝对误差",
  coverageTitle: "各预测步的区间覆盖率",
};

export const terms: Translated<Terms> = { en, zh };
