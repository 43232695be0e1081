/** @module What the commands for series print, in English and Chinese. */
import type { ReadProgress } from "../../data/read/readCsv.ts";
import type { CsvFormat } from "../../data/read/table.ts";
import type { Plan } from "../../forecast/plan.ts";
import { methodName } from "../../forecast/scores/methodNames.ts";
import type { DataFacts } from "../../runs/files.ts";
import { fixed, formatDuration, formatWhole, plural } from "../../text/format.ts";
import type { Translated, WordsOf } from "../../text/lang.ts";
import type { TrainingSummary } from "./savedRun.ts";

/** What is printed of a file once it is read and made a series. */
type FileFacts = Omit<DataFacts, "timeColumn"> & { readonly step: string | null };

/** The numbers of rows of the sets, and of the rows after the test set. */
type SetSizes = Readonly<Record<"train" | "validation" | "test" | "left", number>>;

type Trained = Pick<TrainingSummary, "epochs" | "bestEpoch" | "seconds"> & { readonly loss: string };

const en = {
  reading: (file: string, { taken, rows }: ReadProgress) =>
    `Reading ${file}: ${fixed(taken / 1e6, 0)} MB, ${plural(rows, "row")}`,
  read: ({ file, rows, from, until, step }: FileFacts) =>
    `${file}: ${plural(rows, "row")}${from === null ? ", no time column" : `, ${from} to ${until}`}${step === null ? "" : `, step ${step}`}`,
  format: ({ delimiter, decimal, encoding }: CsvFormat) =>
    `format: ${encoding}, delimiter "${delimiter === "\t" ? "tab" : delimiter}", decimal sign "${decimal}"`,
  targets: (names: string) => `target: ${names}`,
  unused: (names: string) => `not used: ${names} (to use them: --covariates, --future)`,
  sizes: ({ model, lookback, horizon, season }: Plan) =>
    `${methodName(model, "en")}: look-back ${lookback}, horizon ${horizon}, ${season === null ? "no season" : `season ${season}`}`,
  bounds: (bounds: string) => `forecasts: ${bounds} (without bounds: --min none)`,
  sets: ({ train, validation, test, left }: SetSizes) =>
    `rows: ${formatWhole(train)} train, ${formatWhole(validation)} validation, ${formatWhole(test)} test${left > 0 ? `, ${formatWhole(left)} unused at the end` : ""}`,
  resuming: (path: string, epoch: number) => `Resuming ${path} at epoch ${epoch}`,
  alreadyDone: (path: string) => `${path} is finished: there is nothing to resume`,
  interrupted: (command: string) => `Interrupted. To resume: ${command}`,
  diverged: "Training diverged: try a smaller --lr",
  evaluating: "Evaluating on the test set…",
  verdict: "Verdict",
  scores: (windows: number) => `Errors on the test set (${plural(windows, "window")}, original units)`,
  scaledScores: (windows: number) => `Errors on the test set (${plural(windows, "window")}, scaled units)`,
  bySteps: "Mean absolute error by forecast step",
  forecast: (target: string) => `Forecast: ${target}`,
  noForecast: (columns: string) =>
    `No forecast yet: it needs the future values of ${columns}. Pass them with \`unrolled forecast RUN --future FILE\`.`,
  noTest:
    "The test set is shorter than the horizon, so the model was not tested: use --split to make it larger.",
  written: "Written:",
  next: "Next:",
  reportFile: "report",
  forecastFile: "forecast",
  modelFile: "model",
  run: (path: string, state: string, created: string) => `Run ${path}: ${state}, started ${created}`,
  data: "Data",
  model: "Model",
  parameters: (count: number): string => plural(count, "parameter"),
  training: "Training",
  trained: ({ epochs, bestEpoch, loss, seconds }: Trained) =>
    `${plural(epochs, "epoch")} in ${formatDuration(seconds, "en")}; best validation loss ${loss} in epoch ${bestEpoch}`,
  noEpoch: "no epoch is finished yet",
  untrained: "a baseline, which is not trained",
  rows: (file: string, rows: number) => `${file}: ${plural(rows, "row")}`,
  covariates: "past covariates: ",
  future: "future covariates: ",
  calendar: "calendar features: ",
  files: "Files",
  compareHead: [
    "run",
    "model",
    "look-back",
    "horizon",
    "epochs",
    "val loss",
    "MAE",
    "RMSE",
    "MASE",
    "best baseline",
  ] as const,
  more: (count: number) => `… and ${count} more`,
};

type SeriesWords = WordsOf<typeof en>;

const zh: SeriesWords = {
  reading: (file, { taken, rows }) =>
    `正在读取 ${file}：${fixed(taken / 1e6, 0)} MB，${formatWhole(rows)} 行`,
  read: ({ file, rows, from, until, step }) =>
    `${file}：${formatWhole(rows)} 行${from === null ? "，无时间列" : `，${from} 至 ${until}`}${step === null ? "" : `，间隔 ${step}`}`,
  format: ({ delimiter, decimal, encoding }) =>
    `编码 ${encoding}，分隔符“${delimiter === "\t" ? "制表符" : delimiter}”，小数点“${decimal}”`,
  targets: (names) => `预测目标：${names}`,
  unused: (names) => `未使用的列：${names}（可用 --covariates 或 --future 指定用途）`,
  sizes: ({ model, lookback, horizon, season }) =>
    `${methodName(model, "zh")}：回看 ${lookback} 步，预测 ${horizon} 步，${season === null ? "无周期" : `周期 ${season} 步`}`,
  bounds: (bounds) => `预测值：${bounds}（不设界限：--min none）`,
  sets: ({ train, validation, test, left }) =>
    `行数：训练集 ${formatWhole(train)}，验证集 ${formatWhole(validation)}，测试集 ${formatWhole(test)}${left > 0 ? `，末尾 ${formatWhole(left)} 行未使用` : ""}`,
  resuming: (path, epoch) => `继续训练 ${path}，从第 ${epoch} 轮开始`,
  alreadyDone: (path) => `${path} 已经训练完成，无需继续`,
  interrupted: (command) => `已中断。继续训练：${command}`,
  diverged: "训练发散：请尝试更小的 --lr",
  evaluating: "正在测试集上评估…",
  verdict: "结论",
  scores: (windows) => `测试集上的误差（${formatWhole(windows)} 个窗口，原始单位）`,
  scaledScores: (windows) => `测试集上的误差（${formatWhole(windows)} 个窗口，缩放后的单位）`,
  bySteps: "各预测步的平均绝对误差",
  forecast: (target) => `未来预测：${target}`,
  noForecast: (columns) =>
    `暂无预测：需要 ${columns} 的未来值，可用 \`unrolled forecast RUN --future FILE\` 提供。`,
  noTest: "测试集比预测步数还短，无法评估模型：请用 --split 把它加大。",
  written: "已写入：",
  next: "接下来：",
  reportFile: "报告",
  forecastFile: "预测",
  modelFile: "模型",
  run: (path, state, created) => `训练 ${path}：${state}，开始于 ${created}`,
  data: "数据",
  model: "模型",
  parameters: (count) => `${formatWhole(count)} 个可学习的参数`,
  training: "训练",
  trained: ({ epochs, bestEpoch, loss, seconds }) =>
    `共 ${formatWhole(epochs)} 轮，用时 ${formatDuration(seconds, "zh")}；第 ${bestEpoch} 轮的验证损失最低，为 ${loss}`,
  noEpoch: "还没有训练完一轮",
  untrained: "基线方法，无需训练",
  rows: (file, rows) => `${file}：${formatWhole(rows)} 行`,
  covariates: "过去协变量：",
  future: "未来协变量：",
  calendar: "日历特征：",
  files: "文件",
  compareHead: ["名称", "模型", "回看", "步数", "轮次", "验证损失", "MAE", "RMSE", "MASE", "最佳基线"],
  more: (count) => `……另有 ${count} 项`,
};

export const seriesWords: Translated<SeriesWords> = { en, zh };
