/** @module What the commands for series print, in English and Chinese. */

import type { ReadProgress } from "../../data/read/readCsv.ts";
import type { CsvFormat } from "../../data/read/table.ts";
import type { Encoding } from "../../data/series/categories.ts";
import type { Resampled } from "../../data/series/resample.ts";
import type { Candidate, MemberPlan, Plan } from "../../forecast/plan.ts";
import { memberName, membersName, methodName, planName } from "../../forecast/scores/methodNames.ts";
import type { DataFacts } from "../../runs/files.ts";
import { fixed, formatDuration, formatError, formatList, formatWhole, plural } from "../../text/format.ts";
import type { Translated, WordsOf } from "../../text/lang.ts";

/** What is printed of a file once it is read and made a series. */
type FileFacts = Omit<DataFacts, "timeColumn"> & { readonly step: string | null };

/** The numbers of rows of the sets, and of the rows after the test set. */
type SetSizes = Readonly<Record<"train" | "validation" | "test" | "left", number>>;

type Trained = Readonly<Record<"epochs" | "bestEpoch" | "seconds", number>> & { readonly loss: string };

function shortList(texts: readonly string[]): string {
  return texts.length > 8 ? `${texts.slice(0, 8).join(", ")}, …` : texts.join(", ");
}

const en = {
  reading: (file: string, { taken, rows }: ReadProgress) =>
    `Reading ${file}: ${fixed(taken / 1e6, 0)} MB, ${plural(rows, "row")}`,
  read: ({ file, rows, from, until, step }: FileFacts) =>
    `${file}: ${plural(rows, "row")}${from === null ? ", no time column" : `, ${from} to ${until}`}${step === null ? "" : `, step ${step}`}`,
  format: ({ delimiter, decimal, encoding }: CsvFormat) =>
    `format: ${encoding}, delimiter "${delimiter === "\t" ? "tab" : delimiter}", decimal sign "${decimal}"`,
  skipped: (count: number) =>
    `${plural(count, "step")} of this calendar without a row, such as holidays: the rows are treated as consecutive (to insert them: --gaps fill)`,
  otherTimes: (time: string, names: string) => `time: ${time} (other dates: ${names}; to choose: --time)`,
  timeParts: (names: string) => `time: made up of the columns ${names}`,
  noStep: "the times follow no rule: the steps ahead are numbered",
  leftOut: (lines: string) => `left out: ${lines}`,
  noHeader: "no header: the columns are called c0, c1 … (if the first row has their names: --header)",
  columns: "Columns",
  kinds: { number: "numbers", text: "texts" },
  missing: (count: number) => `${formatWhole(count)} missing`,
  roles: { time: "time", target: "target", covariate: "past covariate", future: "future covariate" },
  faults: "Faults",
  choice: "To choose",
  noFaults: "No faults.",
  train: (command: string) => `To train: ${command}`,
  places: (count: number) => ` (${formatWhole(count)} places)`,
  mend: (command: string) => `This handles them: ${command}`,
  mendPart: (command: string) => `This handles all but the last: ${command}`,
  aggregates: "Values are combined by their mean; to add them up or count them: --aggregate sum or count",
  instead: (flags: string) => `Depending on what the data mean, instead: ${flags}`,
  resampled: ({ every, aggregate, leftOut }: Resampled) =>
    `combined by ${every}: ${aggregate}${leftOut === 0 ? "" : `, ${leftOut} incomplete at the ends left out`}`,
  boolean: ({ name, values: [no = "", yes = ""] }: Encoding) => `${name}: ${yes} is 1, ${no} is 0`,
  categories: ({ name, values, others, otherRows }: Encoding) =>
    `${name}: ${plural(values.length, "category", "categories")} (${shortList(values)})${others.length === 0 ? "" : `; ${plural(otherRows, "row")} with other texts (${shortList(others)}) have none of them`}`,
  unknownCategories: ({ name, others, otherRows }: Encoding) =>
    `${name}: ${shortList(others)} (${plural(otherRows, "row")}) did not occur in training and count as none of the categories`,
  targets: (names: string) => `target: ${names}`,
  unused: (names: string) => `not used: ${names} (to use them: --covariates, --future)`,
  sizes: ({ model, lookback, horizon, season, seasons = [] }: Plan) =>
    `${methodName(model, "en")}: look-back ${lookback}, horizon ${horizon}, ${season === null ? "no season" : seasons.length > 1 ? `seasons ${formatList(seasons.map(String), "en")}` : `season ${season}`}`,
  completed: (facts: string) => `missing: ${facts}`,
  bounds: (bounds: string) => `forecasts: ${bounds} (without bounds: --min none)`,
  sets: ({ train, validation, test, left }: SetSizes) =>
    `rows: ${formatWhole(train)} train, ${formatWhole(validation)} validation, ${formatWhole(test)} test${left > 0 ? `, ${formatWhole(left)} unused at the end` : ""}`,
  trying: (member: MemberPlan, index: number, count: number) =>
    `Trying ${index} of ${count}: ${memberName(member, "en")}`,
  scored: ({ members, score }: Candidate) =>
    `${membersName(members, "en")}: ${score === null ? "not finished within the time" : `MASE ${formatError(score)}`}`,
  chosen: (plan: Plan) => `Chosen: ${planName(plan, "en")}`,
  refitting: (member: MemberPlan) => `Training ${memberName(member, "en")} again, on all rows`,
  refitEvery: (rows: number) =>
    `The model was trained again every ${plural(rows, "row")} of the test set, on all rows before.`,
  resuming: (path: string, epoch: number) => `Resuming ${path} at epoch ${epoch}`,
  noChecksum: (file: string) =>
    `warning: ${file} has no checksum, as files of earlier versions; whether it is damaged cannot be checked`,
  notAsWritten: (file: string) =>
    `warning: ${file} is damaged or has been changed: its bytes do not match the checksum in status.json`,
  metricsOfCheckpoint: (file: string) =>
    `warning: ${file} is damaged; the epochs shown are those of the checkpoint`,
  alreadyDone: (path: string) => `${path} is finished: there is nothing to resume`,
  interrupted: (command: string) => `Interrupted. To resume: ${command}`,
  left: (command: string) =>
    `Interrupted; the job stays in the queue. To go on with it: ${command} --queue URL`,
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
  solved: "by least squares, without epochs",
  rows: (file: string, rows: number) => `${file}: ${plural(rows, "row")}`,
  covariates: "past covariates: ",
  future: "future covariates: ",
  calendar: "calendar features: ",
  files: "Files",
  studiesLeftOut: (paths: string) => `left out, as searches of settings and not runs: ${paths}`,
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
  skipped: (count) =>
    `其中 ${formatWhole(count)} 步没有数据（例如节假日），各行视为连续（要补上这些行：--gaps fill）`,
  otherTimes: (time, names) => `时间列：${time}（其他日期列：${names}；可用 --time 选择）`,
  timeParts: (names) => `时间由这些列组成：${names}`,
  noStep: "时间间隔没有规律：预测的各步只有序号",
  leftOut: (lines) => `未读入：${lines}`,
  noHeader: "没有表头：各列名为 c0、c1……（如果第一行是列名，请用 --header）",
  columns: "列",
  kinds: { number: "数值", text: "文本" },
  missing: (count) => `缺失 ${formatWhole(count)} 个`,
  roles: { time: "时间", target: "预测目标", covariate: "过去协变量", future: "未来协变量" },
  faults: "问题",
  choice: "需要选择",
  noFaults: "没有问题。",
  train: (command) => `训练：${command}`,
  places: (count) => `（共 ${formatWhole(count)} 处）`,
  mend: (command) => `这样可以处理：${command}`,
  mendPart: (command) => `这样可以处理除最后一项之外的问题：${command}`,
  aggregates: "数值取平均；要求和或计数，请用 --aggregate sum 或 count",
  instead: (flags) => `视数据的含义，也可改用：${flags}`,
  resampled: ({ every, aggregate, leftOut }) =>
    `已按 ${every} 合并：${aggregate}${leftOut === 0 ? "" : `，两端不完整的 ${leftOut} 段已去掉`}`,
  boolean: ({ name, values: [no = "", yes = ""] }) => `${name}：${yes} 记为 1，${no} 记为 0`,
  categories: ({ name, values, others, otherRows }) =>
    `${name}：${values.length} 个类别（${shortList(values)}）${others.length === 0 ? "" : `；另有 ${formatWhole(otherRows)} 行是其他文本（${shortList(others)}），不属于任何类别`}`,
  unknownCategories: ({ name, others, otherRows }) =>
    `${name}：${shortList(others)}（${formatWhole(otherRows)} 行）在训练时没有出现过，不算作任何类别`,
  targets: (names) => `预测目标：${names}`,
  unused: (names) => `未使用的列：${names}（可用 --covariates 或 --future 指定用途）`,
  sizes: ({ model, lookback, horizon, season, seasons = [] }) =>
    `${methodName(model, "zh")}：回看 ${lookback} 步，预测 ${horizon} 步，${season === null ? "无周期" : `周期 ${seasons.length > 1 ? formatList(seasons.map(String), "zh") : season} 步`}`,
  completed: (facts) => `缺失：${facts}`,
  bounds: (bounds) => `预测值：${bounds}（不设界限：--min none）`,
  sets: ({ train, validation, test, left }) =>
    `行数：训练集 ${formatWhole(train)}，验证集 ${formatWhole(validation)}，测试集 ${formatWhole(test)}${left > 0 ? `，末尾 ${formatWhole(left)} 行未使用` : ""}`,
  trying: (member, index, count) => `正在尝试第 ${index}/${count} 个模型：${memberName(member, "zh")}`,
  scored: ({ members, score }) =>
    `${membersName(members, "zh")}：${score === null ? "时间内未完成" : `MASE ${formatError(score)}`}`,
  chosen: (plan) => `选中：${planName(plan, "zh")}`,
  refitting: (member) => `用全部行重新训练：${memberName(member, "zh")}`,
  refitEvery: (rows) => `测试集每隔 ${formatWhole(rows)} 行，就用此前的全部行重新训练一次模型。`,
  resuming: (path, epoch) => `继续训练 ${path}，从第 ${epoch} 轮开始`,
  noChecksum: (file) => `警告：${file} 没有校验和（早期版本写的文件都没有），无法检查它是否损坏`,
  notAsWritten: (file) => `警告：${file} 已损坏或被改动：其内容与 status.json 中的校验和不符`,
  metricsOfCheckpoint: (file) => `警告：${file} 已损坏；这里显示的各轮来自检查点`,
  alreadyDone: (path) => `${path} 已经训练完成，无需继续`,
  interrupted: (command) => `已中断。继续训练：${command}`,
  left: (command) => `已中断；作业仍在队列中。继续等待其结果：${command} --queue URL`,
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
  solved: "最小二乘直接求解，没有训练轮次",
  rows: (file, rows) => `${file}：${formatWhole(rows)} 行`,
  covariates: "过去协变量：",
  future: "未来协变量：",
  calendar: "日历特征：",
  files: "文件",
  studiesLeftOut: (paths) => `不是训练而是设置搜索，已略去：${paths}`,
  compareHead: ["名称", "模型", "回看", "步数", "轮次", "验证损失", "MAE", "RMSE", "MASE", "最佳基线"],
  more: (count) => `……另有 ${count} 项`,
};

export const seriesWords: Translated<SeriesWords> = { en, zh };
