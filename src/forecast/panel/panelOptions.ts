/** @module The table of options for panels: defaults, checks, flags and saved plans are derived from it. */
import type { TableOf } from "../../text/optionTable.ts";
import { type Sampling, samplingNames } from "./panelWindows.ts";

/** The global models: networks that learn from all series. */
export const panelModelNames = ["gru", "lstm", "mingru", "segrnn", "linear"] as const;

/** One of `panelModelNames`. */
export type PanelModelName = (typeof panelModelNames)[number];

/** What is forecast, and by which model. */
export interface PanelTaskOptions {
  /** The model to train on all series. */
  readonly model: PanelModelName;
  /** Whether each series has a small model of its own, ridge regression, instead of one model of all. */
  readonly perSeries: boolean;
  /** The steps to forecast. */
  readonly horizon: number;
  /** Steps that the model reads for each forecast. */
  readonly lookback: number;
  /** Steps after which series repeat, for MASE and the seasonal naive forecast; null for none. */
  readonly season: number | null;
  /** An odd number of quantiles, rising, the middle one .5. */
  readonly quantiles: readonly number[];
  /** The least value of forecasts; null for none. */
  readonly min: number | null;
}

/** Sizes of the network. */
export interface PanelNetworkOptions {
  /** Units of each layer. */
  readonly hidden: number;
  /** gru, lstm: stacked recurrent layers. */
  readonly layers: number;
  /** The share of values dropped before the output while training. */
  readonly dropout: number;
  /** Steps that the recurrent layers read at once. */
  readonly segment: number;
}

/** How the model is trained, and which rows it does not see. */
export interface PanelTrainingOptions {
  /** Steps of the optimiser. */
  readonly steps: number;
  /** Windows of each step. */
  readonly batchSize: number;
  /** The highest learning rate; it rises to it over a tenth of the steps, then falls to nothing. */
  readonly lr: number;
  /** Maximum norm of the gradient; null for no limit. */
  readonly clip: number | null;
  /** How windows are drawn from the series. */
  readonly sampling: Sampling;
  /** Windows at the end of each series that decide between the model and baselines. */
  readonly validation: number;
  /** Windows at the end of each series that the scored model does not see; 0 if the test set is elsewhere. */
  readonly test: number;
  /** Whether training goes on with all rows, once the model is scored. */
  readonly refit: boolean;
  /** Seeds weights, dropout and the drawing of windows. */
  readonly seed: number;
}

/** Options of a `PanelForecaster`; those that are left out have defaults, or are found in the panel. */
export type PanelOptions = Partial<PanelTaskOptions & PanelNetworkOptions & PanelTrainingOptions>;

/** The options whose defaults depend on the panel. */
export type PanelFound =
  | "horizon"
  | "lookback"
  | "season"
  | "min"
  | "hidden"
  | "dropout"
  | "segment"
  | "steps"
  | "validation";

/** The options for panels, by group. */
export const panelOptions: {
  readonly task: TableOf<PanelTaskOptions, "horizon" | "lookback" | "season" | "min">;
  readonly network: TableOf<PanelNetworkOptions, "hidden" | "dropout" | "segment">;
  readonly training: TableOf<PanelTrainingOptions, "steps" | "validation">;
} = {
  task: {
    model: {
      domain: { kind: "choice", values: panelModelNames },
      default: "gru",
      help: {
        en: "one model of all series: gru and lstm read segments of the look-back, segrnn decodes them too, linear is one affine map",
        zh: "所有序列共用的模型：gru 与 lstm 分段读取回看窗口，segrnn 还分段解码，linear 为单个仿射映射",
      },
    },
    perSeries: {
      domain: { kind: "switch" },
      default: false,
      help: {
        en: "a small model for each series, ridge regression, instead of one model of all",
        zh: "每个序列各用一个小模型（岭回归），而不是所有序列共用一个模型",
      },
    },
    horizon: {
      domain: { kind: "whole", least: 1 },
      value: "steps",
      found: { en: "one season, or 12", zh: "一个周期，或 12" },
      help: { en: "steps to forecast", zh: "往后预测的步数" },
    },
    lookback: {
      domain: { kind: "whole", least: 1 },
      value: "steps",
      found: { en: "two of the longest seasons, or several horizons", zh: "最长周期的两倍，或数倍预测步数" },
      help: { en: "past steps read for each forecast", zh: "每次预测读取的历史步数" },
    },
    season: {
      domain: { kind: "whole", least: 1, none: "none" },
      value: "steps",
      found: { en: "detected in a sample of the series", zh: "由部分序列自动识别" },
      help: {
        en: "steps after which the series repeat, or none",
        zh: "序列每隔多少步重复一次；none 表示没有",
      },
    },
    quantiles: {
      domain: { kind: "numbers", above: 0, below: 1, note: "an odd number, rising, .5 in the middle" },
      value: "quantiles",
      default: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
      help: { en: "quantiles to forecast", zh: "要预测的分位数" },
    },
    min: {
      domain: { kind: "number", none: "none" },
      found: { en: "0 if no value is negative, else none", zh: "没有负值时为 0，否则为 none" },
      help: { en: "no forecast goes below it; none for no bound", zh: "预测值不低于它；none 表示没有下限" },
    },
  },
  network: {
    hidden: {
      domain: { kind: "whole", least: 2, most: 4096 },
      found: {
        en: "32 to 128, by the number of windows and the look-back",
        zh: "32 到 128，取决于窗口数和回看长度",
      },
      help: { en: "units of each layer", zh: "每层的单元数" },
    },
    layers: {
      domain: { kind: "whole", least: 1, most: 16 },
      default: 1,
      models: ["gru", "lstm", "mingru"],
      help: { en: "stacked recurrent layers", zh: "循环层的层数" },
    },
    dropout: {
      domain: { kind: "number", least: 0, below: 1 },
      value: "p",
      found: { en: "0, or 0.3 for few windows", zh: "0；窗口少时为 0.3" },
      models: ["gru", "lstm", "mingru", "segrnn"],
      help: { en: "dropout before the output", zh: "输出之前的随机失活比例" },
    },
    segment: {
      domain: { kind: "whole", least: 1 },
      value: "steps",
      found: {
        en: "a part of the season that cuts the look-back into 8 to 24",
        zh: "周期的一部分，把回看窗口分成 8 到 24 段",
      },
      models: ["gru", "lstm", "mingru", "segrnn"],
      help: { en: "steps that are read at once", zh: "每段的步数" },
    },
  },
  training: {
    steps: {
      domain: { kind: "whole", least: 1 },
      found: { en: "800 to 1600, by the number of windows", zh: "800 到 1600，取决于窗口数" },
      help: { en: "steps of the optimiser", zh: "优化器的步数" },
    },
    batchSize: {
      domain: { kind: "whole", least: 1 },
      default: 256,
      help: { en: "windows of each step", zh: "每步的窗口数" },
    },
    lr: {
      domain: { kind: "number", above: 0 },
      value: "rate",
      default: 0.002,
      help: { en: "highest learning rate of Adam", zh: "Adam 的最高学习率" },
    },
    clip: {
      domain: { kind: "number", above: 0, none: "none" },
      value: "norm",
      default: 1,
      help: { en: "maximum norm of the gradient, or none", zh: "梯度范数的上限；none 表示不限" },
    },
    sampling: {
      domain: { kind: "choice", values: samplingNames },
      default: "series",
      help: {
        en: "how windows are drawn: each series equally often, each window, or by the root of a series' length",
        zh: "窗口的抽取方式：series 各序列等概率，window 各窗口等概率，length 按序列长度的平方根",
      },
    },
    validation: {
      domain: { kind: "whole", least: 1, most: 100 },
      value: "windows",
      found: { en: "1, or more of few long series", zh: "1；序列少而长时更多" },
      help: {
        en: "windows at the end of each series that decide between the model and baselines",
        zh: "每个序列末尾用于在模型与基线之间取舍的窗口数",
      },
    },
    test: {
      domain: { kind: "whole", least: 0, most: 1000 },
      value: "windows",
      default: 1,
      help: {
        en: "windows at the end of each series that the scored model does not see; 0 if the test set is another file",
        zh: "每个序列末尾不参与训练、用于评分的窗口数；测试集在另一个文件时为 0",
      },
    },
    refit: {
      domain: { kind: "switch" },
      default: true,
      help: { en: "go on training with all rows before forecasting", zh: "预测之前用全部数据继续训练" },
    },
    seed: {
      domain: { kind: "whole" },
      default: 0,
      help: { en: "seed of weights and windows", zh: "权重与窗口抽取的随机种子" },
    },
  },
};
