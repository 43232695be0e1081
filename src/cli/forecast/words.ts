/** @module What the commands for series say, in English and Chinese. */
import type { Translated } from "../../text/lang.ts";

/** Their words. */
export interface SeriesWords {
  readonly reading: (file: string, megabytes: string, rows: string) => string;
  /** What was read: `rows` with separators, times as texts. */
  readonly read: (
    file: string,
    rows: string,
    from: string | null,
    until: string | null,
    step: string | null,
  ) => string;
  readonly format: (delimiter: string, decimal: string, encoding: string) => string;
  readonly targets: (names: string) => string;
  readonly unused: (names: string) => string;
  readonly sizes: (model: string, lookback: number, horizon: number, season: number | null) => string;
  readonly parts: (train: number, validation: number, test: number) => string;
  /** Rows behind the test part. */
  readonly leftOut: (rows: number) => string;
  readonly resumed: (path: string, epoch: number) => string;
  readonly alreadyDone: (path: string) => string;
  readonly interrupted: (command: string) => string;
  readonly diverged: string;
  readonly evaluating: string;
  readonly verdict: string;
  readonly scores: (windows: string) => string;
  readonly scaledScores: (windows: string) => string;
  readonly bySteps: string;
  readonly ahead: (target: string) => string;
  readonly noAhead: (columns: string) => string;
  readonly noTest: string;
  readonly written: string;
  readonly next: string;
  readonly reportFile: string;
  readonly forecastFile: string;
  readonly bestFile: string;
  readonly run: (path: string, state: string, created: string) => string;
  /** A step as `describeStep` writes it: 2 weeks. */
  readonly step: (text: string) => string;
  readonly data: string;
  readonly model: string;
  readonly parameters: (count: string) => string;
  readonly training: string;
  readonly trained: (epochs: number, best: number, loss: string, seconds: string) => string;
  readonly untrained: string;
  readonly rows: string;
  readonly covariates: string;
  readonly future: string;
  readonly calendar: string;
  readonly seconds: (value: string) => string;
  readonly files: string;
  readonly state: Readonly<Record<"training" | "done" | "interrupted" | "diverged", string>>;
  readonly compareHead: readonly string[];
  readonly compareDiffer: (what: string) => string;
  readonly more: (count: number) => string;
}

const en: SeriesWords = {
  reading: (file, megabytes, rows) => `Reading ${file}: ${megabytes} MB, ${rows} rows`,
  read: (file, rows, from, until, step) =>
    `${file}: ${rows} rows${from === null ? ", no times" : `, ${from} to ${until}`}${step === null ? "" : `, step ${step}`}`,
  format: (delimiter, decimal, encoding) =>
    `read as ${encoding}, delimiter "${delimiter}", decimal sign "${decimal}"`,
  targets: (names) => `to forecast: ${names}`,
  unused: (names) => `not used: ${names} (--covariates and --future give columns a part)`,
  sizes: (model, lookback, horizon, season) =>
    `${model}: looks back on ${lookback} steps, forecasts ${horizon}; ${season === null ? "no season" : `season ${season}`}`,
  parts: (train, validation, test) =>
    `rows: ${train} to train on, ${validation} to choose and calibrate by, ${test} to test with`,
  leftOut: (rows) => `; the last ${rows} are in no part`,
  resumed: (path, epoch) => `Going on with ${path}, epoch ${epoch}`,
  alreadyDone: (path) => `${path} is done: there is nothing to go on with`,
  interrupted: (command) => `Interrupted. To go on: ${command}`,
  diverged: "Training diverged: try a smaller --lr",
  evaluating: "Forecasting the test part…",
  verdict: "What it is worth",
  scores: (windows) => `Errors on the test part (${windows} windows, in the data's units)`,
  scaledScores: (windows) => `Errors on the test part (${windows} windows, scaled as in training)`,
  bySteps: "Mean absolute error by steps ahead",
  ahead: (target) => `The steps ahead: ${target}`,
  noAhead: (columns) =>
    `No forecast yet: the values to come of ${columns} must be known. \`unrolled forecast RUN --future FILE\` takes them.`,
  noTest:
    "The test part is shorter than the horizon, so nothing is known of how good this is: --split makes it longer.",
  written: "Written:",
  next: "Next:",
  reportFile: "everything as one page",
  forecastFile: "the steps ahead",
  bestFile: "the model",
  run: (path, state, created) => `Run ${path}: ${state}, ${created}`,
  step: (text) => text,
  data: "Data",
  model: "Model",
  parameters: (count) => `${count} numbers to learn`,
  training: "Training",
  trained: (epochs, best, loss, seconds) =>
    `${epochs} epochs in ${seconds}; best validation loss ${loss} after epoch ${best}`,
  untrained: "a baseline, which learns nothing",
  rows: "rows",
  covariates: "known up to now: ",
  future: "known ahead: ",
  calendar: "of the calendar: ",
  seconds: (value) => `${value} s`,
  files: "Files",
  state: { training: "training", done: "done", interrupted: "interrupted", diverged: "diverged" },
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
  ],
  compareDiffer: (what) => `These runs differ in ${what}: their errors are not comparable.`,
  more: (count) => `… and ${count} more`,
};

const chineseUnits: ReadonlyMap<string, string> = new Map([
  ["millisecond", "毫秒"],
  ["second", "秒"],
  ["minute", "分钟"],
  ["hour", "小时"],
  ["day", "天"],
  ["week", "周"],
  ["month", "个月"],
  ["year", "年"],
]);

const zh: SeriesWords = {
  reading: (file, megabytes, rows) => `正在读取 ${file}：${megabytes} MB，${rows} 行`,
  read: (file, rows, from, until, step) =>
    `${file}：${rows} 行${from === null ? "，无时间列" : `，${from} 至 ${until}`}${step === null ? "" : `，间隔 ${step}`}`,
  format: (delimiter, decimal, encoding) => `编码 ${encoding}，分隔符“${delimiter}”，小数点“${decimal}”`,
  targets: (names) => `预测目标：${names}`,
  unused: (names) => `未使用的列：${names}（可用 --covariates 或 --future 指定用途）`,
  sizes: (model, lookback, horizon, season) =>
    `${model}：回看 ${lookback} 步，预测 ${horizon} 步；${season === null ? "无周期" : `周期 ${season}`}`,
  parts: (train, validation, test) => `数据划分（行）：训练 ${train}，验证与校准 ${validation}，测试 ${test}`,
  leftOut: (rows) => `；最后 ${rows} 行不属于任何部分`,
  resumed: (path, epoch) => `继续训练 ${path}，从第 ${epoch} 轮开始`,
  alreadyDone: (path) => `${path} 已经训练完成，无需继续`,
  interrupted: (command) => `已中断。继续训练：${command}`,
  diverged: "训练发散：请尝试更小的 --lr",
  evaluating: "正在预测测试部分…",
  verdict: "结论",
  scores: (windows) => `测试部分的误差（${windows} 个窗口，原始单位）`,
  scaledScores: (windows) => `测试部分的误差（${windows} 个窗口，标准化后的单位）`,
  bySteps: "各预测步的平均绝对误差",
  ahead: (target) => `未来预测：${target}`,
  noAhead: (columns) =>
    `暂无预测：需要先知道 ${columns} 的未来值。可用 \`unrolled forecast RUN --future FILE\` 提供。`,
  noTest: "测试部分比预测步数还短，因此无法判断预测的好坏：请用 --split 把它加长。",
  written: "已写入：",
  next: "接下来：",
  reportFile: "完整报告（网页）",
  forecastFile: "未来预测",
  bestFile: "模型",
  run: (path, state, created) => `训练记录 ${path}：${state}，${created}`,
  step: (text) => text.replace(/([a-z]+?)s?$/, (word, unit: string) => chineseUnits.get(unit) ?? word),
  data: "数据",
  model: "模型",
  parameters: (count) => `${count} 个可学习的参数`,
  training: "训练",
  trained: (epochs, best, loss, seconds) =>
    `共 ${epochs} 轮，用时 ${seconds}；最佳验证损失 ${loss}（第 ${best} 轮）`,
  untrained: "基线方法，无需训练",
  rows: "行",
  covariates: "只知道过去的列：",
  future: "未来已知的列：",
  calendar: "日历特征：",
  seconds: (value) => `${value} 秒`,
  files: "文件",
  state: { training: "训练中", done: "已完成", interrupted: "已中断", diverged: "已发散" },
  compareHead: ["记录", "模型", "回看", "步数", "轮次", "验证损失", "MAE", "RMSE", "MASE", "最佳基线"],
  compareDiffer: (what) => `这些记录的${what}不同，误差不可直接比较。`,
  more: (count) => `……另有 ${count} 项`,
};

/** The words of each language. */
export const seriesWords: Translated<SeriesWords> = { en, zh };
