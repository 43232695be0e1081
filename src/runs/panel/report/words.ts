/** @module The texts of a panel's report in English and Chinese. */
import type { PanelPlan } from "../../../forecast/panel/panelPlan.ts";
import { formatWhole, plural } from "../../../text/format.ts";
import type { Translated, WordsOf } from "../../../text/lang.ts";
import { runFiles } from "../../files.ts";
import { shownName } from "../../labels.ts";
import type { PanelFacts } from "../panelFacts.ts";

const en = {
  title: ({ target, series }: PanelFacts) =>
    `Forecasts of ${shownName(target)} for ${plural(series, "series", "series")}`,
  contents: "Contents",
  lead: ({ file, rows }: PanelFacts, model: string, { horizon, perSeries }: PanelPlan): string => {
    const data = `${shownName(file.split("/").at(-1) ?? file, 60)} (${plural(rows, "row")})`;
    const ahead = `forecasts ${plural(horizon, "step")}`;
    return perSeries
      ? `A ridge regression of each series of ${data} ${ahead} of it.`
      : `One ${model} model was trained on all series of ${data} and ${ahead} of each.`;
  },
  scores: "Scores",
  measures:
    "MASE is the mean absolute error relative to that of the seasonal naive forecast in training: below 1 is better. sMAPE is in percent. OWA is the mean of MASE and sMAPE relative to the naive 2 forecast, as in the M4 competition. RMSSE is the root of the mean squared error, scaled likewise. CRPS is the mean weighted quantile loss, SQL the quantile loss scaled as MASE. A method wins the series on which its MASE is the lowest.",
  spread: "Distribution over the series",
  spreadTitle: "MASE of the series, in ascending order",
  spreadText: "For each share of the series, the MASE that they do not exceed: lower curves are better.",
  share: "share of the series (%)",
  worst: "Worst series",
  worstText:
    "The last test window of the series with the highest MASE, with the forecast of the model that has not seen it.",
  best: "Best series",
  bestText: "The last test window of the series with the lowest MASE.",
  any: "Any series",
  anyText: (count: number, all: number): string =>
    count === all
      ? "Choose a series to see its last rows and its forecast."
      : `Choose a series to see its last rows and its forecast. The page holds ${formatWhole(count)} of ${formatWhole(all)} series; \`${runFiles.forecast}\` has all of them.`,
  training: "Training",
  again: "Forecast again",
  newer: "forecast from newer rows, also of new series",
  program: "The same in a program:",
  files: (): string =>
    `\`${runFiles.forecast}\` has the forecasts of all series in long format, \`${runFiles.bySeries}\` their scores.`,
  settings: "Settings",
  made: (version: string) => `Made by Unrolled ${version}.`,
  row: "row",
  actual: "actual",
  forecast: "forecast",
  interval: (level: string) => `${level} interval`,
};

const zh: WordsOf<typeof en> = {
  title: ({ target, series }) => `${formatWhole(series)} 个序列的 ${shownName(target)} 预测`,
  contents: "目录",
  lead: ({ file, rows }, model, { horizon, perSeries }) => {
    const data = `${shownName(file.split("/").at(-1) ?? file, 60)}（${formatWhole(rows)} 行）`;
    return perSeries
      ? `${data}的每个序列各有一个岭回归模型，各预测 ${formatWhole(horizon)} 步。`
      : `用 ${data}的全部序列训练了一个 ${model} 模型，为每个序列预测 ${formatWhole(horizon)} 步。`;
  },
  scores: "误差",
  measures:
    "MASE 是平均绝对误差与训练部分季节朴素预测误差之比，小于 1 为优。sMAPE 的单位是百分比。OWA 是 MASE 与 sMAPE 分别除以“朴素法 2”的值后的平均，与 M4 竞赛相同。RMSSE 是同样缩放后的均方根误差。CRPS 是加权分位数损失的平均，SQL 是按 MASE 的方式缩放的分位数损失。在某个序列上 MASE 最低的方法赢得该序列。",
  spread: "误差在各序列上的分布",
  spreadTitle: "各序列的 MASE（从低到高）",
  spreadText: "横轴为序列所占的比例，纵轴为这些序列不超过的 MASE：曲线越低越好。",
  share: "序列所占比例（%）",
  worst: "最差的序列",
  worstText: "MASE 最高的几个序列的最后一个测试窗口，预测来自没有见过它的模型。",
  best: "最好的序列",
  bestText: "MASE 最低的几个序列的最后一个测试窗口。",
  any: "任选序列",
  anyText: (count, all) =>
    count === all
      ? "选择一个序列，查看它的最后若干行和预测。"
      : `选择一个序列，查看它的最后若干行和预测。页面中有 ${formatWhole(all)} 个序列中的 ${formatWhole(count)} 个，全部预测见 \`${runFiles.forecast}\`。`,
  training: "训练",
  again: "再次预测",
  newer: "用较新的数据预测，也可以有新的序列",
  program: "在程序中：",
  files: () =>
    `\`${runFiles.forecast}\` 以长格式存放全部序列的预测，\`${runFiles.bySeries}\` 存放各序列的误差。`,
  settings: "设置",
  made: (version) => `由 Unrolled ${version} 生成。`,
  row: "行",
  actual: "实际值",
  forecast: "预测",
  interval: (level) => `${level} 区间`,
};

export const panelReportWords: Translated<WordsOf<typeof en>> = { en, zh };
