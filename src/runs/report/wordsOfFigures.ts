/** @module The words in the figures of a run. */
import type { Translated } from "../../text/lang.ts";

/** The words of all figures in one language. */
export interface FigureWords {
  readonly actual: string;
  readonly forecast: string;
  /** `level` as it is shown: 80%. */
  readonly interval: (level: string) => string;
  readonly dataEnd: string;
  /** The label of an axis of times whose column has no name to show, and of one without times. */
  readonly time: string;
  readonly row: string;
  readonly forecastOf: (target: string) => string;
  readonly samplesOf: (target: string) => string;
  readonly from: (start: string) => string;
  readonly training: string;
  readonly validation: string;
  readonly epoch: string;
  readonly loss: string;
  readonly lossTitle: string;
  readonly best: (epoch: number) => string;
  readonly stepsAhead: string;
  readonly errorsTitle: string;
  readonly coverageTitle: string;
  readonly held: string;
  readonly asked: (level: string) => string;
  /** After a measure in the units of the scaler. */
  readonly scaled: string;
}

const en: FigureWords = {
  actual: "what happened",
  forecast: "forecast",
  interval: (level) => `${level} interval`,
  dataEnd: "the data end",
  time: "time",
  row: "row",
  forecastOf: (target) => `Forecast of ${target}`,
  samplesOf: (target) => `${target}: forecasts and what happened`,
  from: (start) => `from ${start}`,
  training: "training",
  validation: "validation",
  epoch: "epoch",
  loss: "loss",
  lossTitle: "Loss by epoch",
  best: (epoch) => `best: epoch ${epoch}`,
  stepsAhead: "steps ahead",
  errorsTitle: "Mean absolute error by step ahead",
  coverageTitle: "How often the intervals held what happened",
  held: "held, in %",
  asked: (level) => `${level} asked`,
  scaled: " (scaled)",
};

const zh: FigureWords = {
  actual: "实际值",
  forecast: "预测值",
  interval: (level) => `${level} 预测区间`,
  dataEnd: "数据截止",
  time: "时间",
  row: "行号",
  forecastOf: (target) => `预测：${target}`,
  samplesOf: (target) => `预测与实际值：${target}`,
  from: (start) => `自 ${start} 起`,
  training: "训练集",
  validation: "验证集",
  epoch: "轮次",
  loss: "损失",
  lossTitle: "各轮次的损失",
  best: (epoch) => `最佳：第 ${epoch} 轮`,
  stepsAhead: "预测步",
  errorsTitle: "各预测步的平均绝对误差",
  coverageTitle: "预测区间的实际覆盖率",
  held: "覆盖率（%）",
  asked: (level) => `目标 ${level}`,
  scaled: "（标准化单位）",
};

/** The words of the figures, by language. */
export const wordsOfFigures: Translated<FigureWords> = { en, zh };
