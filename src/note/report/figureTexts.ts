/** @module The words in and below the figures. */
import type { Translated } from "../../text/lang.ts";
import type { Settings } from "../settings.ts";

/** A figure's title, and the sentence below it. */
export interface FigureWords {
  readonly title: string;
  readonly caption: string;
}

/** The words of all figures in one language. */
export interface FigureTexts {
  readonly target: string;
  readonly input: string;
  readonly prediction: string;
  readonly radians: string;
  readonly value: string;
  readonly segment: string;
  readonly loss: string;
  readonly cell: string;
  readonly lag: string;
  readonly share: string;
  /** Segments `from` to `to` of a run, counted from 1. */
  readonly segments: (from: number, to: number) => string;
  readonly timeSteps: (count: number) => string;
  /** The loss of an answer that is always 0. */
  readonly zero: string;
  /** Below this share a gradient counts as vanished. */
  readonly limit: (percent: number) => string;
  readonly lstmCell: string;
  readonly medianAndQuartiles: string;
  readonly data: FigureWords;
  readonly fit: (settings: Settings) => FigureWords;
  readonly lossCurve: (settings: Settings) => FigureWords;
  readonly comparedLosses: (timeStep: number, seeds: number) => FigureWords;
  readonly finalLosses: (timeStep: number, seeds: number) => FigureWords;
  readonly flowBefore: FigureWords;
  readonly flowAfter: FigureWords;
}

const en: FigureTexts = {
  target: "target (cos)",
  input: "input (sin)",
  prediction: "prediction",
  radians: "t (radians)",
  value: "value",
  segment: "segment",
  loss: "mean squared error",
  cell: "cell",
  lag: "steps back from the last one",
  share: "share of the gradient",
  segments: (from, to) => (from === to ? `Segment ${from}` : `Segments ${from} to ${to}`),
  timeSteps: (count) => `${count} time step${count === 1 ? "" : "s"}`,
  zero: "always answering 0",
  limit: (percent) => `${percent}%`,
  lstmCell: "LSTM, cell c",
  medianAndQuartiles: "Line: median over the seeds. Band: from the lower to the upper quartile.",
  data: {
    title: "What the network reads and what it must answer",
    caption:
      "The input is sin t, the target cos t. At every moment the network sees one number and gives one number.",
  },
  fit: ({ cell, timeStep }) => ({
    title: `${cell.toUpperCase()} at ${timeStep} time step${timeStep === 1 ? "" : "s"}: target and prediction`,
    caption:
      "Each prediction was made before the network learnt from that segment, so this is no fit in hindsight.",
  }),
  lossCurve: ({ cell }) => ({
    title: `${cell.toUpperCase()}: loss of each segment`,
    caption: "Below the dashed line the network does better than one that always answers 0.",
  }),
  comparedLosses: (timeStep, seeds) => ({
    title: `Loss while training at ${timeStep} time steps, ${seeds} seed${seeds === 1 ? "" : "s"}`,
    caption:
      "A run is one seed: other initial weights, the same data. Bands that lie over one another mean that the choice of seed weighs as much as the choice of cell.",
  }),
  finalLosses: (timeStep, seeds) => ({
    title: `Loss of the last segment at ${timeStep} time steps, ${seeds} seed${seeds === 1 ? "" : "s"}`,
    caption: "Box: quartiles and median. Whiskers: lowest and highest. Dots: one for each seed.",
  }),
  flowBefore: {
    title: "How far the gradient comes before training",
    caption:
      "The gradient of the last step's loss with respect to the hidden state so many steps earlier, as a share of that at the last step: the median over the seeds. A straight line on this scale is exponential decay. What lies below a millionth is cut off.",
  },
  flowAfter: {
    title: "How far the gradient comes after training",
    caption: "The same after training. Dashed: with respect to the LSTM's memory cell c, its h held fixed.",
  },
};

const zh: FigureTexts = {
  target: "目标 (cos)",
  input: "输入 (sin)",
  prediction: "预测",
  radians: "t（弧度）",
  value: "取值",
  segment: "段",
  loss: "均方误差",
  cell: "单元",
  lag: "距最后一步的步数",
  share: "梯度所占比例",
  segments: (from, to) => (from === to ? `第 ${from} 段` : `第 ${from}～${to} 段`),
  timeSteps: (count) => `${count} 个时间步`,
  zero: "总是回答 0",
  limit: (percent) => `${percent}%`,
  lstmCell: "LSTM 的细胞状态 c",
  medianAndQuartiles: "曲线：各随机种子的中位数。色带：下四分位数到上四分位数。",
  data: {
    title: "网络读到什么，应当答出什么",
    caption: "输入是 sin t，目标是 cos t。每个时刻，网络只看到一个数，也只给出一个数。",
  },
  fit: ({ cell, timeStep }) => ({
    title: `${cell.toUpperCase()}，${timeStep} 个时间步：目标与预测`,
    caption: "每一段的预测都是在网络学习这一段之前做出的，并不是事后拟合。",
  }),
  lossCurve: ({ cell }) => ({
    title: `${cell.toUpperCase()}：每一段的损失`,
    caption: "低于虚线，说明网络比总是回答 0 要好。",
  }),
  comparedLosses: (timeStep, seeds) => ({
    title: `训练过程中的损失：${timeStep} 个时间步，${seeds} 个随机种子`,
    caption:
      "一个种子就是一次运行：初始权重不同，数据相同。色带相互重叠，说明种子的影响不小于单元类型的影响。",
  }),
  finalLosses: (timeStep, seeds) => ({
    title: `最后一段的损失：${timeStep} 个时间步，${seeds} 个随机种子`,
    caption: "箱体：四分位数和中位数。须线：最小值和最大值。圆点：每个种子一个。",
  }),
  flowBefore: {
    title: "训练前，梯度能传多远",
    caption:
      "最后一步的损失对若干步之前隐藏状态的梯度，相对于最后一步处梯度的比例，取各种子的中位数。在对数坐标上，直线就是指数衰减。百万分之一以下的部分不画出。",
  },
  flowAfter: {
    title: "训练后，梯度能传多远",
    caption: "训练之后的同一张图。虚线：固定 h 不变，对 LSTM 细胞状态 c 的梯度。",
  },
};

/** The words of the figures, by language. */
export const figureTexts: Translated<FigureTexts> = { en, zh };
